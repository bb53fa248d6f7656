import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { IdentityReport } from '#core/identity.ts';
import type { Picture } from '#media/picture.ts';
import type { FileOfHer } from './identify-file.ts';

const Answer = z.object({
  id: z.int(),
  report: IdentityReport.optional(),
  fault: z
    .object({ code: z.string().optional(), message: z.string(), hint: z.string().optional() })
    .optional(),
});

/** `identifyFile` in threads of their own: one, or two where there are four cores and more; each loads the models once. */
export interface IdentityThread extends AsyncDisposable {
  /** @throws {UserError} as `identifyFile` */
  identify(file: FileOfHer, canonical: Picture): Promise<IdentityReport | undefined>;
}

/** Each takes half a gigabyte. Two on two cores would only take turns with those who compare. */
const threadsFor = (cores: number): number => (cores >= 4 ? 2 : 1);

export function identityThread(cores = availableParallelism()): IdentityThread {
  const threads = Array.from({ length: threadsFor(cores) }, startThread);
  return {
    identify: (file, canonical) => {
      const [idle] = threads.toSorted((a, b) => a.waiting() - b.waiting());
      if (idle === undefined) throw new RangeError('there is no thread to ask');
      return idle.identify(file, canonical);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(threads.map(({ end }) => end()));
    },
  };
}

interface Thread {
  readonly waiting: () => number;
  readonly identify: IdentityThread['identify'];
  readonly end: () => Promise<unknown>;
}

interface Asked {
  readonly resolve: (report: IdentityReport | undefined) => void;
  readonly reject: (error: unknown) => void;
}

function startThread(): Thread {
  const worker = new Worker(new URL('./identity-worker.ts', import.meta.url));
  worker.unref();
  const waiting = new Map<number, Asked>();
  const sent = new Map<Picture, number>();
  let last = 0;
  worker.on('message', (message: unknown) => {
    const { id, report, fault } = Answer.parse(message);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (fault === undefined) asked?.resolve(report);
    else
      asked?.reject(
        fault.code === undefined
          ? new Error(fault.message)
          : new UserError(fault.code, fault.message, { hint: fault.hint ?? '' }),
      );
  });
  worker.on('error', (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  /** A canonical picture goes over once; then its number says which. */
  const numberOf = (picture: Picture): number => {
    const known = sent.get(picture);
    if (known !== undefined) return known;
    sent.set(picture, sent.size);
    worker.postMessage({ kind: 'canonical', number: sent.size - 1, picture });
    return sent.size - 1;
  };
  return {
    waiting: () => waiting.size,
    identify: (file, canonical) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.ref();
        worker.postMessage({ kind: 'question', id: last, file, canonical: numberOf(canonical) });
      }),
    end: () => worker.terminate(),
  };
}
