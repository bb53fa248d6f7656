import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colourDistance, countsAbove, measureRows, okLab, STEPS } from './colour-distance.ts';

test('OKLab has the values of its paper for white and black', () => {
  const [lightness, a, b] = okLab(255, 255, 255);
  expect(lightness).toBeCloseTo(1, 4);
  expect(a).toBeCloseTo(0, 4);
  expect(b).toBeCloseTo(0, 4);
  expect(okLab(0, 0, 0)).toEqual([0, 0, 0]);
});

// CSS Color 4 gives red as oklab(62.796% 0.22486 0.12585).
test('OKLab has the value of CSS Color 4 for red', () => {
  const [lightness, a, b] = okLab(255, 0, 0);
  expect(lightness).toBeCloseTo(0.627_96, 3);
  expect(a).toBeCloseTo(0.224_86, 3);
  expect(b).toBeCloseTo(0.125_85, 3);
});

test('black to white is 100, and a distance has no direction', () => {
  expect(colourDistance([0, 0, 0], [255, 255, 255])).toBeCloseTo(100, 3);
  const channel = fc.integer({ min: 0, max: 255 });
  const colour = fc.tuple(channel, channel, channel);
  fc.assert(
    fc.property(colour, colour, (a, b) => {
      expect(colourDistance(a, b)).toBeCloseTo(colourDistance(b, a), 9);
      if (a.join() === b.join()) expect(colourDistance(a, b)).toBe(0);
    }),
  );
});

test('a map holds the distance of each pixel, and counts those above a threshold', () => {
  const before = Uint8ClampedArray.of(0, 0, 0, 255, 10, 20, 30, 255, 200, 0, 0, 255);
  const after = Uint8ClampedArray.of(255, 255, 255, 255, 10, 20, 30, 255, 203, 0, 0, 255);
  const map = new Uint16Array(3);
  measureRows(before, after, map, 0, 3);

  expect(map[0]).toBe(100 * STEPS);
  expect(map[1]).toBe(0);
  expect(map[2]).toBeGreaterThan(0);
  const above = countsAbove(map);
  expect([0, 2, 99.9, 100].map(above)).toEqual([2, 1, 1, 0]);
});

test('a colour that fades in is seen on black or on white', () => {
  const map = new Uint16Array(2);
  measureRows(
    Uint8ClampedArray.of(255, 255, 255, 0, 0, 0, 0, 0),
    Uint8ClampedArray.of(255, 255, 255, 255, 0, 0, 0, 255),
    map,
    0,
    2,
  );
  expect(map[0]).toBe(100 * STEPS);
  expect(map[1]).toBe(100 * STEPS);
});
