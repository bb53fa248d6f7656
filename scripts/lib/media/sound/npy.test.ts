import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { readIntegerTable } from './npy.ts';

/** A file as `numpy.save` writes it: header padded so that the numbers begin at a multiple of 64. */
function npy(descr: string, rows: number, columns: number, body: Uint8Array, fortran = 'False'): Uint8Array {
  const dict = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': (${rows}, ${columns}), }`;
  const padded = `${dict.padEnd(Math.ceil((dict.length + 11) / 64) * 64 - 11)}\n`;
  const head = Buffer.concat([Buffer.from('\u0093NUMPY\u0001\u0000', 'latin1'), Buffer.alloc(2)]);
  head.writeUInt16LE(padded.length, 8);
  return Buffer.concat([head, Buffer.from(padded, 'latin1'), body]);
}

test('the tokens of the repository are ten codebooks', async () => {
  const { rows, values } = readIntegerTable(await readFile('assets/ref_alpha.npy'));
  expect(rows).toBe(10);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(4096);
});

test('every width, sign, byte order and memory order gives the same table', () => {
  const numbers = [0, 1, 2, 3, 4, 127];
  const i8 = Buffer.from(numbers);
  const i2 = Buffer.alloc(12);
  const i4 = Buffer.alloc(24);
  const i64 = Buffer.alloc(48);
  numbers.forEach((n, at) => {
    i2.writeInt16BE(n, at * 2);
    i4.writeUInt32LE(n, at * 4);
    i64.writeBigInt64LE(BigInt(n), at * 8);
  });
  for (const file of [
    npy('|i1', 2, 3, i8),
    npy('|u1', 2, 3, i8),
    npy('>i2', 2, 3, i2),
    npy('<u4', 2, 3, i4),
    npy('<i8', 2, 3, i64),
  ])
    expect([...readIntegerTable(file).values]).toEqual(numbers);
  expect([...readIntegerTable(npy('|i1', 2, 3, i8, 'True')).values]).toEqual([0, 2, 4, 1, 3, 127]);
});

test('objects, floats, other shapes, code in the header and numbers past 32 bits are refused', () => {
  const big = Buffer.alloc(8);
  big.writeBigInt64LE(2n ** 40n);
  const bad = [
    npy('|O', 1, 1, Buffer.alloc(8)),
    npy('<f4', 1, 1, Buffer.alloc(4)),
    npy('<i4', 0, 7, Buffer.alloc(0)),
    npy('<i4', 999_999, 999_999, Buffer.alloc(4)),
    npy('<i4', 1, 2, Buffer.alloc(4)),
    npy('<i4', 1, 1, Buffer.alloc(5)),
    npy('<i8', 1, 1, big),
    npy("<i4', 'x': __import__('os') or '", 1, 1, Buffer.alloc(4)),
  ];
  for (const file of bad) expect(() => readIntegerTable(file)).toThrow(UserError);
});

test('any bytes give a table or a plain refusal', () => {
  const good = npy('<i2', 2, 3, Buffer.alloc(12));
  const broken = fc
    .array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 })
    .map((edits) => {
      const bytes = Uint8Array.from(good);
      for (const [at, byte] of edits) bytes[at] = byte;
      return bytes;
    });
  const cut = fc.nat(good.length).map((length) => good.subarray(0, length));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), broken, cut), (bytes) => {
      try {
        const { rows, columns, values } = readIntegerTable(bytes);
        expect(values.length).toBe(rows * columns);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 2000 },
  );
});
