import type { EpisodeSlug } from '#core/names.ts';

/** Where things lie on the site; the first two are known to pages elsewhere and must not change. */
export const voicePath = (slug: EpisodeSlug): string => `static/audio/${slug}_voice.wav`;
export const videoPath = (slug: EpisodeSlug): string => `video/${slug}.mp4`;
/** A file rather than a folder, so that links work from a disk too. */
export const episodePath = (slug: EpisodeSlug): string => `episode/${slug}.html`;
/** Without its suffix. */
export const posterPath = (slug: EpisodeSlug): string => `static/poster/${slug}`;
export const VIDEO_FEED = 'feed.xml';
export const VOICE_FEED = 'voice.xml';
export const STYLE = 'static/site.css';

/** From a page (`episode/x.html`) to a file (`video/x.mp4`): `../video/x.mp4`. */
export function relative(page: string, file: string): string {
  return `${'../'.repeat(page.split('/').length - 1)}${file}`;
}
