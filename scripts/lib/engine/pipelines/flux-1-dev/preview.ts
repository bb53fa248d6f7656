import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeCanon } from '#media/canon/encode.ts';
import { readPicture, writeWhole } from '#media/picture-file.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend } from '../pipeline.ts';
import type { Flux1DevParams } from './params.ts';
import { proposeCandidate } from './preview-candidate.ts';

/** A regraded copy of the picture before, in that picture's own size. Prompt and sampling have no part in it. */
export const preview: Backend<Flux1DevParams> = {
  async build(job) {
    const picture = await readPicture(await readFile(inputOf(job, 'picture/picture').path));
    job.progress(0.2);
    await writeWhole(join(job.outDir, 'candidate.png'), encodeCanon(proposeCandidate(picture, job.seed)));
  },
};
