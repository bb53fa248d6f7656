import { z } from 'zod';

/** What changes the splat of SHARP. It takes nothing else: one pass, no sampling, no seed. */
export const SharpParams = z.strictObject({
  /**
   * Focal length in mm as quoted for 24 × 36 mm film; the depth of everything follows from it. SHARP reads it from Exif
   * and takes 30 for a picture that has none, as every PNG of ours.
   */
  focalMm: z.number().min(8).max(400).default(30),
});
export type SharpParams = z.infer<typeof SharpParams>;
