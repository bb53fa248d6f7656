import { z } from 'zod';
import { foldPrompt } from './ambient-prompt.ts';
import { EpisodeSlug } from './names.ts';
import { RepoPath } from './repo-path.ts';
import { parseYamlAs } from './yaml-document.ts';

/** An episode's manifest, `episodes/<slug>/episode.yml`: what is said, over which sound. */
export const Episode = z.strictObject({
  schema: z.literal('alpha-episode/1'),
  slug: EpisodeSlug,
  number: z.int().nonnegative(),
  title: z.string().min(1).max(200),
  /** BCP 47, as in `ru`. */
  language: z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u, 'must be a language tag such as ru'),
  /** The day it is dated, for the site and the feed. */
  date: z.iso.date(),
  /** File with the narration's text, in the episode's folder. */
  narration: RepoPath,
  /** What the ambience is, in words; unique over all episodes ever shipped. */
  ambient: z
    .string()
    .min(3)
    .max(400)
    .refine((prompt) => foldPrompt(prompt) !== '', 'must have words'),
});
export type Episode = z.infer<typeof Episode>;

/** @throws {UserError} `episode-invalid`, naming every wrong field at once */
export function parseEpisode(text: string, file: RepoPath): Episode {
  return parseYamlAs(
    Episode,
    text,
    file,
    'episode-invalid',
    `Mend the fields above in ${file}; assets/schema/episode.json lists them all.`,
  );
}
