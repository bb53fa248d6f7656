import type { Pipeline } from '../pipeline.ts';
import { fourDGaussians } from './declaration.ts';
import type { FourDGaussiansParams } from './params.ts';

export const pipeline: Pipeline<FourDGaussiansParams> = {
  system: fourDGaussians,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
    upstream: async () => (await import('./upstream.ts')).upstream,
  },
};
