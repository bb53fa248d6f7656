import type { Declaration } from '../pipeline.ts';
import { SharpParams } from './params.ts';
import { sharpPin } from './upstream-pin.ts';

/** One picture to 3D Gaussians, in OpenCV's axes (x right, y down, z away from the camera at the origin), metres. */
export const sharp: Declaration<SharpParams> = {
  name: 'sharp',
  title: 'Apple SHARP',
  slots: ['picture'],
  params: SharpParams,
  outputs: [{ role: 'splat', file: 'alpha.ply', medium: 'splat' }],
  versions: { preview: 'relief 3', upstream: sharpPin.version },
  previewSeconds: 1,
};
