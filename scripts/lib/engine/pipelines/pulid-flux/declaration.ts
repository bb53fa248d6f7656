import type { Declaration } from '../pipeline.ts';
import { pulidFluxComfyuiPin } from './comfyui-pin.ts';
import { PulidFluxParams } from './params.ts';
import { pulidFluxPin } from './upstream-pin.ts';

/** Four new pictures of one face. */
export const pulidFlux: Declaration<PulidFluxParams> = {
  name: 'pulid-flux',
  title: 'PuLID-FLUX',
  slots: ['picture'],
  params: PulidFluxParams,
  outputs: [1, 2, 3, 4].map((number) => ({
    role: `still-${number}`,
    file: `still-${number}.png`,
    medium: 'picture',
  })),
  versions: {
    preview: 'restaged 4',
    upstream: pulidFluxPin.version,
    comfyui: pulidFluxComfyuiPin.version,
  },
  previewSeconds: 1.5,
  loadsApart: ['upstream'],
};
