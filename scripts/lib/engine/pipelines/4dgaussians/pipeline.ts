import type { Pipeline } from '../pipeline.ts';
import { fourDGaussians } from './declaration.ts';
import type { FourDGaussiansParams } from './params.ts';
import { preview } from './preview.ts';
import { upstream } from './upstream.ts';

export const pipeline: Pipeline<FourDGaussiansParams> = {
  system: fourDGaussians,
  backends: { preview, upstream },
};
