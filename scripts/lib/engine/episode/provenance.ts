import type { Cost } from '#core/ledger-record.ts';
import type { LockLine } from '#core/lock.ts';
import type { EpisodeSlug } from '#core/names.ts';
import type { Ledger } from '../ledger/chain.ts';
import { buildsOf } from '../ledger/queries.ts';
import { titleOf } from '../pipelines/catalog.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import type { ProvenanceRow } from '../site/site.ts';
import { episodeFiles } from './files.ts';
import { withAncestors } from './lineage.ts';

/** The lines that an episode's files descend from, each after what it reads. */
export function lineageOf({ graph, lock }: Pick<Snapshot, 'graph' | 'lock'>, slug: EpisodeSlug): LockLine[] {
  const shipped = episodeFiles(graph, lock, slug).map(({ artifact }) => artifact);
  return withAncestors(graph, shipped).flatMap((name) => lock.get(name) ?? []);
}

/** Who made each part of an episode, from what, under which licence (I20). */
export function provenanceOf(snapshot: Pick<Snapshot, 'graph' | 'lock'>, slug: EpisodeSlug): ProvenanceRow[] {
  return lineageOf(snapshot, slug).map((line): ProvenanceRow => {
    const node = snapshot.graph.get(line.name);
    return {
      artifact: line.name,
      system: titleOf(line.recipe.system),
      backend: line.recipe.backend,
      outputs: line.outputs.map(({ role, digest }) => ({ role, digest })),
      reads: [...(node?.reads.values() ?? [])].map((input) =>
        input.kind === 'artifact' ? input.artifact : input.kind === 'source' ? input.source : input.field,
      ),
      licence: node?.licence?.name,
    };
  });
}

/** What the build that gave a line cost; `undefined` where the ledger does not know. */
export function costOf(ledger: Ledger, { key, outputs }: LockLine): Cost | undefined {
  const digests = new Set(outputs.map(({ digest }) => digest));
  const costs = buildsOf(ledger, key).filter(({ record }) =>
    record.outputs.every(({ digest }) => digests.has(digest)),
  );
  return costs.find(({ record }) => record.cost.seconds > 0)?.record.cost ?? costs[0]?.record.cost;
}
