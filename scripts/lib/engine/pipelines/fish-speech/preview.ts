import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa, ExecaError } from 'execa';
import { UserError } from '#core/errors.ts';
import { writeWhole } from '#media/picture-file.ts';
import { biquad, filter } from '#media/sound/biquad.ts';
import { levelled } from '#media/sound/loudness.ts';
import type { IntegerTable } from '#media/sound/npy.ts';
import { diceOf } from '#media/sound/seeded.ts';
import { doubled } from '#media/sound/upsample.ts';
import { decodeWave, encodeWave, secondsOf } from '#media/sound/wave-file.ts';
import type { Sound } from '#media/sound/wave-file.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend, BuildJob } from '../pipeline.ts';
import type { FishSpeechParams } from './params.ts';
import { promptTokens, promptTranscript } from './prompt-tokens.ts';
import { languageOf, spokenText } from './spoken-text.ts';

/** Samples a second of the WAV file, as Fish Speech writes it. */
const RATE = 44_100;
/** Loudness of speech before it is mixed: EBU R 128 s1 puts short programmes there within the mix. */
const LUFS = -19;
const PEAK = 0.85;
const LONGEST_TEXT = 20_000;
/** Female voices of espeak-ng that stay clear in Russian and English. */
const VARIANTS = ['f2', 'f3', 'f4', 'f5', 'Annie', 'linda', 'steph', 'belinda'] as const;

/** How a voice sounds: all of it follows from the tokens. */
export interface Timbre {
  readonly variant: string;
  /** 0 to 99, as espeak-ng counts. */
  readonly pitch: number;
  /** Words a minute. */
  readonly wordsPerMinute: number;
  /** Lift of what lies above 3 kHz, in decibels. */
  readonly brightness: number;
  /** Lift of what lies below 250 Hz, in decibels. */
  readonly warmth: number;
}

/** Another table of tokens is another voice; the seed stands for the chance of sampling. */
export function timbreOf({ rows, columns, values }: IntegerTable, seed: number): Timbre {
  const voice = diceOf('timbre', rows, columns, Buffer.from(values.buffer).toString('base64'));
  const take = diceOf('take', seed);
  return {
    variant: VARIANTS[Math.floor(voice() * VARIANTS.length)] ?? 'f2',
    pitch: 48 + Math.floor(voice() * 24),
    wordsPerMinute: 154 + Math.floor(voice() * 14) + Math.floor(take() * 3),
    brightness: -3 + voice() * 6,
    warmth: -1 + voice() * 4,
  };
}

/** Speech by espeak-ng: plainly a machine's, but the right words at the right pace in a voice that the tokens choose. */
export const preview: Backend<FishSpeechParams> = {
  async build(job) {
    const tokens = inputOf(job, 'tokens/tokens');
    const [bytes, transcript, narration] = await Promise.all([
      readFile(tokens.path),
      readFile(inputOf(job, 'tokens/transcript').path, 'utf8'),
      readFile(inputOf(job, 'text/text').path, 'utf8'),
    ]);
    promptTranscript(transcript);
    const timbre = timbreOf(promptTokens(bytes, 'the voice tokens'), job.seed);
    const text = spokenText(narration);
    if (!/[\p{L}\p{N}]/u.test(text)) throw textUnfit('The narration has no words');
    if (text.length > LONGEST_TEXT)
      throw textUnfit(
        `The narration has ${text.length} characters; at most ${LONGEST_TEXT} are said at once`,
      );
    const language = job.params.language === 'auto' ? languageOf(text) : job.params.language;
    job.log(
      `${language} as ${timbre.variant}, pitch ${timbre.pitch}, ${timbre.wordsPerMinute} words a minute`,
    );
    const said = await speak(text, language, timbre, job);
    job.progress(0.6);

    const voice = doubled(said);
    if (voice.rate !== RATE) throw new Error(`espeak-ng spoke at ${said.rate} Hz in place of ${RATE / 2}`);
    filter(
      voice.samples,
      biquad('high-pass', RATE, 70),
      biquad('low-shelf', RATE, 250, Math.SQRT1_2, timbre.warmth),
      biquad('high-shelf', RATE, 3000, Math.SQRT1_2, timbre.brightness),
    );
    const levelledVoice = levelled(voice, LUFS, PEAK);
    if (secondsOf(levelledVoice) < 0.2) throw textUnfit('The narration gives no sound');
    job.log(`${secondsOf(levelledVoice).toFixed(2)} s of speech`);
    await writeWhole(join(job.outDir, 'voice.wav'), encodeWave(levelledVoice));
    job.progress(1);
  },
};

async function speak(
  text: string,
  language: string,
  { variant, pitch, wordsPerMinute }: Timbre,
  job: BuildJob<FishSpeechParams>,
): Promise<Sound> {
  await writeFile(join(job.workDir, 'narration.txt'), `${text}\n`);
  try {
    await execa(
      'espeak-ng',
      `-b 1 -v ${language}+${variant} -p ${pitch} -s ${wordsPerMinute} -w said.wav -f narration.txt`.split(
        ' ',
      ),
      {
        cwd: job.workDir,
        stdin: 'ignore',
        timeout: 120_000,
        cancelSignal: job.signal,
        env: { LC_ALL: 'C.UTF-8' },
      },
    );
  } catch (cause) {
    job.signal.throwIfAborted();
    if (!(cause instanceof ExecaError)) throw cause;
    if (cause.code === 'ENOENT')
      throw new UserError('espeak-missing', 'espeak-ng is not installed', {
        hint: 'Run `npm run setup`, or `apt-get install espeak-ng`.',
        cause,
      });
    throw new UserError('espeak-failed', `espeak-ng could not speak: ${cause.shortMessage}`, {
      hint: 'Its own words are above; `espeak-ng --voices` lists what is installed.',
      cause,
    });
  }
  return decodeWave(await readFile(join(job.workDir, 'said.wav')), 'what espeak-ng said');
}

const textUnfit = (message: string) =>
  new UserError('narration-unfit', message, { hint: "Mend the episode's narration." });
