import { readFile } from 'node:fs/promises';
import { test } from 'vitest';
import { orbit } from '../camera.ts';
import { encodeCanon } from '../canon/encode.ts';
import { readReference } from '../canon/reference.ts';
import { reliefOf } from '../depth/relief.ts';
import { matteOf } from '../matte/matte.ts';
import { readPicture } from '../picture-file.ts';
import { portraitOf } from './portrait.ts';
import type { Portrait } from './portrait.ts';
import { rasteriser } from './rasterise.ts';

// `npx vitest bench scripts/lib/media/splat`; its input is assets/alpha-ref.png, 1024 × 1024 pixels.
const file = await readFile('assets/alpha-ref.png');
const picture = await readPicture('assets/alpha-ref.png');
const run = { time: 500, iterations: 5, warmupTime: 300 };

/** A frame of an orbit, each from another side. */
function frames({ cloud, distance, lens }: Portrait, side: number): () => void {
  const size = { width: side, height: side };
  const draw = rasteriser(size);
  const into = { ...size, rgba: new Uint8ClampedArray(side * side * 4) };
  let frame = 0;
  return () => {
    frame += 1;
    const yawDeg = (frame % 31) - 15;
    const camera = orbit({ world: 'y-down', target: [0, 0, distance], distance, yawDeg, pitchDeg: 3, lens });
    draw.draw(cloud, camera, [120, 120, 120, 255], into);
  };
}

test('one frame', { timeout: 300_000 }, async ({ bench }) => {
  const small = await portraitOf(picture, 30, 18_000);
  const whole = await portraitOf(picture, 30, 150_000);
  for (const [portrait, side] of [
    [small, 512],
    [small, 640],
    [whole, 1024],
  ] as const)
    await bench(`${portrait.cloud.count} Gaussians on ${side} × ${side} pixels`, frames(portrait, side)).run(
      run,
    );
});

test('one portrait', { timeout: 300_000 }, async ({ bench }) => {
  const { figure } = matteOf(picture);
  await bench('decode the reference and digest its pixels', () => void readReference(file, picture)).run(run);
  await bench('write its canon', () => void encodeCanon(picture)).run(run);
  await bench('take figure and background apart', () => void matteOf(picture)).run(run);
  await bench('find the depth from the outline', () => void reliefOf(figure, undefined)).run(run);
});
