import { accessOf, atLeast } from '../hub.ts';
import type { Hub, JsonObject } from '../hub.ts';
import type { Repo } from '../tables.ts';
import { nodeId, page, repoApi } from './links.ts';
import { userShape } from './users.ts';

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
export function association(hub: Hub, repo: Repo, login: string): string {
  if (repo.slug.startsWith(`${login}/`)) return 'OWNER';
  if (atLeast(accessOf({ ...repo, private: true }, login), 'read')) return 'COLLABORATOR';
  const merged = hub.tables.pulls.list(
    (pull) => pull.repo === repo.slug && pull.author === login && pull.merged_at !== null,
  );
  return merged.length > 0 ? 'CONTRIBUTOR' : 'NONE';
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
