import { expect, test } from 'vitest';
import { lens } from '../camera.ts';
import { emptyCloud } from '../splat/cloud.ts';
import type { SplatCloud } from '../splat/cloud.ts';
import { momentOf, runsBack } from './moment.ts';
import type { SplatSequence } from './sequence.ts';

const cloud = (count: number, x: number): SplatCloud => {
  const empty = emptyCloud(count);
  return { ...empty, positions: empty.positions.fill(x), colours: empty.colours.fill(x / 10) };
};
const sequence = (...clouds: readonly SplatCloud[]): SplatSequence => ({
  periodSeconds: 4,
  clouds,
  standpoint: { target: [0, 0, 0], distance: 5, lens: lens(2) },
});
const [a, b, c] = [cloud(2, 0), cloud(2, 4), cloud(2, 8)];

test('between two times everything is between them, also from the last back to the first', () => {
  const at = momentOf(sequence(a, b, c, b));
  expect(at(0)).toBe(a);
  expect(at(0.25)).toBe(b);
  expect([...at(0.125).positions]).toEqual([2, 2, 2, 2, 2, 2]);
  expect(at(0.125).colours[0]).toBeCloseTo(0.2);
  expect(at(0.875).positions[0]).toBeCloseTo(2);
  expect(at(1)).toBe(a);
});

test('splats that have no Gaussians in common are not mixed', () => {
  const other = cloud(3, 1);
  const at = momentOf(sequence(a, other));
  expect(at(0.2)).toBe(a);
  expect(at(0.3)).toBe(other);
});

test('a motion that goes back the way it came is known by its clouds', () => {
  expect(runsBack(sequence(a, b, c, b))).toBe(true);
  expect(runsBack(sequence(a, b, c, a))).toBe(false);
});
