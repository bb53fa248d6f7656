import { pipelineOf } from '../backend.ts';
import { mutter } from '../declarations.ts';

export const pipeline = pipelineOf(mutter);
