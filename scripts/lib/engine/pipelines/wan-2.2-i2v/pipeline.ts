import type { Pipeline } from '../pipeline.ts';
import { wan } from './declaration.ts';
import type { WanParams } from './params.ts';
import { preview } from './preview.ts';
import { upstream } from './upstream.ts';

export const pipeline: Pipeline<WanParams> = { system: wan, backends: { preview, upstream } };
