import type { Pipeline } from '../pipeline.ts';
import { fishSpeech } from './declaration.ts';
import type { FishSpeechParams } from './params.ts';
import { preview } from './preview.ts';
import { upstream } from './upstream.ts';

export const pipeline: Pipeline<FishSpeechParams> = { system: fishSpeech, backends: { preview, upstream } };
