import { z } from 'zod';

/** What changes the sound of Hunyuan-Foley; names and defaults as its command line has them. */
export const HunyuanFoleyParams = z.strictObject({
  /** Length of the loop. The model itself ends after 15 seconds. */
  seconds: z.number().min(1).max(15).default(15),
  guidanceScale: z.number().min(0).max(20).default(4.5),
  steps: z.int().min(1).max(200).default(50),
  negativePrompt: z.string().max(400).default('noisy, harsh'),
  /** Which weights: `xl` takes 16 GB, `xxl` 20. */
  model: z.enum(['xl', 'xxl']).default('xxl'),
});
export type HunyuanFoleyParams = z.infer<typeof HunyuanFoleyParams>;
