import type { Declaration } from '../pipeline.ts';
import { flux1DevComfyuiPin } from './comfyui-pin.ts';
import { Flux1DevParams } from './params.ts';
import { flux1DevPin } from './upstream-pin.ts';

/** How a reference comes to be: a candidate for the next one, from the picture and the card of the one before. */
export const flux1Dev: Declaration<Flux1DevParams> = {
  name: 'flux-1-dev',
  title: 'FLUX.1-dev with LoRA and PuLID',
  slots: ['picture'],
  params: Flux1DevParams,
  outputs: [{ role: 'picture', file: 'candidate.png', medium: 'picture' }],
  versions: {
    preview: 'regraded 2',
    upstream: flux1DevPin.version,
    comfyui: flux1DevComfyuiPin.version,
  },
  previewSeconds: 1,
  loadsApart: ['upstream'],
};
