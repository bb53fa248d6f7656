import type { Pipeline } from '../pipeline.ts';
import { canon } from './declaration.ts';
import type { CanonParams } from './params.ts';

export const pipeline: Pipeline<CanonParams> = {
  system: canon,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
  },
};
