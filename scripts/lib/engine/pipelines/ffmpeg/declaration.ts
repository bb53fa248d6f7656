import type { Declaration } from '../pipeline.ts';
import { FfmpegParams } from './params.ts';

/** An episode: the scene seen along a camera path, the voice, the ambience below it. */
export const ffmpeg: Declaration<FfmpegParams> = {
  name: 'ffmpeg',
  title: 'ffmpeg',
  slots: ['scene', 'voice', 'ambient'],
  params: FfmpegParams,
  outputs: [{ role: 'video', file: 'video.mp4', medium: 'video' }],
  versions: { preview: 'round 6' },
  previewSeconds: 4,
};
