import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lensOf35mm, orbit, project } from '#media/camera.ts';
import { readPicture } from '#media/picture-file.ts';
import { frontCamera } from '#media/splat/from-picture.ts';
import { readSplat } from '#media/splat/ply.ts';
import { portraitOf } from '#media/splat/portrait.ts';
import { rasterise } from '#media/splat/rasterise.ts';
import { ssim } from '#media/splat/ssim.ts';
import { previewed } from '#test/previewed.ts';
import type { Previewed } from '#test/previewed.ts';
import { pipeline } from './pipeline.ts';

const inputs = { 'picture/picture': 'assets/alpha-ref.png' };
const picture = await readPicture('assets/alpha-ref.png');
const lens = lensOf35mm(30, picture);
let built: Previewed;
let seconds = 0;

beforeAll(async () => {
  const before = process.cpuUsage();
  built = await previewed(pipeline, { inputs });
  seconds = process.cpuUsage(before).user / 1e6;
});
afterAll(() => built[Symbol.asyncDispose]());

test('one splat is built, within its bounds of size and time, byte for byte the same again', async () => {
  expect(built.files).toEqual(['alpha.ply']);
  const bytes = await built.bytes('alpha.ply');
  expect(bytes.byteLength).toBeLessThan(14_000_000);
  expect(readSplat(bytes).count).toBeLessThanOrEqual(200_000);
  console.log(
    `${readSplat(bytes).count} Gaussians, ${bytes.byteLength} bytes, ${seconds.toFixed(2)} s of CPU`,
  );
  expect(seconds).toBeLessThan(4);
  await using again = await previewed(pipeline, { inputs });
  expect(await again.digests()).toEqual(await built.digests());
});

test('its front view is the picture, its face has no hole within 20° to the sides and 15° up and down', async () => {
  const { matte, face, relief, distance } = await portraitOf(picture, 30, 1000);
  const cloud = readSplat(await built.bytes('alpha.ply'));
  const seen = rasterise(cloud, frontCamera(lens), picture, matte.plate);
  const figure = ssim(picture, seen, (pixel) => (matte.figure.rgba[pixel * 4 + 3] ?? 0) > 12);
  console.log(`SSIM of the figure from the front: ${figure.toFixed(4)}`);
  expect(figure).toBeGreaterThan(0.94);

  const { x, y, width, height } = face?.box ?? { x: 0, y: 0, width: 0, height: 0 };
  expect(width).toBeGreaterThan(200);
  for (const [yawDeg, pitchDeg] of [
    [-20, 0],
    [20, 0],
    [-10, 10],
    [0, 15],
    [0, -15],
  ] as const) {
    const camera = orbit({ world: 'y-down', target: [0, 0, distance], distance, yawDeg, pitchDeg, lens });
    const view = rasterise(cloud, camera, picture, [0, 0, 0, 0]);
    let thin = 0;
    for (let py = y; py < y + height; py += 2)
      for (let px = x; px < x + width; px += 2) {
        const depth = distance + (relief.at(px, py).front * distance) / (lens.focal * picture.height);
        const focal = lens.focal * picture.height;
        const at = project(
          camera,
          [((px - 512) / focal) * depth, ((py - 512) / focal) * depth, depth],
          picture,
        );
        const alpha = view.rgba[(Math.floor(at.y) * 1024 + Math.floor(at.x)) * 4 + 3] ?? 0;
        if (alpha < 248) thin += 1;
      }
    expect(thin).toBe(0);
  }
});

test("PlayCanvas' splat-transform reads every Gaussian of it", async () => {
  const { stdout } = await execa('npx', [
    'splat-transform',
    '--quiet',
    built.path('alpha.ply'),
    '--info',
    'json',
    'null',
  ]);
  const { count } = readSplat(await built.bytes('alpha.ply'));
  expect(stdout).toContain(String(count));
});
