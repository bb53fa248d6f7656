import type { Pipeline } from '../pipeline.ts';
import { flux1Dev } from './declaration.ts';
import type { Flux1DevParams } from './params.ts';

export const pipeline: Pipeline<Flux1DevParams> = {
  system: flux1Dev,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
    upstream: async () => (await import('./upstream.ts')).upstream,
    comfyui: async () => (await import('./comfyui.ts')).comfyui,
  },
};
