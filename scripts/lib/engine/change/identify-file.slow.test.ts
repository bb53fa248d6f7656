import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Picture } from '#media/picture.ts';
import { readPicture } from '#media/picture-file.ts';
import { identifyFile } from './identify-file.ts';

const HERS = 'assets/alpha-ref.png';
let folder = '';
let canonical: Picture;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identify-film-'));
  canonical = await readPicture(HERS);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const still = (file: string) => ['-loop', '1', '-framerate', '25', '-t', '5', '-i', file];

/** Five seconds of her before a camera that drifts, one of them, from `at` on, with another picture in her place. */
async function film(name: string, other: string, at: number): Promise<string> {
  const path = join(folder, `${name}.mp4`);
  const drift =
    "zoompan=z='1.1+0.05*sin(on/30)':x='iw*0.04+12*sin(on/20)':y='ih*0.02+10*cos(on/30)':d=1:s=512x512:fps=25";
  const graph = `[0]scale=1280:1280[a];[1]scale=1280:1280[b];[a][b]overlay=enable='between(t,${at},${at + 1})',${drift},format=yuv420p`;
  await execa('ffmpeg', [
    '-v',
    'error',
    ...still(HERS),
    ...still(other),
    '-filter_complex',
    graph,
    '-c:v',
    'libx264',
    '-t',
    '8',
    path,
  ]);
  return path;
}

const identified = (path: string) =>
  identifyFile({ medium: 'video', path, speaking: false }, canonical, AbortSignal.timeout(120_000));

test('a film of her passes', async () => {
  expect((await identified(await film('hers', HERS, 2)))?.answer).toBe('pass');
});

const VARIANTS = 'scripts/test/fixtures/variants';
test.each([
  ['face_s11_100', 2],
  ['face_s11_100', 1.2],
  ['hair_shape_bob02', 3.1],
] as const)('a film that shows %s for one second, from %f on, does not', async (other, at) => {
  const report = await identified(await film(`${other}-${at}`, `${VARIANTS}/${other}.png`, at));
  expect(report?.answer).not.toBe('pass');
});
