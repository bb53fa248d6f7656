import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '#core/errors.ts';
import { oidOf, short } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import type { LfsPointer } from '#core/pointer.ts';
import { ifThere } from '../store/durable-file.ts';
import { ask, line } from './git.ts';

/** Where Git LFS keeps this clone's objects: `<git folder>/lfs/objects`. */
export async function lfsFolder(root: string): Promise<string> {
  const common = await ask(root, { argv: ['rev-parse', '--git-common-dir'], parse: line });
  return join(resolve(root, common), 'lfs', 'objects');
}

/** An object's path below a folder of Git LFS objects. */
export const lfsPath = (folder: string, oid: Oid): string =>
  join(folder, oid.slice(0, 2), oid.slice(2, 4), oid);

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
