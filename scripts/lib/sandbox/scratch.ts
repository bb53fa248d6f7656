import { execFile } from 'node:child_process';
import { readFileSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, realpath, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A folder for what nobody keeps: gone when the block or the process ends, after a kill when the next one is opened. */
export interface Scratch extends AsyncDisposable {
  readonly path: string;
}

/** Linux's file system in memory, which every distribution mounts. */
const MEMORY = '/dev/shm';
/** `TMPFS_MAGIC`, statfs(2). */
const TMPFS = 0x01_02_19_94;
const GIB = 2 ** 30;
/**
 * Free space that a file system in memory must have. An artifact lies there up to five times at once: in the forge, in the
 * runner's store, in a work folder, packed for the next job and unpacked there. The demo's are under 100 MB altogether.
 */
const ROOM = 1.5 * GIB;
/** Memory that must be left besides: scratch must not take from the previews, the browser and ffmpeg what they compute in. */
const LEFT = 4 * GIB;

/**
 * Opens a scratch folder in memory where this machine lets us and has room, else below `os.tmpdir()`. A sandbox makes tens of
 * thousands of small files, and a disk's journal costs more than what is in them. Whoever sets `TMPDIR` has chosen the place.
 */
export async function openScratch(places: readonly string[] = candidates()): Promise<Scratch> {
  for (const place of places) await sweep(place);
  const place = (await firstFit(places)) ?? tmpdir();
  const path = await newFolder(place);
  const last = () => rmSync(outOfUse(path), WHOLE);
  process.once('exit', last);
  return {
    path,
    async [Symbol.asyncDispose]() {
      process.removeListener('exit', last);
      await rm(outOfUse(path), WHOLE);
    },
  };
}

const WHOLE = { recursive: true, force: true, maxRetries: 3 } as const;

/** A name under which nobody writes any more, so that what cannot be removed now is known for what it is at the next start. */
function outOfUse(path: string): string {
  const gone = `${path}${GONE}`;
  try {
    renameSync(path, gone);
    return gone;
  } catch {
    return path; // it is not there
  }
}

const candidates = (): string[] =>
  process.env['TMPDIR'] === undefined || process.env['TMPDIR'] === '' ? [MEMORY, tmpdir()] : [tmpdir()];

async function firstFit(places: readonly string[]): Promise<string | undefined> {
  for (const place of places) if (place !== MEMORY || (await fits(place))) return place;
  return undefined;
}

/** Whether a place is memory, has room, and is ours to write to and to run programs from: containers forbid either. */
async function fits(place: string): Promise<boolean> {
  try {
    const { type, bavail, bsize } = await statfs(place);
    if (type !== TMPFS || bavail * bsize < ROOM) return false;
    const available = /^MemAvailable: +(\d+) kB$/mu.exec(await readFile('/proc/meminfo', 'utf8'))?.[1];
    if (Number(available ?? 0) * 1024 < ROOM + LEFT) return false;
    return await runsPrograms(place);
  } catch {
    return false;
  }
}

async function runsPrograms(place: string): Promise<boolean> {
  const folder = await newFolder(place);
  try {
    const program = join(folder, 'true');
    await writeFile(program, '#!/bin/sh\n');
    await chmod(program, 0o755);
    await promisify(execFile)(program);
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Short, because the name of a socket has 107 bytes (unix(7)), and Chromium lays one deep below a job's `TMPDIR`. */
const NAME = /^alpha-\w{6}(?<gone>\.gone)?$/u;
const GONE = '.gone';
/** Whose a folder is: a process by its pid namespace, its id and the moment of its start, since ids are given out again. */
const OWNER = '.owner';

async function newFolder(place: string): Promise<string> {
  const path = await realpath(await mkdtemp(join(place, 'alpha-')));
  await writeFile(join(path, OWNER), `${pidSpace()} ${process.pid} ${startOf(process.pid)}\n`);
  return path;
}

/** Other containers may share the place, but not our process ids. `0` where there is no `/proc`. */
function pidSpace(): string {
  try {
    return /\d+/u.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

/** In clock ticks since the machine started, field 22 of proc_pid_stat(5); `0` when it does not run or nothing is known. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

/** Removes what killed processes of ours have left. Without `/proc` nobody can tell, and the machine's own sweep has to do. */
async function sweep(place: string): Promise<void> {
  if (pidSpace() === '0') return;
  for (const name of await readdir(place).catch(() => [])) {
    const found = NAME.exec(name);
    if (found === null) continue;
    const path = join(place, name);
    try {
      if (found.groups?.['gone'] !== undefined) await rm(path, WHOLE);
      else if (await isLeft(path)) await rm(outOfUse(path), WHOLE);
    } catch {
      // Another user's folder is for that user's next start.
    }
  }
}

/** Whether the process is gone that a folder was for. */
async function isLeft(path: string): Promise<boolean> {
  const text = await readFile(join(path, OWNER), 'utf8').catch(() => '');
  const { space, pid, start } = /^(?<space>\d+) (?<pid>\d+) (?<start>\d+)\n$/u.exec(text)?.groups ?? {};
  return pid !== undefined && space === pidSpace() && start !== startOf(Number(pid));
}
