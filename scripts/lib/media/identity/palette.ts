import type { View } from './view.ts';

/** Colours that a region is remembered by. */
const COLOURS = 10;
/** Shading moves lightness more than it moves the colour, so lightness counts less when colours are told apart. */
const LIGHTNESS = 0.5;

/** Colours that a region is remembered by: three numbers each, CIELAB with the lightness halved. */
export type Palette = Float64Array;

/** The colours that some pixels cluster around: k-means, started from the most distant colours, so without chance. */
export function paletteOf(view: View, pixels: readonly number[]): Palette {
  const step = Math.max(1, Math.floor(pixels.length / 2000));
  const count = Math.ceil(pixels.length / step);
  if (count === 0) return new Float64Array();
  const colours = new Float64Array(count * 3);
  for (let at = 0; at < count; at += 1) {
    const from = (pixels[at * step] ?? 0) * 3;
    colours[at * 3] = (view.lab[from] ?? 0) * LIGHTNESS;
    colours[at * 3 + 1] = view.lab[from + 1] ?? 0;
    colours[at * 3 + 2] = view.lab[from + 2] ?? 0;
  }
  let centres = started(colours);
  let sizes = new Float64Array(COLOURS);
  for (let round = 0; round < 8; round += 1) {
    const sums = new Float64Array(centres.length);
    sizes = new Float64Array(centres.length / 3);
    for (let at = 0; at < colours.length; at += 3) {
      const [l, a, b] = [colours[at] ?? 0, colours[at + 1] ?? 0, colours[at + 2] ?? 0];
      let [best, least] = [0, Number.POSITIVE_INFINITY];
      for (let centre = 0; centre < centres.length; centre += 3) {
        const away = square(centres, centre, l, a, b);
        if (away < least) [best, least] = [centre, away];
      }
      sums[best] = (sums[best] ?? 0) + l;
      sums[best + 1] = (sums[best + 1] ?? 0) + a;
      sums[best + 2] = (sums[best + 2] ?? 0) + b;
      sizes[best / 3] = (sizes[best / 3] ?? 0) + 1;
    }
    centres = centres.map((value, at) => {
      const size = sizes[Math.floor(at / 3)] ?? 0;
      return size === 0 ? value : (sums[at] ?? 0) / size;
    });
  }
  return centres.filter((_, at) => (sizes[Math.floor(at / 3)] ?? 0) >= count * 0.01);
}

/** The colour next to the mean of all, and then always the one furthest from those that are chosen. */
function started(colours: Float64Array): Float64Array {
  const count = colours.length / 3;
  const mean = [0, 1, 2].map((axis) => {
    let sum = 0;
    for (let at = axis; at < colours.length; at += 3) sum += colours[at] ?? 0;
    return sum / count;
  });
  let chosen = 0;
  let reach = Number.POSITIVE_INFINITY;
  for (let at = 0; at < colours.length; at += 3) {
    const away = square(colours, at, mean[0] ?? 0, mean[1] ?? 0, mean[2] ?? 0);
    if (away < reach) [chosen, reach] = [at, away];
  }
  const least = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const centres = [chosen];
  while (centres.length < Math.min(COLOURS, count)) {
    const [l, a, b] = [colours[chosen] ?? 0, colours[chosen + 1] ?? 0, colours[chosen + 2] ?? 0];
    reach = 0;
    for (let at = 0; at < count; at += 1) {
      const away = Math.min(least[at] ?? 0, square(colours, at * 3, l, a, b));
      least[at] = away;
      if (away > reach) [chosen, reach] = [at * 3, away];
    }
    if (reach < 1) break;
    centres.push(chosen);
  }
  return Float64Array.from(
    { length: centres.length * 3 },
    (_, at) => colours[(centres[Math.floor(at / 3)] ?? 0) + (at % 3)] ?? 0,
  );
}

/** How far a pixel of a view lies from the most similar colour of a palette. */
export function nearest(view: View, index: number, palette: Palette): number {
  const l = (view.lab[index * 3] ?? 0) * LIGHTNESS;
  const a = view.lab[index * 3 + 1] ?? 0;
  const b = view.lab[index * 3 + 2] ?? 0;
  let best = Number.POSITIVE_INFINITY;
  for (let at = 0; at < palette.length; at += 3) {
    const away = square(palette, at, l, a, b);
    if (away < best) best = away;
  }
  return Math.sqrt(best);
}

/** The colour that has as much on either side of it, for each number of its own; a palette of one. */
export function middleOf(view: View, pixels: readonly number[]): Palette {
  return Float64Array.from([0, 1, 2], (axis) => {
    const values = pixels.map((index) => view.lab[index * 3 + axis] ?? 0).toSorted((a, b) => a - b);
    return (values[values.length >> 1] ?? 0) * (axis === 0 ? LIGHTNESS : 1);
  });
}

function square(colours: Float64Array, at: number, l: number, a: number, b: number): number {
  const [x, y, z] = [(colours[at] ?? 0) - l, (colours[at + 1] ?? 0) - a, (colours[at + 2] ?? 0) - b];
  return x * x + y * y + z * z;
}
