import type { Json } from '#core/json.ts';
import { atLeast, accessOf } from './hub.ts';
import type { Hub, JsonObject } from './hub.ts';
import type {
  Artifact,
  Asset,
  Check,
  Comment,
  Issue,
  Job,
  Label,
  Pull,
  Release,
  Repo,
  Review,
  Run,
  Status,
  User,
} from './tables.ts';

/** The bodies of GitHub's answers. Whatever is wrong with one shows at once: each is held against the description. */

const api = (hub: Hub): string => `${hub.url}/api/v3`;
const repoApi = (hub: Hub, slug: string): string => `${api(hub)}/repos/${slug}`;
const page = (hub: Hub, slug: string): string => `${hub.url}/${slug}`;
const nodeId = (kind: string, id: number | string): string => Buffer.from(`${kind}:${id}`).toString('base64');

export function userShape(hub: Hub, user: User): JsonObject {
  const url = `${api(hub)}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('User', user.id),
    avatar_url: `${hub.url}/_avatars/${encodeURIComponent(user.login)}`,
    gravatar_id: '',
    url,
    html_url: `${hub.url}/${user.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
  };
}

export const fullUserShape = (hub: Hub, user: User): JsonObject => ({
  ...userShape(hub, user),
  name: user.login,
  company: null,
  blog: '',
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
});

/** The app behind every job's token; its id on github.com. */
const ACTIONS_APP = 15368;
export const ACTIONS_BOT = 'github-actions[bot]';

const appShape = (hub: Hub): JsonObject => ({
  id: ACTIONS_APP,
  slug: 'github-actions',
  node_id: nodeId('App', ACTIONS_APP),
  owner: userShape(hub, hub.user(ACTIONS_BOT)),
  name: 'GitHub Actions',
  description: 'Automate your workflow from idea to production',
  external_url: hub.url,
  html_url: `${hub.url}/apps/github-actions`,
  created_at: '2018-07-30T09:30:17Z',
  updated_at: '2018-07-30T09:30:17Z',
  permissions: { contents: 'write', checks: 'write' },
  events: [],
});

const COLLECTIONS = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

export function repoShape(hub: Hub, repo: Repo): JsonObject {
  const [owner = '', name = ''] = repo.slug.split('/');
  const open = hub.tables.pulls.list((pull) => pull.repo === repo.slug && pull.state === 'open').length;
  return {
    id: repo.id,
    node_id: nodeId('Repository', repo.id),
    name,
    full_name: repo.slug,
    private: repo.private,
    owner: userShape(hub, hub.user(owner)),
    html_url: page(hub, repo.slug),
    description: repo.description,
    fork: repo.forkOf !== null,
    url: repoApi(hub, repo.slug),
    ...Object.fromEntries(
      Object.entries(COLLECTIONS).map(([field, tail]) => [field, `${repoApi(hub, repo.slug)}${tail}`]),
    ),
    clone_url: `${page(hub, repo.slug)}.git`,
    git_url: `${page(hub, repo.slug)}.git`,
    ssh_url: `${page(hub, repo.slug)}.git`,
    svn_url: page(hub, repo.slug),
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    subscribers_count: 0,
    network_count: 0,
    size: 0,
    open_issues: open,
    open_issues_count: open,
    default_branch: 'main',
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: false,
    disabled: false,
    visibility: repo.private ? 'private' : 'public',
    created_at: repo.created_at,
    updated_at: repo.created_at,
    pushed_at: repo.created_at,
    topics: [],
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: false,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
  };
}

/** How an author stands to the repository. */
function association(hub: Hub, repo: Repo, login: string): string {
  if (repo.slug.startsWith(`${login}/`)) return 'OWNER';
  if (atLeast(accessOf({ ...repo, private: true }, login), 'read')) return 'COLLABORATOR';
  const merged = hub.tables.pulls.list(
    (pull) => pull.repo === repo.slug && pull.author === login && pull.merged_at !== null,
  );
  return merged.length > 0 ? 'CONTRIBUTOR' : 'NONE';
}

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

export function checkShape(hub: Hub, check: Check): JsonObject {
  const url = `${repoApi(hub, check.repo)}/check-runs/${check.id}`;
  return {
    id: check.id,
    node_id: nodeId('CheckRun', check.id),
    name: check.name,
    head_sha: check.head_sha,
    external_id: check.external_id,
    url,
    html_url: `${page(hub, check.repo)}/runs/${check.id}`,
    details_url: check.details_url,
    status: check.status,
    conclusion: check.conclusion,
    started_at: check.started_at,
    completed_at: check.completed_at,
    output: {
      title: check.title,
      summary: check.summary,
      text: check.text,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: check.id },
    app: appShape(hub),
    pull_requests: hub.tables.pulls
      .list((pull) => pull.repo === check.repo && pull.head.sha === check.head_sha && pull.state === 'open')
      .map((pull) => minimalPull(hub, pull)),
  };
}

