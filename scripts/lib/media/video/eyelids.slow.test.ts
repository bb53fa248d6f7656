import { expect, test } from 'vitest';
import { faceLandmarks } from '../face/landmarks.ts';
import { readPicture } from '../picture-file.ts';
import { eyelidsOf, lowerEyelids } from './eyelids.ts';

test('closed lids cover the eyes with skin and leave all else as it was', async () => {
  const picture = await readPicture('assets/alpha-ref.png');
  const face = await faceLandmarks(picture);
  if (face === undefined) throw new Error('she has a face');
  const lids = eyelidsOf(face);
  const shut = { ...picture, rgba: Uint8ClampedArray.from(picture.rgba) };
  lowerEyelids(shut, picture, lids, 1);
  // Irises are blue-green against skin: red is the smallest channel there.
  const cool = (rgba: Uint8ClampedArray) =>
    lids.reduce((sum, { left, columns }) => {
      let count = sum;
      columns.forEach(({ open, closed }, index) => {
        for (let y = Math.ceil(open); y < closed; y += 1) {
          const at = (y * picture.width + left + index) * 4;
          if ((rgba[at] ?? 0) < (rgba[at + 1] ?? 0)) count += 1;
        }
      });
      return count;
    }, 0);
  expect(cool(picture.rgba)).toBeGreaterThan(300);
  expect(cool(shut.rgba)).toBeLessThan(cool(picture.rgba) / 10);
  let changed = 0;
  for (let at = 0; at < shut.rgba.length; at += 4) if (shut.rgba[at] !== picture.rgba[at]) changed += 1;
  expect(changed).toBeLessThan(7000);
});
