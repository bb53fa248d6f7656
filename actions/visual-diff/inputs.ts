import { z } from 'zod';

export const Inputs = z.object({
  token: z.string().min(1),
  built: z.string().min(1),
  report: z.string().min(1),
});
