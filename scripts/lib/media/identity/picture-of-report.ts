import sharp from 'sharp';
import type { AxisAnswer, AxisReport, IdentityReport, Swatch } from '#core/identity.ts';
import type { Measure } from '#core/verdict.ts';
import type { Examination } from './identify.ts';
import { lettering, type Lettering } from './lettering.ts';
import { markedView, MARKS } from './marked.ts';
import { over } from './report.ts';
import { swatchesOf } from './swatches.ts';

const WIDTH = 1600;
const PANEL = 600;
const MARGIN = 24;
const TOP = 84;
const ROW = 46;
const INK = '#f3eefa';
const QUIET = '#b3a8c6';
const GROUND = '#231a33';
const LINE = '#463a5c';
/** Told apart by their lightness too, and always beside the word. */
const COLOUR: Readonly<Record<AxisAnswer, string>> = {
  pass: '#5fd08a',
  look: '#ffc857',
  fail: '#ff6b6b',
  'not-measured': '#9d93ad',
};
/** How much longer than they are the ways of points are drawn. */
const STRETCH = 8;

const TITLE: Readonly<Record<IdentityReport['answer'], string>> = {
  pass: 'Still Alpha',
  look: 'Still Alpha? Have a look',
  fail: 'Not the Alpha of the canonical picture',
};

/**
 * The report as one picture: both views with regions and landmarks, the colours that were measured, a radar of the
 * axes and a line for each of them; `caption` says which picture it is. PNG, 1600 pixels wide, the same bytes for the same examination.
 */
export async function identityPicture(
  examination: Examination,
  caption = 'This picture',
  measures: readonly Measure[] = [],
): Promise<Buffer> {
  const { report, canonical, sight, changes } = examination;
  const letters = await lettering();
  const { write } = letters;
  const ways = changes.registration?.pose.residual.map(({ x, y }) => ({ x, y }));
  const [before, after] = await Promise.all([
    markedView(canonical, PANEL),
    markedView(sight, PANEL, {
      ways: ways ?? [],
      stretch: STRETCH,
      cloth: changes.outfit.kind === 'measured' ? changes.outfit.change.elsewhere : [],
      hair: changes.hairShape.kind === 'measured' ? changes.hairShape.change.elsewhere : [],
    }),
  ]);
  const rows = TOP + PANEL + 60;
  const height = rows + report.axes.length * ROW + MARGIN;
  const right = MARGIN * 3 + PANEL * 2;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}">`,
    `<rect width="${WIDTH}" height="${height}" fill="${GROUND}"/>`,
    `<rect x="${MARGIN}" y="30" width="14" height="34" rx="3" fill="${COLOUR[report.answer]}"/>`,
    write(TITLE[report.answer], MARGIN + 28, 56, { size: 28, fill: INK, bold: true }),
    write(report.method, WIDTH - MARGIN, 54, { size: 13, fill: QUIET, anchor: 'end' }),
    write('Canonical picture', MARGIN, TOP + PANEL + 24, { size: 16, fill: INK, bold: true }),
    write(
      `${caption}; red is what differs (ways of the face ${STRETCH} times as long)`,
      MARGIN * 2 + PANEL,
      TOP + PANEL + 24,
      {
        size: 16,
        fill: INK,
        bold: true,
      },
    ),
    legend(letters),
    radar(report, letters, right + 148, TOP + 150, 92),
    swatchColumn(swatchesOf(examination), letters, right, TOP + (measures.length > 0 ? 286 : 330)),
    measureColumn(measures, letters, right, TOP + PANEL - 76),
    ...report.axes.map((axis, row) => axisLine(axis, letters, rows + row * ROW)),
    '</svg>',
  ].join('');
  return sharp(Buffer.from(svg))
    .composite([
      { input: before, left: MARGIN, top: TOP },
      { input: after, left: MARGIN * 2 + PANEL, top: TOP },
    ])
    .removeAlpha()
    .png({ compressionLevel: 9 })
    .toBuffer();
}

function legend({ write }: Lettering): string {
  const words = [
    ['hair', MARKS.hair],
    ['skin', MARKS.skin],
    ['outfit', MARKS.garment],
  ] as const;
  return words
    .map(([word, colour], index) => {
      const x = MARGIN + 330 + index * 92;
      return `<rect x="${x}" y="${TOP + PANEL + 12}" width="14" height="14" rx="3" fill="${colour}"/>${write(word, x + 20, TOP + PANEL + 24, { size: 14, fill: QUIET })}`;
    })
    .join('');
}

