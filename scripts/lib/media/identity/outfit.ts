import { deltaE, lab, type Lab, type Light } from './colour.ts';
import { lit } from './light.ts';
import { LABEL } from './regions.ts';
import type { Portrait, Registration } from './registration.ts';
import type { Sight } from './sight.ts';
import { SIDE } from './view.ts';

/** How the garment looks, as against the canonical picture. */
export interface OutfitChange {
  /** Root mean square of CIEDE2000 (kL 2) over the garment, each place against the best fit near it. */
  readonly difference: number;
  /** Share of the garment that moved by more than `VISIBLE`. */
  readonly moved: number;
  /** Share of the canonical garment that the picture has room for, 0 to 1. */
  readonly shown: number;
  /** Whether places were held against each other, or colours alone because the body is posed otherwise. */
  readonly by: 'place' | 'colour';
  /** The most common colour of the garment in three bands from collar to hem, and what lies there now (in the canonical light). */
  readonly swatches: readonly (readonly [Light, Light])[];
}

/** A difference that a person sees at a glance. */
export const VISIBLE = 6;
/** More than this is another colour; how far does not matter. */
const MOST = 40;
/** Folds and seams may lie this far from where they lay, in pixels of a view. */
const NEAR = 5;
/** Every so many pixels a place is asked. */
const STEP = 4;
/** The radius over which texture is averaged before colours are compared, in pixels of a view. */
const TEXTURE = 2;

const smoothed = new WeakMap<Sight, Float32Array>();

/** Light of a sight, averaged over texture. */
function smooth(sight: Sight): Float32Array {
  const known = smoothed.get(sight);
  if (known !== undefined) return known;
  const result = averaged(averaged(sight.view.light, 3), SIDE * 3);
  smoothed.set(sight, result);
  return result;
}

/** Box mean along one direction; `stride` is the way to the next pixel in it. */
function averaged(light: Float32Array, stride: number): Float32Array {
  const result = new Float32Array(light.length);
  const along = stride === 3 ? (pixel: number) => pixel % SIDE : (pixel: number) => Math.floor(pixel / SIDE);
  for (let at = 0; at < light.length; at += 1) {
    const place = along(Math.floor(at / 3));
    let [sum, count] = [0, 0];
    for (let step = -TEXTURE; step <= TEXTURE; step += 1) {
      if (place + step < 0 || place + step >= SIDE) continue;
      sum += light[at + step * stride] ?? 0;
      count += 1;
    }
    result[at] = sum / count;
  }
  return result;
}

/**
 * Holds the garment of a picture against the canonical one: every place looks for its colour near the same place of
 * the other body, and the other way round, so that neither a lost nor an added pattern hides. Where the body's
 * outline did not fit (another pose), every colour looks for itself anywhere on the other garment.
 *
 * @param light the factors that carry `other` into the light of `canonical`
 */
export function outfitChange(
  canonical: Portrait,
  other: Portrait,
  { byBody, bodyFit }: Registration,
  light: Light,
): OutfitChange {
  const before = colours(canonical, [1, 1, 1]);
  const after = colours(other, light);
  const pairs: { readonly from: number; readonly to: number }[] = [];
  let all = 0;
  for (let row = STEP / 2; row < SIDE; row += STEP) {
    for (let column = STEP / 2; column < SIDE; column += STEP) {
      const from = row * SIDE + column;
      if (canonical.head.regions.labels[from] !== LABEL.garment || (canonical.view.person[from] ?? 0) < 0.95)
        continue;
      all += 1;
      const { x, y } = byBody({ x: column + 0.5, y: row + 0.5 });
      const [u, v] = [Math.floor(x), Math.floor(y)];
      if (u < NEAR || v < NEAR || u >= SIDE - NEAR || v >= SIDE - NEAR) continue;
      const to = v * SIDE + u;
      if (other.view.inside[to] === 1) pairs.push({ from, to });
    }
  }
  const fits = bodyFit.found > 0.5 && bodyFit.rest < 6;
  const differences = fits
    ? pairs.map(({ from, to }) =>
        Math.max(bestNear(before, from, after, to), bestNear(after, to, before, from)),
      )
    : loose(canonical, before, other, after);
  const squares = differences.reduce((sum, value) => sum + Math.min(value, MOST) ** 2, 0);
  return {
    difference: differences.length === 0 ? 0 : Math.sqrt(squares / differences.length),
    moved:
      differences.length === 0
        ? 0
        : differences.filter((value) => value > VISIBLE).length / differences.length,
    shown: all === 0 ? 0 : pairs.length / all,
    by: fits ? 'place' : 'colour',
    swatches: bands(pairs, canonical, other, light),
  };
}

