import { biquad, filter } from './biquad.ts';
import type { Dice } from './seeded.ts';

/** White noise from −1 to 1. */
export function white(length: number, dice: Dice): Float32Array {
  const samples = new Float32Array(length);
  for (let at = 0; at < length; at += 1) samples[at] = dice() * 2 - 1;
  return samples;
}

/** Noise that falls by 6 dB an octave above `hertz`, about as loud as white noise. */
export function brown(length: number, rate: number, dice: Dice, hertz = 60): Float32Array {
  const samples = white(length, dice);
  const keep = Math.exp((-2 * Math.PI * hertz) / rate);
  const gain = Math.sqrt(1 - keep * keep);
  let state = 0;
  for (let at = 0; at < length; at += 1) {
    state = state * keep + (samples[at] ?? 0) * gain;
    samples[at] = state;
  }
  return samples;
}

/** Noise of a band around `hertz`; `q` is its sharpness. */
export const band = (length: number, rate: number, dice: Dice, hertz: number, q: number): Float32Array =>
  filter(white(length, dice), biquad('band-pass', rate, hertz, q));

/**
 * A curve that wanders between 0 and 1, about `hertz` turns a second: random values joined by half cosines. It ends
 * where it begins, so that it can be played round and round.
 */
export function wander(length: number, rate: number, dice: Dice, hertz: number): Float32Array {
  const turns = Math.max(2, Math.round((length / rate) * hertz));
  const values = Float32Array.from({ length: turns }, dice);
  const curve = new Float32Array(length);
  for (let at = 0; at < length; at += 1) {
    const place = (at / length) * turns;
    const turn = Math.floor(place);
    const share = 0.5 - 0.5 * Math.cos(Math.PI * (place - turn));
    const from = values[turn % turns] ?? 0;
    curve[at] = from + ((values[(turn + 1) % turns] ?? 0) - from) * share;
  }
  return curve;
}

/** Multiplies in place, sample by sample. */
export function shaped(
  samples: Float32Array,
  curve: Float32Array,
  of: (value: number) => number,
): Float32Array {
  for (let at = 0; at < samples.length; at += 1) samples[at] = (samples[at] ?? 0) * of(curve[at] ?? 0);
  return samples;
}

/** Adds `what` to a loop from `start` on; what passes the end goes on at the beginning. */
export function addRound(loop: Float32Array, what: Float32Array, start: number, gain = 1): void {
  for (
    let at = 0, to = start % loop.length;
    at < what.length;
    at += 1, to = to + 1 === loop.length ? 0 : to + 1
  )
    loop[to] = (loop[to] ?? 0) + (what[at] ?? 0) * gain;
}

/**
 * A loop of `samples.length - overlap`: what is too long at the end is laid over the beginning with crossing gains of
 * equal power, so that the last sample runs on into the first.
 */
export function crossfaded(samples: Float32Array, overlap: number): Float32Array {
  const length = samples.length - overlap;
  const loop = samples.slice(0, length);
  for (let at = 0; at < overlap; at += 1) {
    const angle = ((at + 0.5) / overlap) * (Math.PI / 2);
    loop[at] = (samples[at] ?? 0) * Math.sin(angle) + (samples[length + at] ?? 0) * Math.cos(angle);
  }
  return loop;
}
