import type { ForgeEvent } from '../../forge/hub.ts';
import type { Run } from '../../forge/tables.ts';
import type { ConcurrencyGroups } from '../concurrency.ts';
import type { Contexts } from '../expression.ts';
import type { Pool } from '../machines.ts';
import type { Sink } from '../sink.ts';
import type { WorkflowFile } from '../workflow.ts';
import type { RunnerOptions } from './options.ts';

/** What all runs share. */
export interface House {
  readonly options: RunnerOptions;
  readonly pool: Pool;
  readonly groups: ConcurrencyGroups;
  readonly sink: Sink;
}

/** One run, and what it is of. */
export interface RunSetting {
  readonly house: House;
  readonly run: Run;
  readonly event: ForgeEvent;
  readonly workflow: WorkflowFile;
  /** `github`, `inputs` and `vars`. */
  readonly contexts: Contexts;
  /** Aborted to cancel the run; the reason is a sentence. */
  readonly signal: AbortSignal;
}
