import { readFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { oidOf } from '#core/oid.ts';
import type { Picture } from '../picture.ts';
import { encodeCanon } from './encode.ts';
import { readPngHeader } from './png-header.ts';
import { pixelDigest, readReference } from './reference.ts';

const size = { width: 40, height: 30 };
const picture = drawn(size.width, size.height, 255);
const plain = encodeCanon(picture);
const asSharp = ({ width, height, rgba }: Picture) => sharp(rgba, { raw: { width, height, channels: 4 } });

function drawn(width: number, height: number, alpha: number): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < rgba.length; at += 4)
    rgba.set(
      [(at * 7) % 256, (at >> 3) % 256, (at * at) % 251, alpha === 255 ? 255 : (at * 3) % (alpha + 1)],
      at,
    );
  return { width, height, rgba };
}

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
}

const SIGNATURE = plain.subarray(0, 8);

function chunksOf(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at))
    chunks.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      body: bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)),
    });
  return chunks;
}

function pngOf(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat([
    SIGNATURE,
    ...chunks.map(({ type, body }) => {
      const bytes = Buffer.alloc(12 + body.byteLength);
      bytes.writeUInt32BE(body.byteLength, 0);
      bytes.write(type, 4, 'latin1');
      bytes.set(body, 8);
      bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), 8 + body.byteLength);
      return bytes;
    }),
  ]);
}

const [IHDR, IDAT, IEND] = chunksOf(plain);
if (!IHDR || !IDAT || !IEND) throw new RangeError('canon has three chunks');
const among = (...extra: Chunk[]) => pngOf([IHDR, ...extra, IDAT, IEND]);
const numbers = (...values: number[]) => {
  const body = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => body.writeUInt32BE(value, at * 4));
  return body;
};
const header = (change: (body: Buffer) => void) => {
  const body = Buffer.from(IHDR.body);
  change(body);
  return pngOf([{ type: 'IHDR', body }, IDAT, IEND]);
};

