import { randomUUID } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parsePairs } from '../commands.ts';
import { runProcess } from '../process.ts';
import { processEnv } from './environment.ts';
import type { StepFiles } from './environment.ts';
import { CommandListener } from './listener.ts';
import type { JobState } from './state.ts';

/** GitHub: "1 MiB per step" for summaries. */
const SUMMARY_LIMIT = 1024 * 1024;

export interface StepProcess {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Takes what the process writes to `$GITHUB_OUTPUT`. */
  readonly outputs: Record<string, string>;
  readonly signal: AbortSignal;
  /** Takes what it writes to `$GITHUB_STATE`. */
  readonly state: Map<string, string>;
  readonly actionPath: string | null;
}

/** Runs a process of a step, hears what it says and reads what it left; its exit code, `null` when it was stopped. */
export async function runStepProcess(
  job: JobState,
  file: string,
  args: readonly string[],
  { cwd, env, outputs, signal, state, actionPath }: StepProcess,
): Promise<number | null> {
  const base = join(job.places.temp, '_runner_file_commands', randomUUID());
  await mkdir(dirname(base), { recursive: true });
  const files: StepFiles = {
    env: `${base}-env`,
    output: `${base}-output`,
    path: `${base}-path`,
    state: `${base}-state`,
    summary: `${base}-summary`,
  };
  for (const path of Object.values(files)) await writeFile(path, '');
  const listener = new CommandListener(job.report);
  const code = await runProcess({
    file,
    args,
    cwd,
    env: processEnv(job, env, files, actionPath),
    onLine: (line) => listener.hear(line),
    signal,
  });
  await readFiles(job, files, outputs, state);
  return code;
}

async function readFiles(
  job: JobState,
  files: StepFiles,
  outputs: Record<string, string>,
  state: Map<string, string>,
): Promise<void> {
  for (const [name, value] of parsePairs(await text(files.output))) outputs[name] = value;
  for (const [name, value] of parsePairs(await text(files.state))) state.set(name, value);
  for (const [name, value] of parsePairs(await text(files.env))) {
    if (name === 'NODE_OPTIONS')
      throw new Error("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
    // The platform's own variables cannot be overwritten.
    if (!/^(?:GITHUB_|RUNNER_|CI$)/u.test(name)) job.env.set(name, value);
  }
  for (const folder of (await text(files.path)).split('\n')) if (folder !== '') job.paths.unshift(folder);
  const { size } = await stat(files.summary);
  if (size > SUMMARY_LIMIT) {
    job.report.annotate(
      'error',
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.ceil(size / 1024)}k`,
    );
  } else if (size > 0) job.report.summarise(await text(files.summary));
}

const text = (path: string): Promise<string> => readFile(path, 'utf8');
