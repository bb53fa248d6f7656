import { execa } from 'execa';
import { expect, test } from 'vitest';
import { biquad, filter } from './biquad.ts';
import { levelled, loudnessOf, peakOf } from './loudness.ts';
import { diceOf } from './seeded.ts';
import { doubled } from './upsample.ts';
import { encodeWave } from './wave-file.ts';
import type { Sound } from './wave-file.ts';

const sine = (rate: number, hertz: number, seconds: number, gain: number): Sound => ({
  rate,
  samples: Float32Array.from(
    { length: rate * seconds },
    (_, at) => gain * Math.sin((2 * Math.PI * hertz * at) / rate),
  ),
});

/** Noise that comes and goes, so that the gate has something to leave out. */
function gusts(rate: number): Sound {
  const dice = diceOf('gusts');
  const samples = Float32Array.from(
    { length: rate * 4 },
    (_, at) => (dice() - 0.5) * (at % rate < rate / 3 ? 0.001 : 0.4),
  );
  return { rate, samples: filter(samples, biquad('low-pass', rate, 3000)) };
}

test.each([sine(48_000, 1000, 2, 0.25), sine(44_100, 100, 2, 0.5), gusts(48_000), gusts(44_100)])(
  'loudness is what ffmpeg measures',
  async (sound) => {
    const { stderr } = await execa('ffmpeg', ['-i', 'pipe:0', '-af', 'ebur128', '-f', 'null', '-'], {
      input: encodeWave(sound),
    });
    const theirs = Number(/Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS/u.exec(stderr)?.[1]);
    expect(Math.abs(loudnessOf(sound) - theirs)).toBeLessThan(0.15);
  },
);

test('a sound is brought to a loudness, but not past its peak', () => {
  const tone = levelled(sine(48_000, 1000, 2, 0.01), -20, 0.9);
  expect(loudnessOf(tone)).toBeCloseTo(-20, 3);
  expect(peakOf(levelled(sine(48_000, 1000, 2, 0.01), 0, 0.5))).toBeCloseTo(0.5, 3);
  const silence = { rate: 48_000, samples: new Float32Array(48_000) };
  expect(peakOf(levelled(silence, -20, 0.9))).toBe(0);
});

test('twice the rate is the same tone', () => {
  const { rate, samples } = doubled(sine(22_050, 3000, 1, 0.5));
  expect(rate).toBe(44_100);
  const wanted = sine(44_100, 3000, 1, 0.5).samples;
  const worst = samples
    .subarray(100, -100)
    .reduce((worst, value, at) => Math.max(worst, Math.abs(value - (wanted[at + 100] ?? 0))), 0);
  expect(worst).toBeLessThan(0.001);
});
