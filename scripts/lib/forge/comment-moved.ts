import { severity } from '#core/identity.ts';
import { byCodeUnit } from '#core/json.ts';
import type { FileVerdict, Panel } from '#core/verdict.ts';
import { costWords, sumCosts } from '#engine/cost/cost.ts';
import { groupVerdicts, panelsWithin } from '#media/compare/group.ts';
import type { VerdictGroup } from '#media/compare/group.ts';
import { count, measuresHtml } from './comment-figures.ts';
import type { TouchedArtifact } from './comment-model.ts';
import { pictureCells, shownPanels } from './comment-pictures.ts';
import type { PanelUrl } from './comment-pictures.ts';
import { escapeMarkdown } from './markdown.ts';

/** A change as one line, with all that changed alike. */
export interface MovedRow {
  /** What is shown: the member that shows the change most plainly. */
  readonly verdict: FileVerdict;
  /** By name of the artifact, the files of it that changed so; the first is the one that is shown. */
  readonly members: readonly { readonly artifact: TouchedArtifact; readonly roles: readonly string[] }[];
  /** Those of them that no earlier row has told of: their causes and costs are told here. */
  readonly told: readonly TouchedArtifact[];
  /** What the pictures' budget leaves; empty when nothing. */
  readonly panels: readonly Panel[];
}

/**
 * What moved, most visible first, equal changes as one row; among equally visible ones those whose identity is in doubt come
 * first. A function of the artifacts and not of their order.
 *
 * @param pictureBytes of the pictures of all rows together, at most
 */
export function movedRows(touched: readonly TouchedArtifact[], pictureBytes: number): MovedRow[] {
  const artifacts = new Map(touched.map((artifact) => [String(artifact.name), artifact]));
  const named = touched.flatMap(({ name, verdict }) =>
    (verdict?.files ?? [])
      .filter(({ verdict: { kind } }) => kind !== 'equal')
      .map((file) => ({
        name: `${name} ${file.role}`,
        family: familyOf(name),
        verdict: { ...file.verdict, panels: shownPanels(file.verdict.panels) },
      })),
  );
  const groups = groupVerdicts(named).toSorted(
    (a, b) => b.visibility - a.visibility || doubt(b, artifacts) - doubt(a, artifacts),
  );
  const pictures = panelsWithin(groups, pictureBytes);
  const told = new Set<TouchedArtifact>();
  return groups.map(({ first, members }): MovedRow => {
    const of = membersOf(
      [first, ...members].map(({ name }) => name),
      artifacts,
    );
    const fresh = of.map(({ artifact }) => artifact).filter((artifact) => !told.has(artifact));
    for (const artifact of fresh) told.add(artifact);
    return { verdict: first.verdict, members: of, told: fresh, panels: pictures.get(first.name) ?? [] };
  });
}

/** `talk` of `talk/<episode>`: one declaration, one system. */
const familyOf = (name: string): string => name.split('/', 1)[0] ?? name;

type Artifacts = ReadonlyMap<string, TouchedArtifact>;

const artifactOf = (member: string, artifacts: Artifacts): TouchedArtifact | undefined =>
  artifacts.get(member.slice(0, member.indexOf(' ')));

const doubt = ({ members }: VerdictGroup, artifacts: Artifacts): number =>
  Math.max(
    ...members.map(({ name }) => severity(artifactOf(name, artifacts)?.identity?.answer ?? 'not-measured')),
  );

function membersOf(names: readonly string[], artifacts: Artifacts): MovedRow['members'] {
  const roles = new Map<TouchedArtifact, Set<string>>();
  for (const name of names) {
    const artifact = artifactOf(name, artifacts);
    if (artifact !== undefined)
      roles.set(artifact, (roles.get(artifact) ?? new Set()).add(name.slice(name.indexOf(' ') + 1)));
  }
  return [...roles].map(([artifact, found]) => ({ artifact, roles: [...found] }));
}

/** How much of a row is said. */
export interface Detail {
  /** Rows with pictures. */
  readonly pictures: number;
  readonly measures: number;
}

