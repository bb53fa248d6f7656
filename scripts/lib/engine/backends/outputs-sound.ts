import { readFile } from 'node:fs/promises';
import { decodeWave, secondsOf } from '#media/sound/wave-file.ts';
import type { Sound } from '#media/sound/wave-file.ts';
import { headOf, named, outputFault, shownHead } from './outputs.ts';

/** What a sound must be. */
export interface SoundLimits {
  /** Samples a second. */
  readonly rate: number;
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

/** Below this the loudest half second counts as silence, in decibels of full scale: 16-bit noise lies near −98. */
const SILENCE_DB = -60;

/**
 * A WAV file that sounds.
 *
 * @throws {UserError} `output-missing`, `output-unreadable`, `output-size` (sample rate), `output-length`, `output-silent`
 */
export async function checkSound(artifact: string, file: string, limits: SoundLimits): Promise<Sound> {
  const what = named(artifact, file);
  const head = await headOf(artifact, file, 12);
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE')
    throw outputFault('output-unreadable', what, `is no WAV file: it begins with ${shownHead(head)}`);
  let sound: Sound;
  try {
    sound = decodeWave(await readFile(file), what);
  } catch (cause) {
    throw outputFault('output-unreadable', what, 'cannot be decoded', cause);
  }
  if (sound.rate !== limits.rate)
    throw outputFault('output-size', what, `has ${sound.rate} samples a second, not ${limits.rate}`);
  const seconds = secondsOf(sound);
  if (seconds < limits.minSeconds || seconds > limits.maxSeconds) {
    throw outputFault(
      'output-length',
      what,
      `lasts ${seconds.toFixed(2)} s, ${limits.minSeconds.toFixed(2)} to ${limits.maxSeconds.toFixed(2)} s were expected`,
    );
  }
  const loudest = loudestDb(sound);
  if (loudest < SILENCE_DB)
    throw outputFault(
      'output-silent',
      what,
      `is silent: its loudest half second has ${loudest.toFixed(0)} dB`,
    );
  return sound;
}

/** RMS of the loudest half second, decibels of full scale; at least −120. */
export function loudestDb({ rate, samples }: Sound): number {
  const window = Math.max(1, Math.min(samples.length, Math.floor(rate / 2)));
  let loudest = 0;
  for (let start = 0; start < samples.length; start += window) {
    let sum = 0;
    const end = Math.min(start + window, samples.length);
    for (let at = start; at < end; at += 1) sum += (samples[at] ?? 0) ** 2;
    loudest = Math.max(loudest, sum / (end - start));
  }
  return 10 * Math.log10(Math.max(loudest, 1e-12));
}
