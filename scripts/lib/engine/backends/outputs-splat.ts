import { readFile } from 'node:fs/promises';
import type { SplatCloud } from '#media/splat/cloud.ts';
import { readSplat } from '#media/splat/ply.ts';
import { headOf, named, outputFault, shownHead } from './outputs.ts';

/** How many Gaussians a splat may have. */
export interface SplatLimits {
  readonly min: number;
  readonly max: number;
}

/** Less opaque Gaussians are not seen: a training that came to nothing leaves only such. */
const SEEN = 0.05;

/**
 * A Gaussian splat with as many Gaussians as the system makes, that is finite and can be seen.
 *
 * @throws {UserError} `output-missing`, `output-unreadable`, `output-size`, `output-empty`
 */
export async function checkSplat(
  artifact: string,
  file: string,
  { min, max }: SplatLimits,
): Promise<SplatCloud> {
  const what = named(artifact, file);
  const head = await headOf(artifact, file, 8);
  if (head.toString('latin1', 0, 3) !== 'ply')
    throw outputFault('output-unreadable', what, `is no PLY: it begins with ${shownHead(head)}`);
  let cloud: SplatCloud;
  try {
    cloud = readSplat(await readFile(file), what);
  } catch (cause) {
    throw outputFault('output-unreadable', what, 'is no Gaussian splat', cause);
  }
  if (cloud.count < min || cloud.count > max) {
    throw outputFault(
      'output-size',
      what,
      `has ${cloud.count} Gaussians, ${min === max ? min : `${min} to ${max}`} were expected`,
    );
  }
  if (!cloud.opacities.some((opacity) => opacity > SEEN))
    throw outputFault('output-empty', what, 'has only Gaussians that cannot be seen');
  return cloud;
}
