import { severity } from '#core/identity.ts';
import type { AxisAnswer, AxisReport, IdentityReport } from '#core/identity.ts';
import type { Output } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { short } from '#core/oid.ts';
import type { CommitId, Oid } from '#core/oid.ts';
import { isClosed } from '#engine/episode/gate.ts';
import type { GateState } from '#engine/episode/gate.ts';
import type { FileVerdict, Measure, Panel, Verdict } from '#core/verdict.ts';
import { gatePart } from './gate-part.ts';
import { escapeAttribute, escapeMarkdown } from './markdown.ts';

/** An artifact that the change touches. */
export interface TouchedArtifact {
  readonly name: ArtifactName;
  /** "it reads mesh, which was rebuilt" */
  readonly because: string;
  /** What the build took, as in "1.8 s"; absent where it was taken from the store. */
  readonly took: string | undefined;
  /** "preview", "upstream", … */
  readonly backend: string;
  /** Licence conditions that travel with it, as in "non-commercial"; empty where there are none. */
  readonly licence: string;
  readonly outputs: readonly Output[];
  readonly verdict: Verdict | undefined;
  readonly identity: IdentityReport | undefined;
  /** What went wrong, when it could not be built. */
  readonly failure: string | undefined;
}

/** An edge of the graph that the comment draws. */
export interface GraphNode {
  readonly name: string;
  readonly reads: readonly string[];
  readonly state: 'source' | 'changed-source' | 'touched' | 'untouched' | 'failed';
}

export interface CommentModel {
  /** Where a panel can be seen; `undefined` when it could not be put anywhere. */
  readonly panelUrl: (panel: Panel) => string | undefined;
  readonly head: CommitId;
  /** The commit with the lock lines, when it was made. */
  readonly lockCommit: CommitId | undefined;
  readonly touched: readonly TouchedArtifact[];
  readonly untouched: readonly ArtifactName[];
  readonly rebuilt: readonly ArtifactName[];
  /** Why nothing had to be rebuilt by this push; `undefined` when something was. */
  readonly nothingBecause: string | undefined;
  readonly graph: readonly GraphNode[];
  /** The picture itself against the canonical one on the base branch. */
  readonly reference:
    | {
        readonly verdict: FileVerdict;
        readonly identity: IdentityReport | undefined;
        readonly from: Oid;
        readonly to: Oid;
      }
    | undefined;
  /** Where the whole report is. */
  readonly reportUrl: string;
  /** What this build cost, in one sentence. */
  readonly cost: string;
  /** Whether what stands here is made by previews, not by the models. */
  readonly preview: boolean;
  /** What stands between this lock and its readers. */
  readonly gates: readonly GateState[];
}

/** GitHub answers 422 to a longer body. */
export const COMMENT_MAX_CHARACTERS = 65_536;

/** The comment is found again by its first line. */
export const COMMENT_MARKER = '<!-- alpha-ref visual-diff -->';

/** How much of it is said: each level fits more artifacts into the limit. */
const LEVELS = [
  { rows: Infinity, panels: Infinity, measures: 2, digests: true, graph: true },
  { rows: Infinity, panels: 24, measures: 1, digests: true, graph: true },
  { rows: 60, panels: 12, measures: 1, digests: false, graph: true },
  { rows: 20, panels: 6, measures: 1, digests: false, graph: false },
  { rows: 0, panels: 0, measures: 0, digests: false, graph: false },
] as const;
type Level = (typeof LEVELS)[number];

/** The comment as GitHub-flavoured Markdown, at most `limit` UTF-16 units long at any size of change. */
export function commentMarkdown(model: CommentModel, limit: number = COMMENT_MAX_CHARACTERS): string {
  for (const level of LEVELS) {
    const text = atLevel(model, level);
    if (text.length <= limit) return text;
  }
  throw new RangeError(`no comment fits into ${limit} characters`);
}

