import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { orbit } from '#media/camera.ts';
import { decodeGlb } from '#media/mesh/glb.ts';
import { idle, standOf } from '#media/mesh/idle.ts';
import { idleMesh, multiViewSet, standpointOf, viewsOf } from '#media/mesh/multi-view.ts';
import type { IdleMesh } from '#media/mesh/multi-view.ts';
import { meshRasteriser } from '#media/mesh/rasterise.ts';
import { recoloured, splatsOf } from '#media/mesh/splats.ts';
import { writeWhole } from '#media/picture-file.ts';
import { encodeSequence } from '#media/video/sequence.ts';
import type { SplatSequence } from '#media/video/sequence.ts';
import { encodeZip } from '#media/zip/zip.ts';
import { inputOf } from '../pipeline.ts';
import type { Backend } from '../pipeline.ts';
import type { FourDGaussiansParams } from './params.ts';

/** A scene without training: the mesh is covered with Gaussians once, and they move as it moves. */
export const preview: Backend<FourDGaussiansParams> = {
  async build(job) {
    const { params } = job;
    const mesh = await decodeGlb(await readFile(inputOf(job, 'mesh/mesh').path));
    const moving = await idleMesh(mesh, params.motion);
    job.progress(0.1);
    const views = viewsOf(standpointOf(mesh), {
      train: params.trainViews,
      val: params.valViews,
      test: params.testViews,
    });
    const set = await multiViewSet(moving, views, (count) => {
      job.signal.throwIfAborted();
      job.progress(0.1 + (0.5 * count) / views.length);
    });
    // PNG is packed already.
    const dataset = encodeZip(set, (path) => (path.endsWith('.png') ? 0 : 6));
    await writeWhole(join(job.outDir, 'dataset.zip'), dataset);
    job.log(`${views.length} pictures, ${dataset.byteLength} bytes`);

    const sequence = sequenceOf(moving, params);
    job.progress(0.8);
    job.signal.throwIfAborted();
    const packed = encodeSequence(sequence);
    await writeWhole(join(job.outDir, 'sequence.zip'), packed);
    job.log(
      `${sequence.clouds.length} times of ${sequence.clouds[0]?.count ?? 0} gaussians, ${packed.byteLength} bytes`,
    );
    job.progress(1);
  },
};

/** The mesh as a splat at each time of a round. */
export function sequenceOf(
  moving: IdleMesh,
  { gaussians, times, periodSeconds, motion }: FourDGaussiansParams,
): SplatSequence {
  const { rest } = moving;
  const standpoint = standpointOf(rest);
  const splats = splatsOf(rest, standpoint, gaussians);
  const stand = standOf(rest.positions);
  const size = { width: splats.front.picture.width, height: splats.front.picture.height };
  const front = orbit({ world: 'y-up', ...standpoint, yawDeg: 0, pitchDeg: 0 });
  const half = Array.from({ length: Math.floor(times / 2) + 1 }, (_, index) => {
    const phase = index / times;
    const { texture } = moving.at(phase);
    const colours =
      texture === rest.texture
        ? splats.cloud.colours
        : recoloured(splats, meshRasteriser(size).draw({ ...rest, texture }, front));
    return { ...splats.cloud, colours, positions: idle(splats.cloud.positions, stand, phase, motion) };
  });
  // The motion runs backwards through its second half.
  const clouds = Array.from(
    { length: times },
    (_, index) => half[Math.min(index, times - index)] ?? splats.cloud,
  );
  return { periodSeconds, clouds, standpoint };
}
