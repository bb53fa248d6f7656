import { z } from 'zod';

export const Inputs = z.object({
  token: z.string().min(1),
  branch: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/u, 'must be a plain branch name')
    .default('published'),
});
