import { parentsOf } from '#core/graph.ts';
import type { Graph } from '#core/graph.ts';
import { byCodeUnit } from '#core/json.ts';
import type { Cost } from '#core/ledger-record.ts';
import type { ArtifactName, EpisodeSlug } from '#core/names.ts';
import { partOf, sumCosts } from './cost.ts';
import type { CostSum } from './cost.ts';

/** What one artifact adds to an episode. */
export interface CostShare {
  readonly artifact: ArtifactName;
  /** What its build cost, whole. */
  readonly cost: Cost;
  /** How many episodes stand on it: each carries an equal part. */
  readonly episodes: number;
  /** This episode's part. */
  readonly part: Cost;
}

/** The transparent cost share of an episode: every artifact that it stands on, and what it carries of it. */
export interface EpisodeCost {
  /** Dearest first. */
  readonly shares: readonly CostShare[];
  readonly total: CostSum;
  /** Artifacts whose cost the ledger does not have. */
  readonly unknown: readonly ArtifactName[];
}

/**
 * Splits what builds cost over the episodes that use them. An episode stands on its own artifacts and on all that these
 * descend from; what several episodes stand on is carried in equal parts, so that the parts of all add up to the whole.
 */
export function episodeCost(
  graph: Graph,
  costs: ReadonlyMap<ArtifactName, Cost>,
  episode: EpisodeSlug,
): EpisodeCost {
  const users = new Map<ArtifactName, Set<EpisodeSlug>>();
  for (const node of graph.values()) {
    if (node.episode === undefined) continue;
    const open = [node.name];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const known = users.get(name) ?? new Set<EpisodeSlug>();
      const before = known.size;
      users.set(name, known.add(node.episode));
      const here = graph.get(name);
      if (here !== undefined && known.size > before) open.push(...parentsOf(here));
    }
  }
  const shares: CostShare[] = [];
  const unknown: ArtifactName[] = [];
  for (const [artifact, episodes] of users) {
    if (!episodes.has(episode)) continue;
    const cost = costs.get(artifact);
    if (cost === undefined) unknown.push(artifact);
    else shares.push({ artifact, cost, episodes: episodes.size, part: partOf(cost, 1 / episodes.size) });
  }
  const weight = ({ part }: CostShare) => part.gpuSeconds ?? 0;
  return {
    shares: shares.toSorted(
      (a, b) =>
        weight(b) - weight(a) || b.part.seconds - a.part.seconds || byCodeUnit(a.artifact, b.artifact),
    ),
    total: sumCosts(shares.map(({ part }) => part)),
    unknown: unknown.toSorted(byCodeUnit),
  };
}
