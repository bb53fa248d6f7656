import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limited } from './limiter.ts';

const RATE = 8000;
const sound = (samples: readonly number[]) => ({ rate: RATE, samples: Float32Array.from(samples) });

test('nothing is left above the ceiling, and nothing becomes louder or changes its sign', () => {
  const samples = fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { maxLength: 600 });
  fc.assert(
    fc.property(samples, fc.double({ min: 0.1, max: 1, noNaN: true }), (given, ceiling) => {
      const before = sound(given);
      const after = limited(sound(given), ceiling);
      after.samples.forEach((value, at) => {
        const was = before.samples[at] ?? 0;
        expect(Math.abs(value)).toBeLessThanOrEqual(ceiling * (1 + 1e-5));
        expect(Math.abs(value)).toBeLessThanOrEqual(Math.abs(was) * (1 + 1e-6));
        expect(value * was).toBeGreaterThanOrEqual(0);
      });
    }),
  );
});

test('a peak is turned down where it is and for 12 ms on either side; what is farther stays as it was', () => {
  const quiet = Array.from({ length: 2000 }, (_, at) => 0.5 * Math.sin(at / 7));
  const loud = quiet.map((value, at) => (at === 1000 ? 2 : value));
  const { samples } = limited(sound(loud), 0.8);
  expect(samples[1000]).toBeCloseTo(0.8, 5);
  const changed = [...samples.keys()].filter((at) => samples[at] !== Math.fround(loud[at] ?? 0));
  expect(changed[0]).toBeGreaterThanOrEqual(1000 - 2 * 48);
  expect(changed.at(-1)).toBeLessThanOrEqual(1000 + 2 * 48);
  expect(changed.length).toBeGreaterThan(150);
});
