import { expect, test } from 'vitest';
import { ranged, sampled } from './sample.ts';

/** 4 × 4, red grows from left to right, green from top to bottom. */
const slope = {
  width: 4,
  height: 4,
  rgba: Uint8ClampedArray.from(
    Array.from({ length: 16 }, (_, at) => [(at % 4) * 60, Math.floor(at / 4) * 60, 0, 255]).flat(),
  ),
};

test('a square of the same size is the picture itself', () => {
  const { rgb } = sampled(slope, { x: 2, y: 2, side: 4, angle: 0 }, 4);

  expect([...rgb].filter((_, at) => at % 3 === 0)).toEqual(
    Array.from({ length: 16 }, (_, at) => (at % 4) * 60),
  );
});

test('a quarter turn makes columns of rows', () => {
  const { rgb } = sampled(slope, { x: 2, y: 2, side: 4, angle: Math.PI / 2 }, 4);

  expect(rgb[0]).toBeCloseTo(180, 4); // the top left pixel shows the top right one
  expect(rgb[1]).toBeCloseTo(0, 4);
  expect(rgb[9]).toBeCloseTo(180, 4); // the top right pixel shows the bottom right one
  expect(rgb[10]).toBeCloseTo(180, 4);
});

test('made smaller, a pixel is the mean of what it covers', () => {
  const { rgb } = sampled(slope, { x: 2, y: 2, side: 4, angle: 0 }, 1);

  expect(rgb[0]).toBeCloseTo(90, 4);
});

test('beyond the picture its edge goes on, and nothing lies on mid-grey', () => {
  const { rgb } = sampled(slope, { x: -20, y: 2, side: 2, angle: 0 }, 1);
  const clear = sampled(
    { width: 1, height: 1, rgba: new Uint8ClampedArray(4) },
    { x: 0.5, y: 0.5, side: 1, angle: 0 },
    1,
  );

  expect(rgb[0]).toBe(0);
  expect([...clear.rgb]).toEqual([128, 128, 128]);
});

test('a range is carried over to its ends', () => {
  expect([...ranged({ side: 1, rgb: Float32Array.of(0, 127.5, 255) }, -1, 1).rgb]).toEqual([-1, 0, 1]);
});
