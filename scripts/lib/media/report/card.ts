import type { Cost } from '#core/ledger-record.ts';
import { identityPanel } from './identity-panel.ts';
import { type Alike, alikeLine } from './alike.ts';
import { facts } from './facts.ts';
import { byteSize, duration, figure, percent } from './figures.ts';
import type { CardView, FileView, Side, Still, Viewer } from './gather.ts';
import { html, isolated, type Markup } from './markup.ts';
import { MODES, type Mode } from './view/mode.ts';

/** Where a still lies, as it may stand in `src`. */
export type StillAddress = (still: Still) => string;

const MODE_NAMES: Readonly<Record<Mode, string>> = {
  '2-up': '2-up',
  swipe: 'Swipe',
  onion: 'Onion skin',
  blink: 'Blink',
  difference: 'Difference',
};

const OPEN: Readonly<Record<Viewer, string>> = {
  picture: 'Open the pictures',
  mesh: 'Open in 3D',
  splat: 'Open in 3D',
  scene: 'Play in 3D',
  video: 'Play side by side',
  sound: 'Listen and compare',
  none: '',
};

/** Where there is one side alone. */
const OPEN_ONE: Readonly<Record<Viewer, string>> = {
  ...OPEN,
  picture: 'Open the picture',
  video: 'Play',
  sound: 'Listen',
};

export const KINDS = ['failed', 'changed', 'added', 'removed', 'unreadable', 'equal'] as const;
type Kind = (typeof KINDS)[number];

/** The one word by which an artifact is filtered. */
export function kindOf({ artifact, files }: CardView): Kind {
  if (artifact.failure !== undefined) return 'failed';
  const kinds = files.map(({ verdict }) => verdict.kind);
  if (kinds.includes('unreadable')) return 'unreadable';
  const moved = new Set(kinds.filter((kind) => kind !== 'equal'));
  const [only = 'equal'] = moved;
  return moved.size <= 1 && only !== 'resized' ? only : 'changed';
}

/** Worst identity answer of an artifact, where it was measured. */
export function identityOf({ artifact }: CardView): 'pass' | 'look' | 'fail' | null {
  const answers = (artifact.identity ?? []).map(({ answer }) => answer);
  return answers.includes('fail')
    ? 'fail'
    : answers.includes('look')
      ? 'look'
      : answers.length > 0
        ? 'pass'
        : null;
}

export function card(
  view: CardView,
  index: number,
  address: StillAddress,
  alike: ReadonlyMap<string, Alike>,
): Markup {
  const { artifact, files } = view;
  const id = `a${index}`;
  const kind = kindOf(view);
  const identity = identityOf(view);
  return html`<article
    class="card kind-${kind}"
    id="${id}"
    data-artifact="${artifact.name}"
    data-kind="${kind}"
    data-identity="${identity ?? ''}"
    aria-labelledby="${id}-title"
    tabindex="-1"
  >
    <header>
      <h2 id="${id}-title">
        <a href="#${id}">${isolated(artifact.name)}</a>
      </h2>
      <p class="tags">
        <span class="tag tag-${kind}">${kind}</span>
        ${identity === null ? null : html`<span class="answer answer-${identity}">identity: ${identity}</span>`}
        ${kind === 'equal' ? null : visibility(artifact.verdict.visibility, files)}
      </p>
      <p class="finding">${isolated(artifact.verdict.finding)}</p>
      ${artifact.failure === undefined ? null : html`<p class="reason">It could not be built: ${isolated(artifact.failure)}</p>`}
      ${origin(artifact)}
    </header>
    ${files.map((file, at) => fileSection(view, file, `${id}f${at}`, address, alike))}
    ${(artifact.identity ?? []).map((identity, at) => identityPanel(identity, `${id}i${at}`))}
  </article>`;
}

function visibility(share: number, files: readonly FileView[]): Markup {
  const heard = files.length > 0 && files.every(({ medium }) => medium === 'sound');
  return html`<span class="visibility"
    ><svg viewBox="0 0 60 6" width="60" height="6" aria-hidden="true">
      <rect class="track" width="60" height="6" rx="3" />
      <rect class="value" width="${Math.max(3, Math.round(share * 60))}" height="6" rx="3" /></svg
    >${percent(share)} ${heard ? 'audible' : 'visible'}</span
  >`;
}

