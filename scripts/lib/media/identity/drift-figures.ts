import type { Axis } from '#core/identity.ts';
import { comparable, type Stop } from './drift.ts';
import { over } from './report.ts';

/** How one axis moved over the last stops that compare with each other; figures are multiples of its limit. */
export interface AxisDrift {
  readonly axis: Axis;
  /** At how many stops it was measured. */
  readonly measured: number;
  readonly first: number;
  readonly last: number;
  readonly most: number;
  /** Slope of the straight line that fits best (least squares), a stop. */
  readonly perStop: number;
  /** After how many more stops like these the line crosses the limit; `null` when it does not rise. */
  readonly stopsToLimit: number | null;
}

/** How many of the last stops compare with the last one, and how each axis moved over them, the fastest first. */
export interface Drift {
  readonly stops: number;
  readonly axes: readonly AxisDrift[];
}

/** A drift that would need more stops than this is none that anyone could tell from chance. */
const FAR = 1000;

/** Figures of a drift. Stops before the last change of method, limits or canonical picture are left out: they do not compare. */
export function driftOf(stops: readonly Stop[]): Drift {
  const begin = stops.findLastIndex((stop, index) => {
    const after = stops[index + 1];
    return after !== undefined && !comparable(stop, after);
  });
  const together = stops.slice(begin + 1);
  const names = [...new Set(together.flatMap(({ report }) => report.axes.map(({ axis }) => axis)))];
  const axes = names.flatMap((axis): AxisDrift[] => {
    const values = together.flatMap(({ report }, index) =>
      report.axes
        .filter((one) => one.axis === axis && one.value !== null)
        .map((one) => ({ index, value: over(one) })),
    );
    const [first, last] = [values[0], values.at(-1)];
    if (first === undefined || last === undefined) return [];
    const perStop = slope(values);
    const left = (1 - last.value) / perStop;
    return [
      {
        axis,
        measured: values.length,
        first: first.value,
        last: last.value,
        most: Math.max(...values.map(({ value }) => value)),
        perStop,
        stopsToLimit: last.value > 1 ? 0 : perStop > 0 && left < FAR ? Math.ceil(left - 1e-9) : null,
      },
    ];
  });
  return { stops: together.length, axes: axes.toSorted((a, b) => b.perStop - a.perStop) };
}

function slope(values: readonly { readonly index: number; readonly value: number }[]): number {
  const mean = (of: (one: (typeof values)[number]) => number) =>
    values.reduce((sum, one) => sum + of(one), 0) / values.length;
  const [x, y] = [mean(({ index }) => index), mean(({ value }) => value)];
  const spread = values.reduce((sum, { index }) => sum + (index - x) ** 2, 0);
  return spread === 0
    ? 0
    : values.reduce((sum, { index, value }) => sum + (index - x) * (value - y), 0) / spread;
}
