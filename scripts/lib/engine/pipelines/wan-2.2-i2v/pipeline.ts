import type { Pipeline } from '../pipeline.ts';
import { wan } from './declaration.ts';
import type { WanParams } from './params.ts';

export const pipeline: Pipeline<WanParams> = {
  system: wan,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
    upstream: async () => (await import('./upstream.ts')).upstream,
  },
};
