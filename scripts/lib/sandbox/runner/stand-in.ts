import type { Forge } from '../forge/forge.ts';

/** What a stand-in sees of the job that it runs in. */
export interface StandInContext {
  readonly forge: Forge;
  readonly repo: string;
  readonly run: number;
  readonly job: number;
  readonly workspace: string;
  readonly temp: string;
  readonly home: string;
  /** The checkout whose packages `npm ci` may link, or `null`. */
  readonly checkout: string | null;
  readonly token: string;
  readonly github: {
    readonly event_name: string;
    readonly ref: string;
    readonly sha: string;
    readonly event: unknown;
  };
  /** All inputs of the action, defaults filled in. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The job's environment, as a process would get it. */
  readonly env: Readonly<Record<string, string>>;
  /** `RUNNER_TOOL_CACHE`-like place that outlives the job: caches. */
  readonly shared: string;
  readonly signal: AbortSignal;
  /** Carried from main to post. */
  readonly state: Map<string, string>;
  log(line: string): void;
  warn(message: string): void;
  output(name: string, value: string): void;
  /** Puts a folder first on the PATH of later steps. */
  addPath(folder: string): void;
  mask(secret: string): void;
}

/** A foreign action, stood in for: the same inputs, outputs and effects, as far as they are written down here. */
export interface StandIn {
  /** `actions/checkout` */
  readonly action: string;
  /** The release whose behaviour this is. */
  readonly version: string;
  /** The commit of that release: the only one that is answered. */
  readonly sha: string;
  /** Every input with its default, as the action's own action.yml has them. */
  readonly inputs: Readonly<Record<string, string>>;
  main(context: StandInContext): Promise<void>;
  /** `always()` unless told. */
  readonly postIf?: string;
  post?(context: StandInContext): Promise<void>;
}

/** True for what YAML and actions take as true; `core.getBooleanInput`. */
export const isTrue = (text: string | undefined): boolean => /^(?:true|True|TRUE)$/u.test(text ?? '');
