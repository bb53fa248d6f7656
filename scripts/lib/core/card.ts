import { z } from 'zod';
import { Oid } from './oid.ts';
import { RepoPath } from './repo-path.ts';
import { parseYamlAs } from './yaml-document.ts';

const Generation = z.strictObject({
  model: z.string().min(1),
  lora: z.strictObject({ name: z.string().min(1), scale: z.number().min(0).max(2) }).exactOptional(),
  pulid: z.strictObject({ strength: z.number().min(0).max(3) }).exactOptional(),
  prompt: z.string().max(4000),
  seed: z.int().nonnegative(),
  steps: z.int().min(1).max(500),
  guidance: z.number().min(0).max(30),
});

/** How the reference was made, beside the picture: `assets/alpha-ref.yml`. */
export const Card = z.strictObject({
  schema: z.literal('alpha-card/1'),
  picture: RepoPath,
  /** SHA-256 of the picture's file: its LFS oid. */
  file: Oid,
  /** Digest of its decoded pixels: see `pixelDigest` in media. */
  pixels: Oid,
  size: z.strictObject({ width: z.int().positive(), height: z.int().positive() }),
  /** How it came to be: by the model, rendered, drawn, or computed by a preview. */
  origin: z.enum(['generated', 'rendered', 'drawn', 'preview']),
  /** The model's settings, where a model made it. */
  generation: Generation.exactOptional(),
  /** The pixel digest of the picture before it; absent for the first. */
  predecessor: Oid.exactOptional(),
  note: z.string().max(2000).exactOptional(),
});
export type Card = z.infer<typeof Card>;

/** @throws {UserError} `card-invalid`, naming every wrong field at once */
export function parseCard(text: string, file: RepoPath): Card {
  return parseYamlAs(
    Card,
    text,
    file,
    'card-invalid',
    `Mend the fields above in ${file}; assets/schema/card.json lists them all.`,
  );
}
