import { z } from 'zod';

export const Inputs = z.object({
  token: z.string().min(1),
});
