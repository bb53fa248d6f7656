import type { Declaration } from '../pipeline.ts';
import { FourDGaussiansParams } from './params.ts';
import { fourDGaussiansPin } from './upstream-pin.ts';

/** A moving splat, from pictures of the mesh at many times and from many sides. */
export const fourDGaussians: Declaration<FourDGaussiansParams> = {
  name: '4dgaussians',
  title: '4D Gaussian Splatting',
  slots: ['mesh'],
  params: FourDGaussiansParams,
  outputs: [
    { role: 'dataset', file: 'dataset.zip', medium: 'scene' },
    { role: 'sequence', file: 'sequence.zip', medium: 'scene' },
  ],
  versions: { preview: 'mesh splats 5', upstream: fourDGaussiansPin.version },
  previewSeconds: 3,
};
