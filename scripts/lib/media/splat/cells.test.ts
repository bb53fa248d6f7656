import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { divided } from './cells.ts';

/** Left half plain, right half a checkerboard of single pixels; the lowest eight rows are clear. */
const picture: Picture = {
  width: 64,
  height: 48,
  rgba: Uint8ClampedArray.from({ length: 64 * 48 * 4 }, (_, at) => {
    const pixel = at >> 2;
    const [x, y] = [pixel % 64, Math.floor(pixel / 64)];
    if (at % 4 === 3) return y < 40 ? 255 : 0;
    return x < 32 ? 120 : (x + y) % 2 === 0 ? 60 : 180;
  }),
};

test('detail is divided first, and never into more squares than may be', () => {
  for (const most of [100, 400, 1400]) {
    const { count, sides, centres } = divided(picture, most);
    expect(count).toBeLessThanOrEqual(most);
    const left = [...sides].filter((_, cell) => (centres[cell * 2] ?? 0) < 32);
    expect(new Set(left)).toEqual(new Set([8]));
  }
  const fine = divided(picture, 1400);
  expect([...fine.sides].filter((side) => side === 1)).toHaveLength(32 * 40);
});

test('the squares cover what is opaque, once, and hold its colours', () => {
  const { count, sides, colours, opacities, centres } = divided(picture, 700);
  expect(sides.reduce((sum, side) => sum + side * side, 0)).toBe(64 * 40);
  for (let cell = 0; cell < count; cell += 1) {
    expect(opacities[cell]).toBe(1);
    expect(centres[cell * 2 + 1]).toBeLessThan(40);
    expect(colours[cell * 3]).toBeCloseTo(120, (sides[cell] ?? 0) > 1 ? 3 : -9);
  }
});

test('at soft edges, too, there are as many as were counted', () => {
  const soft = {
    ...picture,
    rgba: picture.rgba.map((value, at) => (at % 4 === 3 ? Math.max(0, 255 - ((at >> 2) % 64) * 5) : value)),
  };
  for (const most of [80, 300, 900]) {
    const { opacities, sides, count } = divided(soft, most);
    expect(count).toBeLessThanOrEqual(most);
    expect(count).toBeGreaterThan(20);
    expect(Math.min(...opacities)).toBeGreaterThan(0);
    expect(Math.min(...sides)).toBeGreaterThan(0);
  }
});

test('there are never fewer than the largest squares', () => {
  expect(divided(picture, 3).count).toBe(8 * 5);
});

test('a picture with nothing in it has no squares', () => {
  expect(divided({ ...picture, rgba: new Uint8ClampedArray(picture.rgba.length) }, 100).count).toBe(0);
});
