import type { ArtifactName } from '#core/names.ts';
import { CommitId } from '#core/oid.ts';
import type { Change, StepContext } from './action.ts';
import type { GraphNode, TouchedArtifact } from './comment-model.ts';
import { changedSources, graphNodes } from './comment-graph.ts';
import { gitAccess } from './git-access.ts';
import { lookAtChange } from './look-at-change.ts';
import type { LookedChange } from './look-at-change.ts';
import { writePullReport } from './pull-report.ts';
import { showPull } from './show-pull.ts';
import { touchedArtifacts } from './touched-artifacts.ts';

export interface ReviewPull {
  readonly context: StepContext;
  readonly change: Change;
  readonly token: string;
  /** What the build jobs left. */
  readonly built: string;
  /** Gets the whole report. */
  readonly report: string;
  readonly jobs: number;
  readonly now: () => Date;
  readonly say: (line: string) => void;
}

export interface ReviewedPull {
  readonly comment: number | undefined;
  readonly lockCommit: CommitId | undefined;
  /** Names of what could not be built, with the reason of each. */
  readonly missing: ReadonlyMap<ArtifactName, string>;
}

/**
 * Takes what was built, compares it with the base branch, shows it on the pull request, and commits the lock once all that is
 * affected is built (I11). A fork's run has a token that only reads: then the report is all that is left behind.
 */
export async function reviewPull(job: ReviewPull): Promise<ReviewedPull> {
  const { context, change, token } = job;
  const { pull, branch } = change;
  await using _access = await gitAccess({ serverUrl: context.serverUrl, token, temp: context.temp });
  const looked = await lookAtChange({
    context,
    change,
    token,
    built: job.built,
    keep: pull !== undefined && branch !== undefined,
    jobs: job.jobs,
    say: job.say,
  });
  const { detection, lock, reviewed } = looked;
  const touched = touchedArtifacts(reviewed, lock, detection.before.lock, looked.costs);
  const graph = graphNodes(detection.after.graph, {
    touched: new Set(touched.map(({ name }) => name)),
    failed: new Set(lock.missing.keys()),
    changed: changedSources(detection),
  });
  const earlier = earlierReport(looked);
  const written = earlier === undefined ? writeNew(job, looked, touched, graph) : Promise.resolve();
  written.catch(() => undefined); // awaited on every way out
  if (pull === undefined || branch === undefined) {
    await written;
    return { comment: undefined, lockCommit: undefined, missing: lock.missing };
  }
  const head = CommitId.parse(change.head);
  const { now } = job;
  const place = { context, token, pull, branch, head, now };
  const shown = await showPull({
    ...place,
    looked,
    touched,
    graph,
    reportUrl: earlier ?? context.runUrl,
    written,
  });
  return { ...shown, missing: lock.missing };
}

/** Where an earlier run's report is that shows all there is, because every look was remembered. */
function earlierReport({ reviewed }: LookedChange): string | undefined {
  const [earlier] = reviewed.flatMap(({ remembered }) => remembered ?? []);
  return reviewed.every(({ remembered }) => remembered !== undefined) ? earlier?.report : undefined;
}

/** Writes the report of this run; panels of looks that were remembered come from the image branch. */
async function writeNew(
  { change, report }: ReviewPull,
  looked: LookedChange,
  touched: readonly TouchedArtifact[],
  graph: readonly GraphNode[],
): Promise<void> {
  const { reviewed, reference, memory } = looked;
  for (const { verdict, folder, remembered } of reviewed)
    if (remembered !== undefined)
      await memory?.restore(
        verdict.files.flatMap((file) => file.verdict.panels),
        folder,
      );
  if (reference?.remembered !== undefined)
    await memory?.restore(reference.shown.verdict.panels, reference.files.panels);
  await writePullReport({ change, looked, touched, graph, outDir: report });
}
