/** Where in any film she is looked at, as shares of its length. */
const ALWAYS = [0.15, 0.5, 0.85] as const;
/** A step from one sample to the next this many times as large as usual, and by this many 8-bit codes, begins a shot. */
const LEAP = 4;
const CODES = 0.8;
/** No more shots than this are looked at besides. */
const SHOTS = 6;

/**
 * Where in a film she should be looked at: at three places of it, and in the middle of each shot that none of them
 * lies in, the longest first. Someone else who takes her place comes with a leap and leaves with one; a camera that
 * moves does not leap.
 *
 * @param samples small pictures of equal size at equal steps over the whole film, values 0 to 255
 * @returns shares of its length in rising order
 */
export function momentsOf(samples: readonly Uint8Array[]): number[] {
  if (samples.length === 0) return [...ALWAYS];
  const steps = samples.slice(1).map((sample, index) => step(samples[index] ?? sample, sample));
  const usual = steps.toSorted((a, b) => a - b)[steps.length >> 1] ?? 0;
  const cuts = steps.flatMap((way, index) => (way > LEAP * usual + CODES ? [index + 1] : []));
  const shots = [0, ...cuts].map((from, index) => ({ from, to: cuts[index] ?? samples.length }));
  const besides = shots
    .map(({ from, to }) => ({ from: from / samples.length, to: to / samples.length }))
    .filter(({ from, to }) => !ALWAYS.some((moment) => moment >= from && moment < to))
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, SHOTS)
    .map(({ from, to }) => (from + to) / 2);
  return [...ALWAYS, ...besides].toSorted((a, b) => a - b);
}

/** How far two pictures lie apart on average, in 8-bit codes. */
function step(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  return sum / Math.max(1, a.length);
}
