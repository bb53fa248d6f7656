import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { byCodeUnit } from '#core/json.ts';
import { Oid } from '#core/oid.ts';

/** What was hashed once: a file is hashed again only when its size, its time or its inode has changed. */
const Known = z.record(
  z.string(),
  z.strictObject({ size: z.number(), mtimeMs: z.number(), inode: z.number(), digest: Oid }),
);
type Known = z.infer<typeof Known>;

export const digestCache = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'alpha-ref', 'weights.json');

/**
 * SHA-256 of a weights file, or of a folder: SHA-256 over one line `<digest>  <path below the folder>` for each of its files,
 * in code-unit order of the paths, as `sha256sum` prints them. Weights have many gigabytes: what was hashed stays known in `cache`.
 *
 * @throws an ENOENT error when nothing is there
 */
export async function weightsDigest(path: string, cache = digestCache()): Promise<Oid> {
  const known = Known.catch({}).parse(parsed(await readFile(cache, 'utf8').catch(() => '')));
  const before = JSON.stringify(known);
  const info = await stat(path);
  // In the hub's cache only the snapshots are what a program reads.
  const folder = basename(path).startsWith('models--') ? join(path, 'snapshots') : path;
  const digest = info.isDirectory() ? await folderDigest(folder, known) : await fileDigest(path, known);
  if (JSON.stringify(known) !== before) await keep(known, cache);
  return digest;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {}; // a cache: what cannot be read is hashed again
  }
}

async function folderDigest(folder: string, known: Known): Promise<Oid> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    // What the hub's downloader keeps beside the files changes with each download.
    .filter(
      (file) =>
        !file
          .slice(folder.length)
          .split('/')
          .some((part) => part === '.git' || part === '.cache'),
    )
    .toSorted(byCodeUnit);
  const hash = createHash('sha256');
  for (const file of files) {
    if (!(await stat(file)).isFile()) continue;
    hash.update(`${await fileDigest(file, known)}  ${file.slice(folder.length).replace(/^\/+/u, '')}\n`);
  }
  return Oid.parse(hash.digest('hex'));
}

async function fileDigest(file: string, known: Known): Promise<Oid> {
  const { size, mtimeMs, ino } = await stat(file);
  const entry = known[file];
  if (entry !== undefined && entry.size === size && entry.mtimeMs === mtimeMs && entry.inode === ino)
    return entry.digest;
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 2 ** 20 }))
    hash.update(Buffer.from(piece));
  const digest = Oid.parse(hash.digest('hex'));
  known[file] = { size, mtimeMs, inode: ino, digest };
  return digest;
}

async function keep(known: Known, cache: string): Promise<void> {
  await mkdir(dirname(cache), { recursive: true });
  const partial = `${cache}.${process.pid}`;
  const file = await open(partial, 'w');
  try {
    await file.writeFile(JSON.stringify(known));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, cache);
}
