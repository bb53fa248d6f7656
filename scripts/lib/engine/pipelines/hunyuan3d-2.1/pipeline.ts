import type { Pipeline } from '../pipeline.ts';
import { hunyuan3d } from './declaration.ts';
import type { Hunyuan3dParams } from './params.ts';

export const pipeline: Pipeline<Hunyuan3dParams> = {
  system: hunyuan3d,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
    upstream: async () => (await import('./upstream.ts')).upstream,
  },
};
