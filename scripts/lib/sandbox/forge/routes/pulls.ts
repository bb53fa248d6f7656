import { z } from 'zod';
import { bodyOf, created, idOf, NO_CONTENT, needs, ok, paged } from '../call.ts';
import type { Handler, RepoCall } from '../call.ts';
import { pullEvent, reviewEvent } from '../events.ts';
import { Refusal, accessOf, atLeast, invalid, notFound } from '../hub.ts';
import type { Hub } from '../hub.ts';
import { closePull, headRef, refreshPull } from '../pulls.ts';
import { refsMoved } from '../refs.ts';
import { commitShape } from '../shapes/commits.ts';
import { reviewShape } from '../shapes/issues.ts';
import { pullShape, simplePullShape } from '../shapes/pulls.ts';
import { noreply } from '../shapes/users.ts';
import type { Pull, Review } from '../tables.ts';

/** GitHub: "A pull request may list at most 3000 files". */
const FILES_LIMIT = 3000;
/** Titles and bodies: 65 536 characters, 422 above. */
const BODY_LIMIT = 65_536;

function pullOf(call: RepoCall, name = 'pull_number'): Pull {
  const number = idOf(call, name);
  const pull = call.hub.tables.pulls.list((row) => row.repo === call.repo.slug && row.number === number)[0];
  if (!pull) throw notFound();
  return pull;
}

/** Pull requests and issues count together. */
export function nextNumber(hub: Hub, slug: string): number {
  const taken = [...hub.tables.pulls.list(), ...hub.tables.issues.list()]
    .filter((row) => row.repo === slug)
    .map((row) => row.number);
  return Math.max(0, ...taken) + 1;
}

export function checkLength(resource: string, text: string | null | undefined): void {
  if (text !== null && text !== undefined && text.length > BODY_LIMIT) {
    throw invalid(resource, 'body', 'custom', `body is too long (maximum is ${BODY_LIMIT} characters)`);
  }
}

const Create = z.object({
  title: z.string().optional(),
  head: z.string(),
  base: z.string(),
  body: z.string().nullish(),
  draft: z.boolean().optional(),
});

const create: Handler = async (call) => {
  const { hub, repo, actor } = call;
  const wanted = bodyOf(call, Create);
  if (call.viewer.kind === 'job' && !hub.settings.actionsMayOpenPulls) {
    throw new Refusal(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  }
  const title = wanted.title ?? '';
  if (title === '') throw invalid('PullRequest', 'title', 'missing_field');
  checkLength('PullRequest', wanted.body);
  const [owner, ref] = wanted.head.includes(':')
    ? wanted.head.split(':', 2)
    : [repo.slug.split('/')[0], wanted.head];
  const name = repo.slug.split('/')[1] ?? '';
  const headRepo = hub.tables.repos.list((row) => row.slug === `${owner ?? ''}/${name}`)[0];
  const head = headRepo && ref ? await hub.git(headRepo.slug).ref(`refs/heads/${ref}`) : undefined;
  if (!headRepo || !ref || !head) throw invalid('PullRequest', 'head', 'invalid');
  const base = await call.git.ref(`refs/heads/${wanted.base}`);
  if (!base) throw invalid('PullRequest', 'base', 'invalid');
  const twin = hub.tables.pulls.list(
    (row) =>
      row.state === 'open' &&
      row.repo === repo.slug &&
      row.head.repo === headRepo.slug &&
      row.head.ref === ref &&
      row.base.ref === wanted.base,
  )[0];
  if (twin) {
    throw new Refusal(422, 'Validation Failed', [
      {
        resource: 'PullRequest',
        code: 'custom',
        message: `A pull request already exists for ${owner ?? ''}:${ref}.`,
      },
    ]);
  }
  if (headRepo.slug !== repo.slug) {
    await call.git.git(['fetch', '--quiet', '--no-tags', hub.git(headRepo.slug).path, head.sha]);
  }
  if (await call.git.isAncestor(head.sha, base.sha)) {
    throw new Refusal(422, 'Validation Failed', [
      { resource: 'PullRequest', code: 'custom', message: `No commits between ${wanted.base} and ${ref}` },
    ]);
  }
  const opened = await hub.locked(repo.slug, async () => {
    const row = hub.tables.pulls.put({
      id: hub.tables.journal.nextId(),
      repo: repo.slug,
      number: nextNumber(hub, repo.slug),
      title,
      body: wanted.body ?? null,
      draft: wanted.draft ?? false,
      state: 'open',
      author: actor.login,
      labels: [],
      head: { repo: headRepo.slug, ref, sha: head.sha },
      base: { ref: wanted.base, sha: base.sha },
      mergeable: null,
      merge_commit_sha: null,
      merged_at: null,
      merged_by: null,
      created_at: hub.now(),
      updated_at: hub.now(),
      closed_at: null,
    });
    return refreshPull(hub, row);
  });
  hub.emit(await pullEvent(hub, opened, 'opened', call.viewer));
  return created(await pullShape(hub, opened));
};

const list: Handler = (call) => {
  const state = call.query.get('state') ?? 'open';
  const head = call.query.get('head');
  const base = call.query.get('base');
  const rows = call.hub.tables.pulls
    .list((row) => row.repo === call.repo.slug)
    .filter((row) => state === 'all' || row.state === state)
    .filter((row) => head === null || `${row.head.repo.split('/')[0] ?? ''}:${row.head.ref}` === head)
    .filter((row) => base === null || row.base.ref === base);
  const ordered = call.query.get('direction') === 'asc' ? rows : rows.toReversed();
  const { page, headers } = paged(call, ordered);
  return { status: 200, body: page.map((row) => simplePullShape(call.hub, row)), headers };
};

const Update = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
});