function atLevel(model: CommentModel, level: Level): string {
  const shown = [...model.touched].toSorted((a, b) => interest(b) - interest(a)).slice(0, level.rows);
  const left = model.touched.length - shown.length;
  const parts = [
    COMMENT_MARKER,
    `## ${headline(model)}`,
    lead(model),
    level.panels > 0 ? referencePart(model) : '',
    level.graph ? graphPart(model) : '',
    shown.length > 0 ? tablePart(model, shown, level) : '',
    left > 0
      ? `**${left} more** ${left === 1 ? 'artifact is' : 'artifacts are'} in [the report](${model.reportUrl}).`
      : '',
    identityPart(shown),
    level.digests
      ? digestPart(model.touched)
      : `All digests are in [the report](${model.reportUrl}) and in \`assets/alpha.lock.jsonl\`.`,
    nextPart(model),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const interest = (artifact: TouchedArtifact): number =>
  (artifact.failure === undefined ? 0 : 10) +
  (artifact.identity === undefined ? 0 : answerRank(artifact.identity.answer) / 2) +
  (artifact.verdict?.visibility ?? 0);

const answerRank = (answer: AxisAnswer): number => severity(answer);

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

function headline({ touched, nothingBecause, rebuilt }: CommentModel): string {
  const failed = touched.filter(({ failure }) => failure !== undefined);
  if (failed.length > 0) return `${count(failed.length, 'artifact')} could not be built`;
  if (touched.length === 0) return 'Nothing follows from this change';
  const worst = touched
    .map(({ identity }) => identity?.answer ?? 'pass')
    .toSorted((a, b) => answerRank(b) - answerRank(a))[0];
  const identity =
    worst === 'fail' ? 'identity moved' : worst === 'look' ? 'identity needs a look' : 'identity holds';
  const what =
    nothingBecause === undefined
      ? `${count(rebuilt.length, 'artifact')} rebuilt`
      : `${count(touched.length, 'artifact')} changed, nothing rebuilt by this push`;
  return `${what} · ${identity}`;
}

function lead(model: CommentModel): string {
  const lines: string[] = [];
  if (model.nothingBecause !== undefined)
    lines.push(`**Nothing was rebuilt:** ${escapeMarkdown(model.nothingBecause)}.`);
  if (model.preview)
    lines.push('Made by the **preview** backends on a CPU: true to format and picture, not to the models.');
  if (model.untouched.length > 0)
    lines.push(`Untouched: ${model.untouched.map((name) => `\`${name}\``).join(', ')}.`);
  return lines.join('  \n');
}

function referencePart({ reference, panelUrl }: CommentModel): string {
  if (reference === undefined) return '';
  const cells = (['before', 'after', 'difference'] as const).map((role) =>
    panelCell(reference.verdict.panels, role, panelUrl, 260),
  );
  return [
    '### The picture',
    `| canonical \`${short(reference.from)}\` | proposed \`${short(reference.to)}\` | difference |\n|:---:|:---:|:---:|\n| ${cells.join(' | ')} |`,
    `${escapeMarkdown(reference.verdict.finding)}${measureList(reference.verdict.measures, 4)}`,
    reference.identity === undefined ? '' : identityTable([['the picture', reference.identity]]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function panelCell(
  panels: readonly Panel[],
  role: Panel['role'],
  panelUrl: CommentModel['panelUrl'],
  width: number,
): string {
  const panel =
    panels.find((candidate) => candidate.role === role) ??
    (role === 'difference' ? panels.find((candidate) => candidate.role === 'sheet') : undefined);
  const url = panel === undefined ? undefined : panelUrl(panel);
  if (panel === undefined || url === undefined) return '–';
  return `<a href="${escapeAttribute(url)}"><img src="${escapeAttribute(url)}" width="${Math.min(width, panel.width)}" alt="${escapeAttribute(panel.alt)}"></a>`;
}

function measureList(measures: readonly Measure[], most: number): string {
  return measures
    .slice(0, most)
    .map(
      (measure) =>
        `<br>${escapeMarkdown(measure.label)}: **${figure(measure)}**${measure.meaning === undefined ? '' : ` ${escapeMarkdown(measure.meaning)}`}`,
    )
    .join('');
}

/** A figure with as many digits as a person can use, and its unit. */
function figure({ value, unit }: Pick<Measure, 'value' | 'unit'>): string {
  if (unit === 'share') return `${percent(value)} %`;
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${grouped(value.toFixed(digits))}${unit === '' || unit === 'count' ? '' : ` ${escapeMarkdown(unit)}`}`;
}

const percent = (share: number): string =>
  share === 0 ? '0' : share < 0.001 ? '< 0.1' : (share * 100).toFixed(1);

/** Thousands apart by a thin space. */
const grouped = (digits: string): string =>
  digits.replace(/\B(?=(?:\d{3})+(?!\d))/gu, digits.includes('.') ? '' : '\u2009');

/** A Mermaid flow chart; names are letters, digits, `_`, `-` and `/` only, by their grammar. */
function graphPart({ graph }: CommentModel): string {
  if (graph.length === 0 || graph.length > 60) return '';
  const ids = new Map(graph.map(({ name }, index) => [name, `n${index}`]));
  const lines = ['```mermaid', 'flowchart LR'];
  for (const { name, state } of graph) {
    const label = `"${name.replaceAll('"', "'")}"`;
    const shape = state === 'source' || state === 'changed-source' ? `[(${label})]` : `(${label})`;
    lines.push(`  ${ids.get(name)}${shape}:::${state === 'changed-source' ? 'changed' : state}`);
  }
  for (const { name, reads } of graph)
    for (const read of reads) if (ids.has(read)) lines.push(`  ${ids.get(read)} --> ${ids.get(name)}`);
  lines.push(
    '  classDef changed fill:#8250df,stroke:#6639ba,color:#fff',
    '  classDef touched fill:#ddf4ff,stroke:#0969da,color:#0a3069',
    '  classDef failed fill:#ffebe9,stroke:#cf222e,color:#82071e',
    '  classDef source fill:#f6f8fa,stroke:#8c959f,color:#57606a',
    '  classDef untouched fill:#fff,stroke:#d0d7de,color:#8c959f',
    '```',
  );
  return `<details open><summary><b>What follows from what</b>: blue is touched, grey is not</summary>\n\n${lines.join('\n')}\n\n</details>`;
}

/** Table cells shrink pictures to the words above them: so the words are made as wide as a picture should be. */
const wide = (word: string, spaces = 7): string =>
  `${'&nbsp;'.repeat(spaces)}${word}${'&nbsp;'.repeat(spaces)}`;

function tablePart(model: CommentModel, shown: readonly TouchedArtifact[], level: Level): string {
  let panelsLeft: number = level.panels;
  const rows = shown.map((artifact) => {
    const seen = artifact.verdict?.files
      .map(({ verdict }) => verdict)
      .toSorted((a, b) => b.visibility - a.visibility)[0];
    const pictures =
      seen !== undefined && panelsLeft > 0
        ? (['before', 'after', 'difference'] as const).map((role) =>
            panelCell(seen.panels, role, model.panelUrl, 170),
          )
        : ['–', '–', '–'];
    panelsLeft -= 3;
    const what =
      artifact.failure === undefined
        ? escapeMarkdown(artifact.verdict?.finding ?? 'not compared')
        : `**failed:** ${escapeMarkdown(artifact.failure)}`;
    const notes = [artifact.backend, artifact.took, artifact.licence].filter(
      (note): note is string => note !== undefined && note !== '',
    );
    return `| **${escapeMarkdown(artifact.name)}**<br><sub>${notes.map(escapeMarkdown).join('<br>')}</sub> | ${pictures.join(' | ')} | ${what}${measureList(seen?.measures ?? [], level.measures)}<br><sub>because ${escapeMarkdown(artifact.because)}</sub> |`;
  });
  return [
    '### What moved',
    `| artifact | ${wide('before')} | ${wide('after')} | ${wide('difference')} | ${wide('what a reviewer would see', 12)} |\n|:---|:---:|:---:|:---:|:---|`,
    ...rows,
  ]
    .join('\n')
    .replace('moved\n|', 'moved\n\n|');
}

function identityPart(shown: readonly TouchedArtifact[]): string {
  const reports = shown.flatMap(({ name, identity }) =>
    identity === undefined ? [] : [[name, identity] as const],
  );
  return reports.length === 0
    ? ''
    : `### Is this still Alpha?\n\nEach held against the picture that it was made from, never against its last version; the picture itself, above, against the one on main.\n\n${identityTable(reports)}`;
}

const AXES = ['hair-colour', 'hair-shape', 'face-structure', 'outfit', 'body-proportions'] as const;

function identityTable(reports: readonly (readonly [string, IdentityReport])[]): string {
  const head = `| | ${AXES.map((axis) => axis.replace('-', ' ')).join(' | ')} |\n|:---|${AXES.map(() => ':---|').join('')}`;
  const rows = reports.map(([name, { axes }]) => {
    const cells = AXES.map((axis) => axisCell(axes.find((report) => report.axis === axis)));
    return `| **${escapeMarkdown(name)}** | ${cells.join(' | ')} |`;
  });
  return [head, ...rows].join('\n');
}

const ANSWERS: Readonly<Record<AxisAnswer, string>> = {
  pass: '✓',
  look: '**look**',
  fail: '**fail**',
  'not-measured': '– not measured',
};

function axisCell(report: AxisReport | undefined): string {
  if (report === undefined) return '–';
  const value =
    report.value === null
      ? ''
      : ` ${figure({ value: report.value, unit: report.unit })} ${report.unit.includes('limit') ? '' : `<sub>limit ${figure({ value: report.limit, unit: report.unit })}</sub>`}`;
  const note = report.answer === 'pass' ? '' : `<br><sub>${escapeMarkdown(report.note)}</sub>`;
  return `${ANSWERS[report.answer]}${value}${note}`;
}

function digestPart(touched: readonly TouchedArtifact[]): string {
  const lines = touched.flatMap(({ name, outputs }) =>
    outputs.map(({ file, digest, size }) => `${name}  ${file}  sha256:${digest}  ${size} bytes`),
  );
  if (lines.length === 0) return '';
  return `<details><summary><b>Digests</b>: approving the commit with the lock approves these bytes, and no others</summary>\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n\n</details>`;
}

function nextPart({ lockCommit, head, reportUrl, cost, touched, gates }: CommentModel): string {
  const failed = touched.some(({ failure }) => failure !== undefined);
  const next = failed
    ? 'The lock was **not** committed: it is, once every artifact above is built. Mend what failed and push again, or run the failed job again.'
    : touched.length === 0 && !gates.some(isClosed)
      ? 'There is nothing to publish.'
      : lockCommit === undefined
        ? 'The lock was **not** committed: the branch has moved on, and its newest commit is looked at next.'
        : `The lock is in \`${short(lockCommit)}\`.\n\n${gatePart(gates)}`;
  return `${next}\n\n<sub>${[`for \`${short(head)}\``, `[the whole report](${reportUrl})`, escapeMarkdown(cost)].filter((part) => part !== '').join(' · ')}</sub>`;
}
