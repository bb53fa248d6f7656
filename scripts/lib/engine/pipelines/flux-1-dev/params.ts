import { z } from 'zod';

const side = z.int().min(256).max(2048).multipleOf(16);

/** What changes the reference when FLUX.1-dev with the character's LoRA and PuLID makes it: what its card records. */
export const Flux1DevParams = z.strictObject({
  prompt: z
    .string()
    .min(1)
    .max(4000)
    .default(
      'alpha, front-facing portrait of a woman with long purple hair in a grey and teal jumpsuit, neutral expression, plain grey studio background',
    ),
  width: side.default(1024),
  height: side.default(1024),
  steps: z.int().min(1).max(100).default(28),
  guidance: z.number().min(0).max(30).default(3.5),
  /** How strongly the character's LoRA counts; which one it is stands in the pins. */
  loraScale: z.number().min(0).max(2).default(1),
  /** How strongly the face of the picture before holds (PuLID's `id_weight`). */
  pulidStrength: z.number().min(0).max(3).default(1),
  /** The step at which that face comes in. */
  pulidStartStep: z.int().min(0).max(10).default(0),
  maxSequenceLength: z.union([z.literal(128), z.literal(256), z.literal(512)]).default(512),
});
export type Flux1DevParams = z.infer<typeof Flux1DevParams>;
