import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { decodeWave, encodeWave } from './wave-file.ts';

const ramp = { rate: 8000, samples: Float32Array.from({ length: 100 }, (_, at) => at / 100 - 0.5) };

test('what is written is read again, within half a step of 16 bits', () => {
  const { rate, samples } = decodeWave(encodeWave(ramp));
  expect(rate).toBe(8000);
  expect(samples.length).toBe(100);
  samples.forEach((value, at) => expect(Math.abs(value - (ramp.samples[at] ?? 0))).toBeLessThan(1 / 30_000));
});

test('too loud a sound is cut off, not wrapped', () => {
  const { samples } = decodeWave(encodeWave({ rate: 8000, samples: Float32Array.of(2, -2) }));
  expect(samples[0]).toBeCloseTo(1, 3);
  expect(samples[1]).toBe(-1);
});

test('any bytes give a sound or a plain refusal', () => {
  const good = encodeWave(ramp);
  const broken = fc
    .array(fc.tuple(fc.nat(60), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 })
    .map((edits) => {
      const bytes = Uint8Array.from(good);
      for (const [at, byte] of edits) bytes[at] = byte;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), broken), (bytes) => {
      try {
        const { samples } = decodeWave(bytes);
        expect(samples.every(Number.isFinite)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 1000 },
  );
});
