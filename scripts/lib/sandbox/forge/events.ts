import type { Json } from '#core/json.ts';
import { ZERO } from './bare.ts';
import type { ForgeEvent, Hub, JsonObject, Viewer } from './hub.ts';
import { commentShape, issueShape, reviewShape } from './shapes/issues.ts';
import { pullShape } from './shapes/pulls.ts';
import { releaseShape } from './shapes/releases.ts';
import { repoShape } from './shapes/repos.ts';
import { userShape } from './shapes/users.ts';
import type { Comment, Pull, Release, Repo, Review, User } from './tables.ts';

/** What `github.event` and the event's own fields are, for everything that can start a workflow here. */

export function actorOf(hub: Hub, viewer: Viewer): User {
  return viewer.kind === 'anonymous' ? hub.user('ghost') : viewer.user;
}

const common = (hub: Hub, repo: Repo, actor: User): JsonObject => ({
  repository: repoShape(hub, repo),
  sender: userShape(hub, actor),
});

const NOTHING = {
  action: null,
  headRef: null,
  baseRef: null,
  pull: null,
  range: null,
  fromFork: false,
  workflow: null,
} as const;

export async function pullEvent(
  hub: Hub,
  pull: Pull,
  action: string,
  viewer: Viewer,
  extra: JsonObject = {},
): Promise<ForgeEvent> {
  const repo = hub.repo(pull.repo);
  const actor = actorOf(hub, viewer);
  return {
    ...pullPlace(pull, await hub.git(pull.repo).resolve(`refs/pull/${pull.number}/merge`)),
    name: 'pull_request',
    action,
    actor,
    payload: {
      action,
      number: pull.number,
      pull_request: await pullShape(hub, pull),
      ...common(hub, repo, actor),
      ...extra,
    },
    startsWorkflows: viewer.kind !== 'job',
  };
}

function pullPlace(
  pull: Pull,
  merge: string | undefined,
): Omit<ForgeEvent, 'name' | 'action' | 'actor' | 'payload' | 'startsWorkflows'> {
  return {
    repo: pull.repo,
    ref: `refs/pull/${pull.number}/merge`,
    sha: merge ?? null,
    headRef: pull.head.ref,
    baseRef: pull.base.ref,
    headSha: pull.head.sha,
    headRepo: pull.head.repo,
    pull: pull.number,
    range: { from: pull.base.sha, to: pull.head.sha },
    fromFork: pull.head.repo !== pull.repo,
    workflow: null,
  };
}

export async function reviewEvent(
  hub: Hub,
  pull: Pull,
  review: Review,
  action: string,
  viewer: Viewer,
): Promise<ForgeEvent> {
  const repo = hub.repo(pull.repo);
  const actor = actorOf(hub, viewer);
  return {
    ...pullPlace(pull, await hub.git(pull.repo).resolve(`refs/pull/${pull.number}/merge`)),
    name: 'pull_request_review',
    action,
    actor,
    payload: {
      action,
      review: { ...reviewShape(hub, review), state: review.state.toLowerCase() },
      pull_request: await pullShape(hub, pull),
      ...common(hub, repo, actor),
    },
    startsWorkflows: viewer.kind !== 'job',
  };
}

/** Events that run the default branch's workflows at its newest commit. */
async function onMain(
  hub: Hub,
  repo: Repo,
): Promise<Pick<ForgeEvent, 'repo' | 'ref' | 'sha' | 'headSha' | 'headRepo'>> {
  const head = await hub.git(repo.slug).ref('refs/heads/main');
  return {
    repo: repo.slug,
    ref: 'refs/heads/main',
    sha: head?.sha ?? null,
    headSha: head?.sha ?? ZERO,
    headRepo: repo.slug,
  };
}

export async function commentEvent(
  hub: Hub,
  comment: Comment,
  action: 'created' | 'edited' | 'deleted',
  viewer: Viewer,
): Promise<ForgeEvent> {
  const repo = hub.repo(comment.repo);
  const actor = actorOf(hub, viewer);
  const issue = findNumber(hub, comment.repo, comment.number);
  return {
    ...NOTHING,
    ...(await onMain(hub, repo)),
    name: 'issue_comment',
    action,
    actor,
    payload: {
      action,
      issue: issue ? issueShape(hub, issue) : {},
      comment: commentShape(hub, comment),
      ...common(hub, repo, actor),
    },
    startsWorkflows: viewer.kind !== 'job',
  };
}

export function findNumber(hub: Hub, repo: string, number: number) {
  const same = (row: { repo: string; number: number }) => row.repo === repo && row.number === number;
  return hub.tables.pulls.list(same)[0] ?? hub.tables.issues.list(same)[0];
}

