import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readReference } from '#media/canon/reference.ts';
import { readPicture } from '#media/picture-file.ts';
import { previewed } from '#test/previewed.ts';
import { pipeline } from './pipeline.ts';
import { proposeCandidate } from './preview-candidate.ts';

const size = { width: 200, height: 200 };
const reference = await sharp('assets/alpha-ref.png').resize(200).png().toBuffer();
const picture = await readPicture(reference);
const moved = (one: Uint8ClampedArray, two: Uint8ClampedArray) =>
  one.reduce((count, value, at) => count + (Math.abs(value - (two[at] ?? 0)) > 8 ? 1 : 0), 0) / one.length;

test('a candidate is a picture that can be the reference, byte for byte the same for the same seed', async () => {
  const inputs = { 'picture/picture': reference };
  await using built = await previewed(pipeline, { inputs, seed: 7 });
  await using again = await previewed(pipeline, { inputs, seed: 7 });
  expect(built.files).toEqual(['candidate.png']);
  expect(await again.digests()).toEqual(await built.digests());
  expect(readReference(await built.bytes('candidate.png'), size).picture).toMatchObject(size);
});

test('candidates are visibly different from the picture before, and from each other', () => {
  const pictures = [picture, ...[1, 2, 7].map((seed) => proposeCandidate(picture, seed))];
  for (const [index, one] of pictures.entries())
    for (const two of pictures.slice(0, index)) {
      expect(moved(one.rgba, two.rgba)).toBeGreaterThan(0.25);
    }
});

test('a picture without a strong colour is not recoloured', () => {
  const grey = {
    ...picture,
    rgba: picture.rgba.map((_, at) => (at % 4 === 3 ? 255 : (picture.rgba[at - (at % 4) + 1] ?? 0))),
  };
  const { rgba } = proposeCandidate(grey, 7);
  // A grey figure before a tinted ground: in its middle the three channels stay as near as the warmth of the light lets them.
  const middle = (125 * 200 + 100) * 4;
  const channels = rgba.subarray(middle, middle + 3);
  expect(Math.max(...channels) - Math.min(...channels)).toBeLessThan(12);
});
