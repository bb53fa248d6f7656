import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { diceOf } from '../sound/seeded.ts';
import { moverOf, paste, planesOf } from './planes.ts';

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

/** BT.709. */
const luma = ([red = 0, green = 0, blue = 0]: readonly number[]) =>
  0.2126 * red + 0.7152 * green + 0.0722 * blue;

test.each([2, 4, 6, 10])(
  'every pixel of a picture %i wide has its own light, every four their differences',
  (width) => {
    const dice = diceOf('planes', width);
    const picture: Picture = {
      width,
      height: 6,
      rgba: Uint8ClampedArray.from({ length: width * 6 * 4 }, () => dice() * 256),
    };
    const { bytes } = planesOf(picture);
    expect(bytes.length).toBe(width * 9);
    const colour = (x: number, y: number) => [
      ...picture.rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 3),
    ];
    for (let y = 0; y < 6; y += 1)
      for (let x = 0; x < width; x += 1) {
        const light = 16 + (luma(colour(x, y)) * 219) / 255;
        expect(Math.abs((bytes[y * width + x] ?? 0) - light)).toBeLessThan(0.51);
        if (x % 2 !== 0 || y % 2 !== 0) continue;
        const four = [colour(x, y), colour(x + 1, y), colour(x, y + 1), colour(x + 1, y + 1)];
        const mean = [0, 1, 2].map((channel) => four.reduce((sum, one) => sum + (one[channel] ?? 0), 0) / 4);
        const at = width * 6 + ((y / 2) * width) / 2 + x / 2;
        const blue = 128 + (((mean[2] ?? 0) - luma(mean)) / 1.8556) * (224 / 255);
        const red = 128 + (((mean[0] ?? 0) - luma(mean)) / 1.5748) * (224 / 255);
        expect(Math.abs((bytes[at] ?? 0) - blue)).toBeLessThan(0.51);
        expect(Math.abs((bytes[at + (width * 6) / 4] ?? 0) - red)).toBeLessThan(0.51);
      }
  },
);

test('a movement of a whole pixel brings each pixel from its neighbour, and the edge goes on', () => {
  const given = planesOf(spread(8, 8, (x, y) => 16 * x + 2 * y));
  const whole = { x: 0, y: 0, width: 8, height: 8 };
  const movedBy = (share: number, x: number) => {
    const mover = moverOf(given, 2, () => share);
    const [picture, into] = mover.planes;
    if (picture === undefined || into === undefined) throw new Error('two planes were asked for');
    picture.bytes.set(given.bytes);
    mover.move(picture, into, whole, { x, y: 0 });
    return { picture, into };
  };
  const { picture, into } = movedBy(1, 2);
  for (let y = 0; y < 8; y += 1)
    for (let x = 0; x < 8; x += 1)
      expect(into.bytes[y * 8 + x]).toBe(picture.bytes[y * 8 + Math.max(0, x - 2)]);
  const half = movedBy(0.5, 1).into;
  // Half a pixel: the mean of two.
  const [left = 0, right = 0] = picture.bytes.subarray(27, 29);
  expect(Math.abs((half.bytes[28] ?? 0) - (left + right) / 2)).toBeLessThanOrEqual(1);
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
