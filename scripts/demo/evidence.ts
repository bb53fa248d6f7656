import { join } from 'node:path';
import { parseLock } from '#core/lock.ts';
import type { Lock } from '#core/lock.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { writeDurably } from '#engine/store/durable-file.ts';
import { rawText } from '#forge/github.ts';
import type { Sandbox } from '#sandbox/sandbox.ts';

/** Digests by artifact, in the order of its files. */
export type Digests = Readonly<Record<string, readonly string[]>>;

export const digestsOfLock = (lock: Lock): Digests =>
  Object.fromEntries(
    [...lock].map(([name, { outputs }]) => [name, outputs.map(({ digest }) => digest).toSorted()]),
  );

/** The digests that stand in a comment as text: `name  file  sha256:…  n bytes`. */
export function digestsOfComment(body: string): Digests {
  const found: Record<string, string[]> = {};
  for (const { groups } of body.matchAll(
    /^(?<name>\S+) {2}\S+ {2}sha256:(?<digest>[0-9a-f]{64}) {2}\d+ bytes$/gmu,
  )) {
    const { name = '', digest = '' } = groups ?? {};
    (found[name] ??= []).push(digest);
  }
  return Object.fromEntries(Object.entries(found).map(([name, digests]) => [name, digests.toSorted()]));
}

/** Whether every artifact that `part` names has just these digests in `whole`. */
export const agree = (part: Digests, whole: Digests): boolean =>
  Object.entries(part).every(([name, digests]) => JSON.stringify(whole[name]) === JSON.stringify(digests));

export interface Comments {
  readonly count: number;
  readonly body: string;
  readonly id: number;
}

const place = ({ slug }: Sandbox) => {
  const [owner = '', repo = ''] = slug.split('/');
  return { owner, repo };
};

/** The bot's comments on a pull request. */
export async function commentsOf(sandbox: Sandbox, pull: number): Promise<Comments> {
  const { data } = await sandbox
    .api('reviewer')
    .request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...place(sandbox),
      issue_number: pull,
    });
  const bots = data.filter(({ user }) => user?.type === 'Bot');
  return { count: bots.length, body: bots[0]?.body ?? '', id: Number(bots[0]?.id ?? 0) };
}

/** The lock at a commit or branch. */
export async function lockAt(sandbox: Sandbox, ref: string): Promise<Lock> {
  const { data } = await sandbox.api('reviewer').request('GET /repos/{owner}/{repo}/contents/{path}', {
    ...place(sandbox),
    path: 'assets/alpha.lock.jsonl',
    ref,
    mediaType: { format: 'raw' },
  });
  return parseLock(rawText(data));
}

/** Every file of the published site, with its digest; each is also written below `folder`, to be looked at. */
export async function siteOf(
  sandbox: Sandbox,
  branch: string,
  folder: string,
): Promise<{ path: string; sha256: Oid }[]> {
  const { data } = await sandbox.api('reviewer').request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    ...place(sandbox),
    tree_sha: branch,
    recursive: '1',
  });
  const reviewer = sandbox.api('reviewer');
  const files = data.tree.flatMap(({ path, type, sha }) =>
    type === 'blob' && path !== undefined && sha !== undefined ? [{ path, sha }] : [],
  );
  return Promise.all(
    files.map(async ({ path, sha }) => {
      const blob = await reviewer.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
        ...place(sandbox),
        file_sha: sha,
      });
      const bytes = Buffer.from(blob.data.content, 'base64');
      await writeDurably(join(folder, path), bytes);
      return { path, sha256: oidOf(bytes) };
    }),
  );
}

/** The assets of a published release, each downloaded into `folder` and hashed. */
export async function releaseOf(
  sandbox: Sandbox,
  tag: string,
  folder: string,
): Promise<{ tag: string; assets: { name: string; sha256: Oid }[]; url: string }> {
  const { data } = await sandbox
    .api('stranger')
    .request('GET /repos/{owner}/{repo}/releases/tags/{tag}', { ...place(sandbox), tag });
  const assets = await Promise.all(
    data.assets.map(async ({ name, browser_download_url: url }) => {
      const bytes = await fetched(url);
      await writeDurably(join(folder, name), bytes);
      return { name, sha256: oidOf(bytes) };
    }),
  );
  return { tag, assets, url: data.html_url };
}

async function fetched(url: string): Promise<Uint8Array> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
