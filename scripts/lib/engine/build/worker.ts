import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { execa } from 'execa';
import { UserError } from '#core/errors.ts';
import type { BackendName } from '#core/names.ts';
import { ChildMessage, END_OF_WORDS, MESSAGES_FD } from '../backends/child-job.ts';
import type { ChildJob } from '../backends/child-job.ts';
import { driveForChild } from '../backends/parent-drive.ts';
import { timeLimit } from '../backends/time-limit.ts';
import type { WarmDrivers } from '../backends/warm-drivers.ts';
import { codeOf, ifThere } from '../store/durable-file.ts';
import type { Confinement } from '../store/results.ts';
import { confine } from './confinement.ts';
import type { Territory } from './confinement.ts';

/** A process that runs builds of one backend, one after another, in a group of its own. */
export interface Worker {
  readonly confinement: Confinement;
  /**
   * Runs one build. When it is over, however it ended, nothing that it started lives on. A build that did not end well takes
   * the worker with it.
   *
   * @throws {UserError} what the backend threw; `build-timeout`, `build-died` with the end of the log
   * @throws the signal's reason when it was aborted
   */
  run(job: ChildJob, options: RunOptions): Promise<void>;
  /** Whether another build can be run in it. */
  readonly usable: boolean;
  /** Ends the whole group, at once. */
  end(): Promise<void>;
}

export interface RunOptions {
  /** Everything that the build says goes here, as it comes. */
  readonly log: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly onMessage: (message: Extract<ChildMessage, { kind: 'log' | 'progress' | 'card' }>) => void;
  /** Where a build of a model's own program may leave its driver for the next one. */
  readonly drivers?: WarmDrivers | undefined;
}

/** In the tree, not beside this file: an action's bundle lies elsewhere. */
const CHILD = 'scripts/lib/engine/backends/child.ts';
const GRACE_MS = 5000;
const TAIL_LINES = 20;

/** What hears a build while it runs. */
interface Ear {
  line(line: string): void;
  message(message: ChildMessage): void;
  /** One of the two streams has said all. */
  silence(): void;
}

/**
 * Starts a worker.
 *
 * @param program the tree that holds `scripts` and `node_modules`: what the program itself is. Absolute.
 * @param own what it may touch beside the program
 */
export async function startWorker(backend: BackendName, program: string, own: Territory): Promise<Worker> {
  const {
    argv: [file, ...argv],
    confinement,
  } = await confine(backend, process.execPath, [join(program, CHILD)], {
    reads: [
      join(program, 'scripts'),
      ...(await packageFolders(program)),
      join(program, 'package.json'),
      ...own.reads,
    ],
    writes: own.writes,
  });
  const child = execa(file, argv, {
    cwd: '/',
    env: { ...inherited(), LC_ALL: 'C.UTF-8' },
    extendEnv: false,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
  });
  child.stdin.on('error', () => undefined); // it has died: that is told by its end
  let ear: Ear | undefined;
  const words = (line: string): void => {
    if (!line.endsWith(END_OF_WORDS)) return ear?.line(line);
    if (line !== END_OF_WORDS) ear?.line(line.slice(0, -END_OF_WORDS.length));
    ear?.silence();
  };
  const readers = [
    linesOf(child.stdout, words),
    linesOf(child.stderr, words),
    linesOf(child.stdio[MESSAGES_FD], (line) => {
      const message = messageOf(line);
      if (message === undefined) ear?.line(line);
      else ear?.message(message);
    }),
  ];
  let usable = true;
  const ended = (async () => {
    const result = await child;
    usable = false;
    killGroup(child.pid, 'SIGKILL'); // nothing that it started may go on writing
    await Promise.all(readers);
    return result;
  })();
  const end = async (): Promise<void> => {
    usable = false;
    killGroup(child.pid, 'SIGKILL');
    await ended;
  };

  return {
    confinement,
    get usable() {
      return usable;
    },
    end,
    async run(job, { log, timeoutSeconds, signal, onMessage, drivers }) {
      signal.throwIfAborted();
      await mkdir(dirname(log), { recursive: true });
      const tail: string[] = [];
      const written = createWriteStream(log);
      let told: ChildMessage | undefined;
      const over = Promise.withResolvers<undefined>();
      const limit = timeLimit(timeoutSeconds);
      const driving = driveForChild(drivers, (line) => child.stdin.write(`${line}\n`));
      let talking = 3;
      const silence = (): void => {
        talking -= 1;
        if (talking === 0) over.resolve(undefined);
      };
      ear = {
        line: (line) => {
          written.write(`${line}\n`);
          tail.push(line);
          if (tail.length > TAIL_LINES) tail.shift();
        },
        message: (message) => {
          if (message.kind === 'log') ear?.line(message.line);
          // Whoever waits for the card does not hang.
          if (message.kind === 'card' && message.at === 'waiting') limit.pause();
          else if (message.kind === 'card') limit.resume();
          if (message.kind === 'drive' || message.kind === 'stop') return driving.heard(message);
          if (message.kind !== 'done' && message.kind !== 'failed') return onMessage(message);
          told = message;
          silence();
        },
        silence,
      };
      let ending: 'timeout' | 'cancelled' | undefined;
      let force: NodeJS.Timeout | undefined;
      const stop = (why: typeof ending) => () => {
        if (ending !== undefined) return;
        ending = why;
        killGroup(child.pid, 'SIGTERM');
        force = setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE_MS);
      };
      const cancel = stop('cancelled');
      limit.signal.addEventListener('abort', stop('timeout'));
      signal.addEventListener('abort', cancel);
      try {
        child.stdin.write(`${JSON.stringify(job)}\n`);
        const result = await Promise.race([over.promise, ended]);
        if (told?.kind !== 'done' || ending !== undefined) await end();
        else if (usable && !(await killedStrays(child.pid))) await end();
        await driving.end();
        signal.throwIfAborted();
        if (ending === 'timeout') throw timedOut(job, timeoutSeconds, tail);
        if (told?.kind === 'done') return;
        if (told?.kind === 'failed' && told.code !== undefined && told.hint !== undefined)
          throw new UserError(told.code, told.message, { hint: told.hint });
        throw died(job, told?.kind === 'failed' ? told.message : endOf(result ?? {}), tail, log);
      } finally {
        limit[Symbol.dispose]();
        clearTimeout(force);
        signal.removeEventListener('abort', cancel);
        ear = undefined;
        written.end();
        await finished(written);
      }
    },
  };
}

