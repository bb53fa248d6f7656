import { Oid } from '#core/oid.ts';
import type { Forge } from '../forge/forge.ts';
import type { Pull, Repo } from '../forge/tables.ts';
import type { Author, PullHead, PullState } from './comment.ts';
import type { RepoHead } from './layout.ts';

/** What pages show, read from the forge. */

export const headOf = (forge: Forge, repo: Repo): RepoHead => ({
  url: '',
  slug: repo.slug,
  private: repo.private,
  pulls: forge.tables.pulls.list((pull) => pull.repo === repo.slug && pull.state === 'open').length,
});

export const authorOf = (login: string): Author => ({
  login,
  bot: login.endsWith('[bot]'),
  avatar: `/_avatars/${encodeURIComponent(login)}`,
});

export function stateOf(pull: Pull): PullState {
  if (pull.merged_at !== null) return 'merged';
  if (pull.state === 'closed') return 'closed';
  return pull.draft ? 'draft' : 'open';
}

export async function pullHeadOf(forge: Forge, pull: Pull): Promise<PullHead> {
  const base = await baseOf(forge, pull);
  const [owner = ''] = pull.head.repo.split('/');
  return {
    slug: pull.repo,
    number: pull.number,
    title: pull.title,
    state: stateOf(pull),
    author: pull.merged_by ?? pull.author,
    base: pull.base.ref,
    head: pull.head.repo === pull.repo ? pull.head.ref : `${owner}:${pull.head.ref}`,
    commits: await forge.git(pull.repo).count(`${base}..${pull.head.sha}`),
  };
}

/** Where the pull request left its base; after a merge, the base as it was then. */
export async function baseOf(forge: Forge, pull: Pull): Promise<string> {
  return (await forge.git(pull.repo).mergeBase(pull.base.sha, pull.head.sha)) ?? pull.base.sha;
}

const PICTURES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
};

/** The picture behind an address of this forge: a file of a commit, or an asset of a release. */
export async function pictureAt(
  forge: Forge,
  address: string,
): Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined> {
  const path = address.startsWith(forge.url) ? address.slice(forge.url.length) : address;
  const file = /^\/([^/]+\/[^/]+)\/(?:blob|raw)\/([0-9a-f]{40})\/([^?]+)/u.exec(path);
  const asset = /^\/([^/]+\/[^/]+)\/releases\/download\/(.+)\/([^/?]+)$/u.exec(path);
  const type = PICTURES[/\.(\w+)(?:\?|$)/u.exec(path)?.[1]?.toLowerCase() ?? ''];
  if (type === undefined) return undefined;
  if (file) {
    const known = forge.tables.repos.list((row) => row.slug === file[1])[0];
    const bytes =
      known && (await forge.git(known.slug).file(file[2] ?? '', decodeURIComponent(file[3] ?? '')));
    return bytes && { type, bytes };
  }
  const release = forge.tables.releases.list(
    (row) => row.repo === asset?.[1] && row.tag_name === asset[2],
  )[0];
  const row =
    release &&
    forge.tables.assets.list((other) => other.release === release.id && other.name === asset?.[3])[0];
  const bytes = row && (await forge.blobs.get(Oid.parse(row.sha256)));
  return bytes && { type, bytes };
}

/**
 * A text that was written while the forge listened elsewhere, with addresses that lead here. Forges are at 127.0.0.1, so
 * no other machine's address changes.
 */
export const here = (forge: Forge, text: string): string =>
  text.replaceAll(/http:\/\/127\.0\.0\.1:\d+(?=\/)/gu, forge.url);

/** `2026-11-22T10:00:00Z` as `Nov 22, 2026, 10:00 UTC`. */
export function when(moment: string): string {
  const [date = '', time = ''] = moment.split('T');
  const [year = '', month = '1', day = '1'] = date.split('-');
  const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `on ${names[Number(month) - 1] ?? ''} ${Number(day)}, ${year}, ${time.slice(0, 5)} UTC`;
}
