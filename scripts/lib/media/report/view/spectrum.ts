/** Loudness over time and pitch: `frames × bands`, decibels, band 0 the lowest. */
export interface Spectrogram {
  readonly frames: number;
  readonly bands: number;
  readonly decibels: Float32Array;
}

const WINDOW = 1024;
const FLOOR_DB = -90;

/** Mel scale of O'Shaughnessy 1987 ("Speech Communication"), as HTK has it. */
const mel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);
const hertz = (value: number): number => 700 * (10 ** (value / 2595) - 1);

/**
 * Short-time spectrum in mel bands, 1024 samples a window (Hann), at most `frames` windows spread evenly over the sound.
 *
 * @param samples mono, −1 to 1
 */
export function spectrogram(
  samples: Float32Array,
  sampleRate: number,
  frames: number,
  bands: number,
): Spectrogram {
  const decibels = new Float32Array(frames * bands).fill(FLOOR_DB);
  const edges = bandEdges(sampleRate, bands);
  const real = new Float64Array(WINDOW);
  const imaginary = new Float64Array(WINDOW);
  const step = samples.length / frames;
  for (let frame = 0; frame < frames; frame += 1) {
    const start = Math.round((frame + 0.5) * step - WINDOW / 2);
    for (let index = 0; index < WINDOW; index += 1) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / WINDOW);
      real[index] = (samples[start + index] ?? 0) * hann;
      imaginary[index] = 0;
    }
    fourier(real, imaginary);
    for (let band = 0; band < bands; band += 1) {
      decibels[frame * bands + band] = loudness(real, imaginary, edges[band] ?? 0, edges[band + 1] ?? 0);
    }
  }
  return { frames, bands, decibels };
}

/** Mean power of the bins from `from` to `to`, in dB of a full-scale sine. */
function loudness(real: Float64Array, imaginary: Float64Array, from: number, to: number): number {
  const last = Math.max(from + 1, to);
  let power = 0;
  for (let bin = from; bin < last; bin += 1) power += (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2;
  const fullScale = (WINDOW / 4) ** 2;
  return Math.max(FLOOR_DB, 10 * Math.log10(power / (last - from) / fullScale + 1e-12));
}

function bandEdges(sampleRate: number, bands: number): number[] {
  const top = mel(Math.min(sampleRate / 2, 12_000));
  return Array.from({ length: bands + 1 }, (_, band) => {
    const bin = (hertz((top * band) / bands) * WINDOW) / sampleRate;
    return Math.min(WINDOW / 2, Math.max(1, Math.round(bin)));
  });
}

/** Fast Fourier transform in place, length a power of two. Cooley and Tukey 1965, decimation in time. */
export function fourier(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let index = 1, mirror = 0; index < size; index += 1) {
    let bit = size >> 1;
    for (; (mirror & bit) !== 0; bit >>= 1) mirror ^= bit;
    mirror ^= bit;
    if (index < mirror) {
      swap(real, index, mirror);
      swap(imaginary, index, mirror);
    }
  }
  for (let length = 2; length <= size; length *= 2) {
    const angle = (-2 * Math.PI) / length;
    for (let start = 0; start < size; start += length) {
      for (let index = 0; index < length / 2; index += 1) {
        const even = start + index;
        const odd = even + length / 2;
        const cosine = Math.cos(angle * index);
        const sine = Math.sin(angle * index);
        const re = (real[odd] ?? 0) * cosine - (imaginary[odd] ?? 0) * sine;
        const im = (real[odd] ?? 0) * sine + (imaginary[odd] ?? 0) * cosine;
        real[odd] = (real[even] ?? 0) - re;
        imaginary[odd] = (imaginary[even] ?? 0) - im;
        real[even] = (real[even] ?? 0) + re;
        imaginary[even] = (imaginary[even] ?? 0) + im;
      }
    }
  }
}

function swap(list: Float64Array, a: number, b: number): void {
  const kept = list[a] ?? 0;
  list[a] = list[b] ?? 0;
  list[b] = kept;
}

/** Lowest and highest sample of each of `columns` equal parts: `min, max, min, max, …`. */
export function peaks(samples: Float32Array, columns: number): Float32Array {
  const out = new Float32Array(columns * 2);
  for (let column = 0; column < columns; column += 1) {
    const from = Math.floor((column * samples.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * samples.length) / columns));
    let low = 0;
    let high = 0;
    for (let index = from; index < to; index += 1) {
      const sample = samples[index] ?? 0;
      if (sample < low) low = sample;
      if (sample > high) high = sample;
    }
    out[column * 2] = low;
    out[column * 2 + 1] = high;
  }
  return out;
}
