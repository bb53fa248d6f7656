import type { Cost } from '#core/ledger-record.ts';
import type { EpisodeCost } from '../cost/share.ts';

/** What one artifact took of the whole episode. */
interface Share {
  readonly artifact: string;
  /** This episode's part of what the build cost. */
  readonly cost: Cost;
  /** How many episodes carry the build in equal parts. */
  readonly episodes: number;
  /** 0 to 1: of the money where all have a price in one currency, else of the GPU time where there is any, else of the time. */
  readonly share: number;
}

export interface CostShare {
  readonly by: 'money' | 'GPU time' | 'time';
  readonly shares: readonly Share[];
  /** Artifacts whose cost nobody recorded. */
  readonly unknown: readonly string[];
}

/** How the cost of an episode divides among the artifacts that it stands on, largest first; `null` when nothing was measured. */
export function costShare({ shares, total, unknown }: EpisodeCost): CostShare | null {
  if (shares.length === 0) return null;
  const currencies = new Set(shares.map(({ part }) => part.money?.currency));
  const [currency] = currencies;
  const amount = currency === undefined ? 0 : (total.money[currency] ?? 0);
  const [by, of, whole] =
    currencies.size === 1 && amount > 0
      ? (['money', (cost: Cost) => cost.money?.amount ?? 0, amount] as const)
      : total.gpuSeconds > 0
        ? (['GPU time', (cost: Cost) => cost.gpuSeconds ?? 0, total.gpuSeconds] as const)
        : (['time', (cost: Cost) => cost.seconds, total.seconds] as const);
  return {
    by,
    shares: shares
      .map(({ artifact, part, episodes }) => ({
        artifact,
        cost: part,
        episodes,
        share: whole > 0 ? Math.min(1, of(part) / whole) : 0,
      }))
      .toSorted((a, b) => b.share - a.share),
    unknown,
  };
}
