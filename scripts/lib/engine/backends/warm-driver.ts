import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import {
  driverSays,
  endGroup,
  GRACE_MS,
  inherited,
  lineSplitter,
  requireStarted,
} from './upstream-process.ts';
import type { Drive, DriveRequest } from '../pipelines/card.ts';

/** A driver process that takes job after job. */
export interface WarmDriver {
  /** Whether it waits for another job. */
  readonly serves: () => boolean;
  readonly drive: Drive;
  /** Ends it, with all that it started: its VRAM is free when this is done. */
  readonly end: () => Promise<void>;
}

/**
 * Leads the group of a driver, whose standard input is its own here. The pipe that tells the keeper of our death is
 * descriptor 3.
 */
const KEEPER = `(read -r _ <&3; kill -KILL 0) </dev/null >/dev/null 2>&1 &
exec 3<&-
"$@"
status=$?
kill $! 2>/dev/null
exit $status`;
/** An idle driver ends when its requests do, but Python with CUDA takes a moment. */
const FAREWELL_MS = 10_000;

interface Current {
  readonly id: string;
  readonly request: DriveRequest;
  readonly answered: (exitCode: number) => void;
}

/** Starts one; its model is loaded with its first job. */
export function startDriver({ argv, cwd, env }: Pick<DriveRequest, 'argv' | 'cwd' | 'env'>): WarmDriver {
  let current: Current | undefined;
  let [serves, last] = [true, ''];
  const lines = lineSplitter((text) => {
    last = text;
    const said = driverSays(text);
    // What a program repeats of its prompt is no word of the driver: it does not know the id.
    if (said === undefined || said.id !== current?.id) current?.request.line(text);
    else if ('card' in said) current.request.stands?.(said.card);
    else {
      serves &&= said.serves;
      current.answered(said.exit);
    }
  });
  const child = execa('sh', ['-c', KEEPER, 'alpha-keeper', ...argv], {
    cwd,
    env: { ...inherited(), ...env },
    extendEnv: false,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    all: true,
    buffer: false,
    encoding: 'buffer',
    reject: false,
    killDescendants: true,
    cleanup: true,
    forceKillAfterDelay: GRACE_MS,
  });
  for (const pipe of [child.stdin, child.stdio[3]]) pipe.on('error', () => undefined); // it has ended: that is told below
  const ended = (async () => {
    for await (const piece of child.iterable({ from: 'all', binary: true })) lines.add(piece);
    lines.end();
    const { exitCode, signal } = await child;
    serves = false;
    endGroup(child.pid);
    return { exitCode, signal };
  })();

  const end = async (): Promise<void> => {
    serves = false;
    child.stdin.end();
    const patience = new AbortController();
    const late = current === undefined ? FAREWELL_MS : 0;
    await Promise.race([ended, wait(late, undefined, { signal: patience.signal }).catch(() => undefined)]);
    patience.abort();
    child.kill();
    await ended;
  };
  const drive: Drive = async (request) => {
    request.signal.throwIfAborted();
    if (current !== undefined) throw new RangeError(`the driver of ${request.system} has a job`);
    const began = performance.now();
    const id = randomUUID();
    const aborted = Promise.withResolvers<'aborted'>();
    const stop = () => aborted.resolve('aborted');
    request.signal.addEventListener('abort', stop);
    try {
      const answer = new Promise<number>((resolve) => {
        current = { id, request, answered: resolve };
      });
      child.stdin.write(`${JSON.stringify({ id, job: request.job, result: request.result })}\n`);
      const first = await Promise.race([answer, ended, aborted.promise]);
      if (first === 'aborted') {
        await end();
        throw request.signal.reason;
      }
      const seconds = (performance.now() - began) / 1000;
      if (typeof first === 'number') {
        // One that serves no more ends by itself: what it held is free when its job is told to be done.
        current = undefined;
        if (!serves) await end();
        return { exitCode: first, signal: undefined, timedOut: false, seconds };
      }
      requireStarted(argv, first.exitCode, last);
      return { ...first, timedOut: false, seconds };
    } finally {
      request.signal.removeEventListener('abort', stop);
      current = undefined;
    }
  };
  return { serves: () => serves, drive, end };
}
