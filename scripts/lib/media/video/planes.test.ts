import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { giveOf, moved, paste, planesOf } from './planes.ts';

const plain = (width: number, height: number, [red, green, blue]: readonly number[]): Picture => ({
  width,
  height,
  rgba: Uint8ClampedArray.from(
    { length: width * height * 4 },
    (_, at) => [red, green, blue, 255][at % 4] ?? 0,
  ),
});
const spread = (width: number, height: number, at: (x: number, y: number) => number): Picture => ({
  width,
  height,
  rgba: Uint8ClampedArray.from({ length: width * height * 4 }, (_, place) =>
    place % 4 === 3 ? 255 : at((place >> 2) % width, Math.floor((place >> 2) / width)),
  ),
});

test.each([
  ['white', [255, 255, 255], [235, 128, 128]],
  ['black', [0, 0, 0], [16, 128, 128]],
  ['red', [255, 0, 0], [63, 102, 240]],
  ['green', [0, 255, 0], [173, 42, 26]],
  ['blue', [0, 0, 255], [32, 240, 118]],
])('%s has the numbers that BT.709 gives it', (_, colour, [light, blue, red]) => {
  const { bytes } = planesOf(plain(4, 2, colour));
  expect([...bytes]).toEqual([light, light, light, light, light, light, light, light, blue, blue, red, red]);
});

test('a movement of a whole pixel brings each pixel from its neighbour, and the edge goes on', () => {
  const picture = planesOf(spread(8, 8, (x, y) => 16 * x + 2 * y));
  const into = planesOf(plain(8, 8, [0, 0, 0]));
  const whole = { x: 0, y: 0, width: 8, height: 8 };
  moved(
    picture,
    into,
    whole,
    giveOf(picture, () => 1),
    { x: 2, y: 0 },
  );
  for (let y = 0; y < 8; y += 1)
    for (let x = 0; x < 8; x += 1)
      expect(into.bytes[y * 8 + x]).toBe(picture.bytes[y * 8 + Math.max(0, x - 2)]);
  moved(
    picture,
    into,
    whole,
    giveOf(picture, () => 0.5),
    { x: 1, y: 0 },
  );
  // Half a pixel: the mean of two.
  const [left = 0, right = 0] = picture.bytes.subarray(27, 29);
  expect(Math.abs((into.bytes[28] ?? 0) - (left + right) / 2)).toBeLessThanOrEqual(1);
});

test('a patch of a picture, pasted where it was, changes nothing; elsewhere only its place', () => {
  const picture = spread(8, 6, (x, y) => 20 * x + 9 * y);
  const patch = planesOf({
    width: 4,
    height: 2,
    rgba: Uint8ClampedArray.from({ length: 32 }, (_, at) => {
      const [x, y] = [2 + ((at >> 2) % 4), 2 + (at >> 4)];
      return picture.rgba[(y * 8 + x) * 4 + (at % 4)] ?? 0;
    }),
  });
  const whole = planesOf(picture);
  const same = { ...whole, bytes: whole.bytes.slice() };
  paste(same, patch, 2, 2);
  expect(same.bytes).toEqual(whole.bytes);
  paste(same, patch, 0, 0);
  expect(same.bytes.slice(0, 4)).toEqual(whole.bytes.slice(18, 22));
  expect(same.bytes.slice(16, 48)).toEqual(whole.bytes.slice(16, 48));
});

test('a picture of odd width is refused', () => {
  expect(() => planesOf(plain(3, 2, [0, 0, 0]))).toThrow('3 × 2 is not even');
});
