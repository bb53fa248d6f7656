import { cardPipeline } from '../card-system.ts';
import { press } from '../declarations.ts';

export const pipeline = cardPipeline(press, 'program');
