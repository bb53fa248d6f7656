import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { videoFacts } from '../../backends/outputs-video.ts';
import { video } from '#test/upstream-samples.ts';
import { place } from './upstream.fixture.ts';

test('the picture is the program’s, the sound is the voice itself', async () => {
  await using made = await place();
  const synced = join(made.root, 'sample.mp4');
  await video(synced, { width: 256, height: 256, fps: 25, frames: 32, sound: true });
  expect(await made.builds(await readFile(synced))).toEqual(['talk.mp4']);
  const facts = await videoFacts('talk', made.out('talk.mp4'), new AbortController().signal);
  expect(facts).toMatchObject({ width: 256, fps: 25, frames: 32, sound: true });
  const clip = await videoFacts('clip', join(made.root, 'work', 'clip.mp4'), new AbortController().signal);
  expect(clip).toMatchObject({ width: 256, fps: 25, frames: 25 });
});

test('exit 0 without a file, and a clip that is too short for the voice, are failures', async () => {
  await using made = await place();
  expect(await made.builds('writes nothing')).toBe('output-missing');
  const short = join(made.root, 'sample.mp4');
  await video(short, { width: 256, height: 256, fps: 25, frames: 5, sound: true });
  expect(await made.builds(await readFile(short))).toBe('output-length');
});

test('what the program says of itself has its own code', async () => {
  await using made = await place();
  expect(await made.builds('says RuntimeError: Face not detected')).toBe('face-missing');
  expect(await made.builds('says RuntimeError: stack expects a non-empty TensorList')).toBe(
    'clip-unreadable',
  );
  expect(await made.builds("says RuntimeError: Video path 'x' not found")).toBe('clip-unreadable');
  expect(await made.builds('says RuntimeError: Failed to load audio: x')).toBe('clip-unreadable');
  expect(await made.builds('says Error: Could not open video.')).toBe('clip-unreadable');
  expect(await made.builds('says ffmpeg not found, please install it by: apt')).toBe('ffmpeg-missing');
  expect(await made.builds('says NotImplementedError: cross_attention_dim must be 768 or 384')).toBe(
    'weights-changed',
  );
  expect(await made.builds('says no kernel image is available')).toBe('gpu-kernel');
});
