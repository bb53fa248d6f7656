import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { messageOf, UserError } from '#core/errors.ts';
import { Medium } from '#core/names.ts';
import { nets } from '#media/face/nets.ts';
import type { Picture } from '#media/picture.ts';
import { identifyFile } from './identify-file.ts';

// A thread of its own for the models: they compute for most of a second a picture and would hold up everything else.

const Message = z.discriminatedUnion('kind', [
  /** Pictures that later questions name by their number. */
  z.object({
    kind: z.literal('canonical'),
    number: z.int(),
    picture: z.object({ width: z.int(), height: z.int(), rgba: z.instanceof(Uint8ClampedArray) }),
  }),
  z.object({
    kind: z.literal('question'),
    id: z.int(),
    file: z.object({ medium: Medium, path: z.string(), speaking: z.boolean() }),
    canonical: z.int(),
  }),
]);

const canonicals = new Map<number, Picture>();

parentPort?.on('message', (sent: unknown) => {
  const message = Message.parse(sent);
  if (message.kind === 'canonical') {
    canonicals.set(message.number, message.picture);
    return;
  }
  const { id, file } = message;
  const canonical = canonicals.get(message.canonical);
  if (canonical === undefined) throw new RangeError('a question came before its canonical picture');
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

// The first question finds them loaded; what is wrong with them is said in its answer.
await nets().catch(() => undefined);
