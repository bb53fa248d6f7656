import { byCodeUnit } from '#core/json.ts';
import { short } from '#core/oid.ts';
import { isClosed } from '#engine/episode/gate.ts';
import { costWords, sumCosts } from '#engine/cost/cost.ts';
import { COMMENT_BYTES } from '#media/compare/group.ts';
import { graphDrawing } from './comment-drawing.ts';
import { measuresHtml } from './comment-figures.ts';
import { identityNotes, identityTable, swatchLine } from './comment-identity.ts';
import type { CommentModel, TouchedArtifact } from './comment-model.ts';
import { movedPart, movedRows } from './comment-moved.ts';
import type { MovedRow } from './comment-moved.ts';
import { pictureCells, shownPanels } from './comment-pictures.ts';
import { headline } from './headline.ts';
import { escapeMarkdown } from './markdown.ts';
import { gatePart } from './gate-part.ts';

/** GitHub answers 422 to a longer body. */
export const COMMENT_MAX_CHARACTERS = 65_536;

/** The comment is found again by its first line. */
export const COMMENT_MARKER = '<!-- alpha-ref visual-diff -->';

/** How much of it is said: each level fits more artifacts into the limit. */
const LEVELS = [
  { rows: Infinity, pictures: Infinity, measures: 3, notes: true, digests: true, graph: true },
  { rows: Infinity, pictures: 24, measures: 2, notes: false, digests: true, graph: true },
  { rows: 60, pictures: 12, measures: 1, notes: false, digests: false, graph: true },
  { rows: 20, pictures: 6, measures: 1, notes: false, digests: false, graph: false },
  { rows: 0, pictures: 0, measures: 0, notes: false, digests: false, graph: false },
] as const;
type Level = (typeof LEVELS)[number];

/**
 * The comment as GitHub-flavoured Markdown, at most `limit` UTF-16 units long at any size of change. Its pictures stay below
 * 1.5 MB together. The same model gives the same text, in whatever order it tells (I25).
 */
export function commentMarkdown(told: CommentModel, limit: number = COMMENT_MAX_CHARACTERS): string {
  const model = { ...told, touched: told.touched.toSorted((a, b) => byCodeUnit(a.name, b.name)) };
  const reference = shownPanels(model.reference?.verdict.panels ?? []);
  const spent = reference.reduce((sum, { bytes }) => sum + bytes, 0);
  const rows = movedRows(model.touched, COMMENT_BYTES - 1 - spent);
  for (const level of LEVELS) {
    const text = atLevel(model, rows, level);
    if (text.length <= limit) return text;
  }
  throw new RangeError(`no comment fits into ${limit} characters`);
}

