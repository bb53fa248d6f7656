import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '#core/errors.ts';
import { lens } from '../camera.ts';
import { emptyCloud } from '../splat/cloud.ts';
import type { SplatCloud } from '../splat/cloud.ts';
import { decodeZip, encodeZip } from '../zip/zip.ts';
import { beginningOf, decodeSequence, encodeSequence } from './sequence.ts';

const cloud = (shift: number): SplatCloud => {
  const empty = emptyCloud(20);
  return {
    ...empty,
    positions: empty.positions.map((_, at) => Math.sin(at) + shift),
    scales: empty.scales.fill(0.01),
    colours: empty.colours.map((_, at) => (at % 7) / 7),
    opacities: empty.opacities.fill(0.98),
  };
};
const [one, two] = [cloud(0), cloud(0.1)];
const standpoint = { target: [0, 0.1, 0], distance: 5, lens: lens(2.5) } as const;
const packed = encodeSequence({ periodSeconds: 6, clouds: [one, two, one], standpoint });

test('a sequence is read as it was written, to a thirty-thousandth; what comes twice is written once', () => {
  const { periodSeconds, clouds, standpoint: seen } = decodeSequence(packed);
  expect(periodSeconds).toBe(6);
  expect(seen).toEqual(standpoint);
  expect(clouds[2]).toBe(clouds[0]);
  clouds[1]?.positions.forEach((value, at) =>
    expect(Math.abs(value - (two.positions[at] ?? 0))).toBeLessThan(5e-5),
  );
  clouds[1]?.colours.forEach((value, at) =>
    expect(Math.abs(value - (two.colours[at] ?? 0))).toBeLessThan(0.004),
  );
  expect([...decodeZip(packed).keys()]).toEqual([
    'sequence.json',
    'gaussian_pertimestamp/time_00000.ply',
    'gaussian_pertimestamp/time_00001.ply',
  ]);
});

test('the beginning of a sequence is its first cloud, and nothing of the others is read', () => {
  const whole = decodeSequence(packed);
  const spoiled = Uint8Array.from(packed);
  spoiled.fill(0, packed.length / 2, packed.length * 0.75);
  expect(() => decodeSequence(spoiled)).toThrow(UserError);
  expect(beginningOf(spoiled)).toEqual({ standpoint, cloud: whole.clouds[0] });
  const none = encodeZip(new Map([...decodeZip(packed)].filter(([path]) => path === 'sequence.json')));
  expect(() => beginningOf(none)).toThrow('time_00000.ply is missing');
});

test('any bytes give a sequence or a plain refusal', () => {
  const broken = fc
    .array(fc.tuple(fc.nat(packed.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 5,
    })
    .map((edits) => {
      const bytes = Uint8Array.from(packed);
      for (const [at, byte] of edits) bytes[at] = byte;
      return bytes;
    });
  fc.assert(
    fc.property(broken, (bytes) => {
      try {
        expect(decodeSequence(bytes).clouds.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 500 },
  );
});
