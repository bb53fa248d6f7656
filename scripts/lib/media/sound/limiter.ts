import type { Sound } from './wave-file.ts';

/** Seconds before and after a peak in which the sound goes down and comes back. */
const REACH = 0.006;

/**
 * Holds a sound below a ceiling, in place: around each peak it is turned down smoothly, elsewhere it stays as it was. The gain
 * is a moving mean of a moving minimum over the same width, so that no peak is missed and none is late.
 *
 * @param ceiling the largest sample that may be left, > 0
 */
export function limited(sound: Sound, ceiling: number): Sound {
  const { rate, samples } = sound;
  const reach = Math.max(1, Math.round(REACH * rate));
  const gains = new Float32Array(samples.length + 2 * reach).fill(1);
  // Places of samples that are above the ceiling, the lowest gain first; each holds for `reach` samples both ways.
  const waiting: number[] = [];
  const wanted = (place: number) => Math.min(1, ceiling / Math.abs(samples[place] ?? 0));
  for (let at = 0, first = 0; at < gains.length; at += 1) {
    if (Math.abs(samples[at] ?? 0) > ceiling) {
      while (waiting.length > first && wanted(waiting.at(-1) ?? 0) >= wanted(at)) waiting.pop();
      waiting.push(at);
    }
    while (first < waiting.length && (waiting[first] ?? 0) < at - 2 * reach) first += 1;
    if (first < waiting.length) gains[at] = wanted(waiting[first] ?? 0);
  }
  // `gains[at]` is the least from `at − 2 · reach` to `at`; the mean from there on as far is centred at the sample.
  const width = 2 * reach + 1;
  let sum = 0;
  for (let at = 0; at < width - 1; at += 1) sum += gains[at] ?? 1;
  for (let at = 0; at < samples.length; at += 1) {
    sum += gains[at + width - 1] ?? 1;
    samples[at] = (samples[at] ?? 0) * Math.min(1, sum / width);
    sum -= gains[at] ?? 1;
  }
  return sound;
}
