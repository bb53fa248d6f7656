import { openAsBlob } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { messageOf, UserError } from '#core/errors.ts';
import { Oid, short } from '#core/oid.ts';
import type { LfsPointer } from '#core/pointer.ts';
import { contentsOf, ifThere, placeFile } from '../store/durable-file.ts';
import { receive } from '../store/receive.ts';
import { ask, GitFailure } from './git.ts';

/** Where a remote's LFS objects are: an endpoint of the batch API, or a folder beside a repository on this machine. */
export type LfsRemote =
  | { readonly kind: 'http'; readonly url: string; readonly authorization: string | undefined }
  | { readonly kind: 'folder'; readonly folders: readonly string[] };

/** An object to ask for. Where its size is not known, that which the server tells is taken, up to the limit. */
export interface WantedObject {
  readonly oid: Oid;
  /** Bytes. */
  readonly size?: number | undefined;
}

export interface Transfer {
  /** A larger object is refused before anything of it is asked for. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** An object's path below a folder of Git LFS objects. */
export const lfsPath = (folder: string, oid: Oid): string =>
  join(folder, oid.slice(0, 2), oid.slice(2, 4), oid);

/**
 * The LFS endpoint of a Git remote, from the configuration of this clone and this machine alone: a `.lfsconfig` in the
 * tree could send us anywhere. `token` is a GitHub token; it goes to the endpoint's own origin and nowhere else.
 *
 * @throws {UserError} `no-lfs-remote` when there is no such remote, or none that LFS can be asked at
 */
export async function lfsRemote(root: string, remote = 'origin', token?: string): Promise<LfsRemote> {
  const name = remote.replaceAll(/[^\w/-]/gu, (character) => `\\${character}`);
  const settings = await ask(root, {
    argv: ['config', '-z', '--get-regexp', `^(lfs\\.url|remote\\.${name}\\.(lfsurl|url))$`],
    parse: (stdout) =>
      new Map(
        stdout
          .toString()
          .split('\0')
          .map((entry) => entry.split('\n', 2))
          .map(([key = '', value = '']) => [key.replace(/^remote\..*\./u, ''), value]),
      ),
  }).catch((cause: unknown) => {
    if (cause instanceof GitFailure) return new Map<string, string>(); // exit 1: nothing set
    throw cause;
  });
  const explicit = settings.get('lfsurl') ?? settings.get('lfs.url');
  const url = explicit ?? settings.get('url');
  const found = url === undefined ? undefined : endpoint(url, explicit !== undefined, token);
  if (found !== undefined) return found;
  throw new UserError('no-lfs-remote', `no LFS server is known for the remote ${remote}`, {
    hint: `Check \`git remote -v\`, or name the server: \`git config remote.${remote}.lfsurl <url>\`.`,
  });
}

/** docs/api/server-discovery.md of Git LFS: `<remote>.git/info/lfs`, over HTTPS for an SSH remote. */
export function endpoint(url: string, isLfsUrl: boolean, token?: string): LfsRemote | undefined {
  if (isAbsolute(url)) return beside(url);
  const scp = /^(?:[\w.-]+@)?(?<host>[\w.-]+):(?!\/\/)(?<path>.+)$/u.exec(url)?.groups;
  const full = scp === undefined ? url : `ssh://${scp['host']}/${scp['path']}`;
  if (!URL.canParse(full)) return undefined;
  const parsed = new URL(full);
  if (parsed.protocol === 'file:')
    return parsed.hostname === '' ? beside(decoded(parsed.pathname)) : undefined;
  if (parsed.protocol === 'ssh:') {
    return endpoint(`https://${parsed.hostname}${parsed.pathname}`, isLfsUrl, token);
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return undefined;
  const user = token === undefined ? decoded(parsed.username) : 'x-access-token';
  const secret = token ?? decoded(parsed.password);
  const authorization =
    user === '' && secret === '' ? undefined : `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  const path = parsed.pathname.replace(/\/+$/u, '');
  const suffix = isLfsUrl ? '' : path.endsWith('.git') ? '/info/lfs' : '.git/info/lfs';
  return { kind: 'http', url: `${parsed.origin}${path}${suffix}`, authorization };
}

/** Percent-decoded, or as it is where that makes no sense. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const beside = (repository: string): LfsRemote => ({
  kind: 'folder',
  folders: [join(repository, 'lfs', 'objects'), join(repository, '.git', 'lfs', 'objects')],
});

/**
 * Fetches exactly one object to `path`: size capped before, length and SHA-256 checked after. What does not fit is
 * never left at `path`.
 *
 * @throws {UserError} `lfs-too-large`, `lfs-object-missing`, `lfs-object-corrupt`, `lfs-refused`, `lfs-failed`
 */
export async function downloadObject(
  remote: LfsRemote,
  wanted: WantedObject,
  path: string,
  { maxBytes, signal }: Transfer,
): Promise<void> {
  admit(wanted, maxBytes);
  if (remote.kind === 'folder') {
    const source = await firstThere(remote.folders.map((folder) => lfsPath(folder, wanted.oid)));
    if (source === undefined) throw missing(wanted, remote.folders[0] ?? '');
    admit({ oid: wanted.oid, size: (await stat(source)).size }, maxBytes);
    await placeFile(path, { existing: 'replace' }, async (_, partial) => {
      await copyFile(source, partial);
      const { digest, size } = await contentsOf(partial);
      if (digest !== wanted.oid || size !== (wanted.size ?? size))
        throw corrupt(wanted, remote.folders[0] ?? '');
    });
    return;
  }
  const told = await batch(remote, 'download', wanted, signal);
  const download = told?.actions?.download;
  if (told === undefined || download === undefined) throw missing(wanted, remote.url);
  const object = { oid: wanted.oid, size: wanted.size ?? (told.size || maxBytes) }; // some servers repeat our 0
  admit(object, maxBytes);
  await placeFile(path, { existing: 'replace' }, async (file) => {
    const response = await send(remote, download.href, { headers: download.header, signal });
    if (response.status === 404 || response.status === 410) throw missing(object, remote.url);
    if (!response.ok || response.body === null) throw answered(remote, response.status);
    const whole = await receive(file, response.body, { digest: object.oid, maxBytes: object.size });
    if (!whole) throw corrupt(object, remote.url);
  });
}

function admit({ oid, size }: WantedObject, maxBytes: number): void {
  if (size === undefined || size <= maxBytes) return;
  throw new UserError(
    'lfs-too-large',
    `the LFS object ${short(oid)} has ${size} bytes; the limit is ${maxBytes}`,
    { hint: 'Commit a smaller file. Nothing was downloaded.' },
  );
}

/**
 * Whether a remote has an object; nothing is transferred.
 *
 * @throws {UserError} `lfs-refused`, `lfs-failed`
 */
export async function hasObject(
  remote: LfsRemote,
  wanted: WantedObject,
  signal?: AbortSignal,
): Promise<boolean> {
  if (remote.kind === 'folder')
    return (await firstThere(remote.folders.map((folder) => lfsPath(folder, wanted.oid)))) !== undefined;
  return (await batch(remote, 'download', wanted, signal))?.actions?.download !== undefined;
}

/**
 * Gives one object to a remote; nothing is sent when it has it.
 *
 * @throws {UserError} `lfs-refused`, `lfs-failed`; `lfs-object-corrupt` when the file is not that object
 */
export async function uploadObject(
  remote: LfsRemote,
  pointer: LfsPointer,
  path: string,
  signal?: AbortSignal,
): Promise<'sent' | 'there'> {
  const here = await contentsOf(path);
  if (here.digest !== pointer.oid || here.size !== pointer.size) throw corrupt(pointer, path);
  if (remote.kind === 'folder') {
    const folder = (await firstThere(remote.folders)) ?? remote.folders[0] ?? '';
    const { placed } = await placeFile(
      lfsPath(folder, pointer.oid),
      { existing: 'keep', mode: 0o444 },
      (_, partial) => copyFile(path, partial),
    );
    return placed ? 'sent' : 'there';
  }
  const actions = (await batch(remote, 'upload', pointer, signal))?.actions;
  if (actions?.upload === undefined) return 'there';
  const sent = await send(remote, actions.upload.href, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', ...actions.upload.header },
    body: await openAsBlob(path),
    signal,
  });
  if (!sent.ok) throw answered(remote, sent.status);
  if (actions.verify !== undefined) {
    const verified = await send(remote, actions.verify.href, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...actions.verify.header },
      body: JSON.stringify({ oid: pointer.oid, size: pointer.size }),
      signal,
    });
    if (!verified.ok) throw answered(remote, verified.status);
  }
  return 'sent';
}

const JSON_TYPE = { accept: 'application/vnd.git-lfs+json', 'content-type': 'application/vnd.git-lfs+json' };

const Action = z.object({ href: z.url(), header: z.record(z.string(), z.string()).default({}) });
const Actions = z.object({
  download: Action.optional(),
  upload: Action.optional(),
  verify: Action.optional(),
});

const Told = z.object({
  oid: Oid,
  size: z.int().nonnegative().optional(),
  actions: Actions.optional(),
  error: z.object({ code: z.int(), message: z.string() }).optional(),
});
type Told = z.infer<typeof Told>;

/** docs/api/batch.md of Git LFS, "Responses"; only what is used here. */
const BatchAnswer = z.object({
  transfer: z.literal('basic').default('basic'),
  objects: z.array(Told).length(1),
});

type HttpRemote = Extract<LfsRemote, { kind: 'http' }>;

/** What the server says of one object; `undefined` when it has none. */
async function batch(
  remote: HttpRemote,
  operation: 'download' | 'upload',
  { oid, size = 0 }: WantedObject,
  signal: AbortSignal | undefined,
): Promise<Told | undefined> {
  const body = JSON.stringify({
    operation,
    transfers: ['basic'],
    objects: [{ oid, size }],
    hash_algo: 'sha256',
  });
  const response = await send(remote, `${remote.url}/objects/batch`, {
    method: 'POST',
    headers: JSON_TYPE,
    body,
    redirect: 'error',
    signal,
  });
  if (!response.ok) throw answered(remote, response.status);
  const parsed = BatchAnswer.safeParse(await response.json().catch(() => undefined));
  const object = parsed.data?.objects[0];
  if (object === undefined || object.oid !== oid) {
    throw failed(remote.url, 'its answer does not follow the batch API', parsed.error);
  }
  if (object.error?.code === 404 || object.error?.code === 410) return undefined;
  if (object.error !== undefined)
    throw failed(remote.url, `it says ${object.error.code} ${object.error.message}`);
  return object;
}

interface Sending {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Blob;
  readonly redirect?: RequestRedirect;
  readonly signal: AbortSignal | undefined;
}

const TRIES = 3;
const PATIENCE_SECONDS = 60;

/** One request, tried again after a broken connection, 429 or 5xx: all three kinds of request may be repeated. */
async function send(remote: HttpRemote, href: string, { signal, ...init }: Sending): Promise<Response> {
  const own = new URL(href).origin === new URL(remote.url).origin;
  const given = Object.keys(init.headers).some((name) => name.toLowerCase() === 'authorization');
  const headers =
    own && !given && remote.authorization !== undefined
      ? { ...init.headers, authorization: remote.authorization }
      : init.headers;
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === TRIES;
    try {
      const patience = AbortSignal.timeout(PATIENCE_SECONDS * 1000);
      const either = signal === undefined ? patience : AbortSignal.any([signal, patience]);
      const response = await fetch(href, { ...init, headers, signal: either });
      if (last || (response.status !== 429 && response.status < 500)) return response;
      await response.body?.cancel();
    } catch (cause) {
      signal?.throwIfAborted();
      if (last) throw failed(remote.url, reasonOf(cause), cause);
    }
    await wait(150 * 3 ** (attempt - 1), undefined, signal === undefined ? {} : { signal });
  }
}

/** `fetch` says "fetch failed" and keeps the reason below. */
const reasonOf = (cause: unknown): string =>
  cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : messageOf(cause);

const missing = ({ oid }: WantedObject, from: string) =>
  new UserError('lfs-object-missing', `the LFS object ${short(oid)} is not at ${from}`, {
    hint: 'Whoever has the file can send it: `git lfs push --all origin`.',
  });

const corrupt = ({ oid, size }: WantedObject, from: string) =>
  new UserError(
    'lfs-object-corrupt',
    `what ${from} gave for the LFS object ${short(oid)} is not it${size === undefined ? '' : ` (${size} bytes)`}`,
    { hint: 'It was thrown away. Send the object to the server again: `git lfs push --all origin`.' },
  );

const answered = (remote: HttpRemote, status: number) =>
  status === 401 || status === 403
    ? new UserError('lfs-refused', `the LFS server ${remote.url} refused with ${status}`, {
        hint: 'Check the token, and that it may read (for an upload: write) the repository.',
      })
    : failed(remote.url, `it answered ${status}`);

const failed = (from: string, why: string, cause?: unknown) =>
  new UserError('lfs-failed', `the LFS server ${from} cannot be used: ${why}`, {
    hint: 'Check the network and the server, then try again.',
    cause,
  });

async function firstThere(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if ((await ifThere(stat(path))) !== undefined) return path;
  return undefined;
}
