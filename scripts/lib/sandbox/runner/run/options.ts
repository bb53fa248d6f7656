import type { Forge } from '../../forge/forge.ts';
import type { Job } from '../../forge/tables.ts';
import type { Machine } from '../machines.ts';

export interface RunnerOptions {
  readonly forge: Forge;
  /** Workspaces and caches lie below it. */
  readonly root: string;
  /** The checkout whose packages `npm ci` may link. */
  readonly checkout: string | null;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly machines?: readonly Machine[];
  /** Workflow files that someone has switched off: `check.yml`. */
  readonly disabled?: readonly string[];
  /** Asked before a job with an `environment:` runs; what a reviewer would answer. Yes, unless told. */
  readonly approve?: (environment: string, job: Job) => boolean | Promise<boolean>;
  /** Workspaces stay, for someone to look into. */
  readonly keepWorkspaces?: boolean;
}
