import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeCanon } from '#media/canon/encode.ts';
import { readReference } from '#media/canon/reference.ts';
import { writeWhole } from '#media/picture-file.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend } from '../pipeline.ts';
import type { CanonParams } from './params.ts';

/** Refuses with `reference-…` what cannot be the reference. It is the only backend: no model has a part in it. */
export const preview: Backend<CanonParams> = {
  async build(job) {
    const { picture, pixels } = readReference(
      await readFile(inputOf(job, 'picture/picture').path),
      job.params,
    );
    job.log(`${picture.width} × ${picture.height} pixels, digest ${pixels}`);
    await writeWhole(join(job.outDir, 'canon.png'), encodeCanon(picture));
  },
};
