import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { oidOf } from '#core/oid.ts';
import { codeOf } from '../store/durable-file.ts';

const POLL_MS = 20;

/**
 * Does something while no other process of this machine does something under the same name; waits for its turn. The turn
 * is a listening socket, so that it ends with its process, however that ends.
 */
export async function exclusively<T>(
  name: string,
  work: () => Promise<T>,
  place: 'kernel' | 'folder' = process.platform === 'linux' ? 'kernel' : 'folder',
): Promise<T> {
  const id = `alpha-ref-${oidOf(name).slice(0, 40)}`;
  const path =
    place === 'kernel'
      ? `\0${id}` // an abstract socket, see unix(7): no file that a killed process could leave
      : process.platform === 'win32'
        ? `\\\\.\\pipe\\${id}`
        : join(tmpdir(), `${id}.sock`);
  const turn = await takeTurn(path);
  try {
    return await work();
  } finally {
    await new Promise((resolve) => {
      turn.close(resolve);
    });
  }
}

async function takeTurn(path: string): Promise<Server> {
  for (;;) {
    const server = createServer((asking) => asking.destroy());
    const fault = await new Promise<unknown>((resolve) => {
      server.once('error', resolve).listen(path, () => resolve(undefined));
    });
    if (fault === undefined) return server.unref();
    if (codeOf(fault) !== 'EADDRINUSE') throw fault;
    if (!path.startsWith('\0') && !(await answers(path))) await rm(path, { force: true });
    else await wait(POLL_MS);
  }
}

/** Whether a process listens behind a socket's file, or only the file is left of it. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = connect(path, () => {
      asking.destroy();
      resolve(true);
    });
    asking.once('error', () => resolve(false));
  });
}