const update: Handler = async (call) => {
  const { hub } = call;
  const wanted = bodyOf(call, Update);
  const pull = pullOf(call);
  if (pull.author !== call.actor.login) needs(call, 'write');
  checkLength('PullRequest', wanted.body);
  let row = hub.tables.pulls.put({
    ...pull,
    title: wanted.title ?? pull.title,
    body: wanted.body === undefined ? pull.body : wanted.body,
    updated_at: hub.now(),
  });
  if (wanted.state === 'closed' && pull.state === 'open') row = await closePull(hub, row, call.viewer, null);
  else if (wanted.state === 'open' && pull.state === 'closed') {
    if (pull.merged_at !== null) throw invalid('PullRequest', 'state', 'invalid', 'state cannot be changed');
    const reopened = hub.tables.pulls.put({ ...row, state: 'open', closed_at: null });
    row = await hub.locked(pull.repo, () => refreshPull(hub, reopened));
    hub.emit(await pullEvent(hub, row, 'reopened', call.viewer));
  } else if (wanted.title !== undefined || wanted.body !== undefined) {
    hub.emit(await pullEvent(hub, row, 'edited', call.viewer));
  }
  return ok(await pullShape(hub, row));
};

const WORDS: Readonly<Record<string, string>> = { A: 'added', D: 'removed', M: 'modified', T: 'changed' };

const files: Handler = async (call) => {
  const pull = pullOf(call);
  const { git, hub } = call;
  const base = (await git.mergeBase(pull.base.sha, headRef(pull))) ?? pull.base.sha;
  const changes = await git.rawDiff(base, pull.head.sha);
  const lines = await git.lineCounts(base, pull.head.sha);
  const { page, headers } = paged(call, changes.slice(0, FILES_LIMIT));
  const repo = `${hub.url}/api/v3/repos/${call.repo.slug}`;
  return {
    status: 200,
    headers,
    body: page.map((change) => {
      const { added, removed } = lines.get(change.path) ?? { added: 0, removed: 0 };
      const path = change.path.split('/').map(encodeURIComponent).join('/');
      return {
        sha: change.status === 'D' ? change.oldBlob : change.newBlob,
        filename: change.path,
        status: WORDS[change.status] ?? 'changed',
        additions: added,
        deletions: removed,
        changes: added + removed,
        blob_url: `${hub.url}/${call.repo.slug}/blob/${pull.head.sha}/${path}`,
        raw_url: `${hub.url}/${call.repo.slug}/raw/${pull.head.sha}/${path}`,
        contents_url: `${repo}/contents/${path}?ref=${pull.head.sha}`,
      };
    }),
  };
};

