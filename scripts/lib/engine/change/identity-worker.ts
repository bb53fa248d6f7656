import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { messageOf, UserError } from '#core/errors.ts';
import { Medium } from '#core/names.ts';
import { identifyFile } from './identify-file.ts';

// A thread of its own for the models: they compute for a second a picture and would hold up everything else.

const Question = z.object({
  id: z.int(),
  file: z.object({ medium: Medium, path: z.string(), speaking: z.boolean() }),
  canonical: z.object({ width: z.int(), height: z.int(), rgba: z.instanceof(Uint8ClampedArray) }),
});

parentPort?.on('message', (message: unknown) => {
  const { id, file, canonical } = Question.parse(message);
  identifyFile(file, canonical, AbortSignal.timeout(600_000)).then(
    (report) => parentPort?.postMessage({ id, report }),
    (error: unknown) =>
      parentPort?.postMessage({
        id,
        fault:
          error instanceof UserError
            ? { code: error.code, message: error.message, hint: error.hint }
            : { message: error instanceof Error ? (error.stack ?? error.message) : messageOf(error) },
      }),
  );
});
