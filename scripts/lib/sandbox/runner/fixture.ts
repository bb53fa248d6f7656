import type { Clone } from '../clone.ts';
import { openSandbox } from '../sandbox.ts';
import { openScratch } from '../scratch.ts';
import type { Sandbox, SandboxOptions, WorkflowRun } from '../sandbox.ts';

export interface Stage extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** The owner's checkout of `main`. */
  readonly clone: Clone;
  readonly owner: string;
  readonly repo: string;
  readonly root: string;
}

/** A sandbox whose `main` holds these files, gone when the block ends. The push that brings them starts no workflow. */
export async function stage(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Omit<SandboxOptions, 'root'> = {},
): Promise<Stage> {
  const scratch = await openScratch();
  const root = scratch.path;
  const sandbox = await openSandbox({ root, ...options });
  const clone = await sandbox.clone('owner');
  await clone.commit('first [skip ci]', files);
  await clone.push('HEAD:refs/heads/main');
  const [owner = '', repo = ''] = sandbox.slug.split('/');
  return {
    sandbox,
    clone,
    owner,
    repo,
    root,
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      await scratch[Symbol.asyncDispose]();
    },
  };
}

/** The one run of a workflow file, or an error that says what there is. */
export async function onlyRun(sandbox: Sandbox, file: string): Promise<WorkflowRun> {
  await sandbox.idle();
  const runs = await sandbox.runs();
  const found = runs.filter(({ path }) => path.endsWith(`/${file}`));
  const [run] = found;
  if (!run || found.length > 1) {
    throw new Error(
      `${found.length} runs of ${file}; all runs: ${runs.map((other) => `${other.path} ${other.event}`).join(', ')}`,
    );
  }
  return run;
}

/** The log of one job. */
export function jobOf(run: WorkflowRun, key: string): WorkflowRun['jobs'][number] {
  const job = run.jobs.find((other) => other.key === key);
  if (!job)
    throw new Error(
      `No job ${key} in ${run.path}: ${run.jobs.map((other) => other.key).join(', ')}; ${run.note ?? ''}`,
    );
  return job;
}
