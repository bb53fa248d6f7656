import { expect, test } from 'vitest';
import { band } from './noise.ts';
import { diceOf } from './seeded.ts';
import { envelopeOf, speechShape } from './speech-shape.ts';
import type { Sound } from './wave-file.ts';

const RATE = 22_050;
/** Bands of noise at the formants of a vowel, for `seconds`. */
function vowel(first: number, second: number, seconds = 0.4): Float32Array {
  const length = Math.round(RATE * seconds);
  const low = band(length, RATE, diceOf('low', first), first, 6);
  const high = band(length, RATE, diceOf('high', second), second, 6);
  return low.map((value, at) => value + 0.5 * (high[at] ?? 0));
}
const silence = (seconds: number) => new Float32Array(Math.round(RATE * seconds));
const said = (...parts: readonly Float32Array[]): Sound => {
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((start, part) => {
    samples.set(part, start);
    return start + part.length;
  }, 0);
  return { rate: RATE, samples };
};

test('a mouth is shut in silence and open in speech, on the frame', () => {
  const sound = said(silence(0.4), vowel(800, 1200), silence(0.4));
  const { open } = speechShape(sound, 25);
  expect(open.length).toBe(30);
  expect(Math.max(...open.subarray(0, 8), ...open.subarray(22))).toBeLessThan(0.05);
  expect(Math.min(...open.subarray(12, 18))).toBeGreaterThan(0.3);
  // The tenth frame begins with the vowel; its neighbour hears a hundredth of a second of it.
  const levels = envelopeOf(sound, 25);
  expect(levels[9]).toBeLessThan((levels[11] ?? 0) / 2);
  expect(levels[8]).toBe(0);
});

const middle = (values: Float32Array, part: number) => values[part * 10 + 5] ?? 0;

test('"a" is more open than "i", "i" is wider than "u"', () => {
  const { open, wide } = speechShape(said(vowel(800, 1200), vowel(300, 2300), vowel(320, 900)), 25);
  expect(middle(open, 0)).toBeGreaterThan(middle(open, 1));
  expect(middle(wide, 1)).toBeGreaterThan(middle(wide, 2) + 0.3);
});
