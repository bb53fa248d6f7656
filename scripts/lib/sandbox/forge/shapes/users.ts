import type { Hub, JsonObject } from '../hub.ts';
import type { User } from '../tables.ts';
import { api, nodeId } from './links.ts';

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

export const appShape = (hub: Hub): JsonObject => ({
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

/** The address by which a commit counts as a user's. */
export const noreply = (user: User): string => `${user.id}+${user.login}@users.noreply.sandbox`;
