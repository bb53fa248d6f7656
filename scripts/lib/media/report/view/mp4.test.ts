import fc from 'fast-check';
import { expect, test } from 'vitest';
import { framesPerSecond } from './mp4.ts';

const u32 = (...values: number[]): Uint8Array => {
  const bytes = new Uint8Array(values.length * 4);
  for (const [index, value] of values.entries()) new DataView(bytes.buffer).setUint32(index * 4, value);
  return bytes;
};
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));
const box = (type: string, ...parts: Uint8Array[]): Uint8Array => {
  const body = joined(...parts);
  return joined(u32(body.length + 8), ascii(type), body);
};
const track = (handler: string, scale: number, frames: number, ticks: number): Uint8Array =>
  box(
    'trak',
    box(
      'mdia',
      box('mdhd', u32(0, 0, 0, scale, 0, 0)),
      box('hdlr', u32(0, 0), ascii(handler), u32(0, 0, 0)),
      box('minf', box('stbl', box('stts', u32(0, 1, frames, ticks)))),
    ),
  );

test('the frame rate is that of the picture, not of the sound', () => {
  const file = joined(
    box('ftyp', ascii('isom')),
    box('moov', track('soun', 44_100, 700, 1024), track('vide', 12_800, 75, 512)),
  );
  expect(framesPerSecond(file)).toBe(25);
});

test('a file without a table has no frame rate', () => {
  expect(framesPerSecond(new Uint8Array())).toBeNull();
  expect(framesPerSecond(box('moov', box('trak')))).toBeNull();
  expect(framesPerSecond(box('moov', track('vide', 12_800, 0, 0)))).toBeNull();
});

test('any bytes, and any damaged file, have an answer', () => {
  const file = box('moov', track('vide', 12_800, 75, 512));
  fc.assert(
    fc.property(fc.nat(file.length), fc.nat(255), fc.nat(file.length), (at, value, end) => {
      const damaged = file.slice(0, end);
      damaged[at] = value;
      const rate = framesPerSecond(damaged);
      expect(rate === null || rate > 0).toBe(true);
    }),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void framesPerSecond(bytes)));
});
