import { dirname, join } from 'node:path';
import { asText } from '../expression.ts';
import { npmEnv } from '../npm.ts';
import { asObject } from './scope.ts';
import type { JobState } from './state.ts';

/** Files by which a step answers; see GitHub's "Workflow commands", "Environment files". */
export interface StepFiles {
  readonly env: string;
  readonly output: string;
  readonly path: string;
  readonly state: string;
  readonly summary: string;
}

/** `env -i`: what GitHub sets, what the workflow sets, and a PATH of the system. */
export function processEnv(
  job: JobState,
  own: Readonly<Record<string, string>>,
  files: StepFiles | null,
  actionPath: string | null,
): Record<string, string> {
  const { machine, network, checkout, tools } = job.setting;
  const { workspace, temp, home, tmp, bin, event } = job.places;
  const github = asObject(job.setting.contexts['github']);
  const platform: Record<string, string> = {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ...Object.fromEntries(
      PLATFORM.map((name) => [`GITHUB_${name.toUpperCase()}`, asText(github[name] ?? '')]),
    ),
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_PATH: event,
    GITHUB_ACTION: job.step,
    ...(actionPath !== null && { GITHUB_ACTION_PATH: actionPath }),
    ...(files && {
      GITHUB_ENV: files.env,
      GITHUB_OUTPUT: files.output,
      GITHUB_PATH: files.path,
      GITHUB_STATE: files.state,
      GITHUB_STEP_SUMMARY: files.summary,
    }),
    RUNNER_NAME: machine.name,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: machine.hosted ? 'github-hosted' : 'self-hosted',
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: tools,
    RUNNER_WORKSPACE: dirname(workspace),
    RUNNER_TRACKING_ID: job.trackingId,
  };
  return {
    HOME: home,
    USER: 'runner',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    TMPDIR: tmp,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    GIT_TERMINAL_PROMPT: '0',
    ...npmEnv(checkout),
    ...network,
    PATH: [...job.paths, bin, ...SYSTEM_PATH].join(':'),
    ...Object.fromEntries(job.env),
    ...own,
    ...platform,
  };
}

const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'] as const;

/** The variables that carry a field of the `github` context under its own name. */
const PLATFORM = [
  'actor',
  'actor_id',
  'api_url',
  'base_ref',
  'event_name',
  'graphql_url',
  'head_ref',
  'job',
  'ref',
  'ref_name',
  'ref_protected',
  'ref_type',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'retention_days',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'triggering_actor',
  'workflow',
  'workflow_ref',
  'workflow_sha',
] as const;