/** CIELAB of each pixel, averaged over texture, in a given light. */
function colours(sight: Sight, [r, g, b]: Light): Float32Array {
  const source = smooth(sight);
  const result = new Float32Array(source.length);
  for (let at = 0; at < source.length; at += 3) {
    result.set(lab([(source[at] ?? 0) * r, (source[at + 1] ?? 0) * g, (source[at + 2] ?? 0) * b]), at);
  }
  return result;
}

function colourOf(colours: Float32Array, index: number): Lab {
  return [colours[index * 3] ?? 0, colours[index * 3 + 1] ?? 0, colours[index * 3 + 2] ?? 0];
}

/** The difference from one place to the most similar one near another. */
function bestNear(from: Float32Array, at: number, to: Float32Array, near: number): number {
  const [l, a, b] = colourOf(from, at);
  let best = Number.POSITIVE_INFINITY;
  let where = near;
  for (let dy = -NEAR; dy <= NEAR; dy += 1) {
    for (let dx = -NEAR; dx <= NEAR; dx += 1) {
      const index = near + dy * SIDE + dx;
      const away =
        (((to[index * 3] ?? 0) - l) / 2) ** 2 +
        ((to[index * 3 + 1] ?? 0) - a) ** 2 +
        ((to[index * 3 + 2] ?? 0) - b) ** 2;
      if (away < best) [best, where] = [away, index];
    }
  }
  return deltaE(colourOf(from, at), colourOf(to, where), 2);
}

/** Each colour of either garment against the most similar one anywhere on the other. */
function loose(canonical: Portrait, before: Float32Array, other: Portrait, after: Float32Array): number[] {
  const [mine, theirs] = [garment(canonical, before), garment(other, after)];
  return [
    ...mine.map((colour) => bestAnywhere(colour, theirs)),
    ...theirs.map((colour) => bestAnywhere(colour, mine)),
  ];
}

function bestAnywhere(colour: Lab, among: readonly Lab[]): number {
  let [least, found] = [Number.POSITIVE_INFINITY, colour];
  for (const candidate of among) {
    const away =
      ((candidate[0] - colour[0]) / 2) ** 2 +
      (candidate[1] - colour[1]) ** 2 +
      (candidate[2] - colour[2]) ** 2;
    if (away < least) [least, found] = [away, candidate];
  }
  return among.length === 0 ? MOST : deltaE(colour, found, 2);
}

function garment({ head, view }: Portrait, colours: Float32Array): Lab[] {
  const found: Lab[] = [];
  for (let row = STEP; row < SIDE; row += STEP * 2) {
    for (let column = STEP; column < SIDE; column += STEP * 2) {
      const index = row * SIDE + column;
      if (head.regions.labels[index] === LABEL.garment && (view.person[index] ?? 0) > 0.95) {
        found.push(colourOf(colours, index));
      }
    }
  }
  return found;
}

function bands(
  pairs: readonly { readonly from: number; readonly to: number }[],
  canonical: Portrait,
  other: Portrait,
  light: Light,
): (readonly [Light, Light])[] {
  const third = Math.ceil(pairs.length / 3);
  return [0, 1, 2].flatMap((band) => {
    const part = commonest(canonical, pairs.slice(band * third, (band + 1) * third));
    if (part.length === 0) return [];
    const before = middleOf(
      canonical,
      part.map(({ from }) => from),
    );
    const after = middleOf(
      other,
      part.map(({ to }) => to),
    );
    return [[before, lit(after, light)] as const];
  });
}

/** Those places whose canonical colour is the most common one among them. */
function commonest<T extends { readonly from: number }>({ view }: Sight, places: readonly T[]): readonly T[] {
  const groups = Map.groupBy(places, ({ from }) =>
    [0, 1, 2].map((channel) => Math.floor((view.lab[from * 3 + channel] ?? 0) / 12)).join(' '),
  );
  return [...groups.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function middleOf({ view }: Sight, pixels: readonly number[]): Light {
  const of = (channel: number) => {
    const values = Float32Array.from(pixels, (index) => view.light[index * 3 + channel] ?? 0).toSorted();
    return values[values.length >> 1] ?? 0;
  };
  return [of(0), of(1), of(2)];
}
