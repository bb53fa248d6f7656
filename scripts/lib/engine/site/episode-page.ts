import type { Cost } from '#core/ledger-record.ts';
import { duration, figure, percent } from '#media/report/figures.ts';
import { html, isolated, type Markup } from '#media/report/markup.ts';
import { type CostShare, costShare } from './cost-share.ts';
import { dayInWords } from './day.ts';
import { framed } from './page.ts';
import { paragraphs } from './narration.ts';
import { episodePath, relative, videoPath, voicePath } from './paths.ts';
import type { ProvenanceRow, Site, SiteEpisode } from './site.ts';

/** An episode: to watch, to hear, to read, and where every byte of it comes from. */
export function episodePage(site: Site, episode: SiteEpisode, poster: string | null): string {
  const { slug, number, title, language, date, narration, ambient, provenance } = episode;
  const path = episodePath(slug);
  const to = (file: string): string => relative(path, file);
  const cost = costShare(provenance);
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
        ${cost === null ? null : costTable(cost)}
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

function costTable(cost: CostShare): Markup {
  return html`<section aria-labelledby="cost">
    <h2 id="cost">What it cost</h2>
    <p>${total(cost)} The bars show each artifact’s share of the ${cost.by}.</p>
    <div class="scroll" role="region" aria-label="Table of cost" tabindex="0">
      <table class="cost">
        <thead>
          <tr>
            <th scope="col">Artifact</th>
            <th scope="col">Share</th>
            <th scope="col" class="number">Time</th>
            <th scope="col" class="number">GPU time</th>
            <th scope="col" class="number">Money</th>
          </tr>
        </thead>
        <tbody>
          ${cost.shares.map(
            ({ artifact, share, cost }) =>
              html`<tr>
                <th scope="row">${isolated(artifact)}</th>
                <td class="share">
                  <svg viewBox="0 0 144 8" width="144" height="8" aria-hidden="true">
                    <rect class="track" width="144" height="8" rx="4" />
                    <rect class="value" width="${Math.max(2, Math.round(share * 144))}" height="8" rx="4" />
                  </svg>
                  ${percent(share)}
                </td>
                <td class="number">${duration(cost.seconds)}</td>
                <td class="number">${cost.gpuSeconds === undefined ? '–' : duration(cost.gpuSeconds)}</td>
                <td class="number">${money(cost.money)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function total({ seconds, gpuSeconds, energyWh, money: sum }: CostShare): string {
  const parts = [
    `${duration(seconds)} of computing`,
    gpuSeconds > 0 ? `${duration(gpuSeconds)} of it on a GPU` : null,
    energyWh > 0 ? `${figure(energyWh)} Wh` : null,
    sum === null ? null : money(sum),
  ];
  return `${parts.filter((part) => part !== null).join(', ')}.`;
}

const money = (sum: Cost['money'] | null): string =>
  sum === undefined || sum === null ? '–' : `${sum.amount.toFixed(2)} ${sum.currency}`;
