import { expect, test } from 'vitest';
import { halved } from './halved.ts';

test('four pixels become their mean, and what is clear has no colour to give', () => {
  const rgba = Uint8ClampedArray.from(
    [
      [200, 0, 0, 255, 100, 0, 40, 255, 9, 9, 9, 0, 80, 60, 40, 200, 1, 1, 1, 255],
      [0, 0, 0, 255, 100, 0, 0, 255, 9, 9, 9, 0, 250, 9, 9, 0, 1, 1, 1, 255],
      Array.from({ length: 20 }, () => 77),
    ].flat(),
  );
  expect(halved({ width: 5, height: 3, rgba })).toEqual({
    width: 2,
    height: 1,
    rgba: Uint8ClampedArray.from([100, 0, 10, 255, 80, 60, 40, 50]),
  });
});
