import type { Sandbox, WorkflowRun } from '#sandbox/sandbox.ts';
import { hold } from './steps.ts';

/** Waits until all is quiet, and gives the n-th run of a workflow, which must have succeeded. */
export async function finished(sandbox: Sandbox, workflow: string, n: number): Promise<WorkflowRun> {
  await sandbox.idle();
  const runs = (await sandbox.runs()).filter(({ path }) => path.endsWith(`/${workflow}`));
  const run = runs[n - 1];
  hold(run !== undefined, `${workflow} was started ${runs.length} times, not ${n}`);
  const bad = run.jobs.filter(({ conclusion }) => conclusion !== 'success' && conclusion !== 'skipped');
  hold(
    run.conclusion === 'success',
    `${workflow} ended with ${run.conclusion}\n${bad.map(({ name, log }) => `--- ${name}\n${log.split('\n').slice(-40).join('\n')}`).join('\n')}`,
  );
  return run;
}

/** What each job took, and the steps in which that time went, of a tenth of a second and more. */
export const times = ({ jobs }: WorkflowRun): string[] =>
  jobs
    .filter(({ conclusion }) => conclusion !== 'skipped')
    .map(({ name, steps }) => {
      const total = steps.reduce((sum, { seconds }) => sum + seconds, 0);
      const long = steps.filter(({ seconds }) => seconds >= 0.1);
      const parts = long.map((step) => `${plainly(step.name)} ${step.seconds.toFixed(1)}`);
      return `${name}: ${total.toFixed(1)} s (${parts.join(', ')})`;
    });

/** A step's name without what pins it. */
const plainly = (name: string): string => name.replace(/^Run /u, '').replace(/@[0-9a-f]{40}$/u, '');
