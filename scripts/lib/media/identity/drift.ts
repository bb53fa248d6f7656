import type { Axis, IdentityReport } from '#core/identity.ts';
import type { Lettering, Style } from './lettering.ts';
import { over } from './report.ts';

/** A report and where it belongs: a date, a tag, a pull request. */
export interface Stop {
  readonly label: string;
  readonly report: IdentityReport;
  /** Digest of the canonical picture that it was held against, where that is known. */
  readonly against?: string;
}

/** Whether the figures of two stops compare: the same measures, models, limits and canonical picture. */
export function comparable(a: Stop, b: Stop): boolean {
  return a.report.method === b.report.method && a.against === b.against;
}

/** How a plot is lettered. */
export interface DriftStyle {
  readonly title?: string;
  /** Left out, words are text, in a font of the reader's machine. */
  readonly write?: Lettering['write'];
}

/** Size of a plot in its own units. */
export const WIDTH = 900;
export const HEIGHT = 470;
const LEFT = 112;
const RIGHT = 190;
const TOP = 48;
const BOTTOM = 122;
/** Okabe and Ito's colours, which people with any kind of colour vision tell apart; each line has its own dashes too. */
const LINES: Readonly<Record<Axis, { readonly colour: string; readonly dash: string }>> = {
  'hair-colour': { colour: '#cc79a7', dash: '' },
  'hair-shape': { colour: '#e69f00', dash: '8 4' },
  'face-structure': { colour: '#0072b2', dash: '2 3' },
  outfit: { colour: '#009e73', dash: '12 4 2 4' },
  'body-proportions': { colour: '#d55e00', dash: '5 2' },
};
const QUIET = { size: 12, fill: 'currentColor' } as const;
const AXES: readonly Axis[] = ['hair-colour', 'hair-shape', 'face-structure', 'outfit', 'body-proportions'];

/**
 * How far each axis lay from the canonical picture over time, in multiples of its limit: a slow drift shows as a
 * rising line long before one step of it would be seen. A gap is a picture on which the axis was not measured; a rule
 * marks where another method (models, limits) began, for figures before and after it do not compare. Pure; SVG text.
 */
export function driftPlot(
  stops: readonly Stop[],
  { title = 'Drift from the canonical picture', write = asText }: DriftStyle = {},
): string {
  const most = Math.max(2, ...stops.flatMap(({ report }) => report.axes.map(over)));
  const top = Math.min(Math.ceil(most), 8);
  const x = (index: number) =>
    stops.length < 2
      ? (LEFT + WIDTH - RIGHT) / 2
      : LEFT + (index * (WIDTH - LEFT - RIGHT)) / (stops.length - 1);
  const y = (value: number) => HEIGHT - BOTTOM - (Math.min(value, top) * (HEIGHT - TOP - BOTTOM)) / top;
  const grid = Array.from({ length: top + 1 }, (_, value) => [
    `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="currentColor" stroke-opacity="${value === 1 ? 0.9 : 0.15}"${value === 1 ? ' stroke-width="2"' : ''}/>`,
    write(value === 1 ? 'limit' : `${value} ×`, LEFT - 10, y(value) + 4, { ...QUIET, anchor: 'end' }),
  ]).flat();
  const step = Math.max(1, Math.ceil(stops.length / 12));
  const labels = stops.flatMap(({ label }, index) =>
    index % step === 0
      ? [
          `<g transform="rotate(-35 ${x(index).toFixed(1)} ${HEIGHT - BOTTOM + 20})">${write(label, Number(x(index).toFixed(1)), HEIGHT - BOTTOM + 20, { ...QUIET, anchor: 'end' })}</g>`,
        ]
      : [],
  );
  const rules = stops.flatMap((stop, index) => {
    const before = stops[index - 1];
    if (before === undefined || comparable(before, stop)) return [];
    const at = Number(((x(index) + x(index - 1)) / 2).toFixed(1));
    const what = before.report.method === stop.report.method ? 'canonical picture' : 'method';
    return [
      `<line x1="${at}" x2="${at}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="currentColor" stroke-dasharray="2 4"/>`,
      write(`another ${what} from here`, at + 4, TOP - 4, { ...QUIET, size: 11 }),
    ];
  });
  const lines = AXES.map((axis, row) => drawn(axis, row, stops, { x, y, write }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="currentColor" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(described(stops))}</desc>`,
    write(`${title}, in multiples of the limit`, LEFT, 24, { size: 15, fill: 'currentColor', bold: true }),
    ...grid,
    ...labels,
    ...rules,
    ...lines,
    '</svg>',
  ].join('');
}

interface Drawing {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly write: Lettering['write'];
}

function drawn(axis: Axis, row: number, stops: readonly Stop[], { x, y, write }: Drawing): string {
  const { colour, dash } = LINES[axis];
  let path = '';
  let pen = 'M';
  const dots: string[] = [];
  for (const [index, { label, report }] of stops.entries()) {
    const found = report.axes.find((one) => one.axis === axis);
    if (found === undefined || found.value === null) {
      pen = 'M';
      continue;
    }
    const [px, py] = [x(index).toFixed(1), y(over(found)).toFixed(1)];
    path += `${pen}${px} ${py}`;
    pen = 'L';
    dots.push(
      `<circle cx="${px}" cy="${py}" r="${found.answer === 'pass' ? 3 : 5}"><title>${escaped(`${label}: ${axis} ${found.value} ${found.unit}, ${found.answer}. ${found.note}`)}</title></circle>`,
    );
  }
  const key = TOP + 16 + row * 26;
  return [
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2.5"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
    `<g fill="${colour}">${dots.join('')}</g>`,
    `<line x1="${WIDTH - RIGHT + 20}" x2="${WIDTH - RIGHT + 56}" y1="${key}" y2="${key}" stroke="${colour}" stroke-width="2.5"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
    write(axis.replaceAll('-', ' '), WIDTH - RIGHT + 64, key + 4, QUIET),
  ].join('');
}

/** For those who do not see the plot: the first and last stop, and what lies over its limit. */
function described(stops: readonly Stop[]): string {
  const last = stops.at(-1);
  if (last === undefined) return 'No report yet.';
  const words = last.report.axes.map((axis) =>
    axis.value === null
      ? `${axis.axis} not measured`
      : `${axis.axis} ${over(axis).toFixed(1)} times its limit`,
  );
  return `${stops.length} reports; at the last one, ${last.label}: ${words.join(', ')}.`;
}

function asText(words: string, x: number, y: number, { size, bold, anchor }: Style): string {
  return `<text x="${x}" y="${y}" font-size="${size}"${bold === true ? ' font-weight="600"' : ''}${anchor === undefined ? '' : ` text-anchor="${anchor}"`}>${escaped(words)}</text>`;
}

function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // oxlint-disable-next-line no-control-regex -- XML may hold none of them
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd')
  );
}