const commits: Handler = async (call) => {
  const pull = pullOf(call);
  const found = await call.git.log(`${pull.base.sha}..${pull.head.sha}`);
  const { page, headers } = paged(call, found.toReversed());
  return {
    status: 200,
    headers,
    body: await Promise.all(page.map((sha) => commitShape(call.hub, call.repo.slug, sha))),
  };
};

const Merge = z.object({
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).optional(),
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
});

const merge: Handler = async (call) => {
  const { hub, repo, git, actor } = call;
  const wanted = bodyOf(call, Merge);
  needs(call, 'write');
  const pull = pullOf(call);
  const result = await hub.locked(repo.slug, async () => {
    const fresh = pull.state === 'open' ? await refreshPull(hub, pull) : pull;
    const why = refusalToMerge(hub, fresh);
    if (why !== undefined) throw new Refusal(405, why);
    if (wanted.sha !== undefined && wanted.sha !== fresh.head.sha) {
      throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
    }
    if (wanted.merge_method === 'rebase') {
      throw new Refusal(405, 'Rebase merges are not allowed on this repository.');
    }
    const squash = wanted.merge_method === 'squash';
    const from = `${fresh.head.repo.split('/')[0] ?? ''}/${fresh.head.ref}`;
    const title =
      wanted.commit_title ??
      (squash ? `${fresh.title} (#${fresh.number})` : `Merge pull request #${fresh.number} from ${from}`);
    const message = wanted.commit_message ?? (squash ? '' : fresh.title);
    const tree = await git.mergedTree(fresh.base.sha, fresh.head.sha);
    if (tree === undefined) throw new Refusal(405, 'Pull Request is not mergeable');
    const sha = await git.commitTree({
      tree,
      parents: squash ? [fresh.base.sha] : [fresh.base.sha, fresh.head.sha],
      message: message === '' ? `${title}\n` : `${title}\n\n${message}\n`,
      author: { name: actor.login, email: noreply(actor), date: hub.now() },
      committer: { name: 'GitHub', email: 'noreply@sandbox', date: hub.now() },
    });
    const ref = `refs/heads/${fresh.base.ref}`;
    await git.setRef(ref, sha, fresh.base.sha);
    const change = { ref, before: fresh.base.sha, after: sha, forced: false };
    await closePull(hub, fresh, call.viewer, { sha, by: actor.login });
    await refsMoved(hub, repo.slug, [change], call.viewer, fresh.id);
    return sha;
  });
  return ok({ sha: result, merged: true, message: 'Pull Request successfully merged' });
};

/** Why the platform would not merge: GitHub's own sentences. */
function refusalToMerge(hub: Hub, pull: Pull): string | undefined {
  if (pull.state === 'closed' || pull.draft || pull.mergeable !== true)
    return 'Pull Request is not mergeable';
  const rule = hub.settings.protection[pull.base.ref];
  if (!rule) return undefined;
  if (approvals(hub, pull).length < rule.approvals) {
    return `At least ${rule.approvals} approving review is required by reviewers with write access.`;
  }
  const passed = new Set([
    ...hub.tables.checks
      .list((row) => row.repo === pull.repo && row.head_sha === pull.head.sha)
      .filter(
        ({ conclusion }) => conclusion === 'success' || conclusion === 'neutral' || conclusion === 'skipped',
      )
      .map((row) => row.name),
    ...hub.tables.statuses
      .list((row) => row.repo === pull.repo && row.sha === pull.head.sha && row.state === 'success')
      .map((row) => row.context),
  ]);
  const missing = rule.checks.find((name) => !passed.has(name));
  return missing === undefined ? undefined : `Required status check "${missing}" is expected.`;
}

