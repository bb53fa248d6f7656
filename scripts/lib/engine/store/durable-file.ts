import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Oid } from '#core/oid.ts';

/** What a file holds. */
export interface Contents {
  readonly digest: Oid;
  /** Bytes. */
  readonly size: number;
}

/** Ends the names of files that are still being written; whoever lists a folder skips them. */
export const PARTIAL = '.partial';

export interface Placing {
  /** `replace` whatever stands there, or `keep` it: then `placed` is false and nothing has changed. */
  readonly existing: 'replace' | 'keep';
  /** Permission bits, such as 0o444. */
  readonly mode?: number;
}

/**
 * Puts a file in its place so that no reader ever sees a part of it and no crash leaves one: temp file in the same
 * folder → fsync → rename (or link, which never replaces) → fsync of the folder. `write` fills the temp file.
 */
export async function placeFile(
  path: string,
  { existing, mode = 0o644 }: Placing,
  write: (file: FileHandle, partial: string) => Promise<void>,
): Promise<{ readonly placed: boolean }> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const partial = join(folder, `.${basename(path)}.${randomUUID()}${PARTIAL}`);
  try {
    const file = await open(partial, 'wx', 0o600);
    try {
      await write(file, partial);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    if (existing === 'replace') await rename(partial, path);
    else await link(partial, path);
    await syncFolder(folder);
    return { placed: true };
  } catch (cause) {
    if (existing === 'keep' && codeOf(cause) === 'EEXIST') return { placed: false };
    throw cause;
  } finally {
    await rm(partial, { force: true });
  }
}

/** Writes bytes by `placeFile`. */
export const writeDurably = (
  path: string,
  bytes: Uint8Array | string,
  placing: Placing = { existing: 'replace' },
) => placeFile(path, placing, (file) => file.writeFile(bytes));

/** Makes what was renamed or deleted in a folder outlive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Bytes that are read and hashed at a time. */
const PIECE = 2 ** 20;

/** Digest and size of a file, read from its start. */
export async function contentsOf(path: string): Promise<Contents> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path);
  try {
    // One piece of memory for all of it: a stream leaves as much behind as the file is large.
    const piece = Buffer.allocUnsafe(Math.min(PIECE, (await file.stat()).size + 1));
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length, null);
      if (bytesRead === 0) return { digest: Oid.parse(hash.digest('hex')), size };
      hash.update(piece.subarray(0, bytesRead));
      size += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** A stream's chunk is typed `any`; file and network streams give buffers. */
export function asBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new RangeError(`a stream gave ${typeof chunk}, not bytes`);
}

/** The `code` of a file system error, such as `ENOENT`. */
export function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
}

/** `undefined` instead of the error when there is no such file or folder. */
export async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return undefined;
    throw cause;
  }
}
