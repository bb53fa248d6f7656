import type { Graph } from '#core/graph.ts';
import type { Cost, LedgerRecord } from '#core/ledger-record.ts';
import type { ArtifactName } from '#core/names.ts';
import type { Ledger } from '../ledger/chain.ts';
import { entriesOf } from '../ledger/queries.ts';

/** What was measured of an artifact's builds; it replaces what the manifest expects. */
export interface Measured {
  /** On the card. */
  readonly gpuSeconds?: number | undefined;
  readonly seconds: number;
}

/** So many builds count, the newest: what a machine did a year ago says little. */
const NEWEST = 5;

/**
 * What the builds of a graph are expected to take, from the ledger: the median of an artifact's newest builds by the backend
 * that is chosen for it, else of all of its system by that backend, so that a new episode takes what the others took. What
 * was never built is left out.
 */
export function measuredOf(graph: Graph, ledger: Ledger): Map<ArtifactName, Measured> {
  const byArtifact = new Map<string, Cost[]>();
  const bySystem = new Map<string, Cost[]>();
  for (const { artifact, recipe, cost } of measuredBuilds(ledger)) {
    const system = `${recipe.system} ${recipe.backend}`;
    for (const [index, name] of [
      [byArtifact, `${artifact} ${system}`],
      [bySystem, system],
    ] as const)
      index.set(name, [...(index.get(name) ?? []).slice(1 - NEWEST), cost]);
  }
  const found = new Map<ArtifactName, Measured>();
  for (const { name, system, backend } of graph.values()) {
    const costs = byArtifact.get(`${name} ${system} ${backend}`) ?? bySystem.get(`${system} ${backend}`);
    if (costs === undefined) continue;
    const seconds = median(costs.map((cost) => cost.seconds));
    const onCard = costs.flatMap(({ gpuSeconds }) => gpuSeconds ?? []);
    found.set(name, { seconds, ...(onCard.length > 0 && { gpuSeconds: median(onCard) }) });
  }
  return found;
}

type BuildRecord = Extract<LedgerRecord, { kind: 'build' }>;

/**
 * Each build that was measured, once, oldest first: a result that was taken from the store again is recorded again, with what it
 * took when it was made, or without.
 */
export function measuredBuilds(ledger: Ledger): BuildRecord[] {
  const builds = new Map<string, BuildRecord>();
  for (const { record } of entriesOf(ledger, 'build')) {
    const id = [record.key, ...record.outputs.map(({ digest }) => digest)].join(' ');
    if (record.cost.seconds > 0 && !builds.has(id)) builds.set(id, record);
  }
  return [...builds.values()];
}

/** The lower of the two in the middle, so that it is always one that was measured. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
