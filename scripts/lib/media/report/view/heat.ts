/** Stops of the ramp that colours a difference: dark violet, magenta, orange, pale yellow; lighter is more. */
const RAMP: readonly (readonly [number, number, number])[] = [
  [64, 14, 110],
  [140, 30, 150],
  [212, 60, 110],
  [246, 130, 60],
  [252, 205, 90],
  [254, 250, 205],
];

/** The colour of an intensity from 0 to 1; red, green, blue from 0 to 255. */
export function heat(intensity: number): readonly [number, number, number] {
  const place = Math.min(1, Math.max(0, intensity)) * (RAMP.length - 1);
  const index = Math.min(RAMP.length - 2, Math.floor(place));
  const [r1, g1, b1] = RAMP[index] ?? [0, 0, 0];
  const [r2, g2, b2] = RAMP[index + 1] ?? [0, 0, 0];
  const part = place - index;
  return [r1 + (r2 - r1) * part, g1 + (g2 - g1) * part, b1 + (b2 - b1) * part];
}

/** Distances from which the ramp shows its last colour, on the scale of ΔEOK. */
export const HOTTEST = 40;

/** The colour of a distance (ΔEOK). The exponent keeps small differences apart. */
export const heatOf = (distance: number): readonly [number, number, number] =>
  heat((Math.min(HOTTEST, distance) / HOTTEST) ** 0.65);

/**
 * Draws a difference: what did not move is a faint grey copy of `after`, what moved further than `threshold` (ΔEOK) glows by how
 * far.
 *
 * @param distances in steps of 1/`steps`
 */
export function drawHeat(
  distances: Uint16Array,
  after: Uint8ClampedArray,
  threshold: number,
  steps: number,
  out: Uint8ClampedArray,
): void {
  const table = new Uint8ClampedArray(HOTTEST * steps * 3 + 3);
  for (let step = 0; step <= HOTTEST * steps; step += 1) {
    table.set(heatOf(step / steps), step * 3);
  }
  const limit = threshold * steps;
  const last = HOTTEST * steps;
  for (let pixel = 0; pixel < distances.length; pixel += 1) {
    const at = pixel * 4;
    const distance = distances[pixel] ?? 0;
    if (distance > limit) {
      const from = Math.min(last, distance) * 3;
      out[at] = table[from] ?? 0;
      out[at + 1] = table[from + 1] ?? 0;
      out[at + 2] = table[from + 2] ?? 0;
    } else {
      const luma =
        (0.2126 * (after[at] ?? 0) + 0.7152 * (after[at + 1] ?? 0) + 0.0722 * (after[at + 2] ?? 0)) * 0.22 +
        18;
      out[at] = luma;
      out[at + 1] = luma;
      out[at + 2] = luma * 1.06;
    }
    out[at + 3] = 255;
  }
}
