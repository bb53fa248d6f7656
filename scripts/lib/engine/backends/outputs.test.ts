import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { encodePng } from '#media/picture-file.ts';
import { mesh, picture, splat, video, wave } from '#test/upstream-samples.ts';
import { checkMesh } from './outputs-mesh.ts';
import { checkPicture } from './outputs-picture.ts';
import { checkSound, loudestDb } from './outputs-sound.ts';
import { checkSplat } from './outputs-splat.ts';
import { checkVideo } from './outputs-video.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alpha-outputs-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
let serial = 0;
const file = async (bytes: Uint8Array | string) => {
  const path = join(folder, `file-${(serial += 1)}`);
  await writeFile(path, bytes);
  return path;
};
const codeOf = async (check: Promise<unknown>) =>
  check.then(
    () => 'fine',
    (error: unknown) => (error instanceof UserError ? error.code : String(error)),
  );
const never = new AbortController().signal;

test('a picture is taken when it is a PNG of its size that shows something', async () => {
  const size = { width: 32, height: 16 };
  const check = async (bytes: Uint8Array | string) => codeOf(checkPicture('stills', await file(bytes), size));
  expect(await check(await picture(32, 16))).toBe('fine');
  expect(await check(await picture(16, 32)), 'another size').toBe('output-size');
  expect(await check(await picture(32, 16, 1)), 'the black picture of a content filter').toBe('output-black');
  expect(await check(Buffer.from([0xff, 0xd8, 0xff, 0xe0])), 'a JPEG').toBe('output-unreadable');
  expect(await check((await picture(32, 16)).subarray(0, 60)), 'cut off').toBe('output-unreadable');
  expect(await check('')).toBe('output-missing');
  expect(await codeOf(checkPicture('stills', join(folder, 'absent'), size))).toBe('output-missing');
});

test('a picture of one plain colour is told like a black one', async () => {
  const flat = { width: 8, height: 8, rgba: new Uint8ClampedArray(256).fill(200) };
  expect(await codeOf(checkPicture('stills', await file(await encodePng(flat)), flat))).toBe('output-black');
});

const meshCode = async (bytes: Uint8Array | string) => codeOf(checkMesh('mesh', await file(bytes)));
const splatCode = async (bytes: Uint8Array | string) =>
  codeOf(checkSplat('splat', await file(bytes), { min: 100, max: 200 }));

test('a mesh is taken when it is a GLB with pictures on every part', async () => {
  expect(await meshCode(await mesh(200, true))).toBe('fine');
  expect(await meshCode(await mesh(200, false)), 'the bare shape that a server answers 200 with').toBe(
    'output-untextured',
  );
  expect(await meshCode('# OBJ under the name of a GLB\nv 0 0 0\n')).toBe('output-unreadable');
  expect(await meshCode((await mesh(200, true)).subarray(0, 400)), 'cut off').toBe('output-unreadable');
  expect(await meshCode(await mesh(12, true)), 'almost nothing').toBe('output-empty');
});

test('a splat is taken when it has as many Gaussians as the system makes, some of them to be seen', async () => {
  expect(await splatCode(splat(150))).toBe('fine');
  expect(await splatCode(splat(99))).toBe('output-size');
  expect(await splatCode(splat(201))).toBe('output-size');
  expect(await splatCode(splat(150, 0.001)), 'a training that came to nothing').toBe('output-empty');
  expect(await splatCode('solid stl')).toBe('output-unreadable');
  expect(await splatCode(splat(150).subarray(0, 900)), 'cut off').toBe('output-unreadable');
});

test('a sound is taken when it has its rate and length and is heard', async () => {
  const limits = { rate: 8000, minSeconds: 1, maxSeconds: 2 };
  const check = async (bytes: Uint8Array | string) => codeOf(checkSound('voice', await file(bytes), limits));
  expect(await check(wave(1.5, 8000))).toBe('fine');
  expect(await check(wave(1.5, 16_000))).toBe('output-size');
  expect(await check(wave(0.5, 8000))).toBe('output-length');
  expect(await check(wave(2.5, 8000))).toBe('output-length');
  expect(await check(wave(1.5, 8000, 0.0005))).toBe('output-silent');
  expect(await check('ID3 mp3')).toBe('output-unreadable');
  expect(await check(wave(1.5, 8000).subarray(0, 30))).toBe('output-unreadable');
});

test('loudness is that of the loudest half second: a word in a long silence is no silence', () => {
  const samples = new Float32Array(80_000);
  samples.fill(0.5, 40_000, 44_000);
  expect(loudestDb({ rate: 8000, samples })).toBeCloseTo(20 * Math.log10(0.5), 1);
  expect(loudestDb({ rate: 8000, samples: new Float32Array(10) })).toBe(-120);
});

test('a video is taken when it has its size, rate, length and sound, and is not black', async () => {
  const sample = { width: 64, height: 48, fps: 25, frames: 10 };
  const limits = { width: 64, height: 48, fps: 25, minFrames: 10, maxFrames: 10, sound: false };
  const path = join(folder, 'video.mp4');
  await video(path, sample);
  const check = (change: Partial<typeof limits>) =>
    codeOf(checkVideo('clip', path, { ...limits, ...change }, never));
  expect(await check({})).toBe('fine');
  expect(await check({ width: 66 })).toBe('output-size');
  expect(await check({ fps: 24 })).toBe('output-size');
  expect(await check({ minFrames: 11, maxFrames: 12 })).toBe('output-length');
  expect(await check({ sound: true })).toBe('output-silent');
  const black = join(folder, 'black.mp4');
  await video(black, { ...sample, black: true });
  expect(await codeOf(checkVideo('clip', black, limits, never))).toBe('output-black');
  expect(await codeOf(checkVideo('clip', await file('<html>502</html>'), limits, never))).toBe(
    'output-unreadable',
  );
  expect(
    await codeOf(checkVideo('clip', await file(Buffer.from('\0\0\0\x18ftypmp42....')), limits, never)),
  ).toBe('output-unreadable');
});

test('no bytes whatever make a check do anything but take or refuse', async () => {
  const path = join(folder, 'fuzzed');
  const starts = [
    'glTF\x02\0\0\0',
    'ply\nformat binary_little_endian 1.0\n',
    'RIFF\0\0\0\0WAVE',
    '\x89PNG\r\n\x1a\n',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('', ...starts),
      fc.uint8Array({ maxLength: 200 }),
      async (start, rest) => {
        await writeFile(path, Buffer.concat([Buffer.from(start, 'latin1'), rest]));
        const codes = await Promise.all([
          codeOf(checkMesh('a', path)),
          codeOf(checkPicture('a', path, { width: 1, height: 1 })),
          codeOf(checkSplat('a', path, { min: 1, max: 2 })),
          codeOf(checkSound('a', path, { rate: 8000, minSeconds: 0, maxSeconds: 1 })),
        ]);
        expect(codes.filter((code) => !/^(?:fine|output-)/u.test(code))).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});
