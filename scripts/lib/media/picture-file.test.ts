import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomPair } from './compare/kernel/random-pair.ts';
import { randomly } from './compare/random.ts';
import { encodePng, pictureHeader, readPicture, writePng, writeWebp } from './picture-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'picture-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plain = (format: 'png' | 'jpeg' | 'webp') =>
  sharp({ create: { width: 7, height: 5, channels: 3, background: '#82c' } })
    .toFormat(format)
    .toBuffer();

test('what is written is read back, transparent or not', async () => {
  const next = randomly(4);
  for (let k = 0; k < 20; k += 1) {
    const { before } = randomPair(next);
    const path = join(folder, `${k}.png`);
    await writePng(path, before);
    const again = await readPicture(path);
    // Colours below no opacity at all are kept, too.
    expect(Buffer.from(again.rgba).equals(Buffer.from(before.rgba))).toBe(true);
  }
});

test.each(['png', 'jpeg', 'webp'] as const)('a %s is known by its first bytes', async (format) => {
  expect(await pictureHeader(await plain(format))).toEqual({ format, width: 7, height: 5 });
  expect(await readPicture(await plain(format))).toMatchObject({ width: 7, height: 5 });
});

test('a picture that says it is huge is refused before a pixel is decoded', async () => {
  const bytes = await plain('png');
  bytes.writeUInt32BE(100_000, 16);
  bytes.writeUInt32BE(100_000, 20);
  await expect(readPicture(bytes)).rejects.toMatchObject({ code: 'picture-too-large' });
  await expect(readPicture(await plain('webp'), { maxPixels: 34, maxBytes: 1e6 })).rejects.toMatchObject({
    code: 'picture-too-large',
  });
  await expect(readPicture(await plain('png'), { maxPixels: 1e6, maxBytes: 20 })).rejects.toMatchObject({
    code: 'picture-too-large',
  });
});

test.each([
  ['a drawing that brings a program', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['nothing', Buffer.alloc(0)],
  ['half a header', Buffer.from('89504e470d0a1a0a0000000d49484452000000', 'hex')],
])('%s is no picture', async (_, bytes) => {
  await expect(readPicture(bytes)).rejects.toMatchObject({ code: 'picture-unreadable' });
});

test('an animation is no picture', async () => {
  const frames = [
    await plain('png'),
    await sharp(await plain('png'))
      .negate()
      .png()
      .toBuffer(),
  ];
  const animated = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
  await expect(readPicture(animated)).rejects.toMatchObject({ code: 'picture-unreadable' });
});

test('sixteen bits keep their upper eight, grey becomes colour', async () => {
  const grey = Uint16Array.from([0, 0x1234, 0xabcd, 0xffff]);
  const png = await sharp(grey, { raw: { width: 2, height: 2, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toBuffer();
  const { rgba } = await readPicture(png);
  expect([rgba[4], rgba[5], rgba[6], rgba[7]]).toEqual([0x12, 0x12, 0x12, 255]);
});

test('the same pixels give the same bytes, and nothing else is left in the folder', async () => {
  const { before } = randomPair(randomly(6));
  expect((await encodePng(before)).equals(await encodePng(before))).toBe(true);
  const own = await mkdtemp(join(folder, 'own-'));
  await writeWebp(join(own, 'a.webp'), before);
  await writeWebp(join(own, 'b.webp'), before);
  expect(await readdir(own)).toEqual(['a.webp', 'b.webp']);
  expect((await readFile(join(own, 'a.webp'))).equals(await readFile(join(own, 'b.webp')))).toBe(true);
});

test('random and flipped bytes are refused or read, never anything else', async () => {
  const next = randomly(31);
  const good = await plain('png');
  for (let k = 0; k < 150; k += 1) {
    const bytes = Buffer.from(good);
    for (let flips = 1 + next(4); flips > 0; flips -= 1) bytes[next(bytes.length)] = next(256);
    const outcome = await readPicture(bytes.subarray(0, next(3) === 0 ? next(bytes.length) : bytes.length), {
      maxPixels: 1e6,
      maxBytes: 1e6,
    }).then(
      ({ rgba }) => rgba.length > 0,
      (thrown: unknown) =>
        thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('picture-'),
    );
    expect(outcome).toBe(true);
  }
});
