import { execa } from 'execa';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import type { ProcessEnd, ProcessRequest } from '../pipelines/card.ts';

export type RunProcess = (request: ProcessRequest) => Promise<ProcessEnd>;

/** SIGKILL follows SIGTERM after so long: time enough to free VRAM, and less than a build itself is given to end. */
export const GRACE_MS = 2000;
/** Longer lines are cut: a program must not fill the memory of its keeper. */
const LINE_MAX = 8192;

/**
 * Leads the group of a program. Its standard input is a pipe that we hold: when we die, however we die, the pipe closes and the
 * whole group ends, so that no model stays in VRAM without anybody who knows of it. The program itself reads nothing.
 */
const KEEPER = `exec 3<&0 </dev/null
(read -r _ <&3; kill -KILL 0) 2>/dev/null &
exec 3<&-
"$@"
status=$?
kill $! 2>/dev/null
exit $status`;
/** What a shell ends with when there is no such program, or one that it may not run. */
const NO_PROGRAM: ReadonlySet<number | undefined> = new Set([126, 127]);

/**
 * Runs a process in a group of its own and ends the whole group at a time-out, when `signal` is aborted, and when we die.
 *
 * @throws the signal's reason when it was aborted
 * @throws {UserError} `program-missing` when there is no such program
 */
export const runProcess: RunProcess = async ({ argv, cwd, env, timeoutSeconds, signal, line, stands }) => {
  signal.throwIfAborted();
  let last = '';
  const lines = lineSplitter((text) => {
    last = text;
    const said = driverSays(text);
    if (said !== undefined && 'card' in said) stands?.(said.card);
    else line(text);
  });
  const child = execa('sh', ['-c', KEEPER, 'alpha-keeper', ...argv], {
    cwd,
    env: { ...inherited(), ...env },
    extendEnv: false,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    all: true,
    buffer: false,
    encoding: 'buffer',
    reject: false,
    killDescendants: true,
    cleanup: true,
    cancelSignal: signal,
    ...(timeoutSeconds !== undefined && { timeout: timeoutSeconds * 1000 }),
    forceKillAfterDelay: GRACE_MS,
  });
  for await (const piece of child.iterable({ from: 'all', binary: true })) lines.add(piece);
  lines.end();
  const result = await child;
  endGroup(child.pid);
  signal.throwIfAborted();
  requireStarted(argv, result.exitCode, last);
  return {
    exitCode: result.exitCode,
    signal: result.signal,
    timedOut: result.timedOut,
    seconds: result.durationMs / 1000,
  };
};

/** @throws {UserError} `program-missing` when the shell that keeps a program found none, by its exit code and last words */
export function requireStarted(
  [program = '']: readonly string[],
  exitCode: number | undefined,
  last: string,
): void {
  if (!NO_PROGRAM.has(exitCode) || !last.startsWith('alpha-keeper: ')) return;
  throw new UserError(
    'program-missing',
    `${program} could not be started: ${last.replace(/^alpha-keeper: (?:\d+: )?/u, '')}`,
    {
      hint: 'Install it, or say where it is in the runner file; `npm run alpha -- doctor` shows what each system lacks.',
    },
  );
}

/** Nothing that a program started may go on when it has ended. */
export function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left in it: good.
  }
}

/** What a program inherits: no token and no secret of the one who started us. */
export function inherited(): Record<string, string> {
  const kept: Record<string, string> = { LC_ALL: 'C.UTF-8', PYTHONUNBUFFERED: '1' };
  for (const name of ['PATH', 'HOME', 'USER', 'XDG_RUNTIME_DIR', 'CUDA_VISIBLE_DEVICES', 'TMPDIR']) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** Bytes to lines, at `\n`, `\r\n` and `\r`; at most `LINE_MAX` characters each. */
export function lineSplitter(line: (text: string) => void): {
  add(piece: Uint8Array): void;
  end(): void;
} {
  const decoder = new TextDecoder();
  let rest = '';
  const take = (text: string) => {
    const parts = (rest + text).split(/\r\n|\n|\r(?!$)/u);
    rest = (parts.pop() ?? '').slice(0, LINE_MAX);
    for (const part of parts) if (part !== '') line(part.slice(0, LINE_MAX));
  };
  return {
    add: (piece) => take(decoder.decode(piece, { stream: true })),
    end: () => {
      take(decoder.decode());
      const last = rest.replace(/\r$/u, '');
      if (last !== '') line(last);
      rest = '';
    },
  };
}

/** How far a tqdm bar is, as in ` 42%|████▏     | 21/50 [00:10<00:14]`; `undefined` for every other line. */
export function tqdmShare(line: string): number | undefined {
  const percent = /(?:^|[\s:])(\d{1,3})%\|/u.exec(line)?.[1];
  return percent === undefined ? undefined : Math.min(Number(percent), 100) / 100;
}

/** How far a driver of ours is: `{"progress":0.42}` on a line of its own, 0 to 1. */
export function driverShare(line: string): number | undefined {
  const share = /^\{"progress": ?([01](?:\.\d+)?)\}$/u.exec(line)?.[1];
  return share === undefined ? undefined : Math.min(Number(share), 1);
}

/** What a driver says about itself on a line of its own (scripts/drivers/alpha_job.py); the id is that of the request. */
const DriverSays = z.union([
  z.strictObject({ id: z.string().nullable(), card: z.enum(['waiting', 'computing']) }),
  z.strictObject({ id: z.string(), exit: z.int(), serves: z.boolean() }),
]);
type DriverSays = z.infer<typeof DriverSays>;

/** `undefined` for every other line. */
export function driverSays(line: string): DriverSays | undefined {
  if (!line.startsWith('{"id": ')) return undefined;
  try {
    return DriverSays.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // a line of the program's own
  }
}
