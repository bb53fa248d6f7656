import { expect, test } from 'vitest';
import { blink, idle, standOf } from './idle.ts';

const points = Float32Array.from(
  { length: 300 },
  (_, at) => Math.sin(at * 12.9898) * (at % 3 === 1 ? 1 : 0.5),
);
const stand = standOf(points);
const at = (phase: number, amount = 1) => idle(points, stand, phase, amount);
const farthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((far, value, index) => Math.max(far, Math.abs(value - (b[index] ?? 0))), 0);

test('after a round everything stands where it stood, and the second half is the first one backwards', () => {
  expect(farthest(at(0), at(1))).toBeLessThan(1e-6);
  expect(farthest(at(0.3), at(0.7))).toBeLessThan(1e-6);
});

test('she moves, but little, and not at all when told to stand still', () => {
  expect(farthest(at(0), at(0.5))).toBeGreaterThan(0.01 * (stand.top - stand.bottom));
  expect(farthest(at(0), at(0.5))).toBeLessThan(0.06 * (stand.top - stand.bottom));
  expect(farthest(at(0.4, 0), points)).toBeLessThan(1e-6);
});

test('the eyes close once a round, for a moment', () => {
  const closed = Array.from({ length: 240 }, (_, frame) => blink(frame / 240));
  expect(Math.max(...closed)).toBe(1);
  expect(closed.filter((share) => share > 0).length).toBeLessThan(20);
});
