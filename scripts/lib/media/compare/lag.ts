/** Two rows of frames, and how far a frame of one is from a frame of the other. */
export interface Frames {
  readonly before: number;
  readonly after: number;
  readonly distance: (i: number, j: number) => number;
}

const MOST_PROBES = 400;

/**
 * By how many frames the second row runs late (> 0) or early: the shift, up to `reach` either way, at which the rows are
 * nearest. 0 unless another shift takes away more than half of the distance. Looks at 400 frames a shift.
 */
export function lagOf({ before, after, distance }: Frames, reach: number): number {
  const mean = (lag: number) => {
    const from = Math.max(0, -lag);
    const to = Math.min(before, after - lag);
    const step = Math.max(1, Math.floor((to - from) / MOST_PROBES));
    let [sum, count] = [0, 0];
    for (let i = from; i < to; i += step) {
      sum += distance(i, i + lag);
      count += 1;
    }
    return count === 0 ? Infinity : sum / count;
  };
  const still = mean(0);
  const most = Math.min(reach, Math.floor(Math.min(before, after) / 2));
  let [best, least] = [0, still];
  for (let size = 1; size <= most && least > 0; size += 1) {
    for (const lag of [size, -size]) {
      const here = mean(lag);
      if (here < least) [best, least] = [lag, here];
    }
  }
  return least < still / 2 ? best : 0;
}