/** So many rows are open; what follows folds. */
const OPEN = 4;
/** A change that a person would hardly see folds, too. */
const HARDLY = 0.02;

/** The rows as HTML tables: GitHub's Markdown has no cell that spans the three pictures. */
export function movedPart(rows: readonly MovedRow[], panelUrl: PanelUrl, detail: Detail): string {
  if (rows.length === 0) return '';
  const html = rows.map((row, index) => rowHtml(row, panelUrl, detail, index < detail.pictures));
  const open = Math.max(1, Math.min(OPEN, rows.filter(({ verdict }) => verdict.visibility >= HARDLY).length));
  const folded = rows.slice(open);
  return [
    '### What moved',
    table(html.slice(0, open)),
    folded.length === 0
      ? ''
      : `<details><summary><b>${count(folded.length, 'smaller change')}</b>: ${folded.map(names).join(', ')}</summary>\n\n${table(html.slice(open))}\n\n</details>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const table = (rows: readonly string[]): string =>
  `<table>\n<tr><th>before</th><th>after</th><th>what changed</th></tr>\n${rows.join('\n')}\n</table>`;

const MOST_NAMES = 8;

/** "stills", or "stills · 40 files", or "talk/one, talk/two". */
function names({ members }: MovedRow): string {
  const words = members.map(({ artifact, roles }) => {
    const files = artifact.verdict?.files.length ?? 1;
    if (files === 1) return escapeMarkdown(artifact.name);
    const which = roles.length === 1 ? escapeMarkdown(roles[0] ?? '') : count(roles.length, 'file');
    return `${escapeMarkdown(artifact.name)} · ${which}`;
  });
  const left = words.length - MOST_NAMES;
  return left > 0 ? `${words.slice(0, MOST_NAMES).join(', ')} and ${left} more` : words.join(', ');
}

function rowHtml(row: MovedRow, panelUrl: PanelUrl, { measures }: Detail, pictured: boolean): string {
  const { verdict, members, told, panels } = row;
  const columns = Math.max(3, panels.some(({ role }) => role === 'blink') ? 4 : 3);
  const spans = `colspan="${columns}"`;
  const files = members.reduce((sum, { roles }) => sum + roles.length, 0);
  const figures = measuresHtml(verdict.measures, measures);
  const alike = files > 1 ? ` <i>${count(files - 1, 'other')} changed alike.</i>` : '';
  const small = toldHtml(told);
  return [
    `<tr><th align="left" ${spans}>${names(row)}${answers(told)}</th></tr>`,
    pictured && panels.length > 0 ? `<tr>${pictureCells(panels, panelUrl)}</tr>` : '',
    `<tr><td ${spans}>${escapeMarkdown(verdict.finding)}${alike}${figures === '' ? '' : `<br><sub>${figures}</sub>`}${small === '' ? '' : `<br><sub>${small}</sub>`}</td></tr>`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function answers(told: readonly TouchedArtifact[]): string {
  const worst = told
    .flatMap(({ identity }) => identity?.answer ?? [])
    .toSorted((a, b) => severity(b) - severity(a))[0];
  return worst === undefined || worst === 'pass'
    ? ''
    : ` · ${worst === 'fail' ? 'identity moved' : 'identity needs a look'}`;
}

const distinct = (words: readonly string[]): string[] =>
  [...new Set(words)].filter((word) => word !== '').toSorted(byCodeUnit);

/** Causes, who made it, what it cost, and what travels with it; each said once. */
function toldHtml(told: readonly TouchedArtifact[]): string {
  const causes = distinct(told.map(({ because }) => because));
  const costs = told.flatMap(({ cost }) => cost ?? []);
  const parts = [
    causes.length === 0 ? '' : `because ${causes.slice(0, MOST_NAMES).map(escapeMarkdown).join('; ')}`,
    distinct(told.map(({ backend }) => backend))
      .map(escapeMarkdown)
      .join(', '),
    costs.length === 0 ? '' : escapeMarkdown(costWords(sumCosts(costs))),
    distinct(told.map(({ terms }) => terms))
      .map(escapeMarkdown)
      .join('; '),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
