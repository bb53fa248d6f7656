import { expect, test } from 'vitest';
import { readPicture } from '#media/picture-file.ts';
import { picture } from '#test/upstream-samples.ts';
import { faceCrop } from './face-crop.ts';

test('the crop holds the whole face of the reference, large enough for the model', async () => {
  const { face, box, crop } = await faceCrop(await readPicture('assets/alpha-ref.png'), 512);
  expect([crop.width, crop.height]).toEqual([512, 512]);
  expect(face.box.x).toBeGreaterThanOrEqual(box.x);
  expect(face.box.y).toBeGreaterThanOrEqual(box.y);
  expect(face.box.x + face.box.width).toBeLessThanOrEqual(box.x + box.width);
  expect(face.box.y + face.box.height).toBeLessThanOrEqual(box.y + box.height);
  // The model wants at least 50 × 80 pixels.
  expect((face.box.height / box.height) * 512).toBeGreaterThan(80);
});

test('a picture without a face is refused', async () => {
  await expect(faceCrop(await readPicture(await picture(256, 256)), 256)).rejects.toMatchObject({
    code: 'face-missing',
  });
});
