import type { ContentKey } from '#core/key.ts';
import type { Lock } from '#core/lock.ts';
import type { Oid } from '#core/oid.ts';
import type { BuildResult, Results } from './results.ts';
import type { Stored, SweptStore } from './store.ts';

export interface SweepQuestion {
  readonly store: SweptStore;
  readonly results: Pick<Results, 'get' | 'list' | 'delete'>;
  /** Digests that something still needs: see `digestsOf` for those of a lock. */
  readonly roots: ReadonlySet<Oid>;
  /** What was put later than so long ago stays, whoever needs it: a build may be in the middle of using it. */
  readonly graceSeconds: number;
  readonly now: Date;
}

/** What a sweep would do; nothing of it is done. */
export interface SweepPlan {
  /** Results that nobody needs, or whose bytes are gone: first of all, so that no record ever names what is not there. */
  readonly results: readonly ContentKey[];
  readonly objects: readonly Stored[];
  /** Bytes that would be free. */
  readonly bytes: number;
  readonly kept: { readonly objects: number; readonly bytes: number };
}

/** Everything that a lock needs: outputs and previews. */
export function digestsOf(lock: Lock): Set<Oid> {
  const digests = new Set<Oid>();
  for (const { outputs, preview } of lock.values()) {
    for (const { digest } of outputs) digests.add(digest);
    if (preview !== null) digests.add(preview);
  }
  return digests;
}

/**
 * Mark and sweep over a store (I10). A result is needed when one of its outputs is, for its log and its figures belong to
 * what is shown; what it names is needed then.
 */
export async function planSweep({
  store,
  results,
  roots,
  graceSeconds,
  now,
}: SweepQuestion): Promise<SweepPlan> {
  const young = now.getTime() - graceSeconds * 1000;
  const there = new Map<Oid, Stored>();
  for await (const stored of store.list()) there.set(stored.digest, stored);
  const isYoung = (digest: Oid) => (there.get(digest)?.put ?? 0) > young;

  const needed = new Set(roots);
  const dropped: ContentKey[] = [];
  for await (const key of results.list()) {
    const result = await results.get(key);
    const named = result === undefined ? [] : digestsOfResult(result);
    const wanted = result?.outputs.some(({ digest }) => roots.has(digest)) === true || named.some(isYoung);
    if (wanted) for (const digest of named) needed.add(digest);
    else dropped.push(key);
  }
  const objects = [...there.values()].filter(({ digest }) => !needed.has(digest) && !isYoung(digest));
  const bytes = sizeOf(objects);
  return {
    results: dropped,
    objects,
    bytes,
    kept: { objects: there.size - objects.length, bytes: sizeOf(there.values()) - bytes },
  };
}

const digestsOfResult = ({ outputs, preview, log }: BuildResult): Oid[] => [
  ...outputs.map(({ digest }) => digest),
  ...(preview === null ? [] : [preview]),
  log,
];

const sizeOf = (objects: Iterable<Stored>): number => [...objects].reduce((sum, { size }) => sum + size, 0);

/** Does it: records before bytes. A sweep that is killed leaves a store that is whole, and less of it to sweep next time. */
export async function sweep({ store, results }: SweepQuestion, plan: SweepPlan): Promise<Oid[]> {
  for (const key of plan.results) await results.delete(key);
  const deleted: Oid[] = [];
  for (const { digest } of plan.objects) if (await store.delete(digest)) deleted.push(digest);
  return deleted;
}
