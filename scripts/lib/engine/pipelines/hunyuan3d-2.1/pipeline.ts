import type { Pipeline } from '../pipeline.ts';
import { hunyuan3d } from './declaration.ts';
import type { Hunyuan3dParams } from './params.ts';
import { preview } from './preview.ts';
import { upstream } from './upstream.ts';

export const pipeline: Pipeline<Hunyuan3dParams> = { system: hunyuan3d, backends: { preview, upstream } };
