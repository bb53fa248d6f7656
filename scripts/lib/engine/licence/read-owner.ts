import type { CommitId } from '#core/oid.ts';
import { ask } from '../repository/git.ts';
import { readFiles, treeFiles } from '../repository/tree.ts';
import { OWNER_PATH, parseOwner } from './owner.ts';
import type { Owner } from './owner.ts';

const MAX_BYTES = 64_000;

/**
 * Who builds here, as a commit states it; `undefined` when it does not.
 *
 * @throws {UserError} `owner-invalid`
 */
export async function readOwner(root: string, commit: CommitId): Promise<Owner | undefined> {
  const files = await ask(root, treeFiles(commit, [OWNER_PATH]));
  const bytes = (await readFiles(root, files, MAX_BYTES)).get(OWNER_PATH);
  return bytes === undefined ? undefined : parseOwner(Buffer.from(bytes).toString('utf8'));
}
