import { z } from 'zod';

/** The size that the reference must have, in pixels. */
export const CanonParams = z.strictObject({
  width: z.int().min(16).max(8192).default(1024),
  height: z.int().min(16).max(8192).default(1024),
});
export type CanonParams = z.infer<typeof CanonParams>;
