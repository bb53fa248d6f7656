import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { UserError } from '#core/errors.ts';

/**
 * The file whose lock (flock(2)) whoever computes on the card holds, whichever of our processes on this machine that is: drivers
 * take it themselves, once their model is loaded. Its folder is there and belongs to this user alone. Absolute.
 */
export async function cardLockFile(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const folder = join(tmpdir(), `alpha-ref-${userInfo().uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const card = /^[\w-]+/u.exec(env['CUDA_VISIBLE_DEVICES'] ?? '')?.[0] ?? '0';
  return join(folder, `card-${card}.lock`);
}

/** Node has no flock(2), so a process holds it, for as long as its standard input is open: it cannot outlive us. */
const HOLDER = 'exec 3>>"$1" && flock 3 && echo held && exec cat >/dev/null';

/**
 * Holds the lock of the card for a program that does not do so itself.
 *
 * @throws the signal's reason when it is aborted while waiting
 * @throws {UserError} `card-lock` when the lock cannot be taken at all
 */
export async function holdCard(file: string, signal: AbortSignal): Promise<AsyncDisposable> {
  signal.throwIfAborted();
  const holder = execa('sh', ['-c', HOLDER, 'sh', file], {
    stdin: 'pipe',
    stdout: 'pipe',
    buffer: { stdout: false },
    reject: false,
    cancelSignal: signal,
    killDescendants: true,
    forceKillAfterDelay: 1000,
  });
  const lines = createInterface({ input: holder.stdout });
  const [said] = await Promise.race([once(lines, 'line'), holder.then(() => [])]);
  if (said !== 'held') {
    const { stderr } = await holder;
    signal.throwIfAborted();
    throw new UserError('card-lock', `The lock of the card, ${file}, could not be taken: ${stderr.trim()}`, {
      hint: '`flock` is a program of util-linux, and the file must be writable: look at both.',
    });
  }
  return {
    async [Symbol.asyncDispose]() {
      holder.stdin.end();
      await holder;
    },
  };
}
