import type { Json } from '#core/json.ts';
import type { Hub, JsonObject } from '../hub.ts';
import { nodeId, page, repoApi } from './links.ts';
import { noreply, userShape } from './users.ts';

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