function minimalPull(hub: Hub, pull: Pull): JsonObject {
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

export const statusShape = (hub: Hub, status: Status): JsonObject => ({
  id: status.id,
  node_id: nodeId('StatusContext', status.id),
  url: `${repoApi(hub, status.repo)}/statuses/${status.sha}`,
  avatar_url: null,
  state: status.state,
  description: status.description,
  target_url: status.target_url,
  context: status.context,
  created_at: status.created_at,
  updated_at: status.created_at,
  creator: userShape(hub, hub.user(status.creator)),
});

export async function commitShape(hub: Hub, slug: string, sha: string): Promise<JsonObject> {
  const commit = await hub.git(slug).commit(sha);
  return {
    sha,
    node_id: nodeId('Commit', sha),
    url: `${repoApi(hub, slug)}/commits/${sha}`,
    html_url: `${page(hub, slug)}/commit/${sha}`,
    comments_url: `${repoApi(hub, slug)}/commits/${sha}/comments`,
    commit: {
      author: { ...commit.author },
      committer: { ...commit.committer },
      message: commit.message.replace(/\n$/u, ''),
      tree: { sha: commit.tree, url: `${repoApi(hub, slug)}/git/trees/${commit.tree}` },
      url: `${repoApi(hub, slug)}/git/commits/${sha}`,
      comment_count: 0,
      verification: UNSIGNED,
    },
    author: knownAuthor(hub, commit.author.email),
    committer: knownAuthor(hub, commit.committer.email),
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${repoApi(hub, slug)}/commits/${parent}`,
      html_url: `${page(hub, slug)}/commit/${parent}`,
    })),
  };
}

const UNSIGNED: Json = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** The address by which a commit counts as a user's. */
export const noreply = (user: User): string => `${user.id}+${user.login}@users.noreply.sandbox`;

function knownAuthor(hub: Hub, email: string): Json {
  const user = hub.tables.users.list((row) => noreply(row) === email)[0];
  return user ? userShape(hub, user) : null;
}

export async function gitCommitShape(hub: Hub, slug: string, sha: string): Promise<JsonObject> {
  const commit = await hub.git(slug).commit(sha);
  return {
    sha,
    node_id: nodeId('Commit', sha),
    url: `${repoApi(hub, slug)}/git/commits/${sha}`,
    html_url: `${page(hub, slug)}/commit/${sha}`,
    author: { ...commit.author },
    committer: { ...commit.committer },
    message: commit.message.replace(/\n$/u, ''),
    tree: { sha: commit.tree, url: `${repoApi(hub, slug)}/git/trees/${commit.tree}` },
    parents: commit.parents.map((parent) => ({
      sha: parent,
      url: `${repoApi(hub, slug)}/git/commits/${parent}`,
      html_url: `${page(hub, slug)}/commit/${parent}`,
    })),
    verification: UNSIGNED,
  };
}

export const refShape = (
  hub: Hub,
  slug: string,
  ref: { name: string; sha: string; type: string },
): JsonObject => ({
  ref: ref.name,
  node_id: nodeId('Ref', ref.name),
  url: `${repoApi(hub, slug)}/git/${ref.name}`,
  object: { sha: ref.sha, type: ref.type, url: `${repoApi(hub, slug)}/git/${ref.type}s/${ref.sha}` },
});

export function assetShape(hub: Hub, asset: Asset): JsonObject {
  const release = hub.tables.releases.get(asset.release);
  // A draft has no tag yet that an address could name.
  const folder = release?.draft === false ? release.tag_name : `untagged-${asset.release}`;
  return {
    id: asset.id,
    node_id: nodeId('ReleaseAsset', asset.id),
    url: `${repoApi(hub, asset.repo)}/releases/assets/${asset.id}`,
    browser_download_url: `${page(hub, asset.repo)}/releases/download/${folder}/${encodeURIComponent(asset.name)}`,
    name: asset.name,
    label: asset.label,
    state: 'uploaded',
    content_type: asset.content_type,
    size: asset.size,
    digest: `sha256:${asset.sha256}`,
    download_count: asset.downloads,
    created_at: asset.created_at,
    updated_at: asset.updated_at,
    uploader: userShape(hub, hub.user(asset.uploader)),
  };
}

export function releaseShape(hub: Hub, release: Release): JsonObject {
  const self = `${repoApi(hub, release.repo)}/releases/${release.id}`;
  const tag = encodeURIComponent(release.tag_name);
  return {
    id: release.id,
    node_id: nodeId('Release', release.id),
    url: self,
    html_url: `${page(hub, release.repo)}/releases/tag/${release.draft ? `untagged-${release.id}` : release.tag_name}`,
    assets_url: `${self}/assets`,
    upload_url: `${hub.url}/api/uploads/repos/${release.repo}/releases/${release.id}/assets{?name,label}`,
    tarball_url: release.draft ? null : `${repoApi(hub, release.repo)}/tarball/${tag}`,
    zipball_url: release.draft ? null : `${repoApi(hub, release.repo)}/zipball/${tag}`,
    tag_name: release.tag_name,
    target_commitish: release.target_commitish,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: release.created_at,
    published_at: release.published_at,
    updated_at: release.published_at,
    author: userShape(hub, hub.user(release.author)),
    assets: hub.tables.assets
      .list((asset) => asset.release === release.id)
      .map((asset) => assetShape(hub, asset)),
  };
}

export function artifactShape(hub: Hub, artifact: Artifact): JsonObject {
  const url = `${repoApi(hub, artifact.repo)}/actions/artifacts/${artifact.id}`;
  const run = hub.tables.runs.get(artifact.run);
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.size,
    url,
    archive_download_url: `${url}/zip`,
    expired: false,
    created_at: artifact.created_at,
    updated_at: artifact.created_at,
    expires_at: null,
    digest: `sha256:${artifact.sha256}`,
    workflow_run: run
      ? {
          id: run.id,
          repository_id: hub.repo(run.repo).id,
          head_repository_id: hub.repo(run.head_repo).id,
          head_branch: run.head_branch ?? '',
          head_sha: run.head_sha,
        }
      : null,
  };
}

export async function runShape(hub: Hub, run: Run): Promise<JsonObject> {
  const self = `${repoApi(hub, run.repo)}/actions/runs/${run.id}`;
  const commit = await hub.git(run.repo).commit(run.sha);
  const repository = repoShape(hub, hub.repo(run.repo));
  return {
    id: run.id,
    node_id: nodeId('WorkflowRun', run.id),
    name: run.name,
    head_branch: run.head_branch,
    head_sha: run.head_sha,
    path: run.path,
    run_number: run.number,
    run_attempt: 1,
    event: run.event,
    display_title: run.title,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflowId(run.path),
    workflow_url: `${repoApi(hub, run.repo)}/actions/workflows/${workflowId(run.path)}`,
    url: self,
    html_url: `${page(hub, run.repo)}/actions/runs/${run.id}`,
    pull_requests: hub.tables.pulls
      .list((pull) => pull.repo === run.repo && pull.head.sha === run.head_sha && pull.head.repo === run.repo)
      .map((pull) => minimalPull(hub, pull)),
    created_at: run.created_at,
    updated_at: run.updated_at,
    run_started_at: run.created_at,
    actor: userShape(hub, hub.user(run.actor)),
    triggering_actor: userShape(hub, hub.user(run.actor)),
    jobs_url: `${self}/jobs`,
    logs_url: `${self}/logs`,
    check_suite_url: `${repoApi(hub, run.repo)}/check-suites/${run.id}`,
    artifacts_url: `${self}/artifacts`,
    cancel_url: `${self}/cancel`,
    rerun_url: `${self}/rerun`,
    previous_attempt_url: null,
    head_commit: {
      id: run.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: { name: commit.author.name, email: commit.author.email },
      committer: { name: commit.committer.name, email: commit.committer.email },
    },
    repository,
    head_repository: repoShape(hub, hub.repo(run.head_repo)),
  };
}

/** A number that stays the same for a workflow file's path. */
export function workflowId(path: string): number {
  let id = 7;
  for (const character of path) id = (id * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000_007;
  return id;
}

export function jobShape(hub: Hub, job: Job): JsonObject {
  const run = hub.tables.runs.get(job.run);
  const url = `${repoApi(hub, job.repo)}/actions/jobs/${job.id}`;
  return {
    id: job.id,
    node_id: nodeId('Job', job.id),
    run_id: job.run,
    run_url: `${repoApi(hub, job.repo)}/actions/runs/${job.run}`,
    run_attempt: 1,
    head_sha: job.head_sha,
    head_branch: run?.head_branch ?? null,
    url,
    html_url: `${page(hub, job.repo)}/actions/runs/${job.run}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.created_at,
    started_at: job.started_at ?? job.created_at,
    completed_at: job.completed_at,
    name: job.name,
    workflow_name: run?.name ?? null,
    labels: job.labels,
    runner_id: null,
    runner_name: job.runner,
    runner_group_id: null,
    runner_group_name: null,
    check_run_url: `${repoApi(hub, job.repo)}/check-runs/${job.id}`,
    steps: job.steps.map(({ name, number, status, conclusion }) => ({ name, number, status, conclusion })),
  };
}
