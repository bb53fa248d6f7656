import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { checkSound } from '../../backends/outputs-sound.ts';
import { driversFolder, option, slotFile } from '../../backends/upstream-driver.ts';
import { absolute } from '../../backends/upstream-places.ts';
import { upstreamBackend } from '../../backends/upstream.ts';
import type { UpstreamSystem } from '../../backends/upstream-system.ts';
import type { FishSpeechParams } from './params.ts';
import { promptTokens, promptTranscript } from './prompt-tokens.ts';
import { fishSpeechPin } from './upstream-pin.ts';

/** Samples a second of what the codec writes. */
const RATE = 44_100;
/** One argument of a process may have 128 KiB (Linux, MAX_ARG_STRLEN). */
const LONGEST_TEXT_BYTES = 100_000;
/** Nobody speaks faster than 40 characters a second, and nobody slower than 2: outside it the model stopped early or ran on. */
const CHARACTERS_A_SECOND = { most: 40, least: 2 };

/**
 * The model's own command line, from tokens and text to WAV in one run; where drivers are kept, one of ours runs that same line
 * with the models that the voice before it has loaded.
 */
export const fishSpeechUpstream: UpstreamSystem<FishSpeechParams> = {
  system: 'fish-speech',
  pin: fishSpeechPin,
  minutes: 30,
  weights: () => ({ 's2-pro': 'checkpoints/s2-pro' }),
  failures: [
    {
      says: /Path '.*' does not exist\./u,
      code: 'weights-missing',
      meaning: 'its model folder is not where it looks',
      hint: 'Download fishaudio/s2-pro into checkpoints/s2-pro of its repository, or name its place in the runner file.',
    },
    {
      says: /--prompt-text requires either|should be the same/u,
      code: 'voice-transcript-missing',
      meaning: 'the voice tokens and what is said in them do not go together',
      hint: 'Write what is said in assets/ref_alpha.npy as `transcript` of the source in assets/alpha.yml.',
    },
    {
      says: /Prompt is too long:/u,
      code: 'voice-tokens-unfit',
      meaning: 'the reference is too long for the model',
      hint: 'Encode a shorter recording: 10 to 30 seconds are enough.',
    },
    {
      says: /Expected 2D indices, got|Unknown input type:/u,
      code: 'voice-tokens-unfit',
      meaning: 'the voice tokens are none that this model reads',
      hint: 'Encode the reference recording again with the codec of Fish Speech S2.',
    },
  ],
  async prepare({ job }) {
    promptTokens(await readFile(slotFile(job, 'tokens', 'tokens').path), 'the voice tokens');
  },
  async steps({ job, place, weights }) {
    const [transcript, text] = await Promise.all([
      readFile(slotFile(job, 'tokens', 'transcript').path, 'utf8'),
      readFile(slotFile(job, 'text').path, 'utf8'),
    ]);
    const said = text.trim();
    if (!/[\p{L}\p{N}]/u.test(said) || Buffer.byteLength(said) > LONGEST_TEXT_BYTES) {
      throw new UserError('narration-unfit', `${job.artifact}: the narration has no words, or too many`, {
        hint: `Write it in the episode's folder: some words, at most ${LONGEST_TEXT_BYTES} bytes.`,
      });
    }
    const wav = join(job.workDir, 'voice.wav');
    const { temperature, topP, topK, maxNewTokens, chunkLength, half } = job.params;
    const argv = [
      ...option('--text', said),
      // Tokens without their transcript are passed over, and a random voice speaks with exit 0.
      ...option('--prompt-text', promptTranscript(transcript)),
      ...option('--prompt-tokens', slotFile(job, 'tokens', 'tokens').path),
      ...option('--checkpoint-path', weights('s2-pro')),
      ...option('--seed', job.seed),
      ...option('--temperature', temperature),
      ...option('--top-p', topP),
      ...option('--top-k', topK),
      ...option('--max-new-tokens', maxNewTokens),
      ...option('--chunk-length', chunkLength),
      ...(half ? ['--half'] : []),
      ...option('--output-dir', join(job.workDir, 'codes')),
      ...option('--output', wav),
    ];
    const model = { checkpoint_path: absolute(weights('s2-pro'), place.checkout), half };
    const [file, result] = [
      join(job.workDir, 'fish_voice.job.json'),
      join(job.workDir, 'fish_voice.result.json'),
    ];
    return [
      {
        args: ['python', 'fish_speech/models/text2semantic/inference.py', ...argv],
        serves: {
          args: ['python', join(driversFolder(), 'fish_voice.py'), '--serve'],
          model: { driver: 'fish_voice.py', ...model },
          job: file,
          result,
          only: true,
        },
        writes: { [file]: { argv, ...model } },
        cwd: place.checkout,
        expects: [join(job.workDir, 'codes', 'codes_0.npy'), wav],
        share: 1,
      },
    ];
  },
  async collect({ job }) {
    const characters = (await readFile(slotFile(job, 'text').path, 'utf8')).trim().length;
    const wav = join(job.workDir, 'voice.wav');
    await checkSound(job.artifact, wav, {
      rate: RATE,
      minSeconds: Math.max(0.2, characters / CHARACTERS_A_SECOND.most),
      maxSeconds: 2 + characters / CHARACTERS_A_SECOND.least,
    });
    await rename(wav, join(job.outDir, 'voice.wav'));
  },
};

export const upstream = upstreamBackend(fishSpeechUpstream);
