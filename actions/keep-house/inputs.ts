import { z } from 'zod';
import { readJson } from '#core/json.ts';
import { Oid } from '#core/oid.ts';

export const Inputs = z.object({
  token: z.string().min(1),
  deleted: z
    .string()
    .transform((text) => readJson(text))
    .pipe(z.array(Oid))
    .default([]),
  'image-days': z.coerce.number().min(0).max(3650).default(30),
});
