import type { EpisodeSlug } from '#core/names.ts';
import { episodeCost } from '../cost/share.ts';
import type { EpisodeCost } from '../cost/share.ts';
import type { Ledger } from '../ledger/chain.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import { costOf } from './provenance.ts';

/** The cost share of an episode, from the builds that gave the lines of this lock. */
export function costOfEpisode(
  { graph, lock }: Pick<Snapshot, 'graph' | 'lock'>,
  ledger: Ledger,
  slug: EpisodeSlug,
): EpisodeCost {
  const costs = new Map(
    [...lock.values()].flatMap((line) => {
      const cost = costOf(ledger, line);
      return cost === undefined ? [] : [[line.name, cost] as const];
    }),
  );
  return episodeCost(graph, costs, slug);
}