/** The newest review of each reviewer with write access, where it approves the present head. */
function approvals(hub: Hub, pull: Pull): Review[] {
  const repo = hub.repo(pull.repo);
  const newest = new Map<string, Review>();
  for (const review of hub.tables.reviews.list(
    (row) => row.repo === pull.repo && row.number === pull.number,
  )) {
    if (review.state !== 'COMMENTED') newest.set(review.author, review);
  }
  return [...newest.values()].filter(
    (review) => review.state === 'APPROVED' && atLeast(accessOf(repo, review.author), 'write'),
  );
}

const CreateReview = z.object({
  body: z.string().optional(),
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']).optional(),
  commit_id: z.string().optional(),
});
const STATES = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;

const createReview: Handler = async (call) => {
  const { hub, actor } = call;
  const wanted = bodyOf(call, CreateReview);
  const pull = pullOf(call);
  const event = wanted.event ?? 'COMMENT';
  checkLength('PullRequestReview', wanted.body);
  if (event === 'APPROVE' && call.viewer.kind === 'job' && !hub.settings.actionsMayOpenPulls) {
    throw new Refusal(422, 'Unprocessable Entity', [
      'GitHub Actions is not permitted to approve pull requests.',
    ]);
  }
  if (event !== 'COMMENT' && pull.author === actor.login) {
    const what = event === 'APPROVE' ? 'approve' : 'request changes on';
    throw new Refusal(422, 'Unprocessable Entity', [`Review Can not ${what} your own pull request`]);
  }
  if (event !== 'APPROVE' && (wanted.body ?? '') === '') {
    throw new Refusal(422, 'Unprocessable Entity', ['Body can not be blank']);
  }
  const review = hub.tables.reviews.put({
    id: hub.tables.journal.nextId(),
    repo: pull.repo,
    number: pull.number,
    author: actor.login,
    body: wanted.body ?? '',
    state: STATES[event],
    commit_id: wanted.commit_id ?? pull.head.sha,
    submitted_at: hub.now(),
  });
  hub.emit(await reviewEvent(hub, pull, review, 'submitted', call.viewer));
  return ok(reviewShape(hub, review));
};

function reviewOf(call: RepoCall): Review {
  const review = call.hub.tables.reviews.get(idOf(call, 'review_id'));
  if (!review || review.repo !== call.repo.slug || review.number !== pullOf(call).number) throw notFound();
  return review;
}

export const pullRoutes = {
  'pulls/create': create,
  'pulls/list': list,
  'pulls/get': async (call) => ok(await pullShape(call.hub, pullOf(call))),
  'pulls/update': update,
  'pulls/list-files': files,
  'pulls/list-commits': commits,
  'pulls/merge': merge,
  'pulls/check-if-merged': (call) => {
    if (pullOf(call).merged_at === null) throw notFound();
    return NO_CONTENT;
  },
  'pulls/create-review': createReview,
  'pulls/get-review': (call) => ok(reviewShape(call.hub, reviewOf(call))),
  'pulls/list-reviews': (call) => {
    const pull = pullOf(call);
    const rows = call.hub.tables.reviews.list((row) => row.repo === pull.repo && row.number === pull.number);
    const { page, headers } = paged(call, rows);
    return { status: 200, headers, body: page.map((row) => reviewShape(call.hub, row)) };
  },
  'pulls/dismiss-review': async (call) => {
    needs(call, 'write');
    const review = call.hub.tables.reviews.put({ ...reviewOf(call), state: 'DISMISSED' });
    call.hub.emit(await reviewEvent(call.hub, pullOf(call), review, 'dismissed', call.viewer));
    return ok(reviewShape(call.hub, review));
  },
} as const satisfies Partial<Record<string, Handler>>;
