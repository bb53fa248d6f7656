import { deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { randomly } from '../compare/random.ts';
import { workspace } from '../compare/kernel/workspace.ts';
import { plainChannels, pngChunks, sameImageChunks } from './chunks.ts';
import { scanlines } from './scanlines.ts';

/** What the fast way decodes; none when it leaves the file to sharp. */
function fast(bytes: Uint8Array): Buffer | undefined {
  const png = pngChunks(bytes);
  const channels = png === undefined ? undefined : plainChannels(png);
  if (png === undefined || channels === undefined) return undefined;
  const lines = scanlines(png, channels);
  if (lines === undefined) return undefined;
  const room = workspace(png, lines.byteLength);
  return room.unfilter('before', lines, channels) ? Buffer.from(room.rgba('before')) : undefined;
}

const bySharp = (bytes: Uint8Array) =>
  sharp(bytes, { failOn: 'warning' }).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer();

/** A PNG whose rows use the five filters in a random order. */
function filtered(width: number, height: number, channels: 3 | 4, next: (limit: number) => number): Buffer {
  const rgba = Buffer.alloc(width * height * 4);
  for (let i = 0; i < rgba.length; i += 1)
    rgba[i] = i >= 4 && next(3) > 0 ? (rgba[i - 4] ?? 0) + next(5) : next(256);
  const png = new PNG({ width, height });
  png.data = rgba;
  const filterType = [-1, 0, 1, 2, 3, 4, 4][next(7)] ?? 0;
  return PNG.sync.write(png, { colorType: channels === 3 ? 2 : 6, inputHasAlpha: true, filterType });
}

test('what the fast way decodes is what sharp decodes, for every filter and every small width', async () => {
  const next = randomly(3);
  for (let k = 0; k < 250; k += 1) {
    const bytes = filtered(1 + next(23), 1 + next(11), next(2) === 0 ? 3 : 4, next);
    const got = fast(bytes);
    expect(got).toBeDefined();
    expect(got?.equals(await bySharp(bytes))).toBe(true);
  }
});

test('a damaged file is left to sharp or decodes alike, never otherwise', async () => {
  const next = randomly(4);
  let left = 0;
  for (let k = 0; k < 200; k += 1) {
    const bytes = filtered(1 + next(12), 1 + next(8), next(2) === 0 ? 3 : 4, next);
    const at = 8 + next(bytes.length - 8);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << next(8));
    const broken = next(4) === 0 ? bytes.subarray(0, at) : bytes;
    const got = fast(broken);
    if (got === undefined) left += 1;
    else expect(got.equals(await bySharp(broken))).toBe(true);
  }
  expect(left).toBeGreaterThan(150);
});

test('scanlines of another length than the header says are refused without inflating more', () => {
  const bomb = deflateSync(Buffer.alloc(1 << 20));
  const header = { width: 4, height: 4, bitDepth: 8, colourType: 6, interlaced: false };
  expect(scanlines({ ...header, chunks: [chunk('IDAT', bomb)] }, 4)).toBeUndefined();
  expect(scanlines({ ...header, chunks: [chunk('IDAT', deflateSync(Buffer.alloc(67)))] }, 4)).toBeUndefined();
  expect(
    scanlines({ ...header, chunks: [chunk('IDAT', deflateSync(Buffer.alloc(68)))] }, 4)?.byteLength,
  ).toBe(68);
});

test('two files that differ in words only have the same image chunks', async () => {
  const plain = await sharp({ create: { width: 5, height: 4, channels: 3, background: '#a40' } })
    .png()
    .toBuffer();
  const file = pngChunks(plain);
  if (file === undefined) throw new Error('sharp wrote no PNG');
  const text = { type: 'tEXt', data: Buffer.from('prompt\0a red square') };
  expect(sameImageChunks(file, { ...file, chunks: [...file.chunks, text] })).toBe(true);
  const gamma = { type: 'gAMA', data: Buffer.from([0, 0, 0xb1, 0x8f]) };
  expect(sameImageChunks(file, { ...file, chunks: [...file.chunks, gamma] })).toBe(false);
});

const chunk = (type: string, data: Uint8Array) => ({ type, data });
