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

/** `identifyFile` in a thread of its own, one question after the other; the models are loaded once. */
export interface IdentityThread extends AsyncDisposable {
  /** @throws {UserError} as `identifyFile` */
  identify(file: FileOfHer, canonical: Picture): Promise<IdentityReport | undefined>;
}

export function identityThread(): IdentityThread {
  const worker = new Worker(new URL('./identity-worker.ts', import.meta.url));
  worker.unref();
  const waiting = new Map<
    number,
    { resolve: (report: IdentityReport | undefined) => void; reject: (error: unknown) => void }
  >();
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
  return {
    identify: (file, canonical) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.ref();
        worker.postMessage({ id: last, file, canonical });
      }),
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
