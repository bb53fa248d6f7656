import type { Declaration } from '../pipeline.ts';
import { LatentSyncParams } from './params.ts';
import { latentSyncPin } from './upstream-pin.ts';

/** The face of a picture, speaking. */
export const latentSync: Declaration<LatentSyncParams> = {
  name: 'latentsync-1.6',
  title: 'LatentSync 1.6',
  slots: ['picture', 'voice'],
  params: LatentSyncParams,
  outputs: [{ role: 'talk', file: 'talk.mp4', medium: 'video' }],
  versions: { preview: 'warp 4', upstream: latentSyncPin.version },
  previewSeconds: 3,
};
