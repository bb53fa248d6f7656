import { clause } from '#core/cause.ts';
import type { IdentityReport } from '#core/identity.ts';
import type { Output } from '#core/lock.ts';
import type { ReviewedArtifact } from '#engine/change/review.ts';
import { writeReport } from '#media/report/write-report.ts';
import type { GraphNode } from './comment-model.ts';

export interface PullReport {
  readonly subject: string;
  readonly summary: string;
  readonly reviewed: readonly ReviewedArtifact[];
  readonly graph: readonly GraphNode[];
  readonly fileOf: (output: Output) => Promise<string>;
  readonly outDir: string;
}

/** Writes the whole report of a change. */
export async function writePullReport({
  subject,
  summary,
  reviewed,
  graph,
  fileOf,
  outDir,
}: PullReport): Promise<void> {
  await writeReport(
    {
      title: 'Visual report',
      subject,
      summary,
      artifacts: await Promise.all(reviewed.map((artifact) => reportArtifact(artifact, fileOf))),
      graph: {
        nodes: graph.map(({ name, state }) => ({ name, state: REPORT_STATES[state] })),
        edges: graph.flatMap(({ name, reads }) => reads.map((from) => ({ from, to: name }))),
      },
    },
    outDir,
  );
}

const REPORT_STATES = {
  'changed-source': 'changed',
  touched: 'affected',
  failed: 'affected',
  source: 'untouched',
  untouched: 'untouched',
} as const;

async function reportArtifact(
  { name, causes, verdict, folder, identity, before, after }: ReviewedArtifact,
  fileOf: (output: Output) => Promise<string>,
) {
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
  const reports: { report: IdentityReport }[] = identity === undefined ? [] : [{ report: identity }];
  return { name, cause: causes.map(clause).join('; '), verdict, panels: folder, identity: reports, files };
}
