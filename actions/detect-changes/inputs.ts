import { z } from 'zod';

export const Inputs = z.object({
  token: z.string().default(''),
  runners: z.coerce.number().int().min(1).max(64).default(1),
});
