import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommitId } from '#core/oid.ts';
import { ask } from '../repository/git.ts';
import { readFiles, treeFiles } from '../repository/tree.ts';
import { ifThere } from '../store/durable-file.ts';
import { OWNER_PATH, parseOwner } from './owner.ts';
import type { Owner } from './owner.ts';

const MAX_BYTES = 64_000;

/**
 * Who builds here, as a commit states it, or, without one, the work tree; `undefined` when it does not.
 *
 * @throws {UserError} `owner-invalid`
 */
export async function readOwner(root: string, commit: CommitId | undefined): Promise<Owner | undefined> {
  if (commit === undefined) {
    const text = await ifThere(readFile(join(root, OWNER_PATH), 'utf8'));
    return text === undefined ? undefined : parseOwner(text);
  }
  const files = await ask(root, treeFiles(commit, [OWNER_PATH]));
  const bytes = (await readFiles(root, files, MAX_BYTES)).get(OWNER_PATH);
  return bytes === undefined ? undefined : parseOwner(Buffer.from(bytes).toString('utf8'));
}
