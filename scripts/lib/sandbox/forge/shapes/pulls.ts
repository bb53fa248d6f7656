import type { Json } from '#core/json.ts';
import type { Hub, JsonObject } from '../hub.ts';
import type { Pull } from '../tables.ts';
import { labelShape } from './issues.ts';
import { nodeId, page, repoApi } from './links.ts';
import { association, repoShape } from './repos.ts';
import { userShape } from './users.ts';

function endShape(hub: Hub, slug: string, ref: string, sha: string): JsonObject {
  const repo = hub.repo(slug);
  const [owner = ''] = slug.split('/');
  return {
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: userShape(hub, hub.user(owner)),
    repo: repoShape(hub, repo),
  };
}

export function simplePullShape(hub: Hub, pull: Pull): JsonObject {
  const repo = hub.repo(pull.repo);
  const self = `${repoApi(hub, pull.repo)}/pulls/${pull.number}`;
  const issue = `${repoApi(hub, pull.repo)}/issues/${pull.number}`;
  const html = `${page(hub, pull.repo)}/pull/${pull.number}`;
  const urls = {
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${self}/commits`,
    review_comments_url: `${self}/comments`,
    review_comment_url: `${repoApi(hub, pull.repo)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: `${repoApi(hub, pull.repo)}/statuses/${pull.head.sha}`,
  };
  return {
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    url: self,
    ...urls,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userShape(hub, hub.user(pull.author)),
    body: pull.body,
    created_at: pull.created_at,
    updated_at: pull.updated_at,
    closed_at: pull.closed_at,
    merged_at: pull.merged_at,
    merge_commit_sha: pull.merge_commit_sha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: pull.labels.map((name) => labelShape(hub, pull.repo, name)),
    milestone: null,
    draft: pull.draft,
    head: endShape(hub, pull.head.repo, pull.head.ref, pull.head.sha),
    base: endShape(hub, pull.repo, pull.base.ref, pull.base.sha),
    _links: {
      self: { href: self },
      html: { href: html },
      issue: { href: issue },
      comments: { href: urls.comments_url },
      review_comments: { href: urls.review_comments_url },
      review_comment: { href: urls.review_comment_url },
      commits: { href: urls.commits_url },
      statuses: { href: urls.statuses_url },
    },
    author_association: association(hub, repo, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

export async function pullShape(hub: Hub, pull: Pull): Promise<JsonObject> {
  const git = hub.git(pull.repo);
  const base = (await git.mergeBase(pull.base.sha, pull.head.sha)) ?? pull.base.sha;
  const [counts, commits] = await Promise.all([
    git.lineCounts(base, pull.head.sha),
    git.count(`${base}..${pull.head.sha}`),
  ]);
  const sum = (of: 'added' | 'removed') => counts.values().reduce((total, count) => total + count[of], 0);
  return {
    ...simplePullShape(hub, pull),
    merged: pull.merged_at !== null,
    mergeable: pull.mergeable,
    rebaseable: false,
    mergeable_state: pull.mergeable === null ? 'unknown' : pull.mergeable ? 'clean' : 'dirty',
    merged_by: pull.merged_by === null ? null : userShape(hub, hub.user(pull.merged_by)),
    comments: hub.tables.comments.list((row) => row.repo === pull.repo && row.number === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits,
    additions: sum('added'),
    deletions: sum('removed'),
    changed_files: counts.size,
  };
}

export function minimalPull(hub: Hub, pull: Pull): JsonObject {
  const end = (slug: string, ref: string, sha: string): Json => ({
    ref,
    sha,
    repo: { id: hub.repo(slug).id, url: repoApi(hub, slug), name: slug.split('/')[1] ?? '' },
  });
  return {
    id: pull.id,
    number: pull.number,
    url: `${repoApi(hub, pull.repo)}/pulls/${pull.number}`,
    head: end(pull.head.repo, pull.head.ref, pull.head.sha),
    base: end(pull.repo, pull.base.ref, pull.base.sha),
  };
}
