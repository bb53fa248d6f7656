import type { Pipeline } from '../pipeline.ts';
import { ffmpeg } from './declaration.ts';
import type { FfmpegParams } from './params.ts';

export const pipeline: Pipeline<FfmpegParams> = {
  system: ffmpeg,
  backends: {
    preview: async () => (await import('./preview.ts')).preview,
  },
};
