import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { writeWhole } from '#media/picture-file.ts';
import { ambience, planAmbience } from '#media/sound/ambience.ts';
import { encodeWave, secondsOf } from '#media/sound/wave-file.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend } from '../pipeline.ts';
import type { HunyuanFoleyParams } from './params.ts';

/** Samples a second, as the model writes them. */
const RATE = 48_000;
const LONGEST_PROMPT = 2000;

/** Ambience by synthesis: the words of the prompt choose layers of noise, tones and strokes. */
export const preview: Backend<HunyuanFoleyParams> = {
  async build(job) {
    const prompt = (await readFile(inputOf(job, 'prompt/text').path, 'utf8')).trim();
    if (!/[\p{L}\p{N}]/u.test(prompt) || prompt.length > LONGEST_PROMPT)
      throw new UserError('ambient-prompt-unfit', 'The ambient prompt has no words, or too many', {
        hint: `Write \`ambient\` in the episode's manifest: some words, at most ${LONGEST_PROMPT} characters.`,
      });
    const { layers } = planAmbience(prompt);
    job.log(`layers: ${layers.map(({ name }) => name).join(', ') || 'none'}`);
    const sound = ambience(prompt, job.params.seconds, RATE, job.seed);
    job.log(`${secondsOf(sound).toFixed(2)} s, a loop`);
    await writeWhole(join(job.outDir, 'ambient.wav'), encodeWave(sound));
    job.progress(1);
  },
};
