import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { picture, video } from '#test/upstream-samples.ts';
import { place } from './upstream.fixture.ts';

test('a clip is taken when it has its frames and its rate; exit 0 alone is not enough', async () => {
  await using made = await place({ params: { frames: 5, size: '704*1280' } });
  const clip = join(made.root, 'clip.mp4');
  const from = await picture(64, 64);
  await video(clip, { width: 96, height: 64, fps: 24, frames: 5, from });
  expect(await made.builds(await readFile(clip))).toEqual(['clip.mp4']);
  await video(clip, { width: 96, height: 64, fps: 24, frames: 5 });
  expect(await made.builds(await readFile(clip)), 'another job’s clip, of nobody').toBe(
    'output-other-picture',
  );
  await video(clip, { width: 96, height: 64, fps: 24, frames: 4 });
  expect(await made.builds(await readFile(clip))).toBe('output-length');
  await video(clip, { width: 96, height: 64, fps: 16, frames: 5 });
  expect(await made.builds(await readFile(clip))).toBe('output-size');
  await video(clip, { width: 96, height: 64, fps: 24, frames: 5, black: true });
  expect(await made.builds(await readFile(clip))).toBe('output-black');
  expect(await made.builds('says save_video failed, error: no encoder\nFinished.')).toBe('output-missing');
});

test('a square picture must come out in the shape that its area gives', async () => {
  await using made = await place({ params: { frames: 5 } });
  const clip = join(made.root, 'clip.mp4');
  await video(clip, { width: 960, height: 960, fps: 24, frames: 5 });
  expect(await made.builds(await readFile(clip))).toBe('output-size');
  await video(clip, { width: 960, height: 928, fps: 24, frames: 5, from: await picture(64, 64) });
  expect(await made.builds(await readFile(clip))).toEqual(['clip.mp4']);
});

test('what the program says of itself has its own code', async () => {
  await using made = await place();
  expect(await made.builds('says AssertionError: Unsupport size 1*1 for task i2v')).toBe('params-unfit');
  expect(await made.builds('says AssertionError: Please specify the checkpoint directory.')).toBe(
    'weights-missing',
  );
  expect(await made.builds('says AssertionError')).toBe('python-module');
  expect(await made.builds("says ModuleNotFoundError: No module named 'decord'")).toBe('python-module');
  expect(await made.builds('says torch.OutOfMemoryError: CUDA out of memory.')).toBe('gpu-memory');
  expect(await made.builds('says Killed')).toBe('system-memory');
});
