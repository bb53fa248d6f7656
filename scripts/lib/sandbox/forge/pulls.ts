import type { Hub, Viewer } from './hub.ts';
import type { Pull } from './tables.ts';
import { noreply } from './shapes/users.ts';
import { pullEvent } from './events.ts';

/** Keeps `refs/pull/<n>/head`, `refs/pull/<n>/merge`, `mergeable` and the row of a pull request equal to Git. */

export const headRef = (pull: Pull): string => `refs/pull/${pull.number}/head`;
const mergeRef = (pull: Pull): string => `refs/pull/${pull.number}/merge`;

/** Reads head and base anew and merges them; returns the row as it is then. */
export async function refreshPull(hub: Hub, pull: Pull): Promise<Pull> {
  const git = hub.git(pull.repo);
  const base = await git.ref(`refs/heads/${pull.base.ref}`);
  const head = await hub.git(pull.head.repo).ref(`refs/heads/${pull.head.ref}`);
  if (!base || !head) return pull;
  if (pull.head.repo !== pull.repo) {
    await git.git(['fetch', '--quiet', '--no-tags', hub.git(pull.head.repo).path, head.sha]);
  }
  await git.setRef(headRef(pull), head.sha);
  const tree = await git.mergedTree(base.sha, head.sha);
  let merge: string | null = null;
  if (tree === undefined) await git.dropRef(mergeRef(pull));
  else {
    const author = hub.user(pull.author);
    merge = await git.commitTree({
      tree,
      parents: [base.sha, head.sha],
      message: `Merge ${head.sha} into ${base.sha}\n`,
      author: { name: author.login, email: noreply(author), date: hub.now() },
      committer: { name: 'GitHub', email: 'noreply@sandbox', date: hub.now() },
    });
    await git.setRef(mergeRef(pull), merge);
  }
  return hub.tables.pulls.put({
    ...pull,
    head: { ...pull.head, sha: head.sha },
    base: { ...pull.base, sha: base.sha },
    mergeable: tree !== undefined,
    merge_commit_sha: merge,
    updated_at: head.sha === pull.head.sha ? pull.updated_at : hub.now(),
  });
}

/** Marks a pull request as closed, merged or not, and tells so. */
export async function closePull(
  hub: Hub,
  pull: Pull,
  viewer: Viewer,
  merged: { readonly sha: string; readonly by: string } | null,
): Promise<Pull> {
  const closed = hub.tables.pulls.put({
    ...pull,
    state: 'closed',
    closed_at: hub.now(),
    updated_at: hub.now(),
    mergeable: null,
    ...(merged && { merged_at: hub.now(), merged_by: merged.by, merge_commit_sha: merged.sha }),
  });
  hub.emit(await pullEvent(hub, closed, 'closed', viewer));
  return closed;
}
