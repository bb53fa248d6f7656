import { formatLock, LOCK_PATH } from '#core/lock.ts';
import type { LockLine } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import type { CommitId } from '#core/oid.ts';
import { makeCommit, moveRemote } from '#engine/repository/branch.ts';
import type { Signature } from '#engine/repository/branch.ts';
import type { NewLock } from '#engine/change/new-lock.ts';

interface LockCommit {
  readonly root: string;
  readonly head: CommitId;
  readonly branch: string;
  readonly lock: NewLock;
  readonly was: ReadonlyMap<ArtifactName, LockLine>;
  readonly by: Signature;
}

/** Commits the lock on top of the head, unless the branch moved on meanwhile or nothing changed; says where. */
export async function commitLock({
  root,
  head,
  branch,
  lock,
  was,
  by,
}: LockCommit): Promise<CommitId | undefined> {
  const text = formatLock(lock.lock.values());
  if (oidOf(text) === oidOf(formatLock(was.values()))) return head;
  const names = lock.taken.map(({ line }) => line.name);
  const to = await makeCommit(root, {
    parent: head,
    base: 'parent',
    files: new Map([[LOCK_PATH, Buffer.from(text)]]),
    message: `Lock ${names.length} rebuilt ${names.length === 1 ? 'artifact' : 'artifacts'}\n\n${names.join(', ')}\n\nApproving this commit approves the digests in ${LOCK_PATH}.\n`,
    by,
  });
  return (await moveRemote(root, 'origin', { branch, from: head, to })) ? to : undefined;
}
