import { cardPipeline } from '../card-system.ts';
import { paint } from '../declarations.ts';

export const pipeline = cardPipeline(paint, 'driver');
