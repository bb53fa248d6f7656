import { readFile } from 'node:fs/promises';
import { lensOf35mm, orbit } from '#media/camera.ts';
import { decodeGlb } from '#media/mesh/glb.ts';
import { standpointOf } from '#media/mesh/multi-view.ts';
import { rasteriseMesh } from '#media/mesh/rasterise.ts';
import type { Picture, Size } from '#media/picture.ts';
import { frontCamera } from '#media/splat/from-picture.ts';
import { readSplat } from '#media/splat/ply.ts';
import { rasterise } from '#media/splat/rasterise.ts';
import { beginningOf } from '#media/video/sequence.ts';

const SIZE: Size = { width: 768, height: 768 };
const GREY = [206, 206, 210, 255] as const;
/** SHARP assumes it for pictures that do not tell their own. */
const FOCAL_MM = 30;

/**
 * A model from the front, drawn on the CPU: the same bytes give the same pixels on every machine. A scene is shown at the
 * beginning of its motion.
 *
 * @throws {UserError} when the file cannot be read as what it should be
 */
export async function frontView(medium: 'mesh' | 'splat' | 'scene', path: string): Promise<Picture> {
  const bytes = await readFile(path);
  if (medium === 'splat')
    return rasterise(readSplat(bytes, path), frontCamera(lensOf35mm(FOCAL_MM, SIZE)), SIZE, GREY);
  if (medium === 'mesh') {
    const mesh = await decodeGlb(bytes, path);
    return onGrey(
      rasteriseMesh(mesh, orbit({ world: 'y-up', ...standpointOf(mesh), yawDeg: 0, pitchDeg: 0 }), SIZE),
    );
  }
  const { cloud, standpoint } = beginningOf(bytes, path);
  return rasterise(cloud, orbit({ world: 'y-up', ...standpoint, yawDeg: 0, pitchDeg: 0 }), SIZE, GREY);
}

/** Over the same grey as the splats. */
function onGrey({ width, height, rgba }: Picture): Picture {
  const over = new Uint8ClampedArray(rgba.length);
  for (let at = 0; at < rgba.length; at += 4) {
    const share = (rgba[at + 3] ?? 0) / 255;
    for (let channel = 0; channel < 3; channel += 1)
      over[at + channel] = (rgba[at + channel] ?? 0) * share + (GREY[channel] ?? 0) * (1 - share);
    over[at + 3] = 255;
  }
  return { width, height, rgba: over };
}
