import type { Pipeline } from '../pipeline.ts';
import { hunyuanFoley } from './declaration.ts';
import type { HunyuanFoleyParams } from './params.ts';
import { preview } from './preview.ts';
import { upstream } from './upstream.ts';

export const pipeline: Pipeline<HunyuanFoleyParams> = {
  system: hunyuanFoley,
  backends: { preview, upstream },
};
