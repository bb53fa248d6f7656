import { deltaE, labOf, type Lab, type Light } from './colour.ts';
import { draped } from './drape.ts';
import { lit } from './light.ts';
import { LABEL } from './regions.ts';
import type { Portrait, Registration } from './registration.ts';
import type { Sight } from './sight.ts';
import { channelOf, nth } from './select.ts';
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
  /** Places of the other view whose colour is another one (`VISIBLE`), as indices of its pixels; one for each `STEP` pixels. */
  readonly elsewhere: readonly number[];
}

/** A difference that a person sees at a glance. */
export const VISIBLE = 6;
/** More than this is another colour; how far does not matter. */
const MOST = 40;
/** Only pixels that surely show her: the border is half background. */
const SURE = 0.95;
/** Folds and seams may lie this far from where they lay, in pixels of a view. */
const NEAR = 5;
/** Every so many pixels a place is asked. */
const STEP = 4;
/** The radius over which texture is averaged before colours are compared, in pixels of a view. */
const TEXTURE = 2;

const smoothed = new WeakMap<Sight, Float32Array>();
/** The colours of the canonical picture, which every other one is held against in its own light. */
const kept = new WeakMap<Portrait, Float32Array>();

/** Light of a sight, averaged over texture. */
function smooth(sight: Sight): Float32Array {
  const known = smoothed.get(sight);
  if (known !== undefined) return known;
  const result = averaged(averaged(sight.view.light, 3), SIDE * 3);
  smoothed.set(sight, result);
  return result;
}

/** Box mean along one direction; `stride` is the way to the next pixel in it, in numbers. */
function averaged(light: Float32Array, stride: number): Float32Array {
  const result = new Float32Array(light.length);
  for (let line = 0; line < SIDE; line += 1) {
    const start = stride === 3 ? line * SIDE * 3 : line * 3;
    for (let place = 0; place < SIDE; place += 1) {
      const [low, high] = [Math.max(0, place - TEXTURE), Math.min(SIDE - 1, place + TEXTURE)];
      const count = high - low + 1;
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let step = low; step <= high; step += 1) sum += light[start + step * stride + channel] ?? 0;
        result[start + place * stride + channel] = sum / count;
      }
    }
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
  { byBody, bodyFit, pose }: Registration,
  light: Light,
): OutfitChange {
  const turn = Math.max(Math.abs(pose.yaw), Math.abs(pose.pitch));
  const before = kept.get(canonical) ?? colours(canonical, [1, 1, 1]);
  kept.set(canonical, before);
  const after = colours(other, light);
  const [mine, theirs] = [canonical.head.regions, other.head.regions];
  const carry = draped({ regions: mine, colours: before }, { regions: theirs, colours: after }, byBody, turn);
  const pairs: { readonly from: number; readonly to: number }[] = [];
  let all = 0;
  for (let row = STEP / 2; row < SIDE; row += STEP) {
    for (let column = STEP / 2; column < SIDE; column += STEP) {
      const from = row * SIDE + column;
      if (mine.labels[from] !== LABEL.garment || (canonical.view.person[from] ?? 0) < SURE) continue;
      all += 1;
      const { x, y } = carry({ x: column + 0.5, y: row + 0.5 });
      const [u, v] = [Math.floor(x), Math.floor(y)];
      if (u < NEAR || v < NEAR || u >= SIDE - NEAR || v >= SIDE - NEAR) continue;
      const to = v * SIDE + u;
      // What hair covers, or what lies beyond the outline of a body that turned, tells nothing of the garment.
      if (theirs.labels[to] === LABEL.hair || (other.view.person[to] ?? 0) < SURE) continue;
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
    elsewhere: fits ? pairs.flatMap(({ to }, at) => ((differences[at] ?? 0) > VISIBLE ? [to] : [])) : [],
  };
}

/** CIELAB of each pixel, averaged over texture, in a given light. */
function colours(sight: Sight, light: Light): Float32Array {
  return labOf(smooth(sight), light);
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
  const of = (channel: number) => nth(channelOf(view.light, pixels, channel), pixels.length >> 1);
  return [of(0), of(1), of(2)];
}
