import { z } from 'zod';

/** What changes a talking face of LatentSync 1.6; names and defaults as its script has them. */
export const LatentSyncParams = z.strictObject({
  steps: z.int().min(1).max(100).default(20),
  guidanceScale: z.number().min(1).max(3).default(1.5),
  deepCache: z.boolean().default(false),
  /** Pixels a side of the face crop that is animated, even. */
  size: z
    .int()
    .min(256)
    .max(1024)
    .refine((size) => size % 2 === 0, 'must be even')
    .default(512),
});
export type LatentSyncParams = z.infer<typeof LatentSyncParams>;
