import { z } from 'zod';

/** An episode's slug, as in `alpha_d13_episode72`: part of paths, tags and file names. */
export const EpisodeSlug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/u,
    'must be lower-case letters, digits, _ and -, 1 to 64 characters',
  )
  .brand('EpisodeSlug');
export type EpisodeSlug = z.infer<typeof EpisodeSlug>;

const WORD = '[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?';

/** An artifact's name: `mesh`, or `voice/<episode>` for one that each episode has of its own. */
export const ArtifactName = z
  .string()
  .regex(
    new RegExp(`^${WORD}(?:/[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?)?$`, 'u'),
    'must be like mesh or voice/<episode>',
  )
  .brand('ArtifactName');
export type ArtifactName = z.infer<typeof ArtifactName>;

/** A word for a slot, a source, a system's role of an output: lower-case, digits and -. */
export const Word = z
  .string()
  .regex(new RegExp(`^${WORD}$`, 'u'), 'must be a lower-case word, at most 32 characters');

/** The name of a system, as in `hunyuan3d-2.1`. */
export const SystemName = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9.-]{0,30}[a-z0-9])?$/u, 'must be a system name like hunyuan3d-2.1');

/** Who runs a pipeline. */
export const BackendName = z.enum(['preview', 'upstream', 'comfyui']);
export type BackendName = z.infer<typeof BackendName>;

/** What a file is, to comparators, renderers and people. */
export const Medium = z.enum(['picture', 'mesh', 'splat', 'scene', 'video', 'sound', 'text', 'tokens']);
export type Medium = z.infer<typeof Medium>;
