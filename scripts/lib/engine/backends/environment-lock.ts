import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const ASK_AGAIN_MS = 250;

/**
 * Holds a folder for one job at a time, across all processes of this machine: several upstream programs write files of fixed
 * names into their own repository. The lock is a socket in Linux' abstract namespace (unix(7)), which the kernel frees when
 * its holder dies, however it dies; elsewhere it is a socket file's name that nothing keeps, so only one process is guarded.
 *
 * @throws the signal's reason when it is aborted while waiting
 */
export async function holdFolder(folder: string, signal: AbortSignal): Promise<AsyncDisposable> {
  const real = await realpath(folder);
  const name = createHash('sha256').update(real).digest('hex').slice(0, 32);
  for (;;) {
    signal.throwIfAborted();
    const server = createServer();
    try {
      server.listen({ path: `\0alpha-ref/${name}` });
      await once(server, 'listening');
      server.unref();
      return {
        async [Symbol.asyncDispose]() {
          server.close();
          await once(server, 'close');
        },
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      await wait(ASK_AGAIN_MS, undefined, { signal });
    }
  }
}
