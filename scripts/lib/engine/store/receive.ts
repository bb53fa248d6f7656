import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Oid } from '#core/oid.ts';

/** Writes what a server sends into a file; `false` when it is not the object, or goes on past `maxBytes`. */
export async function receive(
  file: FileHandle,
  body: ReadableStream<Uint8Array>,
  { digest, maxBytes }: { readonly digest: Oid; readonly maxBytes: number },
): Promise<boolean> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) return false;
    hash.update(chunk);
    await file.write(chunk);
  }
  return hash.digest('hex') === digest;
}

/** A stream of a file that `get` puts somewhere for it, checked; gone with the stream. */
export async function readThrough(get: (path: string) => Promise<void>): Promise<Readable> {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-store-'));
  const clear = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'object');
    await get(path);
    const stream = createReadStream(path);
    stream.once('close', () => void clear());
    return stream;
  } catch (cause) {
    await clear();
    throw cause;
  }
}
