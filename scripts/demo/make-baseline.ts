/**
 * `node scripts/demo/make-baseline.ts PLACES`, which are JSON: prepares what main has and prints it as one line of JSON. In a
 * process of its own, so that the forge, which starts a process for nearly every request, stays small: see `baseline.ts`.
 */
import { z } from 'zod';
import { messageOf, UserError } from '#core/errors.ts';
import { formatLock } from '#core/lock.ts';
import { countPicturesWithHeap } from '#media/picture-memory.ts';
import type { Made } from './baseline.ts';
import { prepareBaseline } from './prepare-baseline.ts';

// Whoever asked may be killed; nobody else waits for this.
process.stdin.once('end', () => process.exit(1)).resume();

const Places = z.strictObject({
  project: z.string(),
  checkout: z.string(),
  jobs: z.string(),
  store: z.string(),
});
countPicturesWithHeap();
const made = await prepareBaseline(Places.parse(JSON.parse(process.argv[2] ?? ''))).then(
  ({ lock, ...rest }): Made => ({ kind: 'made', lock: formatLock(lock.values()), ...rest }),
  (error: unknown): Made => {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'failed', code: error.code, message: messageOf(error), hint: error.hint };
  },
);
process.stdout.write(`${JSON.stringify(made)}\n`);
process.stdin.destroy();
