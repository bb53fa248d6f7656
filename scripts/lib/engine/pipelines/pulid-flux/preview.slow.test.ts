import { afterAll, beforeAll, expect, test } from 'vitest';
import { identify } from '#media/identity/identify.ts';
import { readPicture } from '#media/picture-file.ts';
import { ssim } from '#media/splat/ssim.ts';
import { previewed } from '#test/previewed.ts';
import type { Previewed } from '#test/previewed.ts';
import { pipeline } from './pipeline.ts';

const inputs = { 'picture/picture': 'assets/alpha-ref.png' };
let built: Previewed;
let seconds = 0;

beforeAll(async () => {
  const before = process.cpuUsage();
  built = await previewed(pipeline, { inputs, seed: 7 });
  seconds = process.cpuUsage(before).user / 1e6;
});
afterAll(() => built[Symbol.asyncDispose]());

test('four pictures of the size asked for, byte for byte the same again', async () => {
  expect(built.files).toEqual(['still-1.png', 'still-2.png', 'still-3.png', 'still-4.png']);
  console.log(`${seconds.toFixed(2)} s of CPU`);
  expect(seconds).toBeLessThan(6);
  for (const file of built.files)
    expect(await readPicture(built.path(file))).toMatchObject({ width: 1024, height: 1024 });
  await using again = await previewed(pipeline, { inputs, seed: 7 });
  expect(await again.digests()).toEqual(await built.digests());
});

test('each shows her: all of them pass the identity gate', async () => {
  const canonical = await readPicture('assets/alpha-ref.png');
  for (const file of built.files) {
    const report = await identify(await readPicture(built.path(file)), canonical);
    console.log(
      file,
      report.axes.map(({ axis, value, limit }) => `${axis} ${value?.toFixed(2)} of ${limit}`).join(', '),
    );
    expect(report.answer).toBe('pass');
  }
});

test('no two of them look alike, nor any like the reference', async () => {
  const pictures = await Promise.all(
    [...built.files.map((file) => built.path(file)), 'assets/alpha-ref.png'].map((path) => readPicture(path)),
  );
  for (const [index, one] of pictures.entries())
    for (const two of pictures.slice(0, index)) expect(ssim(one, two)).toBeLessThan(0.85);
});

test('another seed and another shape give other pictures', async () => {
  await using other = await previewed(pipeline, { inputs, seed: 8, params: { width: 512, height: 768 } });
  expect(await readPicture(other.path('still-2.png'))).toMatchObject({ width: 512, height: 768 });
  expect((await other.bytes('still-2.png')).equals(await built.bytes('still-2.png'))).toBe(false);
});
