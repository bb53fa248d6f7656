import sharp from 'sharp';
import { expect, test } from 'vitest';
import { lensOf35mm, orbit } from '../camera.ts';
import { reliefOf } from '../depth/relief.ts';
import { matteOf } from '../matte/matte.ts';
import { readPicture } from '../picture-file.ts';
import { frontCamera, splatOf } from './from-picture.ts';
import { writeSplat } from './ply.ts';
import { rasterise } from './rasterise.ts';
import { ssim } from './ssim.ts';
import { distanceOf } from './surface.ts';

const picture = await readPicture(await sharp('assets/alpha-ref.png').resize(256).png().toBuffer());
const matte = matteOf(picture);
const relief = reliefOf(matte.figure, undefined);
const lens = lensOf35mm(30, picture);
const cloud = splatOf(picture, matte, relief, lens, 12_000);

test('from the front it is the picture', () => {
  const seen = rasterise(cloud, frontCamera(lens), picture, matte.plate);
  expect(ssim(picture, seen)).toBeGreaterThan(0.95);
});

test('every Gaussian is a sound one', () => {
  const { count, positions, scales, rotations, colours, opacities } = cloud;
  expect(count).toBeGreaterThan(12_000);
  expect(positions.every(Number.isFinite)).toBe(true);
  expect(scales.every((scale) => scale > 0 && scale < 0.1)).toBe(true);
  expect(colours.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(opacities.every((value) => value > 0 && value < 1)).toBe(true);
  for (let i = 0; i < count; i += 1)
    expect(Math.hypot(...rotations.subarray(i * 4, i * 4 + 4))).toBeCloseTo(1, 5);
});

test('it has depth and a back: it lies around the plane of the eyes, and from behind it is not the face', () => {
  const depths = cloud.positions.filter((_, at) => at % 3 === 2).toSorted();
  const distance = distanceOf(relief, lens);
  expect(depths[0]).toBeLessThan(distance);
  expect((depths.at(-1) ?? 0) - (depths[0] ?? 0)).toBeGreaterThan(0.08);
  const middle = (depths[0] ?? 0) + ((depths.at(-1) ?? 0) - (depths[0] ?? 0)) / 2;
  const behind = orbit({
    world: 'y-down',
    target: [0, 0, middle],
    distance: middle,
    yawDeg: 180,
    pitchDeg: 0,
    lens,
  });
  const seen = rasterise(cloud, behind, picture, [0, 255, 0, 255]);
  // The mouth: opaque, and not the colour of lips.
  const lips = (120 * 256 + 128) * 4;
  expect(seen.rgba[lips + 1]).toBeLessThan(200);
  expect((seen.rgba[lips + 2] ?? 0) - (seen.rgba[lips] ?? 0)).toBeGreaterThan(0);
});

test('the same picture gives the same cloud', () => {
  const again = splatOf(picture, matteOf(picture), reliefOf(matte.figure, undefined), lens, 12_000);
  expect(writeSplat(again).equals(writeSplat(cloud))).toBe(true);
});
