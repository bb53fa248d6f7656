import { UserError } from '#core/errors.ts';
import { EpisodeSlug } from '#core/names.ts';

/** What a release is of: `ep/<slug>/v1.2.3`, or `ep/<slug>/v1.2.3-preview.4` for one that says that it is a preview. */
export interface EpisodeTag {
  readonly tag: string;
  readonly slug: EpisodeSlug;
  /** As in `1.2.3`. */
  readonly version: string;
  /** Its number, from 1; `undefined` for a full release. */
  readonly preview: number | undefined;
}

const NUMBER = '(?:0|[1-9]\\d{0,8})';
const TAG = new RegExp(
  `^ep/(?<slug>[^/]+)/v(?<version>${NUMBER}\\.${NUMBER}\\.${NUMBER})(?:-preview\\.(?<preview>[1-9]\\d{0,8}))?$`,
  'u',
);

/** @throws {UserError} `tag-invalid` */
export function parseTag(tag: string): EpisodeTag {
  const { slug, version = '', preview } = TAG.exec(tag)?.groups ?? {};
  const known = EpisodeSlug.safeParse(slug);
  if (known.success)
    return { tag, slug: known.data, version, preview: preview === undefined ? undefined : Number(preview) };
  throw new UserError('tag-invalid', `${JSON.stringify(tag)} is no tag of an episode`, {
    hint: 'Tag it as ep/<slug>/v1.2.3, or ep/<slug>/v1.2.3-preview.1 for a preview.',
  });
}
