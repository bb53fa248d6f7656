import fc from 'fast-check';
import { expect, test } from 'vitest';
import { framing, nearer, position, turned } from './orbit.ts';

const origin = { x: 0, y: 0, z: 0 };

test('the front is looked at along −z, a quarter turn to the right from +x', () => {
  expect(position({ yaw: 0, pitch: 0, distance: 3 }, origin)).toEqual({ x: 0, y: 0, z: 3 });
  const right = position(turned({ yaw: 0, pitch: 0, distance: 3 }, -200, 0), origin);
  expect(right.x).toBeCloseTo(3, 9);
  expect(right.z).toBeCloseTo(0, 9);
});

test('no drag tips the camera over the pole, and no wheel takes it through the model or out of sight', () => {
  const step = fc.tuple(
    fc.integer({ min: -900, max: 900 }),
    fc.integer({ min: -900, max: 900 }),
    fc.double({ min: 0.1, max: 10, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let orbit = { yaw: 0, pitch: 0, distance: 5 };
      for (const [dx, dy, factor] of steps) orbit = nearer(turned(orbit, dx, dy), factor, 5);
      expect(Math.abs(orbit.pitch)).toBeLessThan(Math.PI / 2);
      expect(orbit.distance).toBeGreaterThanOrEqual(5 / 40);
      expect(orbit.distance).toBeLessThanOrEqual(20);
      const { x, y, z } = position(orbit, origin);
      expect(Math.hypot(x, y, z)).toBeCloseTo(orbit.distance, 6);
    }),
  );
});

test('a ball that fills a square view touches a narrow one at its sides', () => {
  expect(framing(1, Math.PI / 3, 1)).toBeCloseTo(2, 9);
  expect(framing(1, Math.PI / 3, 0.5)).toBeGreaterThan(2);
});
