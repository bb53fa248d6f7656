import type { Oid } from '#core/oid.ts';
import { clearPartials } from './folder.ts';
import type { OpenedStore } from './open.ts';
import { folderResults } from './results.ts';
import type { Results } from './results.ts';
import { planSweep, sweep } from './sweep.ts';
import type { SweepPlan } from './sweep.ts';

export interface SweepRequest {
  readonly opened: OpenedStore;
  readonly roots: ReadonlySet<Oid>;
  /** What was put later than so long ago stays, whoever needs it. */
  readonly graceSeconds: number;
  readonly now: Date;
  /** Says what would go, and deletes nothing. */
  readonly dryRun: boolean;
  /** No more objects than this go at once. */
  readonly most?: number;
}

export interface Swept {
  readonly plan: SweepPlan;
  /** What is gone now; empty for a dry run. */
  readonly deleted: readonly Oid[];
}

/** Files of killed writers go after a day: no writer takes so long. */
const PARTIAL_MS = 86_400_000;

/** Sweeps a store over everything that is no root. Results go with a folder; a bucket's stand on the machines that build. */
export async function sweepStore({
  opened,
  roots,
  graceSeconds,
  now,
  dryRun,
  most,
}: SweepRequest): Promise<Swept> {
  const { named, folder, isFolder } = opened;
  const question = {
    store: named,
    results: isFolder ? folderResults(folder, named) : NO_RESULTS,
    roots,
    graceSeconds,
    now,
  };
  const whole = await planSweep(question);
  const plan = most === undefined ? whole : atMost(whole, most);
  if (dryRun) return { plan, deleted: [] };
  const deleted = await sweep(question, plan);
  if (isFolder) await clearPartials(folder, PARTIAL_MS, now.getTime());
  return { plan, deleted };
}

function atMost(plan: SweepPlan, most: number): SweepPlan {
  const objects = plan.objects.slice(0, most);
  const left = plan.objects.slice(most);
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  const kept = { objects: plan.kept.objects + left.length, bytes: plan.kept.bytes + plan.bytes - bytes };
  return { ...plan, objects, bytes, kept };
}

const NO_RESULTS: Pick<Results, 'get' | 'list' | 'delete'> = {
  get: () => Promise.resolve(undefined),
  list: async function* list() {
    yield* [];
  },
  delete: () => Promise.resolve(),
};
