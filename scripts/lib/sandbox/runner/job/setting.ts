import type { Forge } from '../../forge/forge.ts';
import type { ForgeEvent } from '../../forge/hub.ts';
import type { Job } from '../../forge/tables.ts';
import type { Contexts } from '../expression.ts';
import type { Machine } from '../machines.ts';
import type { JobSpec, WorkflowFile } from '../workflow.ts';

/** How a step ends, and how a job does. */
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/** What a job is given, and by whom it is told on. */
export interface JobSetting {
  readonly forge: Forge;
  /** What the environment says about proxies. */
  readonly network: Readonly<Record<string, string>>;
  readonly event: ForgeEvent;
  readonly workflow: WorkflowFile;
  readonly spec: JobSpec;
  readonly machine: Machine;
  readonly row: Job;
  readonly token: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** All contexts but those that change while the job runs. */
  readonly contexts: Contexts;
  /** An empty folder of the job's own. */
  readonly folder: string;
  readonly shared: string;
  /** `RUNNER_TOOL_CACHE`: a machine of one's own keeps it from job to job. */
  readonly tools: string;
  readonly checkout: string | null;
  /** Aborted to cancel the job; the reason is a sentence. */
  readonly signal: AbortSignal;
  readonly keepWorkspace: boolean;
  onProgress(job: Pick<Job, 'steps' | 'annotations' | 'summary'>): void;
}

export interface JobEnd {
  readonly conclusion: Exclude<Conclusion, 'skipped'>;
  readonly outputs: Readonly<Record<string, string>>;
}
