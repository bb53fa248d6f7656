import { html, isolated, type Markup } from '#media/report/markup.ts';
import { dayInWords } from './day.ts';
import { newestFirst } from './feed.ts';
import { framed } from './page.ts';
import { paragraphs } from './narration.ts';
import { episodePath } from './paths.ts';
import type { Site, SiteEpisode } from './site.ts';

/** Where the pictures of a page lie, when there are any. */
export interface Pictures {
  readonly reference: string | null;
  poster(episode: SiteEpisode): string | null;
}

/** The front page: what this is, and every episode, newest first. */
export function indexPage(site: Site, pictures: Pictures): string {
  const { title, description, language, reference } = site;
  const episodes = newestFirst(site.episodes);
  return framed(site, {
    path: 'index.html',
    title,
    description,
    body: html`<main id="content" class="front">
      <section class="hero">
        <div>
          <h1 lang="${language}">${isolated(title)}</h1>
          <p class="lead" lang="${language}">${isolated(description)}</p>
        </div>
        ${
          reference === undefined || pictures.reference === null
            ? null
            : html`<figure>
                <img src="${pictures.reference}" alt="The reference picture" width="512" height="512" />
                <figcaption>
                  Everything here is made from this picture, <code>${isolated(reference.name)}</code>
                  <code class="digest">${reference.digest}</code>
                </figcaption>
              </figure>`
        }
      </section>
      <section aria-labelledby="episodes">
        <h2 id="episodes">Episodes</h2>
        ${episodes.length === 0 ? html`<p>None has been published yet.</p>` : null}
        <ol class="episodes">
          ${episodes.map((episode) => teaser(episode, pictures.poster(episode)))}
        </ol>
      </section>
    </main>`,
  });
}

function teaser(episode: SiteEpisode, poster: string | null): Markup {
  const { slug, number, title, language, date, narration } = episode;
  const [first = ''] = paragraphs(narration);
  return html`<li>
    <article class="teaser">
      ${poster === null ? null : html`<img src="${poster}" alt="" loading="lazy" width="480" height="270" />`}
      <div>
        <p class="meta">Episode ${number}, <time datetime="${date}">${dayInWords(date)}</time></p>
        <h3><a href="${episodePath(slug)}" lang="${language}" dir="auto">${title}</a></h3>
        <p lang="${language}" dir="auto">
          ${first.length > 220 ? `${first.slice(0, 219).trimEnd()}…` : first}
        </p>
      </div>
    </article>
  </li>`;
}
