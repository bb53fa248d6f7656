import { z } from 'zod';

/** What changes the sound of Fish Speech S2; names and defaults as its command line has them. */
export const FishSpeechParams = z.strictObject({
  /** Of the narration; `auto` takes the script that most of its letters are of. The model itself needs no telling. */
  language: z.enum(['auto', 'ru', 'en']).default('auto'),
  temperature: z.number().gt(0).lt(2).default(1),
  topP: z.number().gt(0).max(1).default(0.9),
  topK: z.int().min(1).max(1000).default(30),
  /** 0: as many as the model can. */
  maxNewTokens: z.int().min(0).max(32_768).default(0),
  /** Bytes of text said at a time. */
  chunkLength: z.int().min(100).max(1000).default(300),
  /** 16-bit floats in place of bfloat16: less memory, another sound. */
  half: z.boolean().default(false),
});
export type FishSpeechParams = z.infer<typeof FishSpeechParams>;