/** One spoke an axis, its limit at half of the way; beyond twice the limit the spoke is full. */
function radar({ axes }: IdentityReport, { write }: Lettering, x: number, y: number, radius: number): string {
  const spokes = axes.toSorted((a, b) => (a.axis < b.axis ? -1 : 1));
  const at = (index: number, share: number) => {
    const angle = (2 * Math.PI * index) / spokes.length - Math.PI / 2;
    return { x: x + Math.cos(angle) * radius * share, y: y + Math.sin(angle) * radius * share };
  };
  const ring = (share: number) =>
    spokes.map((_, index) => `${at(index, share).x.toFixed(1)},${at(index, share).y.toFixed(1)}`).join(' ');
  const shape = spokes
    .map((axis, index) => `${at(index, filled(axis)).x.toFixed(1)},${at(index, filled(axis)).y.toFixed(1)}`)
    .join(' ');
  return [
    `<polygon points="${ring(1)}" fill="none" stroke="${LINE}"/>`,
    `<polygon points="${ring(0.5)}" fill="none" stroke="${QUIET}" stroke-dasharray="4 4"/>`,
    ...spokes.map(
      (_, index) =>
        `<line x1="${x}" y1="${y}" x2="${at(index, 1).x.toFixed(1)}" y2="${at(index, 1).y.toFixed(1)}" stroke="${LINE}"/>`,
    ),
    `<polygon points="${shape}" fill="${INK}" fill-opacity=".22" stroke="${INK}" stroke-width="2"/>`,
    ...spokes.map((axis, index) => {
      const dot = at(index, filled(axis));
      const name = at(index, 1.26);
      return `<circle cx="${dot.x.toFixed(1)}" cy="${dot.y.toFixed(1)}" r="5" fill="${COLOUR[axis.answer]}"/>${write(axis.axis.replaceAll('-', ' '), name.x, name.y + 4, { size: 12, fill: QUIET, anchor: 'middle' })}`;
    }),
  ].join('');
}

/** How much of a bar or spoke is filled: half at the limit, all from twice the limit on. */
function filled(axis: AxisReport): number {
  return Math.min(1, over(axis) / 2);
}

function swatchColumn(swatches: readonly Swatch[], { write }: Lettering, x: number, y: number): string {
  const head = write('Colours: canonical, this', x, y, { size: 14, fill: INK, bold: true });
  const rows = swatches.map(
    ({ label, reference, measured }, index) =>
      `<rect x="${x}" y="${y + 14 + index * 40}" width="60" height="30" fill="${reference}"/><rect x="${x + 60}" y="${y + 14 + index * 40}" width="60" height="30" fill="${measured}"/>${write(label, x + 132, y + 34 + index * 40, { size: 14, fill: QUIET, room: 160 })}`,
  );
  return head + rows.join('');
}

/** How near the figures lie once one is laid upon the other. */
function measureColumn(measures: readonly Measure[], { write }: Lettering, x: number, y: number): string {
  const [first] = measures;
  if (first === undefined) return '';
  const head = write('Laid upon each other', x, y, { size: 14, fill: INK, bold: true });
  const lines = measures.map(({ label, value, unit }, index) => {
    const words = `${label.replace(/^.*: /u, '')}: ${Number(value.toPrecision(3))} ${unit}`;
    return write(words, x, y + 24 + index * 22, { size: 14, fill: QUIET, room: 320 });
  });
  return head + lines.join('');
}

function axisLine(axis: AxisReport, { write, lines }: Lettering, y: number): string {
  const { answer, value, limit, unit, note } = axis;
  const share = filled(axis);
  const room = WIDTH - MARGIN * 2 - 700;
  const said = lines(note, room, 14, 2);
  const figure = value === null ? 'not measured' : `${value} ${unit}, limit ${limit}`;
  return [
    `<rect x="${MARGIN}" y="${y}" width="10" height="28" rx="3" fill="${COLOUR[answer]}"/>`,
    write(axis.axis.replaceAll('-', ' '), MARGIN + 22, y + 20, { size: 16, fill: INK, bold: true }),
    write(answer.replace('-', ' '), MARGIN + 186, y + 20, { size: 16, fill: COLOUR[answer], bold: true }),
    `<rect x="${MARGIN + 300}" y="${y + 8}" width="160" height="12" rx="3" fill="${LINE}"/>`,
    `<rect x="${MARGIN + 300}" y="${y + 8}" width="${(160 * share).toFixed(1)}" height="12" rx="3" fill="${COLOUR[answer]}"/>`,
    `<line x1="${MARGIN + 380}" x2="${MARGIN + 380}" y1="${y + 3}" y2="${y + 25}" stroke="${INK}" stroke-width="2"/>`,
    write(figure, MARGIN + 480, y + 20, { size: 14, fill: QUIET, room: 210 }),
    ...said.map((line, index) =>
      write(line, MARGIN + 700, y + (said.length === 1 ? 20 : 12 + index * 18), {
        size: 14,
        fill: INK,
        room,
      }),
    ),
  ].join('');
}
