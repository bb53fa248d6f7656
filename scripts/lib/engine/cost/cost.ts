import type { Cost } from '#core/ledger-record.ts';
import type { Rates } from '../licence/owner.ts';

/** What was measured of a build. */
export interface Measured {
  /** Wall time. */
  readonly seconds: number;
  /** For how long it had the card; absent for a build on the CPU. */
  readonly gpuSeconds?: number | undefined;
  /** From a meter, watt-hours. Without one it is `watts` of the rates over the seconds on the card. */
  readonly energyWh?: number | undefined;
}

/** Money is kept to a hundredth of a cent, energy to a milliwatt-hour: sums stay equal in whatever order they are made. */
const MONEY = 10_000;
const ENERGY = 1000;
const round = (value: number, to: number): number => Math.round(value * to) / to;

/**
 * What a build cost, from what was measured and the owner's rates. What cannot be known is absent, never zero: energy without
 * a meter and without `watts`, money without rates, both for a build that never had the card.
 *
 * money = hours on the card × price of an hour + kWh × price of a kWh
 */
export function costOf({ seconds, gpuSeconds, energyWh }: Measured, rates: Rates | undefined): Cost {
  if (gpuSeconds === undefined) return { seconds };
  const metered = energyWh ?? (rates?.watts === undefined ? undefined : (gpuSeconds / 3600) * rates.watts);
  const energy = metered === undefined ? undefined : round(metered, ENERGY);
  return {
    seconds,
    gpuSeconds,
    ...(energy !== undefined && { energyWh: energy }),
    ...(rates !== undefined && moneyOf(gpuSeconds, energy, rates)),
  };
}

function moneyOf(
  gpuSeconds: number,
  energyWh: number | undefined,
  { currency, pricePerGpuHour, pricePerKwh }: Rates,
): Pick<Cost, 'money'> | undefined {
  const card = pricePerGpuHour === undefined ? undefined : (gpuSeconds / 3600) * pricePerGpuHour;
  const power =
    pricePerKwh === undefined || energyWh === undefined ? undefined : (energyWh / 1000) * pricePerKwh;
  if (card === undefined && power === undefined) return undefined;
  return { money: { amount: round((card ?? 0) + (power ?? 0), MONEY), currency } };
}

/** A sum of costs. Energy and money are sums of what is known; currencies are never added to each other. */
export interface CostSum {
  readonly seconds: number;
  readonly gpuSeconds: number;
  readonly energyWh: number;
  /** By currency, in code-unit order of their names. */
  readonly money: Readonly<Record<string, number>>;
}

export function sumCosts(costs: Iterable<Cost>): CostSum {
  let [seconds, gpuSeconds, energyWh] = [0, 0, 0];
  const money = new Map<string, number>();
  for (const cost of costs) {
    seconds += cost.seconds;
    gpuSeconds += cost.gpuSeconds ?? 0;
    energyWh += cost.energyWh ?? 0;
    if (cost.money !== undefined)
      money.set(cost.money.currency, (money.get(cost.money.currency) ?? 0) + cost.money.amount);
  }
  return {
    seconds: round(seconds, 1000),
    gpuSeconds: round(gpuSeconds, 1000),
    energyWh: round(energyWh, ENERGY),
    money: Object.fromEntries(
      [...money]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([currency, amount]) => [currency, round(amount, MONEY)]),
    ),
  };
}

/** A part of a cost, as when an artifact serves several episodes. `share` is 0 to 1. */
export function partOf(cost: Cost, share: number): Cost {
  return {
    seconds: round(cost.seconds * share, 1000),
    ...(cost.gpuSeconds !== undefined && { gpuSeconds: round(cost.gpuSeconds * share, 1000) }),
    ...(cost.energyWh !== undefined && { energyWh: round(cost.energyWh * share, ENERGY) }),
    ...(cost.money !== undefined && {
      money: { amount: round(cost.money.amount * share, MONEY), currency: cost.money.currency },
    }),
  };
}

/** "4 min 10 s on the GPU, 43.1 Wh, 0.02 USD"; what is not known is left out, and a build without the card says its time. */
export function costWords(cost: Cost | CostSum): string {
  const onCard = cost.gpuSeconds ?? 0;
  const words = [onCard > 0 ? `${durationWords(onCard)} on the GPU` : durationWords(cost.seconds)];
  if ((cost.energyWh ?? 0) > 0) words.push(`${(cost.energyWh ?? 0).toFixed(1)} Wh`);
  for (const [currency, amount] of amountsOf(cost))
    words.push(`${amount.toFixed(amount < 0.1 ? 3 : 2)} ${currency}`);
  return words.join(', ');
}

function amountsOf({ money }: Cost | CostSum): [string, number][] {
  if (money === undefined) return [];
  if ('amount' in money && typeof money.currency === 'string') return [[money.currency, money.amount]];
  return Object.entries(money).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
}

/** "41 s", "4 min 10 s", "1 h 2 min". */
export function durationWords(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
