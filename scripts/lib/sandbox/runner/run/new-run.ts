import { z } from 'zod';
import type { Forge } from '../../forge/forge.ts';
import type { ForgeEvent } from '../../forge/hub.ts';
import type { Run } from '../../forge/tables.ts';
import { interpolateText } from '../expression.ts';
import type { WorkflowFile } from '../workflow.ts';
import { githubContext, inputsOf } from './github-context.ts';

/** The row of a run that an event starts, not kept yet. */
export function newRun(forge: Forge, event: ForgeEvent, name: string, workflow: WorkflowFile): Run {
  const earlier = forge.tables.runs.list(
    (row) => row.repo === event.repo && row.path === workflow.path,
  ).length;
  const id = forge.tables.journal.nextId();
  const run: Run = {
    id,
    repo: event.repo,
    path: workflow.path,
    name: workflow.name ?? workflow.path,
    title: titleOf(event),
    number: earlier + 1,
    event: name,
    action: event.action,
    actor: event.actor.login,
    head_branch: event.headRef ?? event.ref.replace(/^refs\/(?:heads|tags)\//u, ''),
    head_sha: event.headSha,
    head_repo: event.headRepo,
    sha: event.sha ?? event.headSha,
    pull: event.pull,
    status: 'queued',
    conclusion: null,
    note: null,
    created_at: forge.now(),
    updated_at: forge.now(),
  };
  const runName = workflow['run-name'];
  if (runName === undefined) return run;
  const contexts = { github: githubContext(forge, event, name, workflow, run), inputs: inputsOf(event) };
  return { ...run, title: interpolateText(runName, { contexts }) };
}

function titleOf(event: ForgeEvent): string {
  const pull = z.object({ title: z.string() }).safeParse(event.payload['pull_request']);
  if (pull.success) return pull.data.title;
  const commit = z.object({ message: z.string() }).safeParse(event.payload['head_commit']);
  return commit.success ? (commit.data.message.split('\n')[0] ?? '') : event.name;
}
