import type { Pipeline } from '../pipeline.ts';
import { fishSpeech } from './declaration.ts';
import type { FishSpeechParams } from './params.ts';

export const pipeline: Pipeline<FishSpeechParams> = {
  system: fishSpeech,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
    upstream: async () => (await import('./upstream.ts')).upstream,
  },
};
