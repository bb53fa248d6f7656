import { deflateSync, inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { randomly } from '../compare/random.ts';
import { workspace } from '../compare/kernel/workspace.ts';
import { imageData, plainChannels, pngChunks, sameImageChunks } from './chunks.ts';

/** What the fast way decodes; none when it leaves the file to sharp. */
function fast(bytes: Uint8Array): Buffer | undefined {
  const png = pngChunks(bytes);
  const channels = png === undefined ? undefined : plainChannels(png);
  if (png === undefined || channels === undefined) return undefined;
  const room = workspace(png, bytes.byteLength);
  const decoded = room.decode('before', { data: imageData(png), channels });
  return decoded ? Buffer.from(room.rgba('before')) : undefined;
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

test('image data of another length than the header says is refused, and no more of it is inflated', () => {
  const room = workspace({ width: 4, height: 4 }, 4096);
  const decoded = (data: Uint8Array) => room.decode('before', { data: [data], channels: 4 });
  expect(decoded(deflateSync(Buffer.alloc(1 << 20)))).toBe(false);
  expect(decoded(deflateSync(Buffer.alloc(67)))).toBe(false);
  expect(decoded(deflateSync(Buffer.alloc(69)))).toBe(false);
  expect(decoded(deflateSync(Buffer.alloc(68)))).toBe(true);
  expect(decoded(Buffer.concat([deflateSync(Buffer.alloc(68)), Buffer.alloc(1)]))).toBe(false);
});

/** Scanlines without a filter, RGBA, that repeat themselves here and there; and how zlib packs them one way or another. */
function packedLines(width: number, height: number, next: (limit: number) => number) {
  const line = 1 + width * 4;
  const lines = Buffer.alloc(height * line);
  const spread = [1, 2, 4, 16, 256][next(5)] ?? 1;
  for (let i = 0; i < lines.length; i += 1) {
    const far = 1 + next(300);
    lines[i] = next(3) === 0 && i > far ? (lines[i - far] ?? 0) : next(spread) * next(2);
  }
  for (let y = 0; y < height; y += 1) lines[y * line] = 0;
  const packed = deflateSync(lines, {
    level: next(10),
    strategy: next(5),
    memLevel: 1 + next(9),
    windowBits: 9 + next(7),
  });
  const rows = Array.from({ length: height }, (_, y) => lines.subarray(y * line + 1, (y + 1) * line));
  return { packed, rgba: Buffer.concat(rows) };
}

test('whatever zlib packs, at any level and by any strategy, is inflated to the same bytes', () => {
  const next = randomly(17);
  for (let k = 0; k < 400; k += 1) {
    const [width, height] = [1 + next(90), 1 + next(40)];
    const [first, second] = [packedLines(width, height, next), packedLines(width, height, next)];
    const cut = next(first.packed.length);
    const room = workspace({ width, height }, Math.max(first.packed.length, second.packed.length));
    const pieces = [first.packed.subarray(0, cut), first.packed.subarray(cut)];
    expect(room.decode('before', { data: pieces, channels: 4 })).toBe(true);
    expect(room.decode('after', { data: [second.packed], channels: 4 })).toBe(true);
    expect(first.rgba.equals(Buffer.from(room.rgba('before')))).toBe(true);
    expect(second.rgba.equals(Buffer.from(room.rgba('after')))).toBe(true);
  }
});

test('a stream with flipped bits is refused, or is what zlib makes of it', () => {
  const next = randomly(18);
  let refused = 0;
  for (let k = 0; k < 3000; k += 1) {
    const [width, height] = [1 + next(20), 1 + next(20)];
    const lines = Buffer.alloc(height * (1 + width * 4));
    for (let i = 0; i < lines.length; i += 1) lines[i] = i % (1 + width * 4) === 0 ? 0 : next(6);
    const packed = deflateSync(lines, { level: next(10), strategy: next(5) });
    for (let flips = 1 + next(3); flips > 0; flips -= 1) {
      const at = next(packed.length);
      packed[at] = (packed[at] ?? 0) ^ (1 << next(8));
    }
    const room = workspace({ width, height }, packed.length);
    const decoded = room.decode('before', { data: [packed], channels: 4 });
    if (decoded) expect(inflateSync(packed).length).toBe(lines.length);
    else refused += 1;
  }
  expect(refused).toBeGreaterThan(2900);
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
