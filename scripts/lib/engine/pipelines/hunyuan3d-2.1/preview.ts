import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { bustOf } from '#media/mesh/bust.ts';
import { encodeGlb } from '#media/mesh/glb.ts';
import { openEdges } from '#media/mesh/mesh.ts';
import { writeWhole } from '#media/picture-file.ts';
import { sitterIn } from '#media/sitter.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend } from '../pipeline.ts';
import type { Hunyuan3dParams } from './params.ts';

/** A bust: the picture's figure inflated, its face raised by landmarks, its back guessed from its sides. */
export const preview: Backend<Hunyuan3dParams> = {
  async build(job) {
    const sitter = await sitterIn(inputOf(job, 'picture/picture').path);
    const face = await sitter.face();
    if (face === undefined) job.log('no face found: the whole silhouette is inflated alike');
    job.progress(0.3);
    const { figure } = sitter.matte();
    job.progress(0.6);
    const bust = bustOf(figure, face, job.params.faces);
    if (bust.indices.length === 0)
      throw new UserError('figure-missing', 'No figure stands out from the background of the picture', {
        hint: 'Use a picture whose background is plain, or transparent.',
      });
    const open = openEdges(bust);
    if (open > 0) throw new Error(`the mesh has ${open} open edges`);
    const glb = await encodeGlb(bust);
    job.log(`${bust.indices.length / 3} triangles, ${glb.byteLength} bytes`);
    await writeWhole(join(job.outDir, 'alpha.glb'), glb);
    job.progress(1);
  },
};
