import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatLock } from '#core/lock.ts';
import { byCodeUnit } from '#core/json.ts';
import { buildStale } from '#engine/build/build-stale.ts';
import type { BuildOptions, BuildReport } from '#engine/build/build-stale.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { readWorkTree } from '#engine/repository/snapshot.ts';
import type { Snapshot } from '#engine/repository/snapshot.ts';
import { folderStore } from '#engine/store/folder.ts';
import { folderResults } from '#engine/store/results.ts';
import { lfsRepo } from '../lfs-repo.ts';
import type { Files, LfsRepo } from '../lfs-repo.ts';
import { catalog } from './declarations.ts';
import { WORLD } from './small-world.ts';

export const PROGRAM = fileURLToPath(new URL('../../..', import.meta.url));

/** A repository of the small world with a store beside it. */
export interface SmallWorld extends AsyncDisposable {
  readonly repo: LfsRepo;
  readonly options: Omit<BuildOptions, 'snapshot' | 'signal'>;
  /** The work tree as it is now. */
  snapshot(): Promise<Snapshot>;
}

export async function smallWorld(files: Files = WORLD): Promise<SmallWorld> {
  const repo = await lfsRepo();
  await repo.write(files);
  const folder = join(repo.root, '..', 'workshop');
  const store = folderStore(folder);
  const bytesOf = await lfsReader(repo.root, { maxBytes: 1_000_000 });
  // Nothing is added or committed, so nothing is in LFS: the bytes lie in the work tree alone.
  return {
    repo,
    options: {
      catalog,
      store,
      results: folderResults(folder, store),
      bytesOf,
      folder: join(folder, 'work'),
      program: PROGRAM,
      pipelines: join(PROGRAM, 'scripts/test/small-world'),
      runner: 'here',
      machine: { slots: 2 },
      timeoutSeconds: () => 60,
    },
    snapshot: () => readWorkTree(repo.root, { catalog, bytesOf, trust: 'cards' }),
    [Symbol.asyncDispose]: () => repo[Symbol.asyncDispose](),
  };
}

/** Builds what is stale in the work tree, and writes the lock there when it is complete. */
export async function build(world: SmallWorld, more: Partial<BuildOptions> = {}): Promise<BuildReport> {
  const signal = new AbortController().signal;
  const report = await buildStale({ ...world.options, snapshot: await world.snapshot(), signal, ...more });
  if (report.complete)
    await world.repo.write({ 'assets/alpha.lock.jsonl': formatLock(report.lock.values()) });
  return report;
}

/** What became of each artifact, by name. */
export const kinds = ({ outcomes }: BuildReport): Record<string, string> =>
  Object.fromEntries(
    [...outcomes].toSorted(([a], [b]) => byCodeUnit(a, b)).map(([name, { kind }]) => [name, kind]),
  );
