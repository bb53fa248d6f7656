import type { Pipeline } from '../pipeline.ts';
import { pulidFlux } from './declaration.ts';
import type { PulidFluxParams } from './params.ts';

export const pipeline: Pipeline<PulidFluxParams> = {
  system: pulidFlux,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
    upstream: async () => (await import('./upstream.ts')).upstream,
    comfyui: async () => (await import('./comfyui.ts')).comfyui,
  },
};
