import { readFileSync } from 'node:fs';
import * as core from '@actions/core';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';

/** What an action's step may hand on: text, or a value that is handed on as JSON. */
export type Outputs = Readonly<Record<string, string | boolean | number | readonly unknown[] | object>>;

/** Inputs whose values must never stand in a log. */
const SECRET_INPUTS = ['token'];

/**
 * An action's door: reads its inputs as `schema` has them, masks secrets, makes the one call, sets outputs, ends the step.
 * A UserError ends it with message and hint; anything else is a bug of ours and ends it with its stack.
 *
 * Inputs arrive as `INPUT_<NAME>`: empty means absent, so that a schema's defaults apply.
 */
export async function runAction<S extends z.ZodObject>(
  schema: S,
  call: (inputs: z.infer<S>) => Promise<Outputs>,
): Promise<void> {
  try {
    for (const name of SECRET_INPUTS) if (name in schema.shape) mask(core.getInput(name));
    const given = Object.keys(schema.shape).flatMap((name) => {
      const value = core.getInput(name);
      return value === '' ? [] : [[name, value] as const];
    });
    const parsed = schema.safeParse(Object.fromEntries(given));
    if (!parsed.success) {
      throw new UserError(
        'input-invalid',
        `The step's inputs do not fit:\n${z.prettifyError(parsed.error)}`,
        {
          hint: 'Mend the `with:` of this step; the README of the action lists its inputs.',
          cause: parsed.error,
        },
      );
    }
    const outputs = await call(parsed.data);
    for (const [name, value] of Object.entries(outputs)) {
      core.setOutput(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
  } catch (error) {
    if (error instanceof UserError) {
      core.error(`${error.message}\n${error.hint}`, { title: error.code });
    } else {
      core.error(error instanceof Error ? (error.stack ?? error.message) : String(error), {
        title: 'This is a bug of alpha-ref',
      });
    }
    process.exitCode = core.ExitCode.Failure;
  }
}

/** The token itself, and the form in which Git sends it. */
function mask(secret: string): void {
  if (secret === '') return;
  core.setSecret(secret);
  core.setSecret(Buffer.from(`x-access-token:${secret}`).toString('base64'));
}

const Run = z.object({
  GITHUB_REPOSITORY: z.string().regex(/^[^/\s]+\/[^/\s]+$/u),
  GITHUB_SERVER_URL: z.url(),
  GITHUB_API_URL: z.url(),
  GITHUB_EVENT_NAME: z.string(),
  GITHUB_EVENT_PATH: z.string(),
  GITHUB_SHA: z.string(),
  GITHUB_REF: z.string(),
  GITHUB_WORKSPACE: z.string(),
  GITHUB_RUN_ID: z.string(),
  RUNNER_TEMP: z.string(),
  RUNNER_NAME: z.string().default('unnamed runner'),
});

/** What the runner says of the step that it runs. */
export interface StepContext {
  readonly owner: string;
  readonly repository: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly event: string;
  /** The event's payload, unparsed: each reader parses what it needs. */
  readonly payload: unknown;
  readonly sha: string;
  readonly ref: string;
  readonly workspace: string;
  readonly temp: string;
  readonly runUrl: string;
  readonly runner: string;
}

/** @throws {UserError} `not-in-a-workflow` when this is not run by a workflow's runner */
export function stepContext(env: NodeJS.ProcessEnv = process.env): StepContext {
  const parsed = Run.safeParse(env);
  if (!parsed.success) {
    throw new UserError(
      'not-in-a-workflow',
      `This is a workflow's step, and the runner's variables are missing:\n${z.prettifyError(parsed.error)}`,
      {
        hint: 'On your own machine use `npm run alpha -- …`, which makes the same calls.',
      },
    );
  }
  const run = parsed.data;
  const [owner = '', repository = ''] = run.GITHUB_REPOSITORY.split('/');
  return {
    owner,
    repository,
    serverUrl: run.GITHUB_SERVER_URL,
    apiUrl: run.GITHUB_API_URL,
    event: run.GITHUB_EVENT_NAME,
    payload: JSON.parse(readFileSync(run.GITHUB_EVENT_PATH, 'utf8')),
    sha: run.GITHUB_SHA,
    ref: run.GITHUB_REF,
    workspace: run.GITHUB_WORKSPACE,
    temp: run.RUNNER_TEMP,
    runUrl: `${run.GITHUB_SERVER_URL}/${run.GITHUB_REPOSITORY}/actions/runs/${run.GITHUB_RUN_ID}`,
    runner: run.RUNNER_NAME,
  };
}

const PullEvent = z.object({
  number: z.int(),
  /** Where the head stood before this push. */
  before: z.string().optional(),
  pull_request: z.object({
    title: z.string().optional(),
    base: z.object({ sha: z.string() }),
    head: z.object({
      sha: z.string(),
      ref: z.string(),
      repo: z.object({ full_name: z.string() }).nullable(),
    }),
  }),
});
const MergeGroupEvent = z.object({ merge_group: z.object({ base_sha: z.string(), head_sha: z.string() }) });

/** What a change is asked about: a pull request, or a group of them in the merge queue. */
export interface Change {
  readonly pull: number | undefined;
  /** What its author calls it; `undefined` in the merge queue. */
  readonly title: string | undefined;
  readonly base: string;
  readonly head: string;
  /** Where the head stood before this push; `undefined` when the pull request was just opened. */
  readonly previous: string | undefined;
  /** The branch to which the lock is committed; `undefined` in the merge queue and for forks. */
  readonly branch: string | undefined;
}

/** @throws {UserError} `event-unsupported` for events that bring no change */
export function changeOf(context: StepContext): Change {
  if (context.event === 'pull_request') {
    const { number, before, pull_request: pull } = PullEvent.parse(context.payload);
    const own = pull.head.repo?.full_name === `${context.owner}/${context.repository}`;
    return {
      pull: number,
      title: pull.title,
      base: pull.base.sha,
      head: pull.head.sha,
      previous: before,
      branch: own ? pull.head.ref : undefined,
    };
  }
  if (context.event === 'merge_group') {
    const { merge_group: group } = MergeGroupEvent.parse(context.payload);
    return {
      pull: undefined,
      title: undefined,
      base: group.base_sha,
      head: group.head_sha,
      previous: undefined,
      branch: undefined,
    };
  }
  throw new UserError('event-unsupported', `The event ${context.event} brings no change of the picture`, {
    hint: 'Start this workflow on pull_request and merge_group.',
  });
}
