import type { Json } from '#core/json.ts';
import type { BuildJob, Params } from '../pipelines/pipeline.ts';
import type { Place } from './environment.ts';
import type { Failure } from './upstream-failures.ts';

/** What a dry run knows of a job. */
export type JobFacts<P extends Params> = Omit<BuildJob<P>, 'log' | 'progress' | 'signal' | 'card'>;

/** A job at its place on this machine. */
export interface Site<P extends Params> {
  readonly job: JobFacts<P>;
  readonly place: Place;
  /** Where weights are, by the name that the system gives them: as the owner says, else where upstream looks for them. */
  readonly weights: (name: string) => string;
}

/** One process. */
export interface UpstreamStep {
  readonly args: readonly [program: string, ...rest: string[]];
  /** A program of this machine (ffmpeg) and not of the system's environment. */
  readonly host?: true;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Job files, by path. */
  readonly writes?: Readonly<Record<string, Json>>;
  /** Must exist, be new and not be empty afterwards. Absolute. */
  readonly expects: readonly string[];
  /** Its share of the whole build's time, 0 to 1. */
  readonly share: number;
  /** Of a driver of ours: how a process that stays is started, and what it is told. */
  readonly serves?: {
    readonly args: readonly [program: string, ...rest: string[]];
    /** What decides which model is loaded. */
    readonly model: Json;
    readonly job: string;
    readonly result: string;
    /** The step itself is another program, which takes no lock: a driver only serves. */
    readonly only?: true;
  };
}

/** What a backend speaks to; it stands apart, for declarations need its version and nothing else (.github/decisions/0005). */
export interface UpstreamPin {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  /** Its command line and Python interface are those of this commit. */
  readonly commit: string;
  /** `repository@commit/n`; n is raised whenever our side (arguments, drivers, what is done with the result) may give other bytes. */
  readonly version: string;
}

/** How a model's own program makes an artifact. */
export interface UpstreamSystem<P extends Params> {
  readonly system: string;
  readonly pin: UpstreamPin;
  /** Stopped after so long, unless the owner says otherwise. */
  readonly minutes: number;
  /**
   * Where upstream looks for its weights by default: relative to its repository, `~/…` below the home folder, or
   * `hub:owner/name` in the cache of the Hugging Face hub.
   */
  weights(params: P): Readonly<Record<string, string>>;
  readonly failures: readonly Failure[];
  /** Makes what the steps read, in `job.workDir`. Not called by a dry run. */
  prepare?(site: Site<P>): Promise<void>;
  steps(site: Site<P>): Promise<readonly UpstreamStep[]>;
  /** Checks what the steps left, and leaves the promised files in `job.outDir`. */
  collect(site: Site<P>, signal: AbortSignal): Promise<void>;
}
