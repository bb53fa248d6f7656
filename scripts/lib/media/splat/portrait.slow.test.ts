import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readPicture } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { frontCamera } from './from-picture.ts';
import { portraitOf } from './portrait.ts';
import { rasterise } from './rasterise.ts';
import { ssim } from './ssim.ts';

const folder = 'scripts/test/fixtures/variants';
const variants = (await readdir(folder)).filter((name) => name.endsWith('.png'));

async function likeness(picture: Picture) {
  const { cloud, lens, matte, face } = await portraitOf(picture, 30, 40_000);
  return { face, likeness: ssim(picture, rasterise(cloud, frontCamera(lens), picture, matte.plate)) };
}

test.each(variants)('%s becomes a body that looks like it, and its face is found', async (name) => {
  const picture = await readPicture(await sharp(join(folder, name)).resize(512).png().toBuffer());
  const found = await likeness(picture);
  expect(found.face).toBeDefined();
  expect(found.likeness).toBeGreaterThan(0.95);
});

test('a picture that is not square, and one without a face, are bodies, too', async () => {
  const tall = await sharp('assets/alpha-ref.png')
    .extract({ left: 250, top: 60, width: 520, height: 900 })
    .resize(300)
    .png()
    .toBuffer();
  expect((await likeness(await readPicture(tall))).likeness).toBeGreaterThan(0.9);
  const vase = Buffer.from(
    '<svg width="300" height="300"><rect width="300" height="300" fill="#dde"/><ellipse cx="150" cy="190" rx="80" ry="100" fill="#a42"/></svg>',
  );
  const found = await likeness(await readPicture(await sharp(vase).png().toBuffer()));
  expect(found.face).toBeUndefined();
  expect(found.likeness).toBeGreaterThan(0.95);
});

test('a picture with nothing on it is refused in words', async () => {
  const clear = { width: 64, height: 64, rgba: new Uint8ClampedArray(64 * 64 * 4) };
  await expect(portraitOf(clear, 30, 1000)).rejects.toMatchObject({ code: 'figure-missing' });
});
