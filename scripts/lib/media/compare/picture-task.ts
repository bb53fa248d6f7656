import { z } from 'zod';
import { FileVerdict } from '#core/verdict.ts';

/** A pair of pictures for a worker thread. */
export const PairTask = z.strictObject({
  id: z.int(),
  before: z.string(),
  after: z.string(),
  outDir: z.string(),
  labels: z.strictObject({ before: z.string(), after: z.string() }),
  blink: z.boolean(),
});
export type PairTask = z.infer<typeof PairTask>;

/** What became of it. */
export const PairAnswer = z.discriminatedUnion('kind', [
  z.strictObject({ id: z.int(), kind: z.literal('verdict'), verdict: FileVerdict }),
  z.strictObject({
    id: z.int(),
    kind: z.literal('unreadable'),
    side: z.enum(['before', 'after']),
    reason: z.string(),
  }),
  z.strictObject({ id: z.int(), kind: z.literal('failed'), message: z.string() }),
]);
export type PairAnswer = z.infer<typeof PairAnswer>;
