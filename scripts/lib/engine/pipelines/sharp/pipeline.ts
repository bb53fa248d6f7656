import type { Pipeline } from '../pipeline.ts';
import { sharp } from './declaration.ts';
import type { SharpParams } from './params.ts';

export const pipeline: Pipeline<SharpParams> = {
  system: sharp,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
    upstream: async () => (await import('./upstream.ts')).upstream,
  },
};
