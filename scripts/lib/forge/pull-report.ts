import { ArtifactName } from '#core/names.ts';
import { short } from '#core/oid.ts';
import type { Output } from '#core/lock.ts';
import type { ReviewedArtifact } from '#engine/change/review.ts';
import { costWords, sumCosts } from '#engine/cost/cost.ts';
import { titleOf } from '#engine/pipelines/catalog.ts';
import type { ReportArtifact, ReportNode } from '#media/report/report.ts';
import { writeReport } from '#media/report/write-report.ts';
import type { Change } from './action.ts';
import { nameOf } from './comment-graph.ts';
import type { GraphNode, TouchedArtifact } from './comment-model.ts';
import { headline } from './headline.ts';
import type { LookedChange } from './look-at-change.ts';
import type { ReferenceReview } from './reference-review.ts';

export interface PullReport {
  readonly change: Change;
  readonly looked: LookedChange;
  readonly touched: readonly TouchedArtifact[];
  readonly graph: readonly GraphNode[];
  readonly outDir: string;
}

/** Writes the whole report of a change: the picture itself, what could not be built, then all that moved, most visible first. */
export async function writePullReport(job: PullReport): Promise<void> {
  const { change, looked, touched, graph, outDir } = job;
  const { reviewed, reference, fileOf } = looked;
  const byName = new Map(touched.map((artifact) => [artifact.name, artifact]));
  const moved = await Promise.all(
    reviewed.map((artifact) => movedArtifact(artifact, byName.get(artifact.name), fileOf)),
  );
  await writeReport(
    {
      title: 'Visual report',
      subject: subjectOf(change),
      verdict: verdictOf(job),
      summary: summaryOf(job),
      warnings: looked.carried.faults,
      artifacts: [
        ...(reference === undefined ? [] : [picture(reference)]),
        ...touched.filter(({ verdict }) => verdict === undefined).map(unbuilt),
        ...moved,
      ],
      graph: {
        nodes: graph.map((node) => reportNode(node, touched)),
        edges: graph.flatMap(({ name, reads }) => reads.map((from) => ({ from, to: name }))),
      },
    },
    outDir,
  );
}

function subjectOf({ pull, title, head }: Change): string {
  if (pull === undefined) return `Commit ${head.slice(0, 12)}`;
  return title === undefined ? `Pull request ${pull}` : `Pull request ${pull}: ${title}`;
}

function verdictOf({ looked: { detection, lock, reference }, touched }: PullReport): string {
  const rebuilt = lock.taken.map(({ line }) => line.name);
  const { nothingBecause } = detection;
  return headline({ touched, nothingBecause, rebuilt, reference: reference?.shown });
}

function summaryOf({ looked: { detection, lock, costs }, touched }: PullReport): string {
  const rebuilt = lock.taken.map(({ line }) => line.name);
  const { nothingBecause } = detection;
  const spent = rebuilt.flatMap((name) => costs.get(name) ?? []);
  const sentences = [
    nothingBecause === undefined ? '' : `Nothing was rebuilt: ${nothingBecause}`,
    spent.length === 0 ? '' : `Built in ${costWords(sumCosts(spent))}`,
    touched.some(({ backend }) => backend === 'preview')
      ? 'Made by the preview backends: true to format and picture, not to the models'
      : '',
  ];
  return sentences
    .filter((sentence) => sentence !== '')
    .map((sentence) => `${sentence}.`)
    .join(' ');
}

const REPORT_STATES = {
  'changed-source': 'changed',
  touched: 'affected',
  failed: 'failed',
  source: 'untouched',
  untouched: 'untouched',
} as const;

function reportNode({ name, state }: GraphNode, touched: readonly TouchedArtifact[]): ReportNode {
  const artifact = touched.find((one) => one.name === name);
  return { name, state: REPORT_STATES[state], cause: artifact?.failure ?? artifact?.because };
}

/** The picture itself, held against that of the base branch. */
function picture({ name, shown, files }: ReferenceReview): ReportArtifact {
  const { verdict, identity, from, to } = shown;
  const { visibility, finding } = verdict;
  const role = 'picture';
  return {
    name,
    cause: `the pixels ${short(from)} became ${short(to)}`,
    verdict: {
      artifact: ArtifactName.parse('reference'),
      visibility,
      finding,
      files: [{ role, before: from, after: to, verdict }],
    },
    panels: files.panels,
    identity: identity === undefined ? [] : [identity],
    files: [{ role, medium: 'picture', before: files.before, after: files.after }],
  };
}

const unbuilt = ({ name, because, failure }: TouchedArtifact): ReportArtifact => ({
  name,
  cause: because,
  failure,
  verdict: { artifact: name, visibility: 1, finding: 'There is nothing to compare.', files: [] },
  files: [],
});

async function movedArtifact(
  { name, node, verdict, folder, identity, before, after }: ReviewedArtifact,
  touched: TouchedArtifact | undefined,
  fileOf: (output: Output) => Promise<string>,
): Promise<ReportArtifact> {
  const files = await Promise.all(
    verdict.files.map(async ({ role }) => {
      const [was, is] = [before, after].map((line) => line?.outputs.find((output) => output.role === role));
      return {
        role,
        medium: (is ?? was)?.medium ?? 'text',
        before: was === undefined ? undefined : await fileOf(was),
        after: is === undefined ? undefined : await fileOf(is),
      } as const;
    }),
  );
  return {
    name,
    cause: touched?.because ?? '',
    made: madeOf(node, touched),
    failure: touched?.failure,
    verdict,
    panels: folder,
    identity: identity === undefined ? [] : [identity],
    files,
    cost: touched?.cost,
  };
}

/** "SHARP (preview) from canon; research only" */
function madeOf(node: ReviewedArtifact['node'], touched: TouchedArtifact | undefined): string | undefined {
  if (node === undefined) return undefined;
  const reads = [...new Set([...node.reads.values()].map(nameOf))];
  const backend = touched === undefined || touched.backend === '' ? '' : ` (${touched.backend})`;
  const from = reads.length === 0 ? '' : ` from ${reads.join(', ')}`;
  const terms = touched === undefined || touched.terms === '' ? '' : `; ${touched.terms}`;
  return `${titleOf(node.system)}${backend}${from}${terms}`;
}
