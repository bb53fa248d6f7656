import type { Pipeline } from '../pipeline.ts';
import { hunyuanFoley } from './declaration.ts';
import type { HunyuanFoleyParams } from './params.ts';

export const pipeline: Pipeline<HunyuanFoleyParams> = {
  system: hunyuanFoley,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
    upstream: async () => (await import('./upstream.ts')).upstream,
  },
};
