import { pipelineOf } from '../backend.ts';
import { mix } from '../declarations.ts';

export const pipeline = pipelineOf(mix);
