import type { Sound } from './wave-file.ts';

const HALF = 24;

/**
 * Twice as many samples a second. Every second sample of the result is a sample of the source; those between are found
 * with a windowed sinc (Blackman, 48 taps), which keeps what lies below 0.45 of the source's rate.
 */
export function doubled({ rate, samples }: Sound): Sound {
  const taps = Float64Array.from({ length: HALF * 2 }, (_, tap) => {
    const x = tap - HALF + 0.5;
    const window =
      0.42 + 0.5 * Math.cos((Math.PI * x) / (HALF + 0.5)) + 0.08 * Math.cos((2 * Math.PI * x) / (HALF + 0.5));
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  });
  const weight = taps.reduce((sum, tap) => sum + tap, 0);
  const out = new Float32Array(samples.length * 2);
  for (let at = 0; at < samples.length; at += 1) {
    out[at * 2] = samples[at] ?? 0;
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap += 1)
      sum += (taps[tap] ?? 0) * (samples[at + tap - HALF + 1] ?? 0);
    out[at * 2 + 1] = sum / weight;
  }
  return { rate: rate * 2, samples: out };
}
