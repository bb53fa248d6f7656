import { rm } from 'node:fs/promises';
import { messageOf } from '#core/errors.ts';
import { interpolateText } from '../expression.ts';
import { endOrphans } from '../process.ts';
import { standInFor } from '../stand-ins/table.ts';
import { isForeign } from './foreign-action.ts';
import { layOut } from './places.ts';
import { runPosts } from './posts.ts';
import { envOf, scopeOf } from './scope.ts';
import type { JobEnd, JobSetting } from './setting.ts';
import { JobState } from './state.ts';
import type { Frame } from './state.ts';
import { runSteps } from './steps.ts';

/** Runs one job: its steps in order, what remains to be done after them; its log lies with the forge when this resolves. */
export async function runJob(setting: JobSetting): Promise<JobEnd> {
  const job = new JobState(setting);
  const { report } = job;
  let outputs: Record<string, string> = {};
  try {
    await setUp(job);
    const frame: Frame = {
      steps: setting.spec.steps ?? [],
      env: {},
      inputs: setting.contexts['inputs'] ?? {},
      actionPath: null,
      results: {},
      top: true,
      failed: false,
    };
    await runSteps(job, frame, setting.signal);
    job.failed = frame.failed;
    await runPosts(job, frame);
    outputs = outputsOf(job, frame);
  } catch (error) {
    job.failed = true;
    report.fail(messageOf(error));
  } finally {
    const left = await endOrphans(job.trackingId);
    if (left > 0) report.line(`Terminated ${left} orphan process${left === 1 ? '' : 'es'}`);
    await setting.forge.writeLog(setting.row.id, report.text());
    report.publish();
    if (!setting.keepWorkspace) await rm(setting.folder, { recursive: true, force: true });
  }
  const conclusion = setting.signal.aborted ? 'cancelled' : job.failed ? 'failure' : 'success';
  return { conclusion, outputs };
}

async function setUp(job: JobState): Promise<void> {
  const { spec, machine, row, workflow } = job.setting;
  await layOut(job.places, job.setting);
  job.report.line(`Runner: ${machine.name} [${machine.labels.join(', ')}]`);
  job.report.line(`Permissions: ${JSON.stringify(row.permissions)}`);
  if (spec.container !== undefined || spec.services !== undefined) {
    throw new Error('The sandbox has no containers: container and services cannot run');
  }
  // GitHub resolves all foreign actions before the first step runs.
  for (const { uses } of spec.steps ?? []) if (uses !== undefined && isForeign(uses)) standInFor(uses);
  const scope = scopeOf(job);
  for (const source of [workflow.env, spec.env]) {
    for (const [name, value] of Object.entries(envOf(source, scope))) job.env.set(name, value);
  }
  job.report.begin('Set up job').end('success', 0);
}

function outputsOf(job: JobState, frame: Frame): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, text] of Object.entries(job.setting.spec.outputs ?? {})) {
    const value = interpolateText(text, scopeOf(job, frame));
    if (job.report.masks.holds(value))
      job.report.annotate('warning', `Skip output '${name}' since it may contain secret.`);
    else outputs[name] = value;
  }
  return outputs;
}
