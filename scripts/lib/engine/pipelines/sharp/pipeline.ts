import type { Pipeline } from '../pipeline.ts';
import { sharp } from './declaration.ts';
import type { SharpParams } from './params.ts';
import { preview } from './preview.ts';
import { upstream } from './upstream.ts';

export const pipeline: Pipeline<SharpParams> = { system: sharp, backends: { preview, upstream } };
