import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FileVerdict } from '#core/verdict.ts';
import { oidOf } from '#core/oid.ts';
import { encodePng, writePng } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { compareFiles } from './compare.ts';
import { randomly } from './random.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compare-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A soft picture with grain, 300 × 220. */
function photo(seed: number): Picture {
  const next = randomly(seed);
  const [width, height] = [300, 220];
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i += 1) {
    const [x, y] = [i % width, Math.floor(i / width)];
    rgba.set([x / 2 + next(9), y + next(9), 120 + next(9), 255], i * 4);
  }
  return { width, height, rgba };
}

function painted(picture: Picture, x0: number, y0: number, side: number): Picture {
  const rgba = picture.rgba.slice();
  for (let y = y0; y < y0 + side; y += 1) {
    for (let x = x0; x < x0 + side; x += 1) rgba.set([230, 20, 40, 255], (y * picture.width + x) * 4);
  }
  return { ...picture, rgba };
}

let files = 0;
async function fileOf(bytes: Uint8Array | Picture): Promise<string> {
  const path = join(folder, `${(files += 1)}.png`);
  if (bytes instanceof Uint8Array) await writeFile(path, bytes);
  else await writePng(path, bytes);
  return path;
}

const outDir = () => join(folder, `out-${(files += 1)}`);
const picture = async (before: string | undefined, after: string | undefined, out = outDir()) =>
  FileVerdict.parse(await compareFiles({ medium: 'picture', before, after, outDir: out }));

describe('two pictures', () => {
  test('with the same bytes are equal by digest, without a panel', async () => {
    const path = await fileOf(photo(1));
    expect(await picture(path, await fileOf(await readFile(path)))).toMatchObject({
      kind: 'equal',
      by: 'digest',
      panels: [],
    });
  });

  test('with other words beside the same picture are equal by payload', async () => {
    const bytes = await encodePng(photo(1));
    const words = Buffer.from('tEXtprompt\0purple hair');
    const { crc32 } = await import('node:zlib');
    const chunk = Buffer.alloc(8 + words.length);
    chunk.writeUInt32BE(words.length - 4, 0);
    words.copy(chunk, 4);
    chunk.writeUInt32BE(crc32(words), chunk.length - 4);
    const told = Buffer.concat([bytes.subarray(0, 33), chunk, bytes.subarray(33)]);
    expect(await picture(await fileOf(bytes), await fileOf(told))).toMatchObject({
      kind: 'equal',
      by: 'payload',
    });
  });

  test('with the same pixels in another encoding are equal by content', async () => {
    const [fast, small] = [await encodePng(photo(1), 1), await encodePng(photo(1), 9)];
    expect(await picture(await fileOf(fast), await fileOf(small))).toMatchObject({
      kind: 'equal',
      by: 'content',
      visibility: 0,
    });
  });

  test('that differ in one place say how many pixels and where, and show that place', async () => {
    const before = photo(1);
    const verdict = await picture(await fileOf(before), await fileOf(painted(before, 20, 30, 24)));
    expect(verdict.kind).toBe('changed');
    expect(verdict.finding).toBe(
      '576 pixels changed (0.873 %) in the upper left; colours moved by ΔE00 47.7 (another colour).',
    );
    expect(verdict.measures.find(({ unit }) => unit === 'px')?.value).toBe(576);
    expect(verdict.panels.map(({ role }) => role)).toEqual(['before', 'after', 'difference']);
    expect(verdict.panels.every(({ alt }) => alt.length > 10)).toBe(true);
    expect(verdict.visibility).toBeGreaterThan(0.1);
  });

  test('whose every pixel moved below the threshold are told apart all the same', async () => {
    const before = photo(1);
    const rgba = before.rgba.map((value, i) => value + ([7, 2, -7, 0][i % 4] ?? 0));
    const verdict = await picture(await fileOf(before), await fileOf({ ...before, rgba }));
    expect(verdict.kind).toBe('changed');
    expect(verdict.measures.find(({ label }) => label === 'pixels changed')?.value).toBe(0);
    expect(verdict.finding).toMatch(/^100 % of the pixels moved a little: .* none past the threshold\.$/u);
    expect(verdict.visibility).toBeGreaterThan(0.3);
  });

  test('of different size are a verdict of their own', async () => {
    const narrow: Picture = { width: 10, height: 220, rgba: new Uint8ClampedArray(8800).fill(255) };
    const verdict = await picture(await fileOf(photo(1)), await fileOf(narrow));
    expect(verdict).toMatchObject({
      kind: 'resized',
      finding: 'The size changed from 300 × 220 pixels to 10 × 220 pixels.',
    });
    expect(verdict.panels).toHaveLength(2);
  });

  test('one of which is cut off are a verdict that names the side', async () => {
    const whole = await encodePng(photo(2));
    const verdict = await picture(await fileOf(photo(1)), await fileOf(whole.subarray(0, whole.length / 2)));
    expect(verdict).toMatchObject({ kind: 'unreadable', side: 'after' });
  });

  test('one of which is no picture at all are a verdict too', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    expect(await picture(await fileOf(svg), await fileOf(photo(1)))).toMatchObject({
      kind: 'unreadable',
      side: 'before',
    });
  });

  test('in other formats are compared as PNGs are', async () => {
    const before = photo(3);
    const jpeg = await sharp(await encodePng(before))
      .jpeg({ quality: 95 })
      .toBuffer();
    const verdict = await picture(await fileOf(before), await fileOf(jpeg));
    expect(verdict.kind).toBe('changed');
    expect(verdict.finding).toContain('pixels');
  });

  test('give byte-identical panels every time', async () => {
    const [before, after] = [await fileOf(photo(1)), await fileOf(painted(photo(5), 90, 90, 40))];
    const [one, two] = [outDir(), outDir()];
    const [first, second] = [await picture(before, after, one), await picture(before, after, two)];
    expect(second).toEqual(first);
    for (const { file, digest } of first.panels) {
      expect(oidOf(await readFile(join(one, file)))).toBe(digest);
      expect(oidOf(await readFile(join(two, file)))).toBe(digest);
    }
  });
});

