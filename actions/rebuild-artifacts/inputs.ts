import { z } from 'zod';
import { ArtifactName, BackendName } from '#core/names.ts';

const Names = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('must be a JSON list of names');
      return z.NEVER;
    }
  })
  .pipe(z.array(ArtifactName));

export const Inputs = z.object({
  token: z.string().default(''),
  artifacts: Names.optional(),
  backend: BackendName.optional(),
  store: z.string().min(1),
  out: z.string().min(1),
  jobs: z.coerce.number().int().min(1).max(64).optional(),
});