/** Where the packages lie, and each place that a link to one of them leads through. */
async function packageFolders(program: string): Promise<string[]> {
  const folder = join(program, 'node_modules');
  const linked = await readlink(join(folder, 'zod')).catch(() => undefined);
  const real = await realpath(join(folder, 'zod')).catch(() => undefined);
  const places = [
    folder,
    ...[linked, real].flatMap((place) => (place === undefined ? [] : [dirname(resolve(folder, place))])),
  ];
  return [...new Set(places)];
}

/** The environment of a build: no token and no secret of the one who started us. */
function inherited(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'USER', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'CUDA_VISIBLE_DEVICES']) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

async function linesOf(stream: unknown, each: (line: string) => void): Promise<void> {
  if (!(stream !== null && typeof stream === 'object' && Symbol.asyncIterator in stream)) return;
  const input: unknown = stream;
  if (!isReadable(input)) return;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) each(line);
}

const isReadable = (stream: unknown): stream is NodeJS.ReadableStream =>
  stream !== null && typeof stream === 'object' && 'pipe' in stream;

function messageOf(line: string): ChildMessage | undefined {
  try {
    return ChildMessage.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // not ours: kept in the log
  }
}

function killGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  kill(-leader, signal);
}

function kill(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (cause) {
    if (codeOf(cause) !== 'ESRCH') throw cause; // already gone: good
  }
}

/**
 * Kills everything in a group but its leader. `false` where processes cannot be listed: there, the leader must end, too.
 */
async function killedStrays(leader: number | undefined): Promise<boolean> {
  for (;;) {
    const members = await membersOf(leader);
    if (members === undefined) return false;
    if (members.length === 0) return true;
    for (const member of members) kill(member, 'SIGKILL');
  }
}

/** Living processes of a group beside its leader; `undefined` where that cannot be told. */
async function membersOf(leader: number | undefined): Promise<number[] | undefined> {
  const processes = (await ifThere(readdir('/proc'))) ?? [];
  if (leader === undefined || !processes.includes(String(leader))) return undefined;
  const members: number[] = [];
  for (const name of processes) {
    if (!/^\d+$/u.test(name) || Number(name) === leader) continue;
    const stat = await readFile(join('/proc', name, 'stat'), 'latin1').catch(() => ''); // gone since
    // proc_pid_stat(5): pid (comm) state ppid pgrp …; only comm can hold a bracket.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(group) === leader && state !== 'Z') members.push(Number(name));
  }
  return members;
}

interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly shortMessage?: string | undefined;
}

const endOf = ({ exitCode, signal, shortMessage }: Ended) =>
  signal === undefined
    ? exitCode === undefined
      ? (shortMessage ?? 'it did not start')
      : `exit ${exitCode}`
    : signal;

const died = ({ artifact }: ChildJob, how: string, tail: readonly string[], log: string) =>
  new UserError(
    'build-died',
    [`the build of ${artifact} ended without a result: ${how}`, ...tail].join('\n'),
    {
      hint: `The whole log is in ${log}.`,
    },
  );

const timedOut = ({ artifact }: ChildJob, seconds: number, tail: readonly string[]) =>
  new UserError(
    'build-timeout',
    [`the build of ${artifact} took longer than ${seconds} s`, ...tail].join('\n'),
    {
      hint: 'Look at the end of the log above for where it hung; give it more time if it only was slow.',
    },
  );
