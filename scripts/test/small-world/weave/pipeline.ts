import { pipelineOf } from '../backend.ts';
import { weave } from '../declarations.ts';

export const pipeline = pipelineOf(weave);
