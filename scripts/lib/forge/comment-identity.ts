import { severity } from '#core/identity.ts';
import type { AxisAnswer, AxisReport, IdentityReport } from '#core/identity.ts';
import { count, figure } from './comment-figures.ts';
import { escapeMarkdown } from './markdown.ts';

const AXES = ['hair-colour', 'hair-shape', 'face-structure', 'outfit', 'body-proportions'] as const;

const ANSWERS: Readonly<Record<AxisAnswer, string>> = {
  pass: '✓',
  look: '**look**',
  fail: '**fail**',
  'not-measured': '–',
};

/** Reports by what they are of. */
export type NamedReport = readonly [name: string, report: IdentityReport];

/** A row a report, worst first, an axis a column: answer and figure; the limit stands above where all rows have the same. */
export function identityTable(reports: readonly NamedReport[]): string {
  const sorted = reports.toSorted(
    ([, a], [, b]) => severity(b.answer) - severity(a.answer) || doubts(b) - doubts(a),
  );
  const limits = AXES.map((axis) => commonLimit(sorted, axis));
  const head = AXES.map((axis, at) => {
    const limit = limits[at];
    return `${axis.replace('-', ' ')}${limit === undefined ? '' : `<br><sub>limit ${limit}</sub>`}`;
  });
  const rows = sorted.map(([name, report]) => {
    const cells = AXES.map((axis, at) => cell(axisOf(report, axis), limits[at] === undefined));
    return `| **${escapeMarkdown(name)}** | ${cells.join(' | ')} |`;
  });
  return [`| | ${head.join(' | ')} |\n|:---|${AXES.map(() => ':---|').join('')}`, ...rows].join('\n');
}

/** What was seen where the answer is not a plain pass, folded: it is for whoever wonders. */
export function identityNotes(reports: readonly NamedReport[]): string {
  const notes = reports.flatMap(([name, { axes }]) =>
    axes
      .filter(({ answer }) => answer !== 'pass')
      .toSorted((a, b) => severity(b.answer) - severity(a.answer))
      .map(
        ({ axis, answer, note }) =>
          `- **${escapeMarkdown(name)}**, ${axis.replace('-', ' ')} (${answer.replace('-', ' ')}): ${escapeMarkdown(note)}`,
      ),
  );
  return notes.length === 0
    ? ''
    : `<details><summary>What was seen: ${count(notes.length, 'note')}</summary>\n\n${notes.join('\n')}\n\n</details>`;
}

/** "hair `#7423c2` → `#1f4fd8`": GitHub shows each colour beside its figure. */
export function swatchLine({ swatches }: IdentityReport): string {
  return (swatches ?? [])
    .filter(({ reference, measured }) => apart(reference, measured) >= SEEN)
    .map(({ label, reference, measured }) => `${escapeMarkdown(label)} \`${reference}\` → \`${measured}\``)
    .join(' · ');
}

/** Colours that differ by less in every channel, of 255, look alike side by side. */
const SEEN = 6;

const apart = (one: string, other: string): number =>
  Math.max(...[1, 3, 5].map((at) => Math.abs(channel(one, at) - channel(other, at))));

const channel = (colour: string, at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);

const doubts = ({ axes }: IdentityReport): number =>
  axes.reduce((sum, { answer }) => sum + severity(answer), 0);

const axisOf = ({ axes }: IdentityReport, axis: AxisReport['axis']): AxisReport | undefined =>
  axes.find((report) => report.axis === axis);

/** `× limit` is a figure that has its limit in it: that is 1. */
const isOfLimit = ({ unit }: AxisReport): boolean => unit.includes('limit');

const limitOf = (report: AxisReport): string =>
  isOfLimit(report) ? '1' : figure({ value: report.limit, unit: report.unit });

function commonLimit(reports: readonly NamedReport[], axis: AxisReport['axis']): string | undefined {
  const limits = new Set(reports.flatMap(([, report]) => axisOf(report, axis) ?? []).map(limitOf));
  const [limit] = limits;
  return limits.size === 1 ? limit : undefined;
}

function cell(report: AxisReport | undefined, withLimit: boolean): string {
  if (report === undefined) return '–';
  if (report.value === null) return `${ANSWERS[report.answer]} <sub>not measured</sub>`;
  const value = isOfLimit(report)
    ? figure({ value: report.value, unit: '' })
    : figure({ value: report.value, unit: report.unit });
  return `${ANSWERS[report.answer]} ${value}${withLimit ? ` <sub>limit ${limitOf(report)}</sub>` : ''}`;
}
