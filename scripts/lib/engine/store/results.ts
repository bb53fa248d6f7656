import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson, readJson } from '#core/json.ts';
import { ContentKey, contentKey, Recipe } from '#core/key.ts';
import { Cost } from '#core/ledger-record.ts';
import { Output } from '#core/lock.ts';
import { Oid } from '#core/oid.ts';
import { ifThere, syncFolder, writeDurably } from './durable-file.ts';
import { takeLease } from './lease.ts';
import type { Lease, LeaseOptions } from './lease.ts';
import type { Store } from './store.ts';

/** What was really enforced while a backend ran, whatever was asked for. */
export const Confinement = z.strictObject({
  /** Files that its JavaScript could read: what it was given and the program itself, or everything. */
  reads: z.enum(['declared', 'any']),
  network: z.enum(['loopback', 'any']),
});
export type Confinement = z.infer<typeof Confinement>;

/** What a key gave, once. */
export const BuildResult = z.strictObject({
  schema: z.literal('alpha-result/1'),
  key: ContentKey,
  recipe: Recipe,
  outputs: z.array(Output).min(1),
  preview: Oid.nullable(),
  /** Digest of the build's log. */
  log: Oid,
  cost: Cost,
  /** The machine that built it. */
  runner: z.string(),
  confinement: Confinement,
});
export type BuildResult = z.infer<typeof BuildResult>;

/** What keys gave. A result stands here only when all its bytes can be read from the store (I12). */
export interface Results {
  /** `undefined` when the key was never built, or when some of its bytes are gone: such a result is dead. */
  get(key: ContentKey): Promise<BuildResult | undefined>;
  /** The right to build a key; `undefined` when somebody else finished it while we waited. */
  lease(key: ContentKey, options?: Omit<LeaseOptions, 'settled'>): Promise<Lease | undefined>;
  /**
   * Writes a result, once its bytes are in the store. `late`: somebody has a later lease; `there`: the key has a living
   * result already. Both change nothing, for a key is never silently built again until it pleases.
   */
  put(result: BuildResult, lease: Lease): Promise<'kept' | 'late' | 'there'>;
  list(): AsyncIterable<ContentKey>;
  /** Records go before bytes: no result may name what is gone (I10). */
  delete(key: ContentKey): Promise<void>;
}

/** Results in a folder, of a store: `results/ab/<key>.json` and `leases/ab/<key>/`. */
export function folderResults(folder: string, store: Store): Results {
  const pathOf = (key: ContentKey) => join(folder, 'results', key.slice(0, 2), `${key}.json`);
  const leasesOf = (key: ContentKey) => join(folder, 'leases', key.slice(0, 2), key);

  async function get(key: ContentKey): Promise<BuildResult | undefined> {
    const text = await ifThere(readFile(pathOf(key), 'utf8'));
    const parsed = text === undefined ? undefined : BuildResult.safeParse(readJson(text));
    // A record that is not whole, or not of this key, was not written by us: it is as good as none.
    if (parsed?.data === undefined || parsed.data.key !== key || contentKey(parsed.data.recipe) !== key)
      return undefined;
    const { outputs, preview, log } = parsed.data;
    const needed = [...outputs, ...[preview, log].flatMap((digest) => (digest === null ? [] : [{ digest }]))];
    for (const wanted of needed) if (!(await store.has(wanted))) return undefined;
    return parsed.data;
  }

  return {
    get,
    lease: (key, options = {}) =>
      takeLease(leasesOf(key), { ...options, settled: async () => (await get(key)) !== undefined }),
    put: async (result, lease) => {
      if ((await get(result.key)) !== undefined) return 'there';
      if (!(await lease.isMine())) return 'late';
      const path = pathOf(result.key);
      const text = `${canonicalJson(result)}\n`;
      const first = await writeDurably(path, text, { existing: 'keep' });
      if (first.placed) return 'kept';
      if ((await get(result.key)) !== undefined) return 'there';
      if (!(await lease.isMine())) return 'late';
      await writeDurably(path, text); // over a dead one
      return 'kept';
    },
    list: async function* list() {
      const top = join(folder, 'results');
      for (const group of (await ifThere(readdir(top))) ?? []) {
        for (const name of (await ifThere(readdir(join(top, group)))) ?? []) {
          const key = ContentKey.safeParse(name.replace(/\.json$/u, ''));
          if (key.success && name.endsWith('.json')) yield key.data;
        }
      }
    },
    delete: async (key) => {
      await rm(pathOf(key), { force: true });
      const group = join(folder, 'results', key.slice(0, 2));
      await ifThere(syncFolder(group));
      await rm(leasesOf(key), { recursive: true, force: true });
    },
  };
}
