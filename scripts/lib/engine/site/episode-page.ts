import type { Cost } from '#core/ledger-record.ts';
import { duration, percent } from '#media/report/figures.ts';
import { html, isolated, type Markup } from '#media/report/markup.ts';
import { costWords } from '../cost/cost.ts';
import type { EpisodeCost } from '../cost/share.ts';
import { costShare } from './cost-share.ts';
import { dayInWords } from './day.ts';
import { framed } from './page.ts';
import { paragraphs } from './narration.ts';
import { episodePath, relative, videoPath, voicePath } from './paths.ts';
import type { ProvenanceRow, Site, SiteEpisode } from './site.ts';

/** An episode: to watch, to hear, to read, and where every byte of it comes from. */
export function episodePage(site: Site, episode: SiteEpisode, poster: string | null): string {
  const { slug, number, title, language, date, narration, ambient, provenance, cost } = episode;
  const path = episodePath(slug);
  const to = (file: string): string => relative(path, file);
  return framed(site, {
    path,
    title: `${title} – ${site.title}`,
    description: paragraphs(narration)[0] ?? title,
    body: html`<main id="content">
      <article>
        <header class="title">
          <p class="meta">Episode ${number}, <time datetime="${date}">${dayInWords(date)}</time></p>
          <h1 lang="${language}" dir="auto">${title}</h1>
        </header>
        <video
          class="film"
          src="${to(videoPath(slug))}"
          ${poster === null ? null : html`poster="${poster}"`}
          controls
          preload="metadata"
          playsinline
          aria-label="${title}"
        >
          ${captionTrack(episode)}
        </video>
        ${previewNote(provenance)}
        <section aria-labelledby="voice">
          <h2 id="voice">The voice alone</h2>
          <audio
            src="${to(voicePath(slug))}"
            controls
            preload="metadata"
            aria-label="The voice of ${title}"
          ></audio>
          <p class="files">
            <a href="${to(videoPath(slug))}" download>Video, MP4</a>
            <a href="${to(voicePath(slug))}" download>Voice, WAV</a>
          </p>
        </section>
        <section class="transcript" aria-labelledby="transcript">
          <h2 id="transcript">Transcript</h2>
          <div lang="${language}" dir="auto">
            ${paragraphs(narration).map((paragraph) => html`<p>${paragraph}</p>`)}
          </div>
          ${ambient === undefined ? null : html`<p class="meta">Around it: ${isolated(ambient)}.</p>`}
        </section>
        ${provenance.length === 0 ? null : provenanceTable(site, provenance)}
        ${cost === undefined ? null : costTable(cost)}
      </article>
    </main>`,
  });
}

/** Inside the page: a track beside a page that was opened from a disk may not be read. */
function captionTrack({ captions, language }: SiteEpisode): Markup | null {
  if (captions === undefined) return null;
  const address = `data:text/vtt;base64,${Buffer.from(captions).toString('base64')}`;
  return html`<track kind="captions" srclang="${language}" label="${language}" src="${address}" default />`;
}

function previewNote(rows: readonly ProvenanceRow[]): Markup | null {
  const previews = rows.filter(({ backend }) => backend === 'preview').length;
  if (previews === 0) return null;
  return html`<p class="note">
    ${previews === rows.length ? 'Everything here was' : `${previews} of ${rows.length} artifacts were`} made
    by preview backends: stand-ins that a CPU computes from the same picture, not the models that the systems
    are named for.
  </p>`;
}

function provenanceTable(site: Site, rows: readonly ProvenanceRow[]): Markup {
  return html`<section aria-labelledby="provenance">
    <h2 id="provenance">Where it comes from</h2>
    ${site.reference === undefined ? null : html`<p>The reference is <code>${isolated(site.reference.name)}</code>, <code class="digest">${site.reference.digest}</code>.</p>`}
    <div class="scroll" role="region" aria-label="Table of provenance" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Artifact</th>
            <th scope="col">Made by</th>
            <th scope="col">Reads</th>
            <th scope="col">Digest (SHA-256)</th>
            <th scope="col">Licence</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(provenanceRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

const provenanceRow = ({ artifact, system, backend, reads, outputs, licence }: ProvenanceRow): Markup =>
  html`<tr>
    <th scope="row">${isolated(artifact)}</th>
    <td>${isolated(system)}<small>${isolated(backend)}</small></td>
    <td>${isolated(reads.join(', '))}</td>
    <td>
      ${outputs.map(({ role, digest }) => html`<div>${outputs.length > 1 ? html`<small>${isolated(role)}</small>` : null}<code class="digest">${digest}</code></div>`)}
    </td>
    <td>${licence === undefined ? '–' : isolated(licence)}</td>
  </tr>`;

/** Columns without a figure are left out: without rates there is no money, without a card no time on it. */
function costTable(cost: EpisodeCost): Markup | null {
  const divided = costShare(cost);
  if (divided === null) return null;
  const { total } = cost;
  const onCard = total.gpuSeconds > 0;
  const metered = total.energyWh > 0;
  const priced = Object.keys(total.money).length > 0;
  const shared = divided.shares.some(({ episodes }) => episodes > 1);
  return html`<section aria-labelledby="cost">
    <h2 id="cost">What it cost</h2>
    <p>
      ${costWords(total)}${shared ? ': this episode’s part, for what several episodes stand on is carried in equal parts' : ''}.
      The bars show each artifact’s share of the ${divided.by}.
    </p>
    <div class="scroll" role="region" aria-label="Table of cost" tabindex="0">
      <table class="cost">
        <thead>
          <tr>
            <th scope="col">Artifact</th>
            <th scope="col">Share</th>
            <th scope="col" class="number">Time</th>
            ${onCard ? html`<th scope="col" class="number">GPU time</th>` : null}
            ${metered ? html`<th scope="col" class="number">Energy</th>` : null}
            ${priced ? html`<th scope="col" class="number">Money</th>` : null}
          </tr>
        </thead>
        <tbody>
          ${divided.shares.map(
            ({ artifact, share, cost: part, episodes }) =>
              html`<tr>
                <th scope="row">
                  ${isolated(artifact)}${episodes > 1 ? html`<small>carried by ${episodes} episodes</small>` : null}
                </th>
                <td class="share">
                  <svg viewBox="0 0 144 8" width="144" height="8" aria-hidden="true">
                    <rect class="track" width="144" height="8" rx="4" />
                    <rect class="value" width="${Math.max(2, Math.round(share * 144))}" height="8" rx="4" />
                  </svg>
                  ${percent(share)}
                </td>
                ${number(duration(part.seconds))}
                ${onCard ? number(part.gpuSeconds === undefined ? '–' : duration(part.gpuSeconds)) : null}
                ${metered ? number(part.energyWh === undefined ? '–' : `${part.energyWh.toFixed(1)}\u202fWh`) : null}
                ${priced ? number(money(part.money)) : null}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      divided.unknown.length === 0
        ? null
        : html`<p class="meta unknown">
            Nobody recorded what these cost: ${isolated(divided.unknown.join(', '))}.
          </p>`
    }
  </section>`;
}

const number = (text: string): Markup => html`<td class="number">${text}</td>`;

const money = (sum: Cost['money']): string =>
  sum === undefined ? '–' : `${sum.amount.toFixed(sum.amount < 0.1 ? 3 : 2)} ${sum.currency}`;
