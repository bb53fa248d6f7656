import type { Cost } from '#core/ledger-record.ts';
import type { ProvenanceRow } from './site.ts';

/** What one artifact took of the whole episode. */
interface Share {
  readonly artifact: string;
  readonly cost: Cost;
  /** 0 to 1: of the money where all have a price in one currency, else of the GPU time where there is any, else of the time. */
  readonly share: number;
}

export interface CostShare {
  readonly by: 'money' | 'GPU time' | 'time';
  readonly shares: readonly Share[];
  readonly seconds: number;
  readonly gpuSeconds: number;
  readonly energyWh: number;
  readonly money: { readonly amount: number; readonly currency: string } | null;
}

/** How the cost of an episode divides among its artifacts, largest first; `null` when nothing was measured. */
export function costShare(rows: readonly ProvenanceRow[]): CostShare | null {
  const costs = rows.flatMap(({ artifact, cost }) => (cost === undefined ? [] : [{ artifact, cost }]));
  if (costs.length === 0) return null;
  const sum = (value: (cost: Cost) => number): number =>
    costs.reduce((total, { cost }) => total + value(cost), 0);
  const seconds = sum((cost) => cost.seconds);
  const gpuSeconds = sum((cost) => cost.gpuSeconds ?? 0);
  const currencies = new Set(costs.map(({ cost }) => cost.money?.currency));
  const [currency] = currencies;
  const amount = sum((cost) => cost.money?.amount ?? 0);
  const priced = currencies.size === 1 && currency !== undefined && amount > 0;
  const [by, of, whole] = priced
    ? (['money', (cost: Cost) => cost.money?.amount ?? 0, amount] as const)
    : gpuSeconds > 0
      ? (['GPU time', (cost: Cost) => cost.gpuSeconds ?? 0, gpuSeconds] as const)
      : (['time', (cost: Cost) => cost.seconds, seconds] as const);
  return {
    by,
    shares: costs
      .map(({ artifact, cost }) => ({ artifact, cost, share: whole > 0 ? of(cost) / whole : 0 }))
      .toSorted((a, b) => b.share - a.share),
    seconds,
    gpuSeconds,
    energyWh: sum((cost) => cost.energyWh ?? 0),
    money: priced ? { amount, currency } : null,
  };
}
