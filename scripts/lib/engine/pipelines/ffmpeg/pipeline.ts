import type { Pipeline } from '../pipeline.ts';
import { ffmpeg } from './declaration.ts';
import type { FfmpegParams } from './params.ts';
import { preview } from './preview.ts';

export const pipeline: Pipeline<FfmpegParams> = { system: ffmpeg, backends: { preview } };
