import { filter } from './biquad.ts';
import type { Biquad } from './biquad.ts';
import type { Sound } from './wave-file.ts';

/**
 * Integrated loudness in LUFS of one channel; −Infinity for silence or less than 0.4 s. Method: ITU-R BS.1770-4, with its
 * two K filters carried over to any rate by the bilinear transform.
 */
export function loudnessOf({ rate, samples }: Sound): number {
  const weighted = filter(Float32Array.from(samples), shelf(rate), highPass(rate));
  const step = Math.round(rate / 10);
  const hops = Math.floor(weighted.length / step);
  const energies: number[] = [];
  for (let hop = 0; hop < hops; hop += 1) {
    let sum = 0;
    for (let at = hop * step; at < (hop + 1) * step; at += 1) sum += (weighted[at] ?? 0) ** 2;
    energies.push(sum / step);
  }
  const blocks = Array.from({ length: Math.max(0, hops - 3) }, (_, at) => {
    const [a = 0, b = 0, c = 0, d = 0] = energies.slice(at, at + 4);
    return (a + b + c + d) / 4;
  });
  const heard = blocks.filter((energy) => lufs(energy) > -70);
  const floor = lufs(mean(heard)) - 10;
  return lufs(mean(heard.filter((energy) => lufs(energy) > floor)));
}

/** The largest sample, 0 to 1 and above. */
export const peakOf = ({ samples }: Sound): number =>
  samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);

/** Makes a sound as loud as `target` LUFS, in place, but never so that its largest sample passes `peak`. Silence stays. */
export function levelled(sound: Sound, target: number, peak: number): Sound {
  const is = loudnessOf(sound);
  const largest = peakOf(sound);
  if (!Number.isFinite(is) || largest === 0) return sound;
  const gain = Math.min(10 ** ((target - is) / 20), peak / largest);
  for (let at = 0; at < sound.samples.length; at += 1) sound.samples[at] = (sound.samples[at] ?? 0) * gain;
  return sound;
}

const lufs = (energy: number) => -0.691 + 10 * Math.log10(energy);
const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

// Analogue prototypes of the two filters, found from the coefficients that BS.1770 lists for 48 kHz.
const shelf = (rate: number): Biquad => {
  const k = Math.tan((Math.PI * 1681.974450955533) / rate);
  const q = 0.7071752369554196;
  const vh = 10 ** (3.999843853973347 / 20);
  const vb = vh ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b0: (vh + (vb * k) / q + k * k) / a0,
    b1: (2 * (k * k - vh)) / a0,
    b2: (vh - (vb * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  };
};
const highPass = (rate: number): Biquad => {
  const k = Math.tan((Math.PI * 38.13547087602444) / rate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 };
};
