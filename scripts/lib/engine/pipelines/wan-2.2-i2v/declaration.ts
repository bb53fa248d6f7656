import type { Declaration } from '../pipeline.ts';
import { WanParams } from './params.ts';
import { wanPin } from './upstream-pin.ts';

/** A short video that begins with the picture; silent. */
export const wan: Declaration<WanParams> = {
  name: 'wan-2.2-i2v',
  title: 'Wan 2.2 image to video',
  slots: ['picture'],
  params: WanParams,
  outputs: [{ role: 'clip', file: 'clip.mp4', medium: 'video' }],
  versions: { preview: 'parallax 4', upstream: wanPin.version },
  previewSeconds: 3,
};
