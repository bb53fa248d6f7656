import { powerSpectrum } from './fourier.ts';

/** What sound is decoded to before it is measured. */
export const MEL_RATE = 16_000;
/** Ten milliseconds from one frame to the next. */
export const HOP = 160;
export const BANDS = 64;
const WINDOW = 512;
const LOWEST = 50;
const HIGHEST = 8000;
/** Nothing quieter than this counts, in dB of full scale. */
export const FLOOR_DB = -80;

/** Loudness by time and pitch: `BANDS` values a frame, in dB of full scale, from `FLOOR_DB` up. */
export interface LogMel {
  readonly frames: number;
  readonly db: Float32Array;
}

const mel = (hz: number) => 2595 * Math.log10(1 + hz / 700);
const hertz = (value: number) => 700 * (10 ** (value / 2595) - 1);

/** Triangles of equal width on the mel scale (S. S. Stevens 1937; D. O'Shaughnessy's formula). */
const FILTERS = Array.from({ length: BANDS }, (_, band) => {
  const edge = (k: number) => hertz(mel(LOWEST) + ((mel(HIGHEST) - mel(LOWEST)) * (band + k)) / (BANDS + 1));
  const [low, middle, high] = [edge(0), edge(1), edge(2)];
  const weights: [bin: number, weight: number][] = [];
  for (let bin = 0; bin <= WINDOW / 2; bin += 1) {
    const hz = (bin * MEL_RATE) / WINDOW;
    const weight = hz < middle ? (hz - low) / (middle - low) : (high - hz) / (high - middle);
    if (weight > 0) weights.push([bin, weight]);
  }
  // Low bands may fall between two bins: the nearest one stands for them.
  const nearest: [number, number] = [Math.round((middle * WINDOW) / MEL_RATE), 1];
  return weights.length > 0 ? weights : [nearest];
});

const HANN = Float32Array.from(
  { length: WINDOW },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / WINDOW),
);
/** A full-scale sine has about 0 dB. */
const GAIN = (4 / WINDOW) ** 2;

/** Log-mel spectrogram of one channel at `MEL_RATE`; at least one frame. */
export function logMel(samples: Float32Array): LogMel {
  const frames = Math.max(1, Math.ceil(samples.length / HOP));
  const db = new Float32Array(frames * BANDS);
  const transform = powerSpectrum(WINDOW);
  const window = new Float32Array(WINDOW);
  const power = new Float64Array(WINDOW / 2 + 1);
  for (let frame = 0; frame < frames; frame += 1) {
    const start = frame * HOP - (WINDOW - HOP) / 2;
    for (let i = 0; i < WINDOW; i += 1) window[i] = (samples[start + i] ?? 0) * (HANN[i] ?? 0);
    transform(window, power);
    for (const [band, weights] of FILTERS.entries()) {
      let sum = 0;
      for (const [bin, weight] of weights) sum += (power[bin] ?? 0) * weight;
      db[frame * BANDS + band] = Math.max(FLOOR_DB, 10 * Math.log10(sum * GAIN + 1e-12));
    }
  }
  return { frames, db };
}

/** Mean distance in dB of frame `i` of one and frame `j` of the other. */
export function frameDistance(a: LogMel, i: number, b: LogMel, j: number): number {
  let sum = 0;
  for (let band = 0; band < BANDS; band += 1) {
    sum += Math.abs((a.db[i * BANDS + band] ?? FLOOR_DB) - (b.db[j * BANDS + band] ?? FLOOR_DB));
  }
  return sum / BANDS;
}

/** How loud a frame is at its loudest pitch. */
export function peakDb({ db }: LogMel, frame: number): number {
  let peak = FLOOR_DB;
  for (let band = 0; band < BANDS; band += 1) peak = Math.max(peak, db[frame * BANDS + band] ?? FLOOR_DB);
  return peak;
}
