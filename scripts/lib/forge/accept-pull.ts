import { UserError } from '#core/errors.ts';
import type { CommitId } from '#core/oid.ts';
import { accepting } from '#engine/episode/accept.ts';
import { gatesOfTree } from '#engine/episode/gate.ts';
import type { GateState } from '#engine/episode/gate.ts';
import type { Ledger } from '#engine/ledger/chain.ts';
import { appendToLedger, readLedger } from '#engine/ledger/ledger.ts';
import { gatesOf } from '#engine/ledger/queries.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { remoteBranch } from '#engine/repository/branch.ts';
import { commitOf } from '#engine/repository/history.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import { readSnapshot } from '#engine/repository/snapshot.ts';
import type { StepContext } from './action.ts';
import { ACTIONS_BOT } from './bot.ts';
import { CHECK, reportCheck } from './check-run.ts';
import { COMMENT_MAX_CHARACTERS } from './comment.ts';
import { fetchPull, lockBranch } from './command-change.ts';
import { gateVerdict, withGatePart } from './gate-part.ts';
import { gitAccess } from './git-access.ts';
import type { GitHub } from './github.ts';
import { MAX_SOURCE_BYTES } from './limits.ts';
import { changeComment } from './sticky-comment.ts';

export interface AcceptPull {
  readonly context: StepContext;
  readonly github: GitHub;
  readonly token: string;
  readonly pull: number;
  /** The pull request's newest commit: what is accepted are the bytes that its lock names, or the lock that follows it on our branch. */
  readonly head: CommitId;
  readonly artifact: string;
  readonly reason: string;
  /** A maintainer's login; whoever calls has asked. */
  readonly by: string;
  /** When the word was written: ISO 8601. What was measured later was not seen by who wrote it. */
  readonly at: string;
  readonly now: () => Date;
}

export interface AcceptedPull {
  /** `false` when it stood in the ledger already. */
  readonly written: boolean;
  readonly before: GateState;
  readonly gates: readonly GateState[];
}

/**
 * Records a maintainer's word from a pull request, and says it where the pull request is looked at: in our comment and in the check.
 *
 * @throws {UserError} `accepted-unseen` when the bytes were measured after the comment was written; what `accepting` throws
 */
export async function acceptPull(job: AcceptPull): Promise<AcceptedPull> {
  const { context, github, token, pull, head, artifact, reason, by, at, now } = job;
  const root = context.workspace;
  await using _access = await gitAccess({ serverUrl: context.serverUrl, token, temp: context.temp });
  await fetchPull(root, pull, head);
  const commit = await lockedCommit(root, pull, head);
  const remote = await lfsRemote(root, 'origin', token);
  const bytesOf = await lfsReader(root, { remote, maxBytes: MAX_SOURCE_BYTES });
  const tree = await readSnapshot(root, commit, { catalog, bytesOf, trust: new Map() });
  const place = { root, remote: 'origin' };
  const known = await readLedger(place);
  const { record, before } = accepting(tree, known, { artifact, reason, by, commit });
  requireSeen(known, before, at);
  const records = record === undefined ? [] : [record];
  const ledger = await appendToLedger(place, records, { now, by: ACTIONS_BOT });
  const gates = gatesOfTree(tree, ledger);
  await changeComment(github, pull, (body) => withGatePart(body, gates, COMMENT_MAX_CHARACTERS));
  await reportCheck(github, {
    name: CHECK,
    commit: head,
    ...gateVerdict(gates, `${before.artifact} accepted by ${by}`),
    summary: reason,
    detailsUrl: context.runUrl,
  });
  return { written: record !== undefined, before, gates };
}

/** The head, or the commit with its lock that follows it on a branch of ours: what a fork's author has not taken yet. */
async function lockedCommit(root: string, pull: number, head: CommitId): Promise<CommitId> {
  const tip = await remoteBranch(root, 'origin', lockBranch(pull));
  if (tip === undefined || tip === head) return head;
  return (await commitOf(root, `${tip}^`)) === head ? tip : head;
}

/** Comments carry whole seconds, so a look of the same second counts as seen. */
function requireSeen(ledger: Ledger, { artifact, line }: GateState, at: string): void {
  const newest = gatesOf(ledger, line).findLast(({ record }) => record.accepted === undefined);
  if (newest === undefined || Math.floor(Date.parse(newest.at) / 1000) <= Date.parse(at) / 1000) return;
  throw new UserError('accepted-unseen', `${artifact} was measured after that comment was written`, {
    hint: 'Look at what stands in the report now, and say it again.',
  });
}