export async function pushEvent(
  hub: Hub,
  repo: Repo,
  change: { readonly ref: string; readonly before: string; readonly after: string; readonly forced: boolean },
  viewer: Viewer,
): Promise<ForgeEvent> {
  const actor = actorOf(hub, viewer);
  const git = hub.git(repo.slug);
  const gone = change.after === ZERO;
  const commitId = gone ? null : ((await git.resolve(change.after)) ?? null);
  const range = await pushedRange(hub, repo, change);
  const news = commitId === null || range === null ? [] : await git.log(`${range.from}..${commitId}`, 20);
  const commits = await Promise.all(news.toReversed().map((sha) => pushedCommit(hub, repo, sha)));
  return {
    ...NOTHING,
    repo: repo.slug,
    ref: change.ref,
    sha: commitId,
    headSha: commitId ?? ZERO,
    headRepo: repo.slug,
    range,
    name: 'push',
    actor,
    payload: {
      ref: change.ref,
      before: change.before,
      after: change.after,
      created: change.before === ZERO,
      deleted: gone,
      forced: change.forced,
      base_ref: null,
      compare: `${hub.url}/${repo.slug}/compare/${change.before}...${change.after}`,
      commits,
      head_commit: commitId === null ? null : await pushedCommit(hub, repo, commitId),
      pusher: { name: actor.login, email: null },
      ...common(hub, repo, actor),
    },
    startsWorkflows: viewer.kind !== 'job',
  };
}

/** `paths:` of a push compares with what was there; of a new branch, with where it left the default branch. */
async function pushedRange(
  hub: Hub,
  repo: Repo,
  { before, after }: { readonly before: string; readonly after: string },
): Promise<ForgeEvent['range']> {
  if (after === ZERO) return null;
  if (before !== ZERO) return { from: before, to: after };
  const base = await hub.git(repo.slug).mergeBase('refs/heads/main', after);
  return base === undefined || base === after ? null : { from: base, to: after };
}

async function pushedCommit(hub: Hub, repo: Repo, sha: string): Promise<Json> {
  const commit = await hub.git(repo.slug).commit(sha);
  return {
    id: sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message.replace(/\n$/u, ''),
    timestamp: commit.committer.date,
    url: `${hub.url}/${repo.slug}/commit/${sha}`,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

export async function releaseEvent(
  hub: Hub,
  release: Release,
  action: string,
  viewer: Viewer,
): Promise<ForgeEvent> {
  const repo = hub.repo(release.repo);
  const actor = actorOf(hub, viewer);
  const sha = (await hub.git(repo.slug).resolve(`refs/tags/${release.tag_name}`)) ?? null;
  return {
    ...NOTHING,
    repo: repo.slug,
    ref: `refs/tags/${release.tag_name}`,
    sha,
    headSha: sha ?? ZERO,
    headRepo: repo.slug,
    name: 'release',
    action,
    actor,
    payload: { action, release: releaseShape(hub, release), ...common(hub, repo, actor) },
    startsWorkflows: viewer.kind !== 'job',
  };
}

/** Dispatches are the exception: they start workflows even when a job's token makes them. */
export async function dispatchEvent(
  hub: Hub,
  repo: Repo,
  what:
    | { readonly kind: 'workflow'; readonly path: string; readonly ref: string; readonly inputs: JsonObject }
    | { readonly kind: 'repository'; readonly type: string; readonly payload: JsonObject },
  viewer: Viewer,
): Promise<ForgeEvent> {
  const actor = actorOf(hub, viewer);
  if (what.kind === 'repository') {
    return {
      ...NOTHING,
      ...(await onMain(hub, repo)),
      name: 'repository_dispatch',
      action: what.type,
      actor,
      payload: {
        action: what.type,
        branch: 'main',
        client_payload: what.payload,
        ...common(hub, repo, actor),
      },
      startsWorkflows: true,
    };
  }
  const git = hub.git(repo.slug);
  const known = [`refs/heads/${what.ref}`, `refs/tags/${what.ref}`, what.ref];
  let ref = `refs/heads/${what.ref}`;
  let sha: string | undefined;
  for (const candidate of known) {
    sha = await git.resolve(candidate);
    if (sha !== undefined) {
      ref = candidate;
      break;
    }
  }
  return {
    ...NOTHING,
    repo: repo.slug,
    ref,
    sha: sha ?? null,
    headSha: sha ?? ZERO,
    headRepo: repo.slug,
    name: 'workflow_dispatch',
    actor,
    payload: { inputs: what.inputs, ref, workflow: what.path, ...common(hub, repo, actor) },
    workflow: what.path,
    startsWorkflows: true,
  };
}

/** `schedule`, `workflow_run` and what else has only a payload of its own, on the default branch. */
export async function mainEvent(
  hub: Hub,
  repo: Repo,
  name: string,
  action: string | null,
  payload: JsonObject,
  actor: User,
): Promise<ForgeEvent> {
  return {
    ...NOTHING,
    ...(await onMain(hub, repo)),
    name,
    action,
    actor,
    payload: { ...(action !== null && { action }), ...payload, ...common(hub, repo, actor) },
    startsWorkflows: true,
  };
}
