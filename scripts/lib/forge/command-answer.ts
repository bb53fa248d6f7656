import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { gateSentence, isClosed } from '#engine/episode/gate.ts';
import type { StepContext } from './action.ts';
import { acceptPull } from './accept-pull.ts';
import type { AcceptedPull } from './accept-pull.ts';
import { pullOf, requireBuildable } from './command-build.ts';
import { requireMaintainer } from './command-maintainer.ts';
import { parseCommand, USAGE } from './command.ts';
import type { Command } from './command.ts';
import { needing } from './github.ts';
import type { GitHub } from './github.ts';
import { escapeMarkdown } from './markdown.ts';
import { addComment } from './sticky-comment.ts';

const CommentEvent = z.object({
  action: z.literal('created'),
  issue: z.object({ number: z.int().positive(), pull_request: z.unknown().optional() }),
  comment: z.object({
    id: z.int().positive(),
    body: z.string(),
    created_at: z.string(),
    user: z.object({ login: z.string(), type: z.string() }),
  }),
  repository: z.object({ default_branch: z.string() }),
});
type CommentEvent = z.infer<typeof CommentEvent>;

export interface AnswerCommand {
  readonly context: StepContext;
  readonly github: GitHub;
  readonly token: string;
  readonly now: () => Date;
}

/** What became of a comment: done, told why not, or none of ours. */
export type Answered = 'ignored' | 'helped' | 'started' | 'accepted' | 'refused';

type Reaction = '+1' | '-1' | 'confused' | 'rocket' | 'eyes';
interface Reply {
  readonly answered: Answered;
  readonly reaction: Reaction;
  /** Markdown; empty where the reaction says it all. */
  readonly text: string;
}

/**
 * Reads the comment of an `issue_comment` event and does what it asks, by a maintainer's word only. What is wrong with a command
 * is told to who wrote it; the step fails only where we are at fault.
 */
export async function answerCommand(job: AnswerCommand): Promise<Answered> {
  const event = CommentEvent.safeParse(job.context.payload);
  // Only new comments of people on pull requests: an edited one could change what a maintainer said.
  if (!event.success || event.data.issue.pull_request === undefined) return 'ignored';
  const { comment, issue } = event.data;
  if (comment.user.type !== 'User') return 'ignored';
  const command = parseCommand(comment.body);
  if (command.kind === 'none') return 'ignored';
  const { answered, reaction, text } = await replyTo(job, event.data, command);
  const { github } = job;
  await needing('pull-requests: write', () =>
    github.request('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', {
      owner: github.owner,
      repo: github.repo,
      comment_id: comment.id,
      content: reaction,
    }),
  );
  if (text !== '') await addComment(github, issue.number, text);
  return answered;
}

async function replyTo(
  job: AnswerCommand,
  event: CommentEvent,
  command: Exclude<Command, { kind: 'none' }>,
): Promise<Reply> {
  if (command.kind === 'help') return { answered: 'helped', reaction: '+1', text: USAGE };
  if (command.kind === 'malformed')
    return {
      answered: 'refused',
      reaction: 'confused',
      text: `That was not understood: ${command.because}.\n\n${USAGE}`,
    };
  try {
    await requireMaintainer(job.github, event.comment.user.login);
    return command.kind === 'build'
      ? await startBuild(job, event, command)
      : await acceptGate(job, event, command);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      answered: 'refused',
      reaction: error.code === 'not-a-maintainer' ? '-1' : 'confused',
      text: `${error.message}. ${error.hint}`,
    };
  }
}

async function startBuild(
  { context, github, token }: AnswerCommand,
  event: CommentEvent,
  { sha }: Extract<Command, { kind: 'build' }>,
): Promise<Reply> {
  const pull = event.issue.number;
  await requireBuildable({ context, github, token, pull, sha });
  await dispatch(github, 'commands.yml', event, {
    sha,
    pull: String(pull),
    comment: String(event.comment.id),
  });
  return { answered: 'started', reaction: 'rocket', text: '' };
}

async function acceptGate(
  { context, github, token, now }: AnswerCommand,
  event: CommentEvent,
  { artifact, reason }: Extract<Command, { kind: 'accept' }>,
): Promise<Reply> {
  const { comment, issue } = event;
  const { head, merged } = await pullOf(github, issue.number);
  const done = await acceptPull({
    context,
    github,
    token,
    pull: issue.number,
    head: head.sha,
    artifact,
    reason,
    by: comment.user.login,
    at: comment.created_at,
    now,
  });
  if (merged) await dispatch(github, 'publish.yml', event, {});
  return { answered: 'accepted', reaction: '+1', text: acceptedText(done, merged) };
}

function acceptedText({ written, before, gates }: AcceptedPull, merged: boolean): string {
  const left = gates.filter(isClosed);
  const parts = [
    written
      ? `Accepted, and written into the ledger with your name and reason: ${escapeMarkdown(gateSentence(before))}.`
      : `That stands in the ledger already: ${escapeMarkdown(gateSentence(before))}.`,
    left.length > 0
      ? `Still closed: ${left.map(({ artifact }) => `\`${artifact}\``).join(', ')}.`
      : merged
        ? 'Publishing was started anew.'
        : 'Nothing holds publishing up on merge.',
  ];
  return parts.join(' ');
}

/** Starts a workflow on the default branch: the one thing that a job's token may start. */
async function dispatch(
  github: GitHub,
  workflow: string,
  { repository }: CommentEvent,
  inputs: Readonly<Record<string, string>>,
): Promise<void> {
  await needing('actions: write', () =>
    github.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
      owner: github.owner,
      repo: github.repo,
      workflow_id: workflow,
      ref: repository.default_branch,
      inputs: { ...inputs },
    }),
  );
}
