import type { ArtifactName } from '#core/names.ts';
import type { CommitId } from '#core/oid.ts';
import { panelsOf } from '#engine/change/review.ts';
import { gatesOfTree } from '#engine/episode/gate.ts';
import type { GateState } from '#engine/episode/gate.ts';
import { appendToLedger } from '#engine/ledger/ledger.ts';
import type { StepContext } from './action.ts';
import { ACTIONS_BOT } from './bot.ts';
import { CHECK, reportCheck } from './check-run.ts';
import { isLockBranch } from './command-change.ts';
import { commentMarkdown } from './comment.ts';
import type { GraphNode, TouchedArtifact } from './comment-model.ts';
import { commitLock } from './commit-lock.ts';
import { gateVerdict } from './gate-part.ts';
import { openGitHub } from './github.ts';
import type { GitHub } from './github.ts';
import { pictureUrl, putPictures } from './image-branch.ts';
import type { LookedChange } from './look-at-change.ts';
import { looksOf } from './look-memory.ts';
import { recordsOf } from './review-records.ts';
import { putComment } from './sticky-comment.ts';

export interface ShowPull {
  readonly context: StepContext;
  readonly token: string;
  readonly pull: number;
  readonly branch: string;
  readonly head: CommitId;
  readonly looked: LookedChange;
  readonly touched: readonly TouchedArtifact[];
  readonly graph: readonly GraphNode[];
  readonly reportUrl: string;
  /** The report, which is written meanwhile: nothing is locked without it. */
  readonly written: Promise<void>;
  readonly now: () => Date;
}

export interface ShownPull {
  readonly comment: number;
  /** The commit that holds the lock; `undefined` when something is missing or the branch moved on. */
  readonly lockCommit: CommitId | undefined;
}

/**
 * Puts pictures onto the image branch, records builds and gates in the ledger, commits the lock once all that is affected is
 * built (I11), and says it in the comment and in a check.
 */
export async function showPull(job: ShowPull): Promise<ShownPull> {
  const { context, pull, head, looked, touched, graph } = job;
  const { detection, lock, reviewed, reference } = looked;
  const { after } = detection;
  const root = context.workspace;
  const by = { ...ACTIONS_BOT, seconds: Math.floor(job.now().getTime() / 1000) };
  const place = { root, remote: 'origin' };
  const [pictures, ledger] = await Promise.all([
    putPictures({
      ...place,
      pull,
      files: new Map([...panelsOf(reviewed), ...(reference?.panels ?? [])]),
      looks: looksOf(reviewed, reference, context.runUrl),
      by,
    }),
    appendToLedger(place, recordsOf(looked, head), { now: job.now, by: ACTIONS_BOT }),
  ]);
  const gates = gatesOfTree({ ...after, lock: lock.lock }, ledger);
  await job.written;
  const lockCommit =
    lock.missing.size > 0
      ? undefined
      : await commitLock({ root, head, branch: job.branch, lock, was: after.lock, by });

  const repositoryUrl = `${context.serverUrl}/${context.owner}/${context.repository}`;
  const body = commentMarkdown({
    panelUrl: (panel) =>
      pictures === undefined
        ? undefined
        : pictureUrl(repositoryUrl, pictures, panel.digest, panel.type.split('/')[1] ?? 'bin'),
    head,
    lockCommit,
    lockBranch: isLockBranch(job.branch) ? job.branch : undefined,
    touched,
    untouched: [...after.graph.keys()].filter((name) => !touched.some((artifact) => artifact.name === name)),
    rebuilt: lock.taken.map(({ line }) => line.name),
    nothingBecause: detection.nothingBecause,
    graph,
    reference: reference?.shown,
    reportUrl: job.reportUrl,
    ...looked.carried,
    preview: touched.some(({ backend }) => backend === 'preview'),
    gates,
  });
  const github = openGitHub({
    apiUrl: context.apiUrl,
    token: job.token,
    owner: context.owner,
    repository: context.repository,
  });
  const { id } = await putComment(github, pull, body);
  await reportChecks(github, job, lockCommit, body, gates);
  return { comment: id, lockCommit };
}

/** On the head and on the lock's commit: branch rules ask for the check of the newest one. */
async function reportChecks(
  github: GitHub,
  { context, head, looked: { lock, detection } }: ShowPull,
  lockCommit: CommitId | undefined,
  summary: string,
  gates: readonly GateState[],
): Promise<void> {
  const title = checkTitle(lock.missing, lock.taken.length, detection.nothingBecause);
  const verdict =
    lock.missing.size > 0 ? ({ conclusion: 'failure', title } as const) : gateVerdict(gates, title);
  await Promise.all(
    [...new Set([head, lockCommit ?? head])].map((commit) =>
      reportCheck(github, { name: CHECK, commit, ...verdict, summary, detailsUrl: context.runUrl }),
    ),
  );
}

function checkTitle(
  missing: ReadonlyMap<ArtifactName, string>,
  taken: number,
  nothingBecause: string | undefined,
): string {
  if (missing.size > 0) return `${missing.size} artifacts could not be built`;
  return nothingBecause === undefined ? `${taken} artifacts rebuilt and compared` : 'nothing had to be built';
}
