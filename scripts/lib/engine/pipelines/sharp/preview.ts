import { join } from 'node:path';
import { writeWhole } from '#media/picture-file.ts';
import { sitterIn } from '#media/sitter.ts';
import { writeSplat } from '#media/splat/ply.ts';
import { portraitOf } from '#media/splat/portrait.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend } from '../pipeline.ts';
import type { SharpParams } from './params.ts';

/** As many as fit into 14 MB together with those under the front and on the back. */
const FRONT = 150_000;

/** A body from outline and face, coloured by the picture: the same axes, camera and scale as SHARP's. */
export const preview: Backend<SharpParams> = {
  async build(job) {
    const { picture } = await sitterIn(inputOf(job, 'picture/picture').path);
    const { cloud, face, distance } = await portraitOf(picture, job.params.focalMm, FRONT);
    job.log(
      face === undefined
        ? 'No face was found: depth comes from the outline alone.'
        : `The face lies ${distance.toFixed(2)} m from the camera.`,
    );
    job.log(`${cloud.count} Gaussians`);
    const axes = 'OpenCV axes: x right, y down, z forward; camera at the origin; metres';
    await writeWhole(join(job.outDir, 'alpha.ply'), writeSplat(cloud, [axes]));
  },
};
