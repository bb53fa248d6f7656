import { interpolateText } from '../expression.ts';
import type { Contexts } from '../expression.ts';
import type { Forge } from '../../forge/forge.ts';
import type { Job } from '../../forge/tables.ts';
import type { Level, Scope as Permission } from '../../openapi/operations.ts';
import { suffix } from '../matrix.ts';
import type { Combination } from '../matrix.ts';
import { grantsOf } from '../permissions.ts';
import type { JobSpec } from '../workflow.ts';
import type { RunSetting } from './setting.ts';

export type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

/** How a job, or all of a matrix, has ended. */
export interface Done {
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
  /** Whether a failure counts for the run: not with `continue-on-error`. */
  readonly counts: boolean;
}

/** One job of a matrix, or the only one. */
export interface Instance {
  readonly key: string;
  readonly spec: JobSpec;
  readonly contexts: Contexts;
  readonly combination: Combination;
  readonly at: number;
  readonly total: number;
  readonly failFast: AbortController;
}

/** What the forge shows of a run's jobs: their rows, and a check run for each. */
export class JobRows {
  readonly #setting: RunSetting;

  constructor(setting: RunSetting) {
    this.#setting = setting;
  }

  get #forge(): Forge {
    return this.#setting.house.options.forge;
  }

  /** What the token of a job may do. */
  grants(spec: JobSpec): ReadonlyMap<Permission, Level> {
    const { workflow, event } = this.#setting;
    return grantsOf(workflow.permissions, spec.permissions, event.fromFork);
  }

  /** The row of a job that waits. */
  begin({ key, spec, combination }: Instance, contexts: Contexts, labels: string[]): Job {
    const forge = this.#forge;
    const name =
      spec.name === undefined ? `${key}${suffix(combination)}` : interpolateText(spec.name, { contexts });
    const grants = this.grants(spec);
    return this.put({
      id: forge.tables.journal.nextId(),
      repo: this.#setting.run.repo,
      run: this.#setting.run.id,
      key,
      name,
      labels,
      runner: null,
      head_sha: this.#setting.run.head_sha,
      status: 'queued',
      conclusion: null,
      permissions: Object.fromEntries(grants),
      steps: [],
      annotations: [],
      summary: '',
      created_at: forge.now(),
      started_at: null,
      completed_at: null,
      seconds: 0,
    });
  }

  /** A job that never got a row of its own: skipped, or broken before it could be expanded. */
  without(instance: Instance, result: 'skipped' | 'failure', note: string | null): Done {
    return this.end(this.begin(instance, instance.contexts, []), result, note, true);
  }

  /** The row of a job that has ended. */
  end(row: Job, result: Result, note: string | null, counts: boolean): Done {
    const forge = this.#forge;
    const level = result === 'skipped' ? 'notice' : 'error';
    const told = { level, title: null, message: note ?? '', file: null, line: null } as const;
    this.put({
      ...row,
      status: 'completed',
      conclusion: result,
      annotations: note === null ? row.annotations : [...row.annotations, told],
      completed_at: forge.now(),
    });
    return { result, outputs: {}, counts };
  }

  /** Keeps the job's check run equal to the job. */
  put(row: Job): Job {
    const forge = this.#forge;
    forge.tables.checks.put({
      id: row.id,
      repo: row.repo,
      name: row.name,
      head_sha: row.head_sha,
      status: row.status,
      conclusion: row.conclusion,
      details_url: `${forge.url}/${row.repo}/actions/runs/${row.run}/job/${row.id}`,
      external_id: String(row.id),
      title: null,
      summary: null,
      text: null,
      annotations: [],
      started_at: row.started_at,
      completed_at: row.completed_at,
    });
    return forge.tables.jobs.put(row);
  }
}
