import type { Declaration } from '../pipeline.ts';
import { Flux1DevParams } from './params.ts';

/** How a reference comes to be: a candidate for the next one, from the picture and the card of the one before. */
export const flux1Dev: Declaration<Flux1DevParams> = {
  name: 'flux-1-dev',
  title: 'FLUX.1-dev with LoRA and PuLID',
  slots: ['picture'],
  params: Flux1DevParams,
  outputs: [{ role: 'picture', file: 'candidate.png', medium: 'picture' }],
  versions: { preview: 'regraded 1' },
};
