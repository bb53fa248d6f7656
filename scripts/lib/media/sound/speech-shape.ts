import { biquad, filter } from './biquad.ts';
import type { Sound } from './wave-file.ts';

/** What a mouth does while something is said, a value a frame. */
export interface SpeechShape {
  /** How far it is open, 0 to 1. */
  readonly open: Float32Array;
  /** How wide it is drawn: −1 rounded as for "u", 1 spread as for "i". */
  readonly wide: Float32Array;
}

/** Half of the window that a frame hears, in seconds. */
const WINDOW = 0.03;
/** So many decibels below the loud parts a mouth is shut. */
const RANGE = 32;
/** How far a mouth is open in the most open moments. */
const WIDE_OPEN = 0.85;
/** Bands that tell vowels apart, in hertz: low first formant, high first formant, low and high second one, hiss. */
const BANDS = { close: 300, openVowel: 750, back: 950, frontVowel: 2300, hiss: 5500 } as const;

/**
 * The envelope of a sound, a value a frame: root mean square of what is heard around the middle of each frame.
 *
 * @param fps frames a second
 */
export function envelopeOf({ rate, samples }: Sound, fps: number): Float32Array {
  const frames = Math.ceil((samples.length / rate) * fps);
  const half = Math.round(WINDOW * rate);
  return Float32Array.from({ length: frames }, (_, frame) => {
    const middle = Math.round(((frame + 0.5) / fps) * rate);
    const from = Math.max(0, middle - half);
    const to = Math.min(samples.length, middle + half);
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += (samples[at] ?? 0) ** 2;
    return Math.sqrt(sum / (2 * half));
  });
}

/**
 * Reads a mouth's movement from speech: it opens with the envelope, more for vowels with a high first formant, less for
 * hisses, and is drawn wide or round by where the second formant lies.
 */
export function speechShape(sound: Sound, fps: number): SpeechShape {
  const envelope = envelopeOf(sound, fps);
  const loud = Math.max(
    1e-4,
    Float32Array.from(envelope).toSorted()[Math.floor(envelope.length * 0.95)] ?? 0,
  );
  const heard = (hertz: number, q: number) =>
    envelopeOf(
      {
        rate: sound.rate,
        samples: filter(Float32Array.from(sound.samples), biquad('band-pass', sound.rate, hertz, q)),
      },
      fps,
    );
  const close = heard(BANDS.close, 1.5);
  const openVowel = heard(BANDS.openVowel, 1.5);
  const back = heard(BANDS.back, 2);
  const frontVowel = heard(BANDS.frontVowel, 2);
  const hiss = heard(BANDS.hiss, 0.8);
  const open = new Float32Array(envelope.length);
  const wide = new Float32Array(envelope.length);
  for (let frame = 0; frame < envelope.length; frame += 1) {
    const level = envelope[frame] ?? 0;
    const decibels = 20 * Math.log10(level / loud + 1e-9);
    const strength = Math.min(Math.max(1 + decibels / RANGE, 0), 1);
    const share = (a: Float32Array, b: Float32Array) => {
      const [one, other] = [a[frame] ?? 0, b[frame] ?? 0];
      return one + other > 0 ? one / (one + other) : 0.5;
    };
    const vowel = share(openVowel, close);
    const hissing = Math.min(1, ((hiss[frame] ?? 0) / (level + 1e-6)) * 1.6);
    // Squared, for half the loudness range is told by the lips barely parting.
    open[frame] = strength ** 2 * (0.5 + 0.6 * vowel) * (1 - 0.65 * hissing);
    wide[frame] = strength * Math.min(Math.max((share(frontVowel, back) - 0.28) * 3, -1), 1);
  }
  const opened = smoothed(open);
  const widest = Math.max(0.05, opened.toSorted()[Math.floor(opened.length * 0.97)] ?? 0);
  return {
    open: opened.map((value) => Math.min((value / widest) * WIDE_OPEN, 1)),
    wide: smoothed(smoothed(wide)),
  };
}

/** Mean over three frames, the middle one twice: it neither leads nor lags. */
function smoothed(values: Float32Array): Float32Array {
  return values.map(
    (value, at) => 0.25 * (values[at - 1] ?? value) + 0.5 * value + 0.25 * (values[at + 1] ?? value),
  );
}
