import { repoShape } from './shapes/repos.ts';
import { userShape, noreply } from './shapes/users.ts';
import type { Hub, Viewer } from './hub.ts';
import { actorOf } from './events.ts';
import { closePull, refreshPull } from './pulls.ts';
import { refsMoved } from './refs.ts';
import type { Pull } from './tables.ts';

/** A group of the merge queue: the base with one pull request merged into it, on a branch of its own. */
export interface MergeGroup {
  readonly pull: Pull;
  readonly ref: string;
  readonly sha: string;
  readonly baseSha: string;
}

/**
 * Puts a pull request into the merge queue: makes the merge as a commit and asks for checks of it
 * (`merge_group: checks_requested`). docs.github.com, "Managing a merge queue".
 *
 * @throws {Error} when it conflicts with its base
 */
export async function enqueue(hub: Hub, waiting: Pull, viewer: Viewer): Promise<MergeGroup> {
  const actor = actorOf(hub, viewer);
  const git = hub.git(waiting.repo);
  const group = await hub.locked(waiting.repo, async () => {
    const pull = await refreshPull(hub, waiting);
    const tree = await git.mergedTree(pull.base.sha, pull.head.sha);
    if (tree === undefined) throw new Error(`Pull request #${pull.number} conflicts with ${pull.base.ref}`);
    const sha = await git.commitTree({
      tree,
      parents: [pull.base.sha, pull.head.sha],
      message: `Merge pull request #${pull.number} from ${pull.head.repo.split('/')[0] ?? ''}/${pull.head.ref}\n\n${pull.title}\n`,
      author: { name: actor.login, email: noreply(actor), date: hub.now() },
      committer: { name: 'GitHub', email: 'noreply@sandbox', date: hub.now() },
    });
    const ref = `refs/heads/gh-readonly-queue/${pull.base.ref}/pr-${pull.number}-${pull.base.sha}`;
    await git.setRef(ref, sha);
    return { pull, ref, sha, baseSha: pull.base.sha };
  });
  const { pull, ref, sha, baseSha } = group;
  const commit = await git.commit(sha);
  hub.emit({
    name: 'merge_group',
    action: 'checks_requested',
    repo: pull.repo,
    actor,
    payload: {
      action: 'checks_requested',
      merge_group: {
        head_sha: sha,
        head_ref: ref,
        base_sha: baseSha,
        base_ref: `refs/heads/${pull.base.ref}`,
        head_commit: {
          id: sha,
          tree_id: commit.tree,
          message: commit.message,
          timestamp: commit.committer.date,
        },
      },
      repository: repoShape(hub, hub.repo(pull.repo)),
      sender: userShape(hub, actor),
    },
    ref,
    sha,
    headRef: null,
    baseRef: pull.base.ref,
    headSha: sha,
    headRepo: pull.repo,
    pull: null,
    range: { from: baseSha, to: sha },
    fromFork: false,
    workflow: null,
    startsWorkflows: true,
  });
  return group;
}

/** Makes the group's commit the base, as the queue does when its checks have passed. */
export async function mergeGroup(
  hub: Hub,
  { pull, ref, sha, baseSha }: MergeGroup,
  viewer: Viewer,
): Promise<void> {
  await hub.locked(pull.repo, async () => {
    const git = hub.git(pull.repo);
    const base = `refs/heads/${pull.base.ref}`;
    await git.setRef(base, sha, baseSha);
    await git.dropRef(ref);
    await closePull(hub, pull, viewer, { sha, by: actorOf(hub, viewer).login });
    await refsMoved(
      hub,
      pull.repo,
      [{ ref: base, before: baseSha, after: sha, forced: false }],
      viewer,
      pull.id,
    );
  });
}
