import { messageOf } from '#core/errors.ts';
import { expand, holds, interpolateText } from '../expression.ts';
import type { StepSpec } from '../workflow.ts';
import { isForeign, runForeignAction } from './foreign-action.ts';
import { givenInputs } from './inputs.ts';
import { runOwnAction } from './own-action.ts';
import { envOf, scopeOf } from './scope.ts';
import { runScript } from './script.ts';
import type { Conclusion } from './setting.ts';
import type { Frame, JobState, StepCall } from './state.ts';

/** Runs the steps of a frame, one after another; those after a failure run only where their `if:` says so. */
export async function runSteps(job: JobState, frame: Frame, signal: AbortSignal): Promise<void> {
  for (const [at, step] of frame.steps.entries()) {
    const id = step.id ?? `__${step.uses === undefined ? 'run' : 'uses'}${at}`;
    const began = performance.now();
    job.step = id;
    job.report.countAnew();
    const row = frame.top ? job.report.begin(nameOf(job, step, frame)) : undefined;
    job.report.publish();
    const outputs: Record<string, string> = {};
    const { outcome, conclusion } = await attempt(job, step, frame, outputs, signal);
    frame.results[id] = { outputs, outcome, conclusion };
    if (conclusion === 'failure') frame.failed = true;
    row?.end(conclusion, performance.now() - began);
    job.report.publish();
  }
}

function nameOf(job: JobState, step: StepSpec, frame: Frame): string {
  const given = step.name ?? `Run ${step.uses ?? step.run?.trim().split('\n')[0] ?? ''}`;
  try {
    return job.report.masks.hide(interpolateText(given, scopeOf(job, frame)));
  } catch {
    return given;
  }
}

async function attempt(
  job: JobState,
  step: StepSpec,
  frame: Frame,
  outputs: Record<string, string>,
  signal: AbortSignal,
): Promise<{ outcome: Conclusion; conclusion: Conclusion }> {
  let outcome: Conclusion;
  let forgiven = false;
  try {
    if (!holds(step.if, scopeOf(job, frame))) return { outcome: 'skipped', conclusion: 'skipped' };
    const env = envOf(step.env, scopeOf(job, frame));
    const scope = scopeOf(job, { ...frame, env: { ...frame.env, ...env } });
    forgiven = expand(step['continue-on-error'] ?? false, scope) === true;
    const minutes = Number(expand(step['timeout-minutes'] ?? 0, scope));
    const timeout = minutes > 0 ? AbortSignal.timeout(minutes * 60_000) : undefined;
    // A cancelled job still runs the steps that ask for it; the signal that ended the others is spent.
    const running = signal.aborted ? [] : [signal];
    const limit = AbortSignal.any([...running, ...(timeout ? [timeout] : [])]);
    const name = nameOf(job, step, frame);
    job.report.line(`##[group]${name}`);
    outcome = await execute(job, step, frame, { env, scope, outputs, signal: limit });
    if (timeout?.aborted === true && outcome !== 'success') {
      outcome = 'failure';
      job.report.annotate('error', `The action '${name}' has timed out after ${minutes} minutes.`);
    }
  } catch (error) {
    outcome = job.setting.signal.aborted ? 'cancelled' : 'failure';
    if (outcome === 'failure') job.report.fail(messageOf(error));
  }
  job.report.line('##[endgroup]');
  return { outcome, conclusion: outcome === 'failure' && forgiven ? 'success' : outcome };
}

function execute(job: JobState, step: StepSpec, frame: Frame, call: StepCall): Promise<Conclusion> {
  const { run, uses } = step;
  if (run !== undefined) return runScript(job, step, frame, call);
  if (uses === undefined) throw new Error('The sandbox runs steps with `run` and `uses` only');
  const given = givenInputs(step, call.scope);
  for (const [name, value] of Object.entries(given))
    job.report.line(`  ${name}: ${value.split('\n').join('\n    ')}`);
  if (isForeign(uses)) return runForeignAction(job, uses, given, frame, call);
  return runOwnAction(job, { step, uses, given }, frame, call, (inner, signal) =>
    runSteps(job, inner, signal),
  );
}