function atLevel(model: CommentModel, rows: readonly MovedRow[], level: Level): string {
  const shown = rows.slice(0, level.rows);
  const told = new Set(shown.flatMap(({ members }) => members.map(({ artifact }) => artifact)));
  const moved = new Set(rows.flatMap(({ members }) => members.map(({ artifact }) => artifact)));
  const left = moved.size - told.size;
  const parts = [
    COMMENT_MARKER,
    `## ${headline(model)}`,
    lead(model),
    level.rows > 0 ? failedPart(model.touched) : '',
    level.pictures > 0 ? referencePart(model, level) : '',
    movedPart(shown, model.panelUrl, level),
    left > 0
      ? `**${left} more** ${left === 1 ? 'artifact is' : 'artifacts are'} in [the report](${model.reportUrl}).`
      : '',
    identityPart([...told], level),
    level.graph ? graphDrawing(model.graph) : '',
    licencePart(model, level),
    level.digests
      ? digestPart(model.touched)
      : `All digests are in [the report](${model.reportUrl}) and in \`assets/alpha.lock.jsonl\`.`,
    nextPart(model),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A list of more names is no list that a person reads. */
const MOST_UNTOUCHED = 40;

function lead({ nothingBecause, preview, untouched }: CommentModel): string {
  const lines: string[] = [];
  if (nothingBecause !== undefined) lines.push(`**Nothing was rebuilt:** ${escapeMarkdown(nothingBecause)}.`);
  if (preview)
    lines.push('Made by the **preview** backends on a CPU: true to format and picture, not to the models.');
  if (untouched.length > 0) {
    const more = untouched.length - MOST_UNTOUCHED;
    const names = untouched.slice(0, MOST_UNTOUCHED).map((name) => `\`${name}\``);
    lines.push(`Untouched: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`);
  }
  return lines.join('  \n');
}

const MOST_FAILURES = 20;

/** What could not be built, by reason: one broken runner is told once, not ten times. */
function failedPart(touched: readonly TouchedArtifact[]): string {
  const reasons = new Map<string, string[]>();
  for (const { name, failure } of touched) {
    const reason = failure?.slice(0, 600);
    if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  if (reasons.size === 0) return '';
  const items = [...reasons].slice(0, MOST_FAILURES).map(([reason, names]) => {
    const shown = names.slice(0, MOST_UNTOUCHED).map(escapeMarkdown).join(', ');
    const more = names.length - MOST_UNTOUCHED;
    return `> - **${shown}${more > 0 ? ` and ${more} more` : ''}** failed: ${escapeMarkdown(reason)}`;
  });
  const left = reasons.size - items.length;
  return ['> [!CAUTION]', ...items, ...(left > 0 ? [`> - and ${left} more reasons`] : [])].join('\n');
}

function referencePart({ reference, panelUrl }: CommentModel, level: Level): string {
  if (reference === undefined) return '';
  const { verdict, identity, from, to } = reference;
  const figures = measuresHtml(verdict.measures, level.measures);
  const columns = shownPanels(verdict.panels).some(({ role }) => role === 'blink') ? 4 : 3;
  const cells =
    verdict.panels.length === 0
      ? ''
      : `<tr><th>canonical <code>${short(from)}</code></th><th>proposed <code>${short(to)}</code></th><th>what changed</th></tr>\n<tr>${pictureCells(verdict.panels, panelUrl)}</tr>\n`;
  const reports = identity === undefined ? [] : ([['the picture', identity]] as const);
  return [
    '### The picture',
    `<table>\n${cells}<tr><td colspan="${columns}">${escapeMarkdown(verdict.finding)}${figures === '' ? '' : `<br><sub>${figures}</sub>`}</td></tr>\n</table>`,
    identity === undefined ? '' : swatchLine(identity),
    reports.length === 0 ? '' : identityTable(reports),
    level.notes ? identityNotes(reports) : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function identityPart(shown: readonly TouchedArtifact[], level: Level): string {
  const reports = shown.flatMap(({ name, identity }) =>
    identity === undefined ? [] : [[name, identity] as const],
  );
  if (reports.length === 0) return '';
  return [
    '### Is this still Alpha?',
    'Each held against the picture that it was made from, never against its last version; the picture itself, above, against the one on main.',
    identityTable(reports),
    level.notes ? identityNotes(reports) : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const MOST_FAULTS = 12;

function licencePart({ licences, faults }: CommentModel, level: Level): string {
  if (licences.length === 0 || level.rows === 0) return '';
  const lines = licences.map(
    ({ licence, conditions, artifacts }) =>
      `- ${escapeMarkdown(licence)}${conditions.length === 0 ? '' : ` (${conditions.map(escapeMarkdown).join(', ')})`}: ${artifacts
        .slice(0, 12)
        .map((name) => `\`${name}\``)
        .join(', ')}${artifacts.length > 12 ? ` and ${artifacts.length - 12} more` : ''}`,
  );
  const left = faults.length - MOST_FAULTS;
  const warned = faults.slice(0, MOST_FAULTS).map((fault) => `> - ${escapeMarkdown(fault)}`);
  const warning =
    faults.length === 0
      ? ''
      : [
          '> [!WARNING]',
          '> It cannot ship as it is:',
          ...warned,
          ...(left > 0 ? [`> - and ${left} more`] : []),
        ].join('\n');
  const list = `<details><summary><b>Licences</b> that go with it: ${licences.length}</summary>\n\n${lines.join('\n')}\n\n</details>`;
  return [warning, list].filter((part) => part !== '').join('\n\n');
}

function digestPart(touched: readonly TouchedArtifact[]): string {
  const lines = touched.flatMap(({ name, outputs }) =>
    outputs.map(({ file, digest, size }) => `${name}  ${file}  sha256:${digest}  ${size} bytes`),
  );
  if (lines.length === 0) return '';
  return `<details><summary><b>Digests</b>: approving the commit with the lock approves these bytes, and no others</summary>\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n\n</details>`;
}

function nextPart(model: CommentModel): string {
  const { lockCommit, head, reportUrl, touched, rebuilt, gates } = model;
  const failed = touched.some(({ failure }) => failure !== undefined);
  const next = failed
    ? 'The lock was **not** committed: it is, once every artifact above is built. Mend what failed and push again, or run the failed job again.'
    : touched.length === 0 && !gates.some(isClosed)
      ? 'There is nothing to publish.'
      : lockCommit === undefined
        ? 'The lock was **not** committed: the branch has moved on, and its newest commit is looked at next.'
        : `The lock is in \`${short(lockCommit)}\`${lockPlace(model)}.\n\n${gatePart(gates)}`;
  const names = new Set(rebuilt);
  const costs = touched.flatMap(({ name, cost }) => (cost === undefined || !names.has(name) ? [] : [cost]));
  const total = costs.length === 0 ? '' : `built in ${escapeMarkdown(costWords(sumCosts(costs)))}`;
  return `${next}\n\n<sub>${[`for \`${short(head)}\``, `[the whole report](${reportUrl})`, total].filter((part) => part !== '').join(' · ')}</sub>`;
}

const lockPlace = ({ lockBranch }: CommentModel): string =>
  lockBranch === undefined
    ? ''
    : `, on the branch \`${lockBranch}\` of this repository and **not yet in this pull request**: whoever owns the fork pulls it (\`git pull upstream ${lockBranch}\`, where upstream is this repository) and pushes`;
