import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, inOrder } from '#core/json.ts';
import { ifThere, PARTIAL, syncFolder, writeDurably } from '../store/durable-file.ts';
import type { Store } from '../store/store.ts';
import { exclusively } from './exclusive.ts';
import { Shown, shownOf, step } from './target.ts';
import type { IsAncestor, SiteSet, Target } from './target.ts';

/** Sets that stay after they were replaced, for readers who are in the middle of one: so many, and all this young. */
const KEPT = 2;
const GRACE_SECONDS = 600;

/**
 * A site in a folder: `sets/<name>/site/…` with all sets, and the symbolic link `current` to the one that is shown. A whole
 * set is written and synced first; then one rename of the link shows it. A reader who resolves the link once reads one set.
 */
export function folderTarget(
  folder: string,
  { store, isAncestor, graceSeconds = GRACE_SECONDS }: FolderOptions,
): Target {
  const link = join(folder, 'current');

  async function current(): Promise<Shown | undefined> {
    const target = await ifThere(readlink(link));
    if (target === undefined) return undefined;
    const text = await readFile(join(folder, target, '..', 'shown.json'), 'utf8');
    return Shown.parse(JSON.parse(text));
  }

  async function write(set: SiteSet, name: string): Promise<void> {
    const done = join(folder, 'sets', name);
    if ((await ifThere(stat(done))) !== undefined) return; // a run that was killed before the switch wrote it whole
    const partial = join(folder, 'sets', `.${randomUUID()}${PARTIAL}`);
    const site = join(partial, 'site');
    await mkdir(site, { recursive: true });
    for (const [path, file] of inOrder(set.files)) {
      if (file.kind === 'stored') await store.get(file, join(site, path));
      else await writeDurably(join(site, path), file.bytes);
    }
    await writeDurably(join(partial, 'shown.json'), `${canonicalJson(shownOf(set))}\n`);
    for (const entry of await readdir(partial, { recursive: true, withFileTypes: true }))
      if (entry.isDirectory()) await syncFolder(join(entry.parentPath, entry.name));
    await rename(partial, done);
    await syncFolder(join(folder, 'sets'));
  }

  async function show(name: string): Promise<void> {
    const next = join(folder, `.${randomUUID()}${PARTIAL}`);
    await symlink(join('sets', name, 'site'), next);
    await rename(next, link);
    await syncFolder(folder);
  }

  /** Only while nobody else publishes: whatever is partial then belongs to a killed run. */
  async function tidy(shown: string): Promise<void> {
    const sets: { name: string; since: number }[] = [];
    for (const name of await readdir(join(folder, 'sets'))) {
      const path = join(folder, 'sets', name);
      if (name.endsWith(PARTIAL)) await rm(path, { recursive: true, force: true });
      else if (name !== shown) sets.push({ name, since: (await stat(path)).mtimeMs });
    }
    for (const name of await readdir(folder))
      if (name.endsWith(PARTIAL)) await rm(join(folder, name), { force: true });
    const old = Date.now() - graceSeconds * 1000;
    for (const { name, since } of sets.toSorted((a, b) => b.since - a.since).slice(KEPT))
      if (since <= old) await rm(join(folder, 'sets', name), { recursive: true, force: true });
  }

  return {
    name: folder,
    current,
    publish: async (set) => {
      await mkdir(join(folder, 'sets'), { recursive: true });
      return exclusively(`publish ${await realpath(folder)}`, async () => {
        const next = shownOf(set);
        const publication = await step(await current(), next, isAncestor);
        if (publication !== 'published') return publication;
        const name = `${next.set.slice(0, 16)}-${next.commit}-${next.lock.slice(0, 16)}`;
        await write(set, name);
        await show(name);
        await tidy(name);
        return publication;
      });
    },
  };
}

export interface FolderOptions {
  readonly store: Store;
  readonly isAncestor: IsAncestor;
  /** Younger sets stay for readers, 600 when absent. */
  readonly graceSeconds?: number;
}
