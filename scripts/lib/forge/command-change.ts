import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { CommitId } from '#core/oid.ts';
import { moveRemote, remoteBranch } from '#engine/repository/branch.ts';
import { ask, nothing } from '#engine/repository/git.ts';
import { commitOf } from '#engine/repository/history.ts';
import { changeOf } from './action.ts';
import type { Change, StepContext } from './action.ts';
import { gitAccess } from './git-access.ts';

/** What a dispatch of `commands.yml` names: one commit of one pull request, and the comment that asked for it. */
const Dispatched = z.object({
  inputs: z.object({
    sha: CommitId,
    pull: z
      .string()
      .regex(/^[1-9]\d{0,8}$/u, 'must be the number of a pull request')
      .transform(Number),
    comment: z
      .string()
      .regex(/^(?:[1-9]\d{0,15})?$/u, 'must be the number of a comment')
      .default('')
      .transform((text) => (text === '' ? undefined : Number(text))),
  }),
  sender: z.object({ login: z.string() }),
});

export interface AskedBuild {
  readonly sha: CommitId;
  readonly pull: number;
  readonly comment: number | undefined;
  /** Who sent the dispatch: a person, or the bot for a comment. */
  readonly sender: string;
}

/** @throws {UserError} `dispatch-invalid`, naming every wrong input at once */
export function askedBuild({ payload }: StepContext): AskedBuild {
  const parsed = Dispatched.safeParse(payload);
  if (parsed.success) return { ...parsed.data.inputs, sender: parsed.data.sender.login };
  throw new UserError('dispatch-invalid', `the inputs do not fit:\n${z.prettifyError(parsed.error)}`, {
    hint: 'Give the full commit and the number of its pull request; better, comment `/alpha build <sha>` there.',
    cause: parsed.error,
  });
}

const PREFIX = 'alpha-lock/';

/** Where the lock for a fork's commit goes: a job may not push to the fork. */
export const lockBranch = (pull: number): string => `${PREFIX}pr-${pull}`;

export const isLockBranch = (branch: string): boolean => branch.startsWith(PREFIX);

/**
 * The change that a job is about, its commits in the clone. For a dispatch that is a fork's commit, fetched as data beside the
 * checkout of main: what runs is main's code, what it reads is the commit that was named.
 *
 * @throws {UserError} `event-unsupported`, `dispatch-invalid`, `commit-gone`
 */
export async function readChange(context: StepContext, token: string): Promise<Change> {
  if (context.event !== 'workflow_dispatch') return changeOf(context);
  const { sha, pull } = askedBuild(context);
  await using _access = await gitAccess({ serverUrl: context.serverUrl, token, temp: context.temp });
  await fetchPull(context.workspace, pull, sha);
  return {
    pull,
    title: undefined,
    base: context.sha,
    head: sha,
    previous: undefined,
    branch: lockBranch(pull),
  };
}

/**
 * Fetches the head of a pull request; no branch moves here.
 *
 * @throws {UserError} `commit-gone` when the commit is not among what was fetched
 */
export async function fetchPull(root: string, pull: number, sha: CommitId): Promise<void> {
  const argv = [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--',
    'origin',
    `refs/pull/${pull}/head`,
  ];
  await ask(root, { argv, parse: nothing });
  try {
    await commitOf(root, sha);
  } catch (cause) {
    throw new UserError('commit-gone', `${sha} is no longer in pull request ${pull}`, {
      hint: 'Somebody pushed over it. Look at the new head, and name that.',
      cause,
    });
  }
}

/** Puts the branch for a fork's lock at the fork's commit, so that the lock's commit can follow it there. */
export async function openLockBranch(context: StepContext, change: Change, token: string): Promise<void> {
  if (change.branch === undefined || !isLockBranch(change.branch)) return;
  await using _access = await gitAccess({ serverUrl: context.serverUrl, token, temp: context.temp });
  const root = context.workspace;
  const to = CommitId.parse(change.head);
  const from = (await remoteBranch(root, 'origin', change.branch)) ?? null;
  if (from !== to) await moveRemote(root, 'origin', { branch: change.branch, from, to });
}
