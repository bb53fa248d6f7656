import { Feed } from 'feed';
import { byCodeUnit } from '#core/json.ts';
import { html } from '#media/report/markup.ts';
import { paragraphs } from './narration.ts';
import { episodePath } from './paths.ts';
import type { Site, SiteEpisode } from './site.ts';

/** What a feed brings with each episode. */
export interface Enclosure {
  /** Path on the site. */
  readonly path: string;
  readonly type: 'video/mp4' | 'audio/wav';
  readonly bytes: number;
}

/**
 * RSS 2.0, newest episode first. RSS wants at most one enclosure an item, hence one feed for the videos and one for the voices. The
 * date of the feed is that of its newest episode: it does not ask the clock.
 */
export function rss(site: Site, path: string, enclosure: (episode: SiteEpisode) => Enclosure): string {
  const newest = newestFirst(site.episodes);
  const address = (file: string): string => new URL(file, site.address).href;
  const feed = new Feed({
    title: sayable(site.title),
    description: sayable(site.description),
    id: site.address.href,
    link: site.address.href,
    language: site.language,
    updated: midnight(newest[0]?.date ?? '1970-01-01'),
    generator: 'alpha-ref',
    feedLinks: { rss: address(path) },
  });
  for (const episode of newest) {
    const { path: file, type, bytes } = enclosure(episode);
    feed.addItem({
      title: sayable(episode.title),
      id: address(episodePath(episode.slug)),
      link: address(episodePath(episode.slug)),
      date: midnight(episode.date),
      description: sayable(paragraphs(episode.narration)[0] ?? episode.title),
      content: paragraphs(episode.narration)
        .map((paragraph) => html`<p lang="${episode.language}">${paragraph}</p>`.text)
        .join('\n'),
      enclosure: { url: address(file), type, length: bytes },
    });
  }
  return `${feed.rss2()}\n`;
}

/** By date, then by number. */
export const newestFirst = (episodes: readonly SiteEpisode[]): SiteEpisode[] =>
  episodes.toSorted((a, b) => byCodeUnit(b.date, a.date) || b.number - a.number);

const midnight = (date: string): Date => new Date(`${date}T00:00:00Z`);

/** Without the characters that XML 1.0 cannot hold. */
const sayable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is left out here
  text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd');