function fault(bytes: Uint8Array, expected = size): UserError {
  try {
    readReference(bytes, expected);
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
  throw new Error('it was read');
}

describe('equal pixels', () => {
  test('have an equal digest and an equal canon, however they were saved', async () => {
    const { pixels } = readReference(plain, size);
    const saved = [
      await asSharp(picture).png({ compressionLevel: 0 }).toBuffer(),
      await asSharp(picture).png({ progressive: true, adaptiveFiltering: true }).toBuffer(),
      await asSharp(picture).removeAlpha().png({ compressionLevel: 9 }).toBuffer(),
      among({ type: 'sRGB', body: Buffer.from([0]) }, { type: 'caBX', body: Buffer.from('signed') }),
      among({ type: 'tEXt', body: Buffer.from('prompt\0a portrait') }),
      pngOf([
        IHDR,
        { type: 'IDAT', body: IDAT.body.subarray(0, 100) },
        { type: 'IDAT', body: IDAT.body.subarray(100) },
        IEND,
      ]),
    ];
    for (const bytes of saved) {
      const again = readReference(bytes, size);
      expect(again.pixels).toBe(pixels);
      expect(encodeCanon(again.picture).equals(plain)).toBe(true);
    }
  });

  test('are the pixels that sharp sees, opaque and not, in every filter and interlaced', async () => {
    for (const [width, height, alpha] of [
      [40, 30, 255],
      [40, 30, 254],
      [1, 1, 255],
      [3, 7, 99],
      [8, 1, 255],
      [1, 9, 7],
    ] as const)
      for (const progressive of [false, true])
        for (const adaptiveFiltering of [false, true]) {
          const bytes = await asSharp(drawn(width, height, alpha))
            .png({ progressive, adaptiveFiltering })
            .toBuffer();
          const { picture } = readReference(bytes, { width, height });
          const theirs = await sharp(bytes).ensureAlpha().raw().toBuffer();
          expect(Buffer.from(picture.rgba).equals(theirs)).toBe(true);
          const ours = await sharp(encodeCanon(picture)).ensureAlpha().raw().toBuffer();
          expect(ours.equals(theirs)).toBe(true);
        }
  });

  test('the digest is stable: it stands in cards and locks', () => {
    const one = { width: 1, height: 2, rgba: new Uint8ClampedArray([1, 2, 3, 255, 4, 5, 6, 255]) };
    expect(pixelDigest(one)).toBe('a40052518a3686b12a75c533f4607a5b80a2d96f89a3fb65bcebc0ffdb966b43');
  });

  test('the canon is stable: another encoder needs another version of the backend', () => {
    expect(oidOf(plain)).toBe('e24d5bdd968fe02b60257eeef321770af380732e4ea52af466598ee55563dc5a');
  });

  test('I6: one changed bit, or the same bytes in another shape, is another picture', () => {
    const changed = Uint8ClampedArray.from(picture.rgba);
    changed[77] = (changed[77] ?? 0) ^ 1;
    const digests = [picture, { ...size, rgba: changed }, { width: 30, height: 40, rgba: picture.rgba }].map(
      pixelDigest,
    );
    expect(new Set(digests).size).toBe(3);
  });

  test('the reference of this repository is read in its size', async () => {
    const { picture } = readReference(await readFile('assets/alpha-ref.png'), { width: 1024, height: 1024 });
    expect(pixelDigest(readReference(encodeCanon(picture), picture).picture)).toBe(pixelDigest(picture));
  });
});

describe('what is no plain picture is refused', () => {
  test.each<[string, string, () => Uint8Array | Promise<Uint8Array>]>([
    ['a JPEG', 'reference-not-png', () => asSharp(picture).jpeg().toBuffer()],
    [
      'an LFS pointer',
      'reference-not-png',
      () => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
    ],
    ['an empty file', 'reference-not-png', () => Buffer.alloc(0)],
    ['16 bits', 'reference-16-bit', () => asSharp(picture).toColourspace('rgb16').png().toBuffer()],
    ['a palette', 'reference-colour-type', () => asSharp(picture).png({ palette: true }).toBuffer()],
    [
      'grey',
      'reference-colour-type',
      () => asSharp(picture).removeAlpha().toColourspace('b-w').png().toBuffer(),
    ],
    ['a transparent colour', 'reference-colour-type', () => among({ type: 'tRNS', body: Buffer.alloc(6) })],
    ['an animation', 'reference-animated', () => among({ type: 'acTL', body: numbers(2, 0) })],
    ['a bomb', 'reference-too-large', () => header((body) => body.set(numbers(12_000, 12_000)))],
    ['a wide bomb', 'reference-too-large', () => header((body) => body.set(numbers(0x7fffffff, 0x7fffffff)))],
    ['another size', 'reference-size', () => encodeCanon(drawn(41, 30, 255))],
    ['no size', 'reference-damaged', () => header((body) => body.set(numbers(0, 30)))],
    ['a profile', 'reference-colour-space', () => asSharp(picture).withIccProfile('p3').png().toBuffer()],
    ['another gamma', 'reference-colour-space', () => among({ type: 'gAMA', body: numbers(100_000) })],
    [
      'wide primaries',
      'reference-colour-space',
      () =>
        among({ type: 'cHRM', body: numbers(31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6000) }),
    ],
    ['HDR', 'reference-colour-space', () => among({ type: 'cICP', body: Buffer.from([9, 16, 0, 1]) })],
    [
      'a turned picture',
      'reference-orientation',
      () => asSharp(picture).withMetadata({ orientation: 6 }).png().toBuffer(),
    ],
    ['a cut-off file', 'reference-damaged', () => plain.subarray(0, -20)],
    [
      'a wrong checksum',
      'reference-damaged',
      () =>
        Buffer.concat([plain.subarray(0, 60), Buffer.from([plain.readUInt8(60) ^ 4]), plain.subarray(61)]),
    ],
    ['bytes behind the end', 'reference-damaged', () => Buffer.concat([plain, Buffer.from('PK')])],
    ['an unknown critical chunk', 'reference-damaged', () => among({ type: 'ABCD', body: Buffer.alloc(0) })],
    [
      'two gammas',
      'reference-damaged',
      () => among({ type: 'gAMA', body: numbers(45_455) }, { type: 'gAMA', body: numbers(45_455) }),
    ],
    ['a header behind the pixels', 'reference-damaged', () => pngOf([IHDR, IDAT, IHDR, IEND])],
    [
      'torn pixels',
      'reference-damaged',
      () => pngOf([IHDR, IDAT, { type: 'tEXt', body: Buffer.alloc(3) }, IDAT, IEND]),
    ],
    ['no pixels', 'reference-damaged', () => pngOf([IHDR, IEND])],
    [
      'too few pixels',
      'reference-damaged',
      () => pngOf([IHDR, { type: 'IDAT', body: deflateSync(Buffer.alloc(99)) }, IEND]),
    ],
    [
      'a stream that goes on',
      'reference-damaged',
      () => pngOf([IHDR, { type: 'IDAT', body: deflateSync(Buffer.alloc(2 ** 24)) }, IEND]),
    ],
    [
      'an unknown filter',
      'reference-damaged',
      () => pngOf([IHDR, { type: 'IDAT', body: deflateSync(Buffer.alloc(30 * 121, 9)) }, IEND]),
    ],
  ])('%s: %s', async (_, code, make) => {
    const { message, hint, ...thrown } = fault(await make());
    expect(thrown.code).toBe(code);
    expect(message).toMatch(/^The reference /u);
    expect(hint).toMatch(/\.$/u);
  });

  test('plain marks of sRGB are none of them', () => {
    const marks = [
      { type: 'gAMA', body: numbers(45_455) },
      { type: 'cHRM', body: numbers(31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6000) },
      { type: 'eXIf', body: Buffer.from('4d4d002a00000008000101120003000000010001000000000000', 'hex') },
      { type: 'cICP', body: Buffer.from([1, 13, 0, 1]) },
    ];
    for (const mark of marks) expect(readReference(among(mark), size).pixels).toBe(pixelDigest(picture));
  });
});

test('whatever happens to the bytes, it is read or refused with a code', () => {
  const chunks = fc.record({
    type: fc.constantFrom(
      'IHDR',
      'IDAT',
      'IEND',
      'eXIf',
      'gAMA',
      'cHRM',
      'iCCP',
      'cICP',
      'sRGB',
      'acTL',
      'fdAT',
      'tRNS',
      'PLTE',
      'zzzz',
    ),
    body: fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.constant(IHDR.body), fc.constant(IDAT.body)),
  });
  const files = fc.oneof(
    fc.array(chunks, { maxLength: 6 }).map((extra) => pngOf([IHDR, ...extra, IDAT, IEND])),
    fc.array(chunks, { maxLength: 6 }).map(pngOf),
    fc
      .tuple(fc.nat(plain.length - 1), fc.nat(255))
      .map(([at, value]) => Buffer.from(plain).fill(value, at, at + 1)),
    fc.nat(plain.length).map((length) => plain.subarray(0, length)),
    fc.uint8Array({ maxLength: 200 }),
  );
  const codes = new Set<string>();
  fc.assert(
    fc.property(files, (bytes) => {
      try {
        const { channels, data } = readPngHeader(bytes);
        expect([3, 4]).toContain(channels);
        expect(data.length).toBeGreaterThan(0);
        readReference(bytes, size);
        codes.add('read');
      } catch (thrown) {
        if (!(thrown instanceof UserError)) throw thrown;
        codes.add(thrown.code);
      }
    }),
    { numRuns: 5000, seed: 1 },
  );
  expect(codes.size).toBeGreaterThan(4);
});
