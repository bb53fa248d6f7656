import { createWriteStream } from 'node:fs';
import { mkdir, readlink, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { execa } from 'execa';
import { UserError } from '#core/errors.ts';
import { ChildMessage, MESSAGES_FD } from '../backends/child-job.ts';
import type { ChildJob } from '../backends/child-job.ts';
import type { Confinement } from '../store/results.ts';
import { codeOf } from '../store/durable-file.ts';
import { confine } from './confinement.ts';

export interface RunOptions {
  /** The folder of this job alone; holds `job.json`, inputs, outputs, scratch. Absolute. */
  readonly folder: string;
  /** Everything that the build says goes here, as it comes. */
  readonly log: string;
  /** The tree that holds `scripts` and `node_modules`: what the program itself is. Absolute. */
  readonly program: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly onMessage: (message: Extract<ChildMessage, { kind: 'log' | 'progress' }>) => void;
}

/** In the tree, not beside this file: an action's bundle lies elsewhere. */
const CHILD = 'scripts/lib/engine/backends/child.ts';
const GRACE_MS = 5000;
const TAIL_LINES = 20;

/**
 * Runs one backend in a process and a group of its own, and ends the whole group when it is over, however it ended.
 *
 * @throws {UserError} what the backend threw; `build-timeout`, `build-died` with the end of the log
 * @throws the signal's reason when it was aborted
 */
export async function runBackend(job: ChildJob, options: RunOptions): Promise<Confinement> {
  const { folder, log, program, timeoutSeconds, signal, onMessage } = options;
  signal.throwIfAborted();
  await mkdir(dirname(log), { recursive: true });
  const jobFile = join(folder, 'job.json');
  await writeFile(jobFile, JSON.stringify(job));
  const {
    argv: [file, ...argv],
    confinement,
  } = await confine(job.backend, process.execPath, [join(program, CHILD), jobFile], {
    reads: [
      join(program, 'scripts'),
      ...(await packageFolders(program)),
      join(program, 'package.json'),
      folder,
    ],
    writes: [job.outDir, job.workDir],
  });

  const tail: string[] = [];
  const written = createWriteStream(log);
  const keep = (line: string): void => {
    written.write(`${line}\n`);
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
  };
  const child = execa(file, argv, {
    cwd: job.workDir,
    env: { ...inherited(), TMPDIR: job.workDir, LC_ALL: 'C.UTF-8' },
    extendEnv: false,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
  });
  let told: ChildMessage | undefined;
  const readers = [
    linesOf(child.stdout, keep),
    linesOf(child.stderr, keep),
    linesOf(child.stdio[MESSAGES_FD], (line) => {
      const message = messageOf(line);
      if (message === undefined) return keep(line);
      if (message.kind === 'log') keep(message.line);
      if (message.kind === 'log' || message.kind === 'progress') onMessage(message);
      else told = message;
    }),
  ];
  let ending: 'timeout' | 'cancelled' | undefined;
  let force: NodeJS.Timeout | undefined;
  const end = (why: typeof ending) => () => {
    if (ending !== undefined) return;
    ending = why;
    killGroup(child.pid, 'SIGTERM');
    force = setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE_MS);
  };
  const cancel = end('cancelled');
  const clock = setTimeout(end('timeout'), timeoutSeconds * 1000);
  signal.addEventListener('abort', cancel);
  try {
    const result = await child;
    killGroup(child.pid, 'SIGKILL'); // nothing that it started may go on writing
    await Promise.all(readers);
    signal.throwIfAborted();
    if (ending === 'timeout') throw timedOut(job, timeoutSeconds, tail);
    if (told?.kind === 'done' && result.exitCode === 0) return confinement;
    if (told?.kind === 'failed' && told.code !== undefined && told.hint !== undefined)
      throw new UserError(told.code, told.message, { hint: told.hint });
    throw died(job, told?.kind === 'failed' ? told.message : endOf(result), tail, log);
  } finally {
    clearTimeout(clock);
    clearTimeout(force);
    signal.removeEventListener('abort', cancel);
    written.end();
    await finished(written);
  }
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
  try {
    process.kill(-leader, signal);
  } catch (cause) {
    if (codeOf(cause) !== 'ESRCH') throw cause; // already gone: good
  }
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
