import { z } from 'zod';
import type { ForgeEvent } from '../forge/hub.ts';
import { passes, pathsPass } from './filters.ts';
import type { WorkflowFile } from './workflow.ts';

const Filter = z.object({
  types: z.array(z.string()).optional(),
  branches: z.array(z.string()).optional(),
  'branches-ignore': z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  'tags-ignore': z.array(z.string()).optional(),
  paths: z.array(z.string()).optional(),
  'paths-ignore': z.array(z.string()).optional(),
  workflows: z.array(z.string()).optional(),
});
type Filter = z.infer<typeof Filter>;

/** Without `types:` these activity types start a workflow; for events that are not listed, all do. */
const DEFAULT_TYPES: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
  pull_request_target: ['opened', 'synchronize', 'reopened'],
  merge_group: ['checks_requested'],
};

export interface Question {
  readonly event: ForgeEvent;
  /** The event's name, or `pull_request_target` for a pull request's second event. */
  readonly name: string;
  /** Paths that the event changed; asked for only where a filter wants them. */
  changed(): Promise<readonly string[]>;
}

/** Whether GitHub would start this workflow. */
export async function starts(workflow: WorkflowFile, question: Question): Promise<boolean> {
  const { event, name } = question;
  const configured = workflow.on[name];
  if (configured === undefined || event.sha === null) return false;
  if (name === 'workflow_dispatch') return event.workflow === workflow.path;
  if (name === 'schedule') {
    const crons = z.array(z.object({ cron: z.string() })).parse(configured);
    return crons.some(({ cron }) => cron === event.payload['schedule']);
  }
  const filter = Filter.parse(configured ?? {});
  const types = filter.types ?? DEFAULT_TYPES[name];
  if (types && (event.action === null || !types.includes(event.action))) return false;
  if (name === 'workflow_run' && !ofWorkflow(filter, event)) return false;
  if (!refPasses(filter, name, event)) return false;
  const asksPaths = filter.paths !== undefined || filter['paths-ignore'] !== undefined;
  // Path filters are not evaluated for pushes of tags.
  if (!asksPaths || event.ref.startsWith('refs/tags/')) return true;
  return event.range === null || pathsPass(await question.changed(), filter.paths, filter['paths-ignore']);
}

function refPasses(filter: Filter, name: string, event: ForgeEvent): boolean {
  const branches = [filter.branches, filter['branches-ignore']] as const;
  const tags = [filter.tags, filter['tags-ignore']] as const;
  const asksBranches = branches.some((list) => list !== undefined);
  const asksTags = tags.some((list) => list !== undefined);
  if (name === 'push') {
    if (event.ref.startsWith('refs/tags/')) {
      // With filters for branches only, tags start nothing, and the other way round.
      if (asksBranches && !asksTags) return false;
      return passes(event.ref.replace('refs/tags/', ''), ...tags);
    }
    if (asksTags && !asksBranches) return false;
    return passes(event.ref.replace('refs/heads/', ''), ...branches);
  }
  if (name === 'workflow_run') {
    const run = z.object({ head_branch: z.string().nullable() }).parse(event.payload['workflow_run']);
    return passes(run.head_branch ?? '', ...branches);
  }
  return event.baseRef === null || passes(event.baseRef, ...branches);
}

function ofWorkflow(filter: Filter, event: ForgeEvent): boolean {
  const { name } = z.object({ name: z.string() }).parse(event.payload['workflow_run']);
  return filter.workflows?.includes(name) ?? false;
}