/** Why it is here, who made it of what, and what that cost. */
function origin({ cause, made, cost }: CardView['artifact']): Markup | null {
  const parts = [
    cause === '' ? null : (['Why', isolated(cause)] as const),
    made === undefined ? null : (['Made by', isolated(made)] as const),
    cost === undefined ? null : (['Cost', costOf(cost)] as const),
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return html`<dl class="origin">
    ${parts.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function costOf({ seconds, gpuSeconds, energyWh, money }: Cost): string {
  const parts = [
    gpuSeconds === undefined ? duration(seconds) : `${duration(gpuSeconds)} on the GPU`,
    energyWh === undefined ? null : `${figure(energyWh)}\u202fWh`,
    money === undefined ? null : `${money.amount.toFixed(money.amount < 0.1 ? 3 : 2)} ${money.currency}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function fileSection(
  { artifact }: CardView,
  file: FileView,
  id: string,
  address: StillAddress,
  alike: ReadonlyMap<string, Alike>,
): Markup {
  const { role, medium, verdict, viewer, before, after } = file;
  const both = before !== null && after !== null;
  const opens = viewer !== 'none' && verdict.kind !== 'unreadable';
  const repeated = verdict.finding === artifact.verdict.finding;
  return html`<section
    class="file"
    id="${id}"
    data-role="${role}"
    data-viewer="${opens ? viewer : 'none'}"
    data-before="${before?.payload?.id ?? ''}"
    data-after="${after?.payload?.id ?? ''}"
    data-both="${String(both)}"
    aria-labelledby="${id}-title"
  >
    <div class="file-head">
      <h3 id="${id}-title">
        <a href="#${id}">${isolated(role)}</a>
        <small>${medium}, ${verdict.kind}${sizes(before, after)}</small>
      </h3>
      ${opens && both ? modeButtons(viewer, `${id}-title`) : null}
      ${repeated ? null : html`<p class="finding">${isolated(verdict.finding)}</p>`}
      ${alikeLine(alike.get(id))}
      ${verdict.kind === 'unreadable' ? html`<p class="reason">Cannot be read (${verdict.side}): ${isolated(verdict.reason)}</p>` : null}
    </div>
    ${stage(file, opens, address)} ${file.words} ${sheets(file, address)} ${facts(file)}
  </section>`;
}

/** Sound has lanes of its own, where only both or the difference make sense. */
function modeButtons(viewer: Viewer, label: string): Markup {
  const modes = viewer === 'sound' ? MODES.filter((mode) => mode === '2-up' || mode === 'difference') : MODES;
  return html`<div class="modes" role="group" aria-labelledby="${label}">
    ${modes.map((mode) => html`<button type="button" data-mode="${mode}" aria-pressed="${mode === '2-up' ? 'true' : 'false'}"><kbd>${MODES.indexOf(mode) + 1}</kbd>${MODE_NAMES[mode]}</button>`)}
  </div>`;
}

function sizes(before: Side | null, after: Side | null): string {
  const [from, to] = [before?.payload?.size, after?.payload?.size];
  const bytes = after?.payload?.bytes ?? before?.payload?.bytes;
  const size = to ?? from;
  const text =
    size === undefined
      ? ''
      : from !== undefined && to !== undefined && (from.width !== to.width || from.height !== to.height)
        ? `, ${from.width} × ${from.height} → ${to.width} × ${to.height}`
        : `, ${size.width} × ${size.height}`;
  return `${text}${bytes === undefined ? '' : `, ${byteSize(bytes)}`}`;
}

function stage(file: FileView, opens: boolean, address: StillAddress): Markup | null {
  const { before, after, viewer, verdict } = file;
  const size = after?.payload?.size ?? before?.payload?.size ?? after?.still ?? before?.still ?? null;
  const equal = verdict.kind === 'equal';
  if (!opens && before?.still == null && after?.still == null) return null;
  const ratio = size === null ? (viewer === 'video' ? 16 / 9 : 1) : size.width / size.height;
  return html`<div class="stage" data-view="2-up" style="--ratio: ${Math.round(ratio * 10_000) / 10_000}">
    ${equal ? null : pane('before', before, address)} ${pane('after', after, address)}
    ${opens && viewer !== 'picture' ? html`<button type="button" class="open" data-open>${(before === null || after === null || equal ? OPEN_ONE : OPEN)[viewer]}</button>` : null}
  </div>`;
}

function pane(name: 'before' | 'after', side: Side | null, address: StillAddress): Markup | null {
  if (side === null) return null;
  // A panel of the comparison says itself which side it is.
  const panel = side.still !== null && side.payload?.size === undefined;
  return html`<figure class="pane ${name}${panel ? ' labelled' : ''}">
    ${side.still === null ? html`<p class="quiet">${side.missing === null ? '' : `Not shown: ${side.missing}.`}</p>` : image(side.still, address)}
    <figcaption>${name === 'before' ? 'Before' : 'After'}</figcaption>
  </figure>`;
}

function image(still: Still, address: StillAddress): Markup {
  return still.type.startsWith('video/')
    ? html`<video
        src="${address(still)}"
        width="${still.width}"
        height="${still.height}"
        controls
        muted
        preload="none"
        aria-label="${still.alt}"
      ></video>`
    : html`<img
        src="${address(still)}"
        width="${still.width}"
        height="${still.height}"
        alt="${still.alt}"
        loading="lazy"
        decoding="async"
      />`;
}

/** Panels that the comparison drew; a picture shows the same and more on its stage, so there they are folded away. */
function sheets({ sheets: shown, viewer }: FileView, address: StillAddress): Markup | null {
  if (shown.length === 0) return null;
  const row = html`<div class="sheets">
    ${shown.map((sheet) => html`<figure class="sheet">${image(sheet, address)}</figure>`)}
  </div>`;
  if (viewer !== 'picture') return row;
  return html`<details class="more">
    <summary>Panels of the comparison</summary>
    ${row}
  </details>`;
}
