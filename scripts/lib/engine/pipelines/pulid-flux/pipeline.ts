import type { Pipeline } from '../pipeline.ts';
import { comfyui } from './comfyui.ts';
import { pulidFlux } from './declaration.ts';
import type { PulidFluxParams } from './params.ts';
import { preview } from './preview.ts';
import { upstream } from './upstream.ts';

export const pipeline: Pipeline<PulidFluxParams> = {
  system: pulidFlux,
  backends: { preview, upstream, comfyui },
};
