import type { Hub, JsonObject } from '../hub.ts';
import type { Comment, Issue, Label, Pull, Review } from '../tables.ts';
import { nodeId, page, repoApi } from './links.ts';
import { association } from './repos.ts';
import { appShape, userShape } from './users.ts';

export function labelShape(hub: Hub, repo: string, name: string): JsonObject {
  const label: Label = hub.tables.labels.list((row) => row.repo === repo && row.name === name)[0] ?? {
    id: 0,
    repo,
    name,
    color: 'ededed',
    description: '',
  };
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: `${repoApi(hub, repo)}/labels/${encodeURIComponent(name)}`,
    name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

/** An issue, or a pull request seen as one. */
export function issueShape(hub: Hub, what: Issue | Pull): JsonObject {
  const repo = hub.repo(what.repo);
  const self = `${repoApi(hub, what.repo)}/issues/${what.number}`;
  const isPull = 'head' in what;
  const html = `${page(hub, what.repo)}/${isPull ? 'pull' : 'issues'}/${what.number}`;
  return {
    id: what.id,
    node_id: nodeId('Issue', what.id),
    url: self,
    repository_url: repoApi(hub, what.repo),
    labels_url: `${self}/labels{/name}`,
    comments_url: `${self}/comments`,
    events_url: `${self}/events`,
    html_url: html,
    number: what.number,
    state: what.state,
    title: what.title,
    body: what.body,
    user: userShape(hub, hub.user(what.author)),
    labels: what.labels.map((name) => labelShape(hub, what.repo, name)),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    comments: hub.tables.comments.list((row) => row.repo === what.repo && row.number === what.number).length,
    created_at: what.created_at,
    updated_at: what.updated_at,
    closed_at: what.closed_at,
    author_association: association(hub, repo, what.author),
    ...(isPull && {
      pull_request: {
        url: `${repoApi(hub, what.repo)}/pulls/${what.number}`,
        html_url: html,
        diff_url: `${html}.diff`,
        patch_url: `${html}.patch`,
        merged_at: what.merged_at,
      },
    }),
  };
}

export function commentShape(hub: Hub, comment: Comment): JsonObject {
  const issue = `${repoApi(hub, comment.repo)}/issues/${comment.number}`;
  const isPull =
    hub.tables.pulls.list((pull) => pull.repo === comment.repo && pull.number === comment.number).length > 0;
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${repoApi(hub, comment.repo)}/issues/comments/${comment.id}`,
    html_url: `${page(hub, comment.repo)}/${isPull ? 'pull' : 'issues'}/${comment.number}#issuecomment-${comment.id}`,
    issue_url: issue,
    body: comment.body,
    user: userShape(hub, hub.user(comment.author)),
    created_at: comment.created_at,
    updated_at: comment.updated_at,
    author_association: association(hub, hub.repo(comment.repo), comment.author),
    performed_via_github_app: comment.viaApp ? appShape(hub) : null,
  };
}

export function reviewShape(hub: Hub, review: Review): JsonObject {
  const html = `${page(hub, review.repo)}/pull/${review.number}#pullrequestreview-${review.id}`;
  const pull = `${repoApi(hub, review.repo)}/pulls/${review.number}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: userShape(hub, hub.user(review.author)),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: review.submitted_at,
    commit_id: review.commit_id,
    author_association: association(hub, hub.repo(review.repo), review.author),
  };
}
