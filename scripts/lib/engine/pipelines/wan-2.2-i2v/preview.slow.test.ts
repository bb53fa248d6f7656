import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
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
  built = await previewed(pipeline, { inputs, seed: 7, params: { frames: 49 } });
  seconds = process.cpuUsage(before).user / 1e6;
}, 180_000);
afterAll(() => built[Symbol.asyncDispose]());

const Probe = z.object({
  streams: z.array(z.object({}).catchall(z.union([z.string(), z.number(), z.record(z.string(), z.json())]))),
});

test('a silent H.264 clip with the frames that were asked for', async () => {
  expect(built.files).toEqual(['clip.mp4']);
  const argv = ['-v', 'error', '-count_frames', '-show_streams', '-of', 'json', built.path('clip.mp4')];
  const { streams } = Probe.parse(JSON.parse((await execa('ffprobe', argv)).stdout));
  console.log(
    `${seconds.toFixed(2)} s of CPU beside ffmpeg, ${(await built.bytes('clip.mp4')).byteLength} bytes`,
  );
  expect(streams).toHaveLength(1);
  expect(streams[0]).toMatchObject({
    codec_name: 'h264',
    pix_fmt: 'yuv420p',
    color_space: 'bt709',
    width: 480,
    height: 480,
    avg_frame_rate: '24/1',
    nb_read_frames: '49',
  });
});

test('it begins with the picture, then the camera moves, never by a jump', async () => {
  const canon = await frameOf('assets/alpha-ref.png');
  const frames = await Promise.all([0, 12, 13, 20, 32, 40].map(frame));
  const [first, second, third, ...rest] = frames;
  if (!first || !second || !third) throw new RangeError('there are six frames');
  expect(ssim(first, canon)).toBeGreaterThan(0.95);
  expect(ssim(second, third)).toBeGreaterThan(0.9);
  for (const later of [second, ...rest]) expect(ssim(first, later)).toBeLessThan(0.9);
});

test('the same seed gives the same bytes, another seed another clip', async () => {
  const params = { frames: 5 };
  await using one = await previewed(pipeline, { inputs, params, seed: 7 });
  await using two = await previewed(pipeline, { inputs, params, seed: 7 });
  await using other = await previewed(pipeline, { inputs, params, seed: 8 });
  expect(await two.digests()).toEqual(await one.digests());
  expect(await other.digests()).not.toEqual(await one.digests());
});

test('a build that nobody wants any more ends at once and leaves no process', async () => {
  const controller = new AbortController();
  const build = previewed(pipeline, { inputs, signal: controller.signal });
  setTimeout(() => controller.abort(new Error('a new push came')), 400);
  await expect(build).rejects.toThrow('a new push came');
});

async function frame(number: number) {
  const filter = `select=eq(n\\,${number})`;
  const argv = ['-v', 'error', '-i', built.path('clip.mp4'), '-vf', filter, '-frames:v', '1'];
  const { stdout } = await execa('ffmpeg', [...argv, '-f', 'image2pipe', '-c:v', 'png', 'pipe:1'], {
    encoding: 'buffer',
  });
  return readPicture(Buffer.from(stdout));
}

async function frameOf(path: string) {
  const argv = [
    '-v',
    'error',
    '-i',
    path,
    '-vf',
    'scale=480:480:flags=area',
    '-f',
    'image2pipe',
    '-c:v',
    'png',
    'pipe:1',
  ];
  return readPicture(Buffer.from((await execa('ffmpeg', argv, { encoding: 'buffer' })).stdout));
}
