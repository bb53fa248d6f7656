import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { makePlan } from '#core/plan.ts';
import type { Plan } from '#core/plan.ts';
import type { LfsPointer } from '#core/pointer.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { ask, line } from '#engine/repository/git.ts';
import { commitOf } from '#engine/repository/history.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import { openStoreAt } from '#engine/store/open.ts';
import type { OpenedStore } from '#engine/store/open.ts';
import { MAX_ARTIFACT_BYTES, MAX_SOURCE_BYTES } from '#forge/limits.ts';
import { readSnapshot, readWorkTree } from '#engine/repository/snapshot.ts';
import type { Snapshot } from '#engine/repository/snapshot.ts';

/** The repository that a command works in. */
export interface Workspace {
  readonly root: string;
  readonly bytesOf: (pointer: LfsPointer) => Promise<Uint8Array>;
}

/** @throws {UserError} `not-a-repository` outside a clone */
export async function openWorkspace(folder = process.cwd()): Promise<Workspace> {
  const root = await ask(folder, { argv: ['rev-parse', '--show-toplevel'], parse: line });
  const remote = await lfsRemote(root).catch((error: unknown) => {
    if (error instanceof UserError) return undefined; // a clone without a remote has what it has
    throw error;
  });
  const bytesOf = await lfsReader(root, {
    maxBytes: MAX_SOURCE_BYTES,
    ...(remote === undefined ? {} : { remote }),
  });
  return { root, bytesOf };
}

/** The work tree as it lies there, or the commit that is named. */
export async function readState({ root, bytesOf }: Workspace, commit: string | undefined): Promise<Snapshot> {
  const options = { catalog, bytesOf, trust: 'cards' as const };
  return commit === undefined
    ? readWorkTree(root, options)
    : readSnapshot(root, await commitOf(root, commit), options);
}

export const planOf = ({ graph, facts, lock }: Snapshot): Plan => makePlan(graph, facts, lock, catalog);

/** In the cache folder of the user, shared by all clones. */
const cacheFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'alpha-ref', 'store');

/**
 * Where built bytes lie: what was named, else what `ALPHA_STORE` names, else the cache folder. It may be a folder or a bucket
 * (`s3://bucket/prefix`), which is kept behind the cache folder.
 *
 * @throws {UserError} `store-address-invalid`, `s3-no-access`
 */
export const namedStore = (address = process.env['ALPHA_STORE'] ?? cacheFolder()): OpenedStore =>
  openStoreAt({ address, cache: cacheFolder(), maxBytes: MAX_ARTIFACT_BYTES });

/** The folder of this machine in which built bytes lie. */
export const storeFolder = (): string => namedStore().folder;

/** As many builds at once as there are cores. */
export const defaultJobs = (): number => availableParallelism();
