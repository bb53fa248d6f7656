import type { Cost } from '#core/ledger-record.ts';
import type { LockLine } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import type { NewLock } from '#engine/change/new-lock.ts';
import { costOf } from '#engine/cost/cost.ts';
import { costOf as recordedCost } from '#engine/episode/provenance.ts';
import type { Ledger } from '#engine/ledger/chain.ts';
import type { Rates } from '#engine/licence/owner.ts';

/**
 * What the build of each line cost: what the ledger has first, so that a second run over the same results says the same; else
 * what was measured now, with the owner's rates.
 */
export function artifactCosts(
  lines: Iterable<LockLine>,
  ledger: Ledger,
  { taken }: NewLock,
  rates: Rates | undefined,
): Map<ArtifactName, Cost> {
  const now = new Map(
    taken.flatMap((result) =>
      result.cost === undefined ? [] : [[result.line.name, costOf(result.cost, rates)] as const],
    ),
  );
  const costs = new Map<ArtifactName, Cost>();
  for (const line of lines) {
    const recorded = recordedCost(ledger, line);
    const cost = recorded !== undefined && recorded.seconds > 0 ? recorded : now.get(line.name);
    if (cost !== undefined) costs.set(line.name, cost);
  }
  return costs;
}
