import { Oid } from '#core/oid.ts';
import { mayRead } from './hub.ts';
import type { Hub, Viewer } from './hub.ts';
import { assetBytes } from './routes/releases.ts';
import type { Repo } from './tables.ts';

/** What a `GET` outside of the API is answered with. */
export interface PageAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array | string;
}

/** What the forge alone knows of its storage. */
export interface Vault {
  /** What an address must carry to be let in. */
  seal(kind: string, id: number): string;
  /** The log of a job. */
  readLog(job: number): Promise<string>;
}

/** A file that an address names: of the storage, of a release, of a commit; `undefined` when it names none. */
export const answerFile = async (
  hub: Hub,
  vault: Vault,
  url: URL,
  viewer: Viewer,
): Promise<PageAnswer | undefined> =>
  (await storageFile(hub, vault, url)) ??
  (await downloadFile(hub, url, viewer)) ??
  (await committedFile(hub, url, viewer));

/** Names are not case-sensitive. */
export const findRepo = (hub: Hub, slug: string): Repo | undefined =>
  hub.tables.repos.list((row) => row.slug.toLowerCase() === slug.toLowerCase())[0];

/** `/_storage/<kind>/<id>/<seal>`: bytes of assets, artifacts and logs for whoever was sent there. */
async function storageFile(hub: Hub, vault: Vault, url: URL): Promise<PageAnswer | undefined> {
  const found = /^\/_storage\/(asset|artifact|log)\/(\d+)\/([0-9a-f]{64})$/u.exec(url.pathname);
  if (!found) return undefined;
  const [, kind = '', text = '', seal = ''] = found;
  const id = Number(text);
  if (vault.seal(kind, id) !== seal) return { status: 403, type: 'text/plain', body: 'Forbidden\n' };
  if (kind === 'log')
    return { status: 200, type: 'text/plain; charset=utf-8', body: await vault.readLog(id) };
  const asset = kind === 'asset' ? hub.tables.assets.get(id) : undefined;
  if (asset) return { status: 200, type: asset.content_type, body: await assetBytes({ hub }, asset) };
  const artifact = kind === 'artifact' ? hub.tables.artifacts.get(id) : undefined;
  const bytes = artifact && (await hub.blobs.get(Oid.parse(artifact.sha256)));
  return bytes && { status: 200, type: 'application/zip', body: bytes };
}

/** `/<owner>/<repo>/releases/download/<tag>/<name>`; tags may hold slashes. */
async function downloadFile(hub: Hub, url: URL, viewer: Viewer): Promise<PageAnswer | undefined> {
  const found = /^\/([^/]+\/[^/]+)\/releases\/download\/(.+)\/([^/]+)$/u.exec(url.pathname);
  const repo = found && findRepo(hub, found[1] ?? '');
  if (!found || !repo || !mayRead(viewer, repo)) return undefined;
  const [tag, name] = [decodeURIComponent(found[2] ?? ''), decodeURIComponent(found[3] ?? '')];
  const release = hub.tables.releases.list(
    (row) => row.repo === repo.slug && !row.draft && row.tag_name === tag,
  )[0];
  const asset =
    release && hub.tables.assets.list((row) => row.release === release.id && row.name === name)[0];
  return asset && { status: 200, type: asset.content_type, body: await assetBytes({ hub }, asset) };
}

/** `/<owner>/<repo>/blob/<commit>/<path>?raw=true` and `/raw/<commit>/<path>`: files as Git has them. */
async function committedFile(hub: Hub, url: URL, viewer: Viewer): Promise<PageAnswer | undefined> {
  const found = /^\/([^/]+\/[^/]+)\/(blob|raw)\/([0-9a-f]{40})\/(.+)$/u.exec(url.pathname);
  if (!found || (found[2] === 'blob' && url.searchParams.get('raw') !== 'true')) return undefined;
  const repo = findRepo(hub, found[1] ?? '');
  if (!repo || !mayRead(viewer, repo)) return undefined;
  const path = decodeURIComponent(found[4] ?? '');
  const bytes = await hub.git(repo.slug).file(found[3] ?? '', path);
  return bytes && { status: 200, type: mediaType(path), body: bytes };
}

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
  mp4: 'video/mp4',
  wav: 'audio/wav',
};

/** Like github.com's raw files: pictures as what they are, everything else as text, never as HTML or script. */
const mediaType = (path: string): string =>
  TYPES[path.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'text/plain; charset=utf-8';
