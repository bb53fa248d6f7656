import { BOX_HEIGHT, layOut, type PlacedArrow } from './graph-layout.ts';
import { html, isolated, type Markup } from './markup.ts';
import type { ReportGraph, ReportNode } from './report.ts';

/** Rough width of a name in the page's 13 px type; the boxes leave room for wider letters. */
const boxWidth = (name: string): number => Math.round(44 + Math.min(name.length, 34) * 7.3);

const STATES = {
  changed: 'changed here',
  affected: 'follows from it',
  failed: 'could not be built',
  untouched: 'not touched',
} as const;

/** The graph as a drawing for the eye and as a list for everyone: what is affected, and why. */
export function graphPanel(graph: ReportGraph, address: (artifact: string) => string | null): Markup {
  const told = graph.nodes.filter(({ state }) => state !== 'untouched');
  const rest = graph.nodes.filter(({ state }) => state === 'untouched');
  return html`<section class="graph" aria-labelledby="graph-title">
    <h2 id="graph-title">What follows from the change</h2>
    <div class="drawing" role="region" aria-label="Drawing of the graph" tabindex="0">${drawing(graph)}</div>
    <ul class="legend" aria-hidden="true">
      ${Object.entries(STATES)
        .filter(([state]) => graph.nodes.some((node) => node.state === state))
        .map(([state, meaning]) => html`<li><i class="dot state-${state}"></i>${meaning}</li>`)}
    </ul>
    <details class="told">
      <summary>Causes, one by one</summary>
      <ul class="causes">
        ${told.map((node) => html`<li>${nodeName(node, address)} ${STATES[node.state]}${node.cause ? html`: <span>${isolated(node.cause)}</span>` : null}</li>`)}
        ${rest.length > 0 ? html`<li class="quiet">Not touched: ${rest.map(({ name }, index) => html`${index > 0 ? ', ' : ''}${isolated(name)}`)}</li>` : null}
      </ul>
    </details>
  </section>`;
}

function nodeName({ name }: ReportNode, address: (artifact: string) => string | null): Markup {
  const target = address(name);
  return target === null ? html`<b>${isolated(name)}</b>` : html`<a href="${target}">${isolated(name)}</a>`;
}

function drawing(graph: ReportGraph): Markup {
  const layout = layOut(
    graph.nodes.map(({ name }) => ({ name, width: boxWidth(name) })),
    graph.edges,
  );
  const states = new Map(graph.nodes.map((node) => [node.name, node]));
  return html`<svg
    viewBox="-2 -2 ${layout.width + 4} ${layout.height + 4}"
    width="${layout.width + 4}"
    height="${layout.height + 4}"
    style="--width: ${layout.width + 4}px"
    aria-hidden="true"
    focusable="false"
  >
    ${layout.arrows.map((arrow) => html`<path class="arrow state-${states.get(arrow.from)?.state === 'untouched' ? 'untouched' : (states.get(arrow.to)?.state ?? 'untouched')}" d="${curve(arrow)}" />`)}
    ${layout.boxes.map((box) => {
      const node = states.get(box.name);
      return html`<g
        class="node state-${node?.state ?? 'untouched'}"
        data-node="${box.name}"
        transform="translate(${box.x} ${box.y})"
        ><title>${node?.cause ?? STATES[node?.state ?? 'untouched']}</title
        ><rect width="${box.width}" height="${BOX_HEIGHT}" rx="8" /><circle
          cx="16"
          cy="${BOX_HEIGHT / 2}"
          r="4"
        /><text x="28" y="${BOX_HEIGHT / 2 + 4.5}">${clipped(box.name)}</text></g
      >`;
    })}
  </svg>`;
}

const clipped = (name: string): string => (name.length > 34 ? `${name.slice(0, 33)}…` : name);

/** Cubic curves between columns, straight lines through them. */
function curve({ points: [first, ...rest] }: PlacedArrow): string {
  if (first === undefined) return '';
  let at = first;
  const parts = rest.map((point, index) => {
    const middle = (at.x + point.x) / 2;
    const step =
      index % 2 === 0
        ? `C${middle} ${at.y} ${middle} ${point.y} ${point.x} ${point.y}`
        : `L${point.x} ${point.y}`;
    at = point;
    return step;
  });
  return `M${first.x} ${first.y}${parts.join('')}`;
}
