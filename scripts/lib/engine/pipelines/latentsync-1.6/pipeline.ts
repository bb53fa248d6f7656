import type { Pipeline } from '../pipeline.ts';
import { latentSync } from './declaration.ts';
import type { LatentSyncParams } from './params.ts';

export const pipeline: Pipeline<LatentSyncParams> = {
  system: latentSync,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
    upstream: async () => (await import('./upstream.ts')).upstream,
  },
};
