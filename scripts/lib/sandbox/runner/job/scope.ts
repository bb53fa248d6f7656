import type { Json } from '#core/json.ts';
import { asText, expand } from '../expression.ts';
import type { Scope } from '../expression.ts';
import type { JobSpec } from '../workflow.ts';
import { hashFiles } from './hash-files.ts';
import type { Frame, JobState } from './state.ts';

/** What an expression of a step sees at this moment. */
export function scopeOf(
  job: JobState,
  frame: Partial<Pick<Frame, 'results' | 'inputs' | 'env' | 'actionPath' | 'failed'>> = {},
): Scope {
  const { contexts, machine, signal, secrets, token, row, tools } = job.setting;
  const { workspace, temp, event } = job.places;
  const cancelled = signal.aborted;
  const failed = frame.failed ?? job.failed;
  return {
    contexts: {
      ...contexts,
      github: {
        ...asObject(contexts['github']),
        token,
        workspace,
        event_path: event,
        action: job.step,
        action_path: frame.actionPath ?? '',
        action_status: failed ? 'failure' : 'success',
      },
      env: { ...Object.fromEntries(job.env), ...frame.env },
      secrets: { ...secrets, GITHUB_TOKEN: token, github_token: token },
      inputs: frame.inputs ?? contexts['inputs'] ?? {},
      steps: frame.results ?? {},
      job: { status: cancelled ? 'cancelled' : failed ? 'failure' : 'success', check_run_id: row.id },
      runner: {
        name: machine.name,
        os: 'Linux',
        arch: 'X64',
        temp,
        tool_cache: tools,
        environment: machine.hosted ? 'github-hosted' : 'self-hosted',
      },
    },
    status: { success: !failed && !cancelled, failure: failed && !cancelled, cancelled },
    hashFiles: (patterns) => hashFiles(workspace, patterns),
  };
}

/** An `env:` with its expressions replaced. */
export function envOf(env: JobSpec['env'], scope: Scope): Record<string, string> {
  const expanded = typeof env === 'string' ? expand(env, scope) : (env ?? {});
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(asObject(expanded))) found[name] = asText(expand(value, scope));
  return found;
}

/** The fields of an object, none of anything else. */
export const asObject = (value: Json | undefined): Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
