import { z } from 'zod';

/** FLUX takes multiples of 16 and rounds others. */
const side = z.int().min(256).max(1536).multipleOf(16);

/** What changes the pictures of PuLID-FLUX; names, ranges and defaults as its `generate_image` has them, where it has any. */
export const PulidFluxParams = z.strictObject({
  /** One for each picture, in the order of the outputs. The preview draws its own framings instead. */
  prompts: z
    .tuple([z.string(), z.string(), z.string(), z.string()])
    .default([
      'close portrait of a woman with long purple hair in a grey and teal racing jumpsuit, warm key light, dark studio',
      'portrait of a woman with long purple hair in a grey and teal racing jumpsuit, turned to the left, daylight, pale blue wall',
      'portrait of a woman with long purple hair in a grey and teal racing jumpsuit, turned to the right, evening rim light',
      'half-length photograph of a woman with long purple hair in a grey and teal racing jumpsuit, wide framing, soft green backdrop',
    ]),
  negativePrompt: z.string().max(2000).default(''),
  width: side.default(1024),
  height: side.default(1024),
  steps: z.int().min(1).max(30).default(28),
  guidance: z.number().min(1).max(10).default(4),
  /** How strongly the face holds. */
  idWeight: z.number().min(0).max(3).default(1),
  /** The step at which the face comes in: 4 for photographs, 0 or 1 for drawn ones; lower is more alike. */
  startStep: z.int().min(0).max(10).default(1),
  /** Above 1 the negative prompt counts, and the work doubles. */
  trueCfg: z.number().min(1).max(10).default(1),
  trueCfgFromStep: z.int().min(0).max(10).default(1),
  maxSequenceLength: z.union([z.literal(128), z.literal(256), z.literal(384), z.literal(512)]).default(128),
  model: z.enum(['flux-dev', 'flux-krea-dev']).default('flux-dev'),
  version: z.enum(['v0.9.0', 'v0.9.1']).default('v0.9.1'),
  /** 8-bit weights: half the memory, weaker faces. */
  fp8: z.boolean().default(false),
});
export type PulidFluxParams = z.infer<typeof PulidFluxParams>;
