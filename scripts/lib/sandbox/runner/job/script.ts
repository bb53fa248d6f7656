import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { interpolateText } from '../expression.ts';
import type { StepSpec } from '../workflow.ts';
import type { Conclusion } from './setting.ts';
import type { Frame, JobState, StepCall } from './state.ts';
import { runStepProcess } from './step-process.ts';

/** A step with `run:`. */
export async function runScript(
  job: JobState,
  step: StepSpec,
  frame: Frame,
  call: StepCall,
): Promise<Conclusion> {
  const { spec, workflow } = job.setting;
  const defaults = frame.top ? { ...workflow.defaults?.run, ...spec.defaults?.run } : {};
  const text = interpolateText(step.run ?? '', call.scope);
  const shell = interpolateText(step.shell ?? defaults.shell ?? '', call.scope);
  const where = interpolateText(step['working-directory'] ?? defaults['working-directory'] ?? '', call.scope);
  const file = join(job.places.temp, `${randomUUID()}${shell.startsWith('python') ? '.py' : '.sh'}`);
  await writeFile(file, text);
  for (const line of text.trimEnd().split('\n')) job.report.line(`\u001b[36;1m${line}\u001b[0m`);
  const [command = 'bash', ...args] = shellOf(shell).map((part) => part.replace('{0}', file));
  const code = await runStepProcess(job, command, args, {
    cwd: resolve(job.places.workspace, where),
    env: { ...frame.env, ...call.env },
    outputs: call.outputs,
    signal: call.signal,
    state: new Map(),
    actionPath: frame.actionPath,
  });
  if (code === null) return 'cancelled';
  if (code === 0) return 'success';
  job.report.fail(`Process completed with exit code ${code}.`);
  return 'failure';
}

/** docs.github.com, "Workflow syntax", `jobs.<job_id>.steps[*].shell`. */
function shellOf(shell: string): string[] {
  switch (shell) {
    case '':
      return ['bash', '-e', '{0}'];
    case 'bash':
      return ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '{0}'];
    case 'sh':
      return ['sh', '-e', '{0}'];
    case 'python':
      return ['python3', '{0}'];
    default:
      if (!shell.includes('{0}')) throw new Error(`The sandbox has no shell ${shell}`);
      return shell.split(/ +/u);
  }
}
