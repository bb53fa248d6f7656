import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Medium } from '#core/names.ts';
import { compareFiles } from './compare.ts';
import { ffmpeg } from './media-tool.ts';
import { previewPanels } from './preview.ts';

let folder = '';
const at = (name: string) => join(folder, name);
// ffmpeg's own test sources are no files, which the careful way refuses.
const run = (args: string[]) => execa('ffmpeg', ['-v', 'error', '-y', ...args]);
const make = (...args: string[]) => ffmpeg(args);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moving-'));
  const source = 'testsrc=s=320x180:r=10:d=4';
  const encode = ['-c:v', 'libx264', '-threads', '1', '-c:a', 'aac'];
  const box = "drawbox=x=100:y=50:w=60:h=60:color=red:t=fill:enable='between(t,1,2)'";
  const picture = ['-f', 'lavfi', '-i', source];
  const sound = ['-f', 'lavfi', '-i', 'sine=f=440:d=4'];
  await run([...picture, ...sound, ...encode, at('a.mp4')]);
  await run([...picture, ...sound, '-vf', box, ...encode, at('box.mp4')]);
  await run(['-ss', '0.5', '-i', at('a.mp4'), '-an', '-c:v', 'libx264', at('late.mp4')]);
  await run(['-f', 'lavfi', '-i', 'sine=f=300:d=3', '-af', 'tremolo=f=3:d=0.9', at('s.wav')]);
  await make('-i', at('a.mp4'), '-c', 'copy', at('a.mkv'));
  await make('-i', at('a.mp4'), '-vf', 'scale=160:90', at('small.mp4'));
  await make('-i', at('s.wav'), '-af', 'volume=-6dB', at('soft.wav'));
  await make('-i', at('s.wav'), '-af', 'adelay=400:all=1', at('late.wav'));
  await make('-i', at('s.wav'), at('s.flac'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const compared = (medium: Medium, before: string | undefined, after: string | undefined, out = 'out') =>
  compareFiles({
    medium,
    before: before === undefined ? undefined : at(before),
    after: after === undefined ? undefined : at(after),
    outDir: at(out),
  });

describe('two videos', () => {
  test('with the same streams in another container are equal by payload', async () => {
    expect(await compared('video', 'a.mp4', 'a.mkv')).toMatchObject({ kind: 'equal', by: 'payload' });
  });

  test('that differ for a second say how much of the time, and show the worst frame and a sheet', async () => {
    const verdict = await compared('video', 'a.mp4', 'box.mp4');
    const share = verdict.measures.find(({ label }) => label === 'frames changed to the eye')?.value;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.35);
    expect(verdict.panels.map(({ role }) => role)).toEqual(['before', 'after', 'difference', 'sheet']);
  });

  test('one of which begins later are shifted upon each other before they are called different', async () => {
    const verdict = await compared('video', 'a.mp4', 'late.mp4');
    expect(verdict.finding).toContain(
      'It starts 0.5 s earlier; it is 0.5 s shorter; no frame changed to the eye.',
    );
    expect(verdict.finding).toContain('The video has lost its sound.');
  });

  test('of different size are a verdict of their own', async () => {
    expect(await compared('video', 'a.mp4', 'small.mp4')).toMatchObject({ kind: 'resized' });
  });

  test('give the same verdict and the same panels every time', async () => {
    const first = await compared('video', 'a.mp4', 'box.mp4', 'one');
    const second = await compared('video', 'a.mp4', 'box.mp4', 'two');
    expect(second).toEqual(first);
    for (const { file } of first.panels) {
      expect((await readFile(at(`one/${file}`))).equals(await readFile(at(`two/${file}`)))).toBe(true);
    }
  });
});

describe('two sounds', () => {
  test('with the same samples in another file are equal by content', async () => {
    expect(await compared('sound', 's.wav', 's.flac')).toMatchObject({ kind: 'equal', by: 'content' });
  });

  test('one of which is quieter say by how much', async () => {
    const verdict = await compared('sound', 's.wav', 'soft.wav');
    expect(verdict.finding).toMatch(/^It is 6 LU quieter; /u);
    expect(verdict.panels.map(({ role }) => role)).toEqual(['before', 'after', 'difference']);
  });

  test('one of which starts later are the same sound', async () => {
    const verdict = await compared('sound', 's.wav', 'late.wav');
    expect(verdict.finding).toBe(
      'The sound starts 0.4 s later; it is 0.4 s longer; the spectrum is the same.',
    );
  });
});

test('a file that is no video is a verdict without its path', async () => {
  const verdict = await compared('video', 's.wav', 'a.mp4');
  expect(verdict).toMatchObject({ kind: 'unreadable', side: 'before', reason: 'it holds no moving picture' });
});

test.each([
  ['video', 'a.mp4'],
  ['sound', 's.wav'],
] as const)('a %s has a preview that depends on its bytes alone', async (medium, file) => {
  const [first] = await previewPanels({ medium, file: at(file), outDir: at('preview-1') });
  const [second] = await previewPanels({ medium, file: at(file), outDir: at('preview-2') });
  expect(first?.bytes).toBeGreaterThan(500);
  expect(second).toEqual(first);
});
