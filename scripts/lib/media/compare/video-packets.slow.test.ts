import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareFrames, framesAt } from './video-frames.ts';
import { distinctPrefix, readPacked } from './video-packets.ts';

let folder = '';
const at = (name: string) => join(folder, name);
const run = (...args: string[]) => execa('ffmpeg', ['-v', 'error', '-y', ...args]);
const SIZE = { width: 160, height: 90 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packets-'));
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=10:d=2'];
  const groups = ['-c:v', 'libx264', '-g', '10', '-bf', '3'];
  const tint = ['-vf', 'hue=h=40'];
  await run(...source, ...groups, at('round.mp4'));
  await run(...source, ...tint, ...groups, at('other-round.mp4'));
  for (const name of ['round', 'other-round'])
    await run('-stream_loop', '3', '-i', at(`${name}.mp4`), '-c', 'copy', at(`${name}s.mp4`));
  const open = ['-c:v', 'libx264', '-g', '10', '-bf', '3', '-x264-params', 'open-gop=1:scenecut=0'];
  await run('-f', 'lavfi', '-i', 'mandelbrot=s=160x90:r=10', '-t', '4', ...open, at('open.mp4'));
  await run('-i', at('rounds.mp4'), '-c', 'copy', at('rounds.mkv'));
  await run('-itsoffset', '1.5', '-i', at('rounds.mp4'), '-c', 'copy', at('late.mkv'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const film = async (name: string) => ({ path: at(name), frames: (await readPacked(at(name))).frames });
const plain = (name: string) => ({ path: at(name), frames: undefined });

test('of a film that goes round and round one round is named anew, the rest repeats it', async () => {
  const { frames } = await film('rounds.mp4');
  expect(frames?.names).toHaveLength(80);
  expect(distinctPrefix(frames?.names ?? [])).toBe(20);
  expect(frames?.names.slice(20, 40)).toEqual(frames?.names.slice(0, 20));
});

test('rounds are measured as all of their frames are, one by one', async () => {
  const how = { fps: 10, size: SIZE };
  const known = { before: await film('rounds.mp4'), after: await film('other-rounds.mp4') };
  const unknown = { before: plain('rounds.mp4'), after: plain('other-rounds.mp4') };
  const [short, long] = [await compareFrames(known, how, {}), await compareFrames(unknown, how, {})];
  expect({ ...short, first: [] }).toEqual({ ...long, first: [] });
  expect(short.figures).toHaveLength(80);
  expect(new Set(short.first).size).toBe(20);
});

test('rounds that begin later are shifted by the least that brings them together', async () => {
  await run('-ss', '0.7', '-i', at('rounds.mp4'), '-c:v', 'libx264', '-g', '10', at('shifted.mp4'));
  const how = { fps: 10, size: SIZE };
  const known = { before: await film('rounds.mp4'), after: await film('shifted.mp4') };
  const unknown = { before: plain('rounds.mp4'), after: plain('shifted.mp4') };
  const [short, long] = [await compareFrames(known, how, {}), await compareFrames(unknown, how, {})];
  expect(short.alignment.lag).toBe(-7);
  expect({ ...short, first: [] }).toEqual({ ...long, first: [] });
});

test.each(['rounds.mp4', 'rounds.mkv', 'late.mkv', 'open.mp4'])(
  'a frame of %s that is sought is the frame that counting finds',
  async (name) => {
    const how = { fps: 10, size: SIZE, lag: 0 };
    const indices = [0, 3, 9, 10, 11, 19, 25, 31, 38];
    const found = await film(name);
    expect(found.frames?.names.length).toBeGreaterThan(38);
    const [sought, counted] = [
      await framesAt([{ film: found, side: 'before', indices }], how, {}),
      await framesAt([{ film: plain(name), side: 'before', indices }], how, {}),
    ];
    expect(sought).toHaveLength(indices.length);
    expect(sought).toEqual(counted);
  },
);

test('where a key frame leans on what was before it, decoding begins further back', async () => {
  const { frames } = await film('open.mp4');
  expect(new Set(frames?.starts).size).toBeLessThan(4);
});

test('a film whose packets repeat but whose frames are shown unevenly is named by nobody', async () => {
  await run(
    '-i',
    at('rounds.mp4'),
    '-vf',
    "select='not(eq(mod(n,7),3))'",
    '-fps_mode',
    'vfr',
    at('gaps.mp4'),
  );
  expect((await film('gaps.mp4')).frames).toBeUndefined();
});
