/** Two rows of frames, and how far a frame of one is from a frame of the other. */
export interface Frames {
  readonly before: number;
  readonly after: number;
  readonly distance: (i: number, j: number) => number;
}

const MOST_PROBES = 400;

/** What comes round again is as near at another shift: of shifts that are so near to the best, the smallest is told. */
const AS_GOOD = 1.1;

/**
 * By how many frames the second row runs late (> 0) or early: the shift, up to `reach` either way, at which the rows are
 * nearest. 0 unless another shift takes away more than half of the distance. Looks at 400 frames a shift.
 */
export function lagOf({ before, after, distance }: Frames, reach: number): number {
  /** The mean distance at a shift, or Infinity as soon as it is sure to be `most` or more. */
  const mean = (lag: number, most: number) => {
    const from = Math.max(0, -lag);
    const to = Math.min(before, after - lag);
    const step = Math.max(1, Math.floor((to - from) / MOST_PROBES));
    const count = Math.ceil((to - from) / step);
    let sum = 0;
    for (let i = from; i < to && sum < most * count; i += step) sum += distance(i, i + lag);
    return count > 0 && sum < most * count ? sum / count : Infinity;
  };
  const bound = mean(0, Infinity) / 2;
  let least = bound;
  const means = new Map<number, number>();
  const most = Math.min(reach, Math.floor(Math.min(before, after) / 2));
  for (let size = 1; size <= most && least > 0; size += 1) {
    for (const lag of [size, -size]) {
      const here = mean(lag, Math.min(bound, least * AS_GOOD));
      if (here === Infinity) continue;
      means.set(lag, here);
      least = Math.min(least, here);
    }
  }
  const at = (lag: number) => means.get(lag) ?? Infinity;
  const best = [...means].find(
    ([lag, here]) => here <= least * AS_GOOD && here <= at(lag - 1) && here <= at(lag + 1),
  );
  return best?.[0] ?? 0;
}
