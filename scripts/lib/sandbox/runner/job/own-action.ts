import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { asText, expand, interpolateText } from '../expression.ts';
import { projectNode } from '../npm.ts';
import { parseActionFile } from '../workflow.ts';
import type { ActionSpec, StepSpec } from '../workflow.ts';
import { warnOfUnknown } from './inputs.ts';
import { scopeOf } from './scope.ts';
import type { Conclusion } from './setting.ts';
import type { Frame, JobState, StepCall } from './state.ts';
import { runStepProcess } from './step-process.ts';

/** Runs the steps of a frame in order: a composite action's, inside of the job's. */
export type RunSteps = (frame: Frame, signal: AbortSignal) => Promise<void>;

type Runs<Using> = Extract<ActionSpec['runs'], { using: Using }>;

/** A step with an action of this repository: its JavaScript in Node, or its steps. */
export async function runOwnAction(
  job: JobState,
  { step, uses, given }: { step: StepSpec; uses: string; given: Readonly<Record<string, string>> },
  frame: Frame,
  call: StepCall,
  runSteps: RunSteps,
): Promise<Conclusion> {
  const folder = await folderOf(job, uses);
  const spec = await readAction(folder, uses);
  const inputs: Record<string, string> = {};
  for (const [name, input] of Object.entries(spec.inputs ?? {})) {
    const value = input?.default;
    if (value !== undefined) inputs[name] = asText(expand(value, call.scope));
  }
  warnOfUnknown(job.report, uses, given, Object.keys(spec.inputs ?? {}));
  Object.assign(inputs, given);
  const { runs } = spec;
  if (runs.using === 'composite') return runComposite(job, { spec, runs, folder, inputs }, call, runSteps);
  return runNode(job, { runs, folder, inputs, name: step.name ?? uses }, frame, call);
}

/** A local path below the workspace; `$/…` is the same repository at the very commit of the workflow file. */
async function folderOf(job: JobState, uses: string): Promise<string> {
  if (!uses.startsWith('$/')) return join(job.places.workspace, uses);
  const { forge, row, event, folder } = job.setting;
  const target = join(folder, 'self');
  if ((await mkdir(target, { recursive: true })) !== undefined) {
    const archive = await forge.git(row.repo).bytes(['archive', '--format=tar', event.sha ?? '']);
    await execa('tar', ['-x', '-C', target], { input: archive });
  }
  return join(target, uses.slice(2));
}

async function readAction(folder: string, uses: string): Promise<ActionSpec> {
  for (const name of ['action.yml', 'action.yaml']) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text !== undefined) return parseActionFile(`${uses}/${name}`, text);
  }
  throw new Error(
    `Can't find 'action.yml' or 'action.yaml' under '${basename(folder)}'. Did you forget to run actions/checkout before running your local action?`,
  );
}

async function runNode(
  job: JobState,
  action: {
    readonly runs: Runs<'node20' | 'node24'>;
    readonly folder: string;
    readonly inputs: Readonly<Record<string, string>>;
    readonly name: string;
  },
  frame: Frame,
  call: StepCall,
): Promise<Conclusion> {
  const { runs, folder, inputs, name } = action;
  const node = projectNode(job.setting.checkout);
  const cwd = job.places.workspace;
  const state = new Map<string, string>();
  const asInputs = Object.fromEntries(
    Object.entries(inputs).map(([input, value]) => [
      `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
  const env = { ...frame.env, ...call.env, ...asInputs };
  if (runs.post !== undefined) {
    const post = join(folder, runs.post);
    job.posts.push({
      name: `Post ${name}`,
      condition: runs['post-if'] ?? 'always()',
      env: call.env,
      run: async () => {
        const kept = Object.fromEntries([...state].map(([key, value]) => [`STATE_${key}`, value]));
        const { signal } = new AbortController();
        const setting = { cwd, env: { ...env, ...kept }, outputs: {}, signal, state, actionPath: null };
        return (await runStepProcess(job, node, [post], setting)) === 0 ? 'success' : 'failure';
      },
    });
  }
  const { outputs, signal } = call;
  const setting = { cwd, env, outputs, signal, state, actionPath: null };
  const code = await runStepProcess(job, node, [join(folder, runs.main)], setting);
  if (code !== null && code !== 0) job.report.line(`##[error]Node run failed with exit code ${code}`);
  return code === null ? 'cancelled' : code === 0 ? 'success' : 'failure';
}

async function runComposite(
  job: JobState,
  action: {
    readonly spec: ActionSpec;
    readonly runs: Runs<'composite'>;
    readonly folder: string;
    readonly inputs: Readonly<Record<string, string>>;
  },
  call: StepCall,
  runSteps: RunSteps,
): Promise<Conclusion> {
  const frame: Frame = {
    steps: action.runs.steps,
    env: call.env,
    inputs: action.inputs,
    actionPath: action.folder,
    results: {},
    top: false,
    failed: false,
  };
  const outer = job.step;
  await runSteps(frame, call.signal);
  job.step = outer;
  for (const [name, output] of Object.entries(action.spec.outputs ?? {})) {
    call.outputs[name] = interpolateText(output.value ?? '', scopeOf(job, frame));
  }
  if (call.signal.aborted) return 'cancelled';
  return frame.failed ? 'failure' : 'success';
}
