import { z } from 'zod';

export const Inputs = z.object({
  token: z.string().min(1),
  store: z.string().min(1),
  'grace-days': z.coerce.number().min(0).max(3650).default(14),
  'dry-run': z.stringbool().default(false),
});