test('a picture that was added or removed is shown', async () => {
  const path = await fileOf(photo(1));
  const added = await picture(undefined, path);
  expect(added).toMatchObject({ kind: 'added', finding: 'A new picture, 300 × 220 pixels.', visibility: 1 });
  expect(added.panels.map(({ role }) => role)).toEqual(['after']);
  expect(await picture(path, undefined)).toMatchObject({ kind: 'removed', panels: [{ role: 'before' }] });
});

test('to compare nothing with nothing is a mistake of the caller', async () => {
  await expect(compareFiles({ medium: 'picture', outDir: outDir() })).rejects.toThrow(RangeError);
});

test('a comparison that is no longer wanted stops', async () => {
  const path = await fileOf(photo(1));
  const signal = AbortSignal.abort(new Error('a newer push came'));
  await expect(
    compareFiles({ medium: 'picture', before: path, after: path, outDir: outDir(), signal }),
  ).rejects.toThrow('a newer push came');
});

test('a comparison that was made before is not made again', async () => {
  const [before, after] = [await fileOf(photo(1)), await fileOf(painted(photo(1), 50, 60, 30))];
  const cache = join(folder, 'cache');
  const [one, two, three] = [outDir(), outDir(), outDir()];
  const request = { medium: 'picture', before, after, cache } as const;
  const first = await compareFiles({ ...request, outDir: one });
  const kept = (await readdir(cache)).find((name) => !name.startsWith('.')) ?? '';
  const file = join(cache, kept, 'verdict.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('pixels changed', 'pixels as they were kept'));
  const second = await compareFiles({ ...request, outDir: two });
  expect(second.finding).toBe(first.finding.replace('pixels changed', 'pixels as they were kept'));
  for (const panel of second.panels) expect(oidOf(await readFile(join(two, panel.file)))).toBe(panel.digest);
  await writeFile(join(cache, kept, 'after.webp'), 'damaged');
  expect(await compareFiles({ ...request, outDir: three })).toEqual(first);
});
