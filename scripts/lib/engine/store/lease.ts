import { readdir, readFile, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { codeOf, ifThere, writeDurably } from './durable-file.ts';

const Holder = z.strictObject({
  host: z.string(),
  pid: z.int().positive(),
  /** Not renewed for so long, it is dead; milliseconds. */
  ttl: z.number().positive(),
  released: z.boolean(),
});
type Holder = z.infer<typeof Holder>;

/** The right to write one result. Whoever comes later with a higher fence shuts out everybody before (I12). */
export interface Lease {
  /** 1, 2, 3, … for each thing. */
  readonly fence: number;
  /** `false` once somebody has a later lease: then nothing may be written any more. */
  isMine(): Promise<boolean>;
  /** Lets others go on at once; without it they wait until the lease has not been renewed for `ttl`. */
  release(): Promise<void>;
}

export interface LeaseOptions {
  /** This lease is dead when it was not renewed for so long, milliseconds. */
  readonly ttl?: number;
  readonly signal?: AbortSignal;
  /** Asked while another holder lives; `true` ends the waiting without a lease. */
  readonly settled: () => Promise<boolean>;
}

const TTL = 30_000;
const POLL = 100;

/**
 * Takes the next lease of a folder, waiting for a holder that lives: one whose process runs on this machine, or who
 * renewed it lately. `undefined` when the thing was settled while waiting.
 */
export async function takeLease(
  folder: string,
  { ttl = TTL, signal, settled }: LeaseOptions,
): Promise<Lease | undefined> {
  for (;;) {
    if (await settled()) return undefined;
    const last = await lastFence(folder);
    if (last === 0 || !(await lives(pathOf(folder, last)))) {
      const lease = await take(folder, last + 1, ttl);
      if (lease !== undefined) return lease;
    } else await wait(POLL, undefined, signal === undefined ? {} : { signal });
  }
}

const pathOf = (folder: string, fence: number) => join(folder, `${fence}.json`);

async function take(folder: string, fence: number, ttl: number): Promise<Lease | undefined> {
  const path = pathOf(folder, fence);
  const holder: Holder = { host: hostname(), pid: process.pid, ttl, released: false };
  const { placed } = await writeDurably(path, JSON.stringify(holder), { existing: 'keep' });
  if (!placed) return undefined; // somebody else was faster
  const renewing = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => clearInterval(renewing)); // swept: there is nothing left to renew
  }, ttl / 4).unref();
  return {
    fence,
    isMine: async () => (await lastFence(folder)) === fence,
    release: async () => {
      clearInterval(renewing);
      await writeDurably(path, JSON.stringify({ ...holder, released: true }));
    },
  };
}

async function lastFence(folder: string): Promise<number> {
  const names = (await ifThere(readdir(folder))) ?? [];
  return Math.max(0, ...names.map((name) => Number(/^(\d{1,15})\.json$/u.exec(name)?.[1] ?? 0)));
}

async function lives(path: string): Promise<boolean> {
  const there = await ifThere(stat(path));
  const text = await ifThere(readFile(path, 'utf8'));
  if (there === undefined || text === undefined) return false;
  const { host, pid, ttl, released } = Holder.parse(JSON.parse(text));
  if (released || Date.now() - there.mtimeMs > ttl) return false;
  return host !== hostname() || runs(pid);
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return codeOf(cause) === 'EPERM';
  }
}
