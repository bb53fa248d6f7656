import { addRound, band, crossfaded, shaped, wander } from './noise.ts';
import type { Dice } from './seeded.ts';

/** What a layer is made with: its own dice, and the length of the loop in samples. */
export interface Ground {
  readonly rate: number;
  readonly length: number;
  readonly dice: Dice;
}

// Single sounds, and how they are laid into a loop: what layers are made of.

const OVERLAP_SECONDS = 1;

/** A steady sound without a seam: made longer, its end laid over its beginning. */
export function steady(
  { rate, length, dice }: Ground,
  make: (length: number, dice: Dice) => Float32Array,
): Float32Array {
  const overlap = Math.min(rate * OVERLAP_SECONDS, Math.floor(length / 2));
  return crossfaded(make(length + overlap, dice), overlap);
}

/** Sounds that come now and then: `every` seconds on average, laid into the loop where dice say. */
export function now(ground: Ground, every: number, make: (dice: Dice) => Float32Array): Float32Array {
  const { rate, length, dice } = ground;
  const loop = new Float32Array(length);
  const count = Math.max(1, Math.round(length / rate / every));
  for (let index = 0; index < count; index += 1)
    addRound(
      loop,
      make(dice),
      Math.floor(((index + 0.15 + dice() * 0.7) / count) * length),
      0.5 + dice() * 0.5,
    );
  return loop;
}

/** A tone whose partials fade: `hertz` and its multiples with the gains of `partials`. */
export function struck(
  rate: number,
  hertz: number,
  seconds: number,
  partials: readonly number[],
): Float32Array {
  const samples = new Float32Array(Math.round(rate * seconds));
  partials.forEach((gain, index) => {
    const step = (2 * Math.PI * hertz * (index + 1)) / rate;
    const fade = (4 + index * 1.5) / samples.length;
    for (let at = 0; at < samples.length; at += 1)
      samples[at] = (samples[at] ?? 0) + gain * Math.sin(step * at) * Math.exp(-fade * at);
  });
  return fadedIn(samples, rate * 0.004);
}

function fadedIn(samples: Float32Array, length: number): Float32Array {
  for (let at = 0; at < Math.min(length, samples.length); at += 1)
    samples[at] = (samples[at] ?? 0) * (at / length);
  return samples;
}

/** A short burst of noise around `hertz` that rises and falls. */
export function burst(
  rate: number,
  dice: Dice,
  hertz: number,
  q: number,
  seconds: number,
  rise = 0.2,
): Float32Array {
  const length = Math.max(8, Math.round(rate * seconds));
  const samples = band(length, rate, dice, hertz, q);
  for (let at = 0; at < length; at += 1) {
    const place = at / length;
    samples[at] = (samples[at] ?? 0) * (place < rise ? place / rise : ((1 - place) / (1 - rise)) ** 1.5);
  }
  return samples;
}

/** Whole turns in the loop, so that a tone runs on through its seam. */
export function hum({ rate, length }: Ground, hertz: number, partials: readonly number[]): Float32Array {
  const samples = new Float32Array(length);
  partials.forEach((gain, index) => {
    const turns = Math.max(1, Math.round((hertz * (index + 1) * length) / rate));
    const step = (2 * Math.PI * turns) / length;
    for (let at = 0; at < length; at += 1) samples[at] = (samples[at] ?? 0) + gain * Math.sin(step * at);
  });
  return samples;
}

/** Strokes of a pencil: two to six to a figure, forth and back, with the grain of the paper. */
export function strokes(rate: number, dice: Dice): Float32Array {
  const figure = new Float32Array(Math.round(rate * 1.6));
  const count = 2 + Math.floor(dice() * 5);
  let start = 0;
  for (let stroke = 0; stroke < count; stroke += 1) {
    const seconds = 0.09 + dice() * 0.16;
    const length = Math.round(rate * seconds);
    if (start + length > figure.length) break;
    const sound = burst(rate, dice, 2600 + dice() * 2200 + (stroke % 2) * 500, 0.9, seconds, 0.35);
    const grain = wander(length, rate, dice, 160);
    addRound(
      figure,
      shaped(sound, grain, (value) => 0.35 + 0.65 * value),
      start,
      1.6,
    );
    start += length + Math.round(rate * (0.015 + dice() * 0.06));
  }
  return figure;
}

export function chirp(rate: number, dice: Dice): Float32Array {
  const notes = 2 + Math.floor(dice() * 4);
  const figure = new Float32Array(Math.round(rate * 0.14 * notes));
  for (let note = 0; note < notes; note += 1) {
    const length = Math.round(rate * (0.05 + dice() * 0.06));
    const low = 2600 + dice() * 1800;
    const rise = (dice() - 0.4) * 1600;
    let phase = 0;
    const tone = new Float32Array(length);
    for (let at = 0; at < length; at += 1) {
      phase += (2 * Math.PI * (low + rise * (at / length))) / rate;
      tone[at] = Math.sin(phase) * Math.sin((Math.PI * at) / length) ** 2;
    }
    addRound(figure, tone, Math.round(rate * 0.14 * note));
  }
  return figure;
}

/** A drop or a click: a fading tone, higher the smaller it is. */
export const drop = (rate: number, dice: Dice, low: number, high: number): Float32Array =>
  struck(rate, low + dice() * (high - low), 0.03 + dice() * 0.05, [0.8, 0.2]);
