import type { Pipeline } from '../pipeline.ts';
import { comfyui } from './comfyui.ts';
import { flux1Dev } from './declaration.ts';
import type { Flux1DevParams } from './params.ts';
import { preview } from './preview.ts';
import { upstream } from './upstream.ts';

export const pipeline: Pipeline<Flux1DevParams> = {
  system: flux1Dev,
  backends: { preview, upstream, comfyui },
};
