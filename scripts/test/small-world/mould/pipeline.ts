import { cardPipeline } from '../card-system.ts';
import { mould } from '../declarations.ts';

export const pipeline = cardPipeline(mould, 'driver');
