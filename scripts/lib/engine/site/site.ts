import type { EpisodeSlug } from '#core/names.ts';
import type { Oid } from '#core/oid.ts';
import type { EpisodeCost } from '../cost/share.ts';

/** What the site shows. Titles and texts are data: they are escaped wherever they stand. */
export interface Site {
  readonly title: string;
  readonly description: string;
  /** BCP 47, of `title` and `description`. */
  readonly language: string;
  /** Where the site will lie, absolute: a feed reader needs whole addresses. Pages themselves use relative ones. */
  readonly address: URL;
  /** The reference that everything follows from. */
  readonly reference?: SiteReference | undefined;
  readonly episodes: readonly SiteEpisode[];
}

export interface SiteReference {
  /** Its path in the repository. */
  readonly name: string;
  readonly digest: Oid;
  /** A picture of it (PNG, JPEG or WebP) to copy to the site. */
  readonly picture: SiteFile;
}

/** A file to copy, held to its digest on the way. */
export interface SiteFile {
  readonly path: string;
  readonly digest: Oid;
}

export interface SiteEpisode {
  readonly slug: EpisodeSlug;
  readonly number: number;
  readonly title: string;
  /** BCP 47, of title and narration. */
  readonly language: string;
  /** ISO day, as in 2026-11-20. */
  readonly date: string;
  /** Plain text, paragraphs apart by empty lines. */
  readonly narration: string;
  /** In words, as in "design studio quiet". */
  readonly ambient?: string | undefined;
  /** MP4. */
  readonly video: SiteFile;
  /** WAV. */
  readonly voice: SiteFile;
  /** Shown before the video plays: PNG, JPEG or WebP. */
  readonly poster?: SiteFile | undefined;
  /** WebVTT. */
  readonly captions?: string | undefined;
  readonly provenance: readonly ProvenanceRow[];
  /** What it stands on and what it carries of that. */
  readonly cost?: EpisodeCost | undefined;
}

/** One artifact of an episode: who made it, from what, under which licence. */
export interface ProvenanceRow {
  readonly artifact: string;
  readonly system: string;
  readonly backend: string;
  /** The files of the artifact by role. */
  readonly outputs: readonly { readonly role: string; readonly digest: Oid }[];
  /** What it reads. */
  readonly reads: readonly string[];
  readonly licence?: string | undefined;
}

/** A file of the built site. */
export interface BuiltFile {
  /** Relative to the site. */
  readonly path: string;
  readonly digest: Oid;
  readonly bytes: number;
}
