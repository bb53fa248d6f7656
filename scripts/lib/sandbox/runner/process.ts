import { spawn } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

export interface ProcessOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing of ours is added. */
  readonly env: Readonly<Record<string, string>>;
  /** Standard output and standard error, line by line. */
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/** How long a stopped process has after each signal, in milliseconds: as GitHub's runner has it. */
const PATIENCE = [
  ['SIGINT', 7500],
  ['SIGTERM', 2500],
  ['SIGKILL', 0],
] as const;

/** Once a process has ended, its children may keep its output open; longer than this nobody waits for them. */
const DRAIN = 1000;

/** Groups that run now. They are groups of their own, so that no signal to us reaches them: our end must. */
const running = new Set<number>();
process.once('exit', () => {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
});

/**
 * Runs a process in a group of its own and gives its exit code, or `null` when it was stopped by `signal`. Stopping
 * reaches the whole group.
 */
export async function runProcess(options: ProcessOptions): Promise<number | null> {
  if (options.signal.aborted) return null;
  const child = spawn(options.file, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  const lines = [child.stdout, child.stderr].map(async (stream) => {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) options.onLine(line);
  });
  const drained = Promise.allSettled(lines);
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(code ?? (signal === null ? 1 : 128));
    });
  });
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    if (pid !== undefined) void stopGroup(pid, ended);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    const code = await ended;
    await Promise.race([drained, wait(DRAIN, undefined, { ref: false })]);
    child.stdout.destroy();
    child.stderr.destroy();
    return stopped ? null : code;
  } finally {
    options.signal.removeEventListener('abort', stop);
    if (pid !== undefined) running.delete(pid);
  }
}

async function stopGroup(pid: number, ended: Promise<unknown>): Promise<void> {
  for (const [name, patience] of PATIENCE) {
    if (!signalGroup(pid, name)) return;
    await Promise.race([ended.catch(() => undefined), wait(patience, undefined, { ref: false })]);
  }
}

/** False when nothing of the group runs any more. */
function signalGroup(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(-pid, name);
  } catch {
    return false;
  }
}

/**
 * Ends what a job has left running: every process whose environment carries the job's tracking id, in whatever group
 * or session it hides. GitHub's runner does the same ("Cleaning up orphan processes").
 */
export async function endOrphans(trackingId: string): Promise<number> {
  let ended = 0;
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/u.test(entry) || Number(entry) === process.pid) continue;
    try {
      const environment = await readFile(`/proc/${entry}/environ`, 'latin1');
      if (!environment.split('\0').includes(`RUNNER_TRACKING_ID=${trackingId}`)) continue;
      process.kill(Number(entry), 'SIGKILL');
      ended += 1;
    } catch {
      // It ended by itself meanwhile, or is not ours to read.
    }
  }
  return ended;
}
