import { pipelineOf } from '../backend.ts';
import { speak } from '../declarations.ts';

export const pipeline = pipelineOf(speak);
