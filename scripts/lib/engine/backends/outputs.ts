import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '#core/errors.ts';

/** Ways in which a file may be wrong although its program ended well. */
export type OutputFault =
  | 'output-missing'
  | 'output-unreadable'
  | 'output-size'
  | 'output-length'
  | 'output-empty'
  | 'output-black'
  | 'output-silent'
  | 'output-untextured'
  | 'output-other-picture';

/** What one was about, as `mesh: alpha.glb`, and the fault. */
export const outputFault = (code: OutputFault, what: string, is: string, cause?: unknown): UserError =>
  new UserError(code, `${what} ${is}`, { hint: HINTS[code], cause });

const HINTS: Readonly<Record<OutputFault, string>> = {
  'output-missing': 'The program said that it had succeeded; its log is kept with the build and says more.',
  'output-unreadable':
    'The program said that it had succeeded; look at the file and at the log of the build.',
  'output-size': 'Check the size among the params of the artifact; some programs round it on their own.',
  'output-length': 'Look at the log of the build: the program may have stopped early.',
  'output-empty': 'Look at the log of the build: nothing was made, yet a file was written.',
  'output-black':
    'A content filter may have held the picture back: change the seed or the prompt of the artifact and build again.',
  'output-silent': 'Change the seed or the words and build again; the log of the build says more.',
  'output-other-picture':
    'The program made something else than what it was asked for: look at its log for what it did with the picture.',
  'output-untextured':
    'The texture stage failed behind a good answer: its log says why, most often too little VRAM (21 GB are needed).',
};

/** `artifact: file`, as faults name it. */
export const named = (artifact: string, file: string): string => `${artifact}: ${basename(file)}`;

/**
 * The first bytes of a file.
 *
 * @throws {UserError} `output-missing` when it is none, or is empty
 */
export async function headOf(artifact: string, file: string, length: number): Promise<Buffer> {
  const info = await stat(file).catch(() => undefined);
  if (info === undefined || !info.isFile())
    throw outputFault('output-missing', named(artifact, file), 'was not written');
  if (info.size === 0) throw outputFault('output-missing', named(artifact, file), 'is empty');
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What the first bytes look like, for a log: printable or hex. */
export const shownHead = (head: Buffer): string =>
  /^[ -~]{4}/u.test(head.toString('latin1'))
    ? `“${head
        .subarray(0, 16)
        .toString('latin1')
        .replaceAll(/[^ -~]/gu, '·')}”`
    : head.subarray(0, 8).toString('hex');
