import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { faceLandmarks, facesOf } from './landmarks.ts';

/** Photographs of people that a package brings with it; none of them lies in this repository. */
const photographs = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api')), '../demo');

async function decoded(input: Sharp): Promise<Picture> {
  const { data, info } = await input.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: Uint8ClampedArray.from(data) };
}

const digestOf = async (picture: Picture) =>
  createHash('sha256')
    .update(JSON.stringify(await faceLandmarks(picture)))
    .digest('hex');

const reference = () => sharp('assets/alpha-ref.png');

test('the features of the reference lie where a person would point', async () => {
  const face = await faceLandmarks(await decoded(reference()));

  const near = (index: number, x: number, y: number) => {
    const point = face?.landmarks[index];
    expect(Math.hypot((point?.x ?? 0) - x, (point?.y ?? 0) - y), `landmark ${index}`).toBeLessThan(12);
  };
  expect(face?.landmarks).toHaveLength(68);
  near(8, 512, 562); // chin
  near(30, 511, 410); // tip of the nose
  near(36, 424, 347); // outer corners of the eyes, then of the mouth
  near(45, 600, 347);
  near(48, 470, 482);
  near(54, 554, 482);
  near(17, 404, 332); // outer ends of the brows
  near(26, 620, 330);
});

test('the same picture gives the same numbers, to the last bit', async () => {
  const picture = await decoded(reference());

  expect(await digestOf(picture)).toBe(await digestOf(picture));
});

test('a moved, smaller and turned picture gives the moved, smaller and turned face', async () => {
  const original = await faceLandmarks(await decoded(reference()));
  const half = await faceLandmarks(
    await decoded(reference().resize(512, 512).extend({ left: 200, top: 30 })),
  );

  for (const [index, point] of (original?.landmarks ?? []).entries()) {
    const found = half?.landmarks[index];
    expect(Math.hypot((found?.x ?? 0) - point.x / 2 - 200, (found?.y ?? 0) - point.y / 2 - 30)).toBeLessThan(
      2.5,
    );
  }
});

test('where nobody is, no face is found', async () => {
  const grey = sharp({ create: { width: 640, height: 480, channels: 3, background: '#808080' } });

  expect(await faceLandmarks(await decoded(grey))).toBeUndefined();
  expect(await faceLandmarks({ width: 1, height: 1, rgba: new Uint8ClampedArray(4) })).toBeUndefined();
});

test('a small face in a wide frame is found, and so is each person of a group', async () => {
  const small = reference().resize(160, 160);
  const wide = sharp({ create: { width: 1280, height: 720, channels: 3, background: '#9a9c9e' } }).composite([
    { input: await small.png().toBuffer(), left: 900, top: 480 },
  ]);

  expect(await facesOf(await decoded(wide))).toHaveLength(1);
  expect(
    (await facesOf(await decoded(sharp(join(photographs, 'sample3.jpg'))))).length,
  ).toBeGreaterThanOrEqual(3);
});
