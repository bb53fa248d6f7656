import { html, type Markup } from '#media/report/markup.ts';
import { relative, STYLE, VIDEO_FEED, VOICE_FEED } from './paths.ts';
import type { Site } from './site.ts';

interface Page {
  /** Its path on the site. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly body: Markup;
}

/** Nothing but the site's own files, and no script at all. `file:` and `data:` are for the site on a disk. */
const POLICY =
  "default-src 'none'; style-src 'self' file:; font-src 'self' file:; img-src 'self' file: data:; media-src 'self' file: data:; base-uri 'none'; form-action 'none'";

/** A page of the site in its frame. */
export function framed(site: Site, { path, title, description, body }: Page): string {
  const to = (file: string): string => relative(path, file);
  return `${
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="description" content="${description}" />
          <title>${title}</title>
          <link rel="stylesheet" href="${to(STYLE)}" />
          <link rel="alternate" type="application/rss+xml" title="${site.title}" href="${to(VIDEO_FEED)}" />
          <link
            rel="alternate"
            type="application/rss+xml"
            title="${site.title}, voice alone"
            href="${to(VOICE_FEED)}"
          />
        </head>
        <body>
          <a class="skip" href="#content">To the content</a>
          <header class="bar">
            <a class="home" href="${to('index.html')}" lang="${site.language}">${site.title}</a>
            <nav aria-label="Feeds">
              <a href="${to(VIDEO_FEED)}">Feed</a>
              <a href="${to(VOICE_FEED)}">Voice feed</a>
            </nav>
          </header>
          ${body}
        </body>
      </html>`.text
  }\n`;
}
