import type { CommitId } from '#core/oid.ts';
import type { LfsRepo } from './lfs-repo.ts';

/** So many commits in a row, oldest first. */
export async function makeHistory(repo: LfsRepo, length: number): Promise<CommitId[]> {
  const commits: CommitId[] = [];
  for (let version = 0; version < length; version += 1)
    commits.push(await repo.commit(`version ${version}`, { 'version.txt': `${version}\n` }));
  return commits;
}
