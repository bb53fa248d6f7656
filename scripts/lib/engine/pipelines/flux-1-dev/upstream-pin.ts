import { pulidFluxPin } from '../pulid-flux/upstream-pin.ts';

/** What the `upstream` backend speaks to; see `UpstreamPin`. A candidate that holds the face is made by PuLID's program. */
export const flux1DevPin = {
  repository: 'huggingface/diffusers',
  commit: '58eb52c0803ea9af3abec60841c2a093bdf1f951',
  version: `huggingface/diffusers@58eb52c0803ea9af3abec60841c2a093bdf1f951/1 ${pulidFluxPin.version}`,
} as const;
