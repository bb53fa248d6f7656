import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '#core/errors.ts';
import { oidOf, short } from '#core/oid.ts';
import type { LfsPointer } from '#core/pointer.ts';
import { ifThere } from '../store/durable-file.ts';
import { ask, line } from './git.ts';
import { downloadObject, lfsPath } from './lfs-remote.ts';
import type { LfsRemote } from './lfs-remote.ts';

/** Where Git LFS keeps this clone's objects: `<git folder>/lfs/objects`. */
export async function lfsFolder(root: string): Promise<string> {
  const common = await ask(root, { argv: ['rev-parse', '--git-common-dir'], parse: line });
  return join(resolve(root, common), 'lfs', 'objects');
}

/**
 * The bytes of an object that this clone has, checked against its name; `undefined` when it has none.
 *
 * @throws {UserError} `lfs-object-corrupt`
 */
export async function readLfsObject(folder: string, pointer: LfsPointer): Promise<Buffer | undefined> {
  const path = lfsPath(folder, pointer.oid);
  const bytes = await ifThere(readFile(path));
  if (bytes === undefined || (bytes.length === pointer.size && oidOf(bytes) === pointer.oid)) return bytes;
  throw new UserError(
    'lfs-object-corrupt',
    `the LFS object ${short(pointer.oid)} here does not hash to its name`,
    {
      hint: `Delete ${path} and fetch it again: \`git lfs fetch\`. If it comes back so, the disk is failing.`,
    },
  );
}

export interface Fetching {
  /** Where to fetch what this clone does not have; nowhere when absent. */
  readonly remote?: LfsRemote;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /** Called once for each object that is downloaded. */
  readonly onDownload?: (pointer: LfsPointer) => void;
}

/**
 * Reads LFS objects of a clone, fetching each that it lacks by name, alone, into the place where Git LFS looks for it.
 *
 * @throws {UserError} `lfs-object-missing`, and what `downloadObject` throws
 */
export async function lfsReader(
  root: string,
  { remote, maxBytes, signal, onDownload }: Fetching,
): Promise<(pointer: LfsPointer) => Promise<Uint8Array>> {
  const folder = await lfsFolder(root);
  return async (pointer) => {
    const here = await readLfsObject(folder, pointer);
    if (here !== undefined) return here;
    if (remote === undefined) {
      throw new UserError('lfs-object-missing', `the LFS object ${short(pointer.oid)} is not in this clone`, {
        hint: 'Fetch it: `git lfs fetch`.',
      });
    }
    onDownload?.(pointer);
    await downloadObject(remote, pointer, lfsPath(folder, pointer.oid), {
      maxBytes,
      ...(signal === undefined ? {} : { signal }),
    });
    return readFile(lfsPath(folder, pointer.oid));
  };
}
