import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fourier, peaks, spectrogram } from './spectrum.ts';

const sine = (frequency: number, rate: number, seconds: number): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, index) =>
    Math.sin((2 * Math.PI * frequency * index) / rate),
  );

test('the fast transform is the slow one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 }),
      (signal) => {
        const real = Float64Array.from(signal);
        const imaginary = new Float64Array(16);
        fourier(real, imaginary);
        for (let bin = 0; bin < 16; bin += 1) {
          const re = signal.reduce((sum, x, n) => sum + x * Math.cos((2 * Math.PI * bin * n) / 16), 0);
          const im = signal.reduce((sum, x, n) => sum - x * Math.sin((2 * Math.PI * bin * n) / 16), 0);
          expect(real[bin]).toBeCloseTo(re, 9);
          expect(imaginary[bin]).toBeCloseTo(im, 9);
        }
      },
    ),
  );
});

function loudestBand(frequency: number): number {
  const { decibels, bands } = spectrogram(sine(frequency, 44_100, 1), 44_100, 10, 64);
  const frame = [...decibels.subarray(5 * bands, 6 * bands)];
  return frame.indexOf(Math.max(...frame));
}

test('a higher tone lies in a higher band, and silence on the floor', () => {
  const bands = [200, 800, 3000, 9000].map(loudestBand);
  expect(bands).toEqual(bands.toSorted((a, b) => a - b));
  expect(new Set(bands).size).toBe(4);

  const silence = spectrogram(new Float32Array(44_100), 44_100, 10, 64);
  expect(Math.max(...silence.decibels)).toBe(-90);
});

test('peaks keep the highest and lowest sample of each part, in sounds shorter than the picture too', () => {
  expect([...peaks(Float32Array.of(0.5, -0.25, 0.125, -1), 2)]).toEqual([-0.25, 0.5, -1, 0.125]);
  expect(peaks(new Float32Array(), 3)).toHaveLength(6);
  expect(peaks(Float32Array.of(1), 8)).toHaveLength(16);
});
