import { createHash } from 'node:crypto';
import { alikeFiles } from './alike.ts';
import { card, identityOf, kindOf, KINDS, type StillAddress } from './card.ts';
import type { CardView, Gathered } from './gather.ts';
import { graphPanel } from './graph-panel.ts';
import { html, isolated, Markup } from './markup.ts';
import type { Report } from './report.ts';

/** A file for the page's script: its text in the page, or the address of a script that brings it. */
export interface Carrier {
  readonly id: string;
  readonly type: string;
  readonly packing: 'gzip' | 'plain' | 'script';
  readonly text: string | null;
  readonly source: string | null;
}

export interface PageParts {
  readonly style: string;
  readonly script: string;
  readonly carriers: readonly Carrier[];
  readonly address: StillAddress;
}

/** The whole page. */
export function page(report: Report, { cards }: Gathered, parts: PageParts): string {
  const { title, subject, verdict, summary, warnings = [], graph } = report;
  const alike = alikeFiles(cards);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy(parts.script)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – ${subject}</title>
        <style>
          ${Markup.trusted(parts.style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">To the artifacts</a>
        <div class="page">
          ${contents(cards)}
          <main id="content" tabindex="-1">
            <header class="masthead">
              <p class="eyebrow">${isolated(title)}</p>
              <h1>${isolated(subject)}</h1>
              ${verdict === undefined ? null : html`<p class="verdict">${isolated(verdict)}</p>`}
              ${summary === '' ? null : html`<p class="summary">${isolated(summary)}</p>`}
              ${
                warnings.length === 0
                  ? null
                  : html`<ul class="warnings" aria-label="What stands in the way">
                      ${warnings.map((warning) => html`<li>${isolated(warning)}</li>`)}
                    </ul>`
              }
            </header>
            ${graph === undefined || graph.nodes.length === 0 ? null : graphPanel(graph, linkTo(cards))}
            <div id="cards">${cards.map((view, index) => card(view, index, parts.address, alike))}</div>
            ${cards.length > 0 ? null : html`<p class="none">Nothing differs: there is no artifact to look at.</p>`}
            <p id="nothing" hidden>No artifact fits the filter.</p>
          </main>
        </div>
        ${help()}
        <p id="said" class="unseen" role="status"></p>
        ${parts.carriers.map(carrier)} ${scriptTag('', parts.script)}
      </body>
    </html> `.text;
}

/**
 * Only the page's own script runs, and what that script loads; nothing is fetched from anywhere. So even text that had
 * slipped past the escaping could not run.
 */
function policy(script: string): string {
  const digest = createHash('sha256').update(script).digest('base64');
  return [
    "default-src 'none'",
    `script-src 'sha256-${digest}' 'strict-dynamic' 'wasm-unsafe-eval'`,
    "style-src 'unsafe-inline'",
    "img-src 'self' data: blob: file:",
    "media-src 'self' data: blob: file:",
    'connect-src data: blob:',
    'font-src data:',
    'worker-src blob: data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function linkTo(cards: readonly CardView[]): (artifact: string) => string | null {
  const places = new Map(cards.map(({ artifact }, index) => [artifact.name, `#a${index}`]));
  return (artifact) => places.get(artifact) ?? null;
}

function contents(cards: readonly CardView[]): Markup {
  const counts = KINDS.map((kind) => ({ kind, count: cards.filter((view) => kindOf(view) === kind).length }));
  const doubtful = cards.filter((view) => ['look', 'fail'].includes(identityOf(view) ?? '')).length;
  return html`<nav class="contents" aria-label="Artifacts">
    <div class="finder" ${cards.length > 0 ? null : html`hidden`}>
      <label for="filter">Filter <kbd>/</kbd></label>
      <input
        id="filter"
        type="search"
        autocomplete="off"
        spellcheck="false"
        placeholder="Name, finding, cause"
      />
      <div class="chips" role="group" aria-label="Show only">
        ${counts.filter(({ count }) => count > 0).map(({ kind, count }) => html`<button type="button" data-filter="${kind}" aria-pressed="false"><b>${count}</b> ${kind}</button>`)}
        ${doubtful === 0 ? null : html`<button type="button" data-filter="identity" aria-pressed="false"><b>${doubtful}</b> identity in doubt</button>`}
      </div>
    </div>
    <ol id="contents">
      ${cards.map((view, index) => entry(view, index))}
    </ol>
    <div class="tools">
      <button type="button" id="theme" aria-label="Colours: as the system has them">◐</button>
      <button type="button" id="help-open" aria-haspopup="dialog">Keys <kbd>?</kbd></button>
    </div>
  </nav>`;
}

function entry(view: CardView, index: number): Markup {
  const { artifact } = view;
  const identity = identityOf(view);
  const mark =
    identity === 'look' || identity === 'fail'
      ? html` <span class="answer answer-${identity}">${identity}</span>`
      : null;
  return html`<li data-card="a${index}">
    <a href="#a${index}"
      ><i class="dot kind-${kindOf(view)}" aria-hidden="true"></i
      ><span class="name"><bdi>${parted(artifact.name)}</bdi></span
      >${mark}<svg class="bar" viewBox="0 0 40 4" width="40" height="4" aria-hidden="true">
        <rect class="track" width="40" height="4" rx="2" />
        <rect class="value" width="${Math.round(artifact.verdict.visibility * 40)}" height="4" rx="2" /></svg
    ></a>
  </li>`;
}

/** A name that breaks, where it must, after its parts. */
const parted = (name: string): Markup[] =>
  name.split(/(?<=[/_])/u).map((part, at) => html`${at > 0 ? html`<wbr />` : null}${part}`);

const KEYS: readonly (readonly [string, string])[] = [
  ['j k', 'next, previous artifact'],
  ['h l', 'previous, next file of the artifact'],
  ['1 2 3 4 5', '2-up, swipe, onion skin, blink, difference'],
  ['space', 'flip between before and after'],
  ['+ − 0', 'nearer, farther, all of it; ctrl and wheel, or two fingers'],
  ['arrows', 'with the stage focused: pan, or turn in 3D'],
  ['i', 'pixel inspector; then arrows move it'],
  ['f', 'the stage on the whole screen'],
  ['o', 'open the viewer'],
  ['p', 'play, pause'],
  [', .', 'one frame back, ahead'],
  ['/', 'filter'],
  ['t', 'light, dark, as the system has it'],
  ['?', 'this list'],
];

function help(): Markup {
  return html`<dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl>
      ${KEYS.map(
        ([keys, meaning]) =>
          html`<div>
            <dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt>
            <dd>${meaning}</dd>
          </div>`,
      )}
    </dl>
    <label><input type="checkbox" id="keys-on" checked /> Single keys are on</label>
    <form method="dialog"><button>Close</button></form>
  </dialog>`;
}

const carrier = ({ id, type, packing, text, source }: Carrier): Markup =>
  scriptTag(
    html`type="text/plain" id="${id}" data-type="${type}" data-packing="${packing}"
    data-source="${source ?? ''}"`.text,
    text ?? '',
  );

/** Not by the template: a formatter of source code may add spaces there, and then the digest of the policy is another's. */
const scriptTag = (attributes: string, text: string): Markup =>
  Markup.trusted(`<script ${attributes}>${text}</script>\n`);
