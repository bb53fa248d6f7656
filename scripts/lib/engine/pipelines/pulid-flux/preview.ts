import { join } from 'node:path';
import { encodePng, writeWhole } from '#media/picture-file.ts';
import { sitterIn } from '#media/sitter.ts';
import { diceOf } from '#media/sound/seeded.ts';
import { portraitOf } from '#media/splat/portrait.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend } from '../pipeline.ts';
import type { PulidFluxParams } from './params.ts';
import { still } from './preview-still.ts';
import { takes } from './preview-takes.ts';

const FOCAL_MM = 30;
/** She is shown smaller than on the portrait, so that fewer Gaussians than a splat has are enough. */
const FRONT = 60_000;
/** Of zlib: above it files grow a tenth smaller in twice the time. */
const LEVEL = 3;

/** The figure of the portrait in other framings and lights, before other backgrounds. Prompts and sampling have no part in it. */
export const preview: Backend<PulidFluxParams> = {
  async build(job) {
    const { picture: reference } = await sitterIn(inputOf(job, 'picture/picture').path);
    const portrait = await portraitOf(reference, FOCAL_MM, FRONT);
    job.progress(0.5);
    const { width, height } = job.params;
    for (const [index, take] of takes(diceOf('stills', job.seed)).entries()) {
      job.signal.throwIfAborted();
      const picture = still(portrait, take, { width, height });
      await writeWhole(join(job.outDir, `still-${index + 1}.png`), await encodePng(picture, LEVEL));
      job.progress(0.5 + (index + 1) / 8);
    }
  },
};
