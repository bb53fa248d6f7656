import { expect, test } from 'vitest';
import { shifter } from './shifted.ts';

test('a frame is read between the columns and rows that it names', () => {
  const rgba = Uint8ClampedArray.from(
    [
      [0, 0, 0, 255, 100, 200, 40, 255, 8, 8, 8, 255],
      [200, 0, 0, 255, 100, 0, 0, 255, 8, 8, 8, 255],
    ].flat(),
  );
  const draw = shifter({ width: 3, height: 2, rgba }, { width: 2, height: 1 });
  const seen = draw(Int32Array.from([0, 1, 0, 0, 1, 128]), Int32Array.from([0, 1, 64]));
  // A quarter down: 50, 0, 0 on the left, 100, 150, 30 in the middle.
  expect([...seen.rgba]).toEqual([50, 0, 0, 255, 75, 75, 15, 255]);
  expect([...draw(Int32Array.from([2, 2, 0, 1, 1, 0]), Int32Array.from([1, 1, 0])).rgba]).toEqual([
    8, 8, 8, 255, 100, 0, 0, 255,
  ]);
});
