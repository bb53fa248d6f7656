import { existsSync } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { execa } from 'execa';
import { Oid } from '#core/oid.ts';
import { BareRepository, serverEnv } from './forge/bare.ts';
import type { Blobs } from './forge/blobs.ts';

/**
 * Takes one commit of a checkout, with its history, as `main` of a bare repository; a later one follows an earlier one. It only
 * reads the checkout: its configuration, refs and hooks stay as they are. Nobody is told: no event, no workflow.
 */
export async function seedCommits(into: BareRepository, checkout: string, revision: string): Promise<string> {
  const from = new BareRepository(await commonDir(checkout));
  const sha = await from.resolve(revision);
  await from.close();
  if (sha === undefined) throw new Error(`${checkout} has no commit ${revision}`);
  // A shallow checkout gives what it has.
  const shallow = join(from.path, 'shallow');
  if (existsSync(shallow)) await copyFile(shallow, join(into.path, 'shallow'));
  const before = await into.ref('refs/heads/main');
  // Straight into a pack of the new repository: a fetch would search deltas, and unpack and count it all again.
  const pack = ['pack-objects', '--revs', '--quiet', '--window=0', '--delta-base-offset'];
  await into.git(['-c', 'pack.compression=1', ...pack, join(into.path, 'objects/pack/pack')], {
    input: before === undefined ? `${sha}\n` : `${sha}\n^${before.sha}\n`,
    env: { GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(join(from.path, 'objects')) },
  });
  await into.setRef('refs/heads/main', sha);
  return sha;
}

async function commonDir(checkout: string): Promise<string> {
  const { stdout } = await execa('git', ['-C', checkout, 'rev-parse', '--git-common-dir'], {
    env: { ...serverEnv(), HOME: process.env['HOME'] ?? '/' },
    extendEnv: false,
  });
  return resolve(checkout, stdout);
}

/** Puts the LFS objects of a checkout (its seed folder and its local store) into `into`; how many are new there. */
export async function seedObjects(into: Blobs, checkout: string): Promise<number> {
  let fresh = 0;
  for (const folder of [join(checkout, 'assets/seed'), join(await commonDir(checkout), 'lfs/objects')]) {
    if (!existsSync(folder)) continue;
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const oid = Oid.safeParse(basename(entry.name));
      if (!entry.isFile() || !oid.success || into.has(oid.data)) continue;
      await into.adopt(oid.data, join(entry.parentPath, entry.name));
      fresh += 1;
    }
  }
  return fresh;
}
