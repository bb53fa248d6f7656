import type { Pipeline } from '../pipeline.ts';
import { latentSync } from './declaration.ts';
import type { LatentSyncParams } from './params.ts';
import { preview } from './preview.ts';
import { upstream } from './upstream.ts';

export const pipeline: Pipeline<LatentSyncParams> = { system: latentSync, backends: { preview, upstream } };
