import type { Cost } from '#core/ledger-record.ts';
import type { Rates } from '../licence/owner.ts';
import { onCard } from '../schedule/work.ts';
import type { Task } from '../schedule/work.ts';
import { costOf, sumCosts } from './cost.ts';
import type { CostSum } from './cost.ts';

/** What builds will cost, by what they took before, or by what the manifest expects. */
export interface ExpectedCost {
  readonly byArtifact: ReadonlyMap<string, Cost>;
  readonly total: CostSum;
}

/** The expected cost of each task at the owner's rates; without rates energy and money are unknown, and absent. */
export function expectedCost(tasks: readonly Task[], rates: Rates | undefined): ExpectedCost {
  const byArtifact = new Map(
    tasks.map((task) => {
      const seconds = expectedSeconds(task);
      return [
        task.name,
        costOf(onCard(task) ? { seconds, gpuSeconds: task.gpuSeconds } : { seconds }, rates),
      ];
    }),
  );
  return { byArtifact, total: sumCosts(byArtifact.values()) };
}

/** From its start to its end when nothing keeps it waiting. */
export const expectedSeconds = ({ loadSeconds, gpuSeconds, cpuSeconds }: Task): number =>
  loadSeconds + gpuSeconds + cpuSeconds;
