import { randomUUID } from 'node:crypto';
import type { Json } from '#core/json.ts';
import type { Scope } from '../expression.ts';
import type { StepSpec } from '../workflow.ts';
import { placesOf } from './places.ts';
import type { Places } from './places.ts';
import { JobReport } from './report.ts';
import type { Conclusion, JobSetting } from './setting.ts';

/** A list of steps that run in order: those of the job, or those of a composite action. */
export interface Frame {
  readonly steps: readonly StepSpec[];
  readonly env: Readonly<Record<string, string>>;
  readonly inputs: Json;
  readonly actionPath: string | null;
  readonly results: Record<string, { outputs: Record<string, string>; outcome: string; conclusion: string }>;
  readonly top: boolean;
  failed: boolean;
}

/** One step about to run: its own environment, and where its outputs go. */
export interface StepCall {
  readonly env: Readonly<Record<string, string>>;
  readonly scope: Scope;
  readonly outputs: Record<string, string>;
  readonly signal: AbortSignal;
}

/** What an action leaves to be done when all steps have run. */
export interface Post {
  readonly name: string;
  readonly condition: string;
  readonly env: Readonly<Record<string, string>>;
  run(): Promise<Conclusion>;
}

/** What the steps of a job share and change. */
export class JobState {
  readonly setting: JobSetting;
  readonly places: Places;
  readonly report: JobReport;
  /** `RUNNER_TRACKING_ID`: every process of the job carries it. */
  readonly trackingId: string;
  /** What the workflow, the job and `$GITHUB_ENV` have set. */
  readonly env = new Map<string, string>();
  /** What goes before the system's PATH. */
  readonly paths: string[] = [];
  readonly posts: Post[] = [];
  failed = false;
  /** Id of the step that runs. */
  step = '';

  constructor(setting: JobSetting) {
    this.setting = setting;
    this.places = placesOf(setting);
    this.report = new JobReport((progress) => setting.onProgress(progress));
    this.trackingId = `sandbox_${setting.row.id}_${randomUUID()}`;
    for (const secret of [setting.token, ...Object.values(setting.secrets)]) this.report.masks.add(secret);
  }
}
