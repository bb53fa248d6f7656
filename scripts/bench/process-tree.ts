import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all that it started took. */
export interface Taken {
  readonly stdout: string;
  readonly wallSeconds: number;
  /** User and system, of the whole tree. */
  readonly cpuSeconds: number;
  /** Most that the tree held at one time, pages that are shared counted once, 10⁶ bytes. */
  readonly peakMb: number;
}

/** Clock ticks of `/proc/<pid>/stat` a second, as Linux shows them to programs (USER_HZ). */
const TICKS = 100;
const EVERY_MS = 20;
/** Every so many looks the memory is counted, too: the kernel walks all pages for it. */
const MEMORY_EVERY = 5;

/**
 * Runs a command and looks at its processes fifty times a second: what nobody waits for, like a browser's, is in no account
 * that a parent is given. What a process does in its last 20 ms is missed.
 *
 * @throws {Error} when the command ends with another code than 0
 */
export async function measured(command: string, args: readonly string[]): Promise<Taken> {
  const start = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const tree = new Tree(child.pid ?? -1);
  let looks = 0;
  const timer = setInterval(() => {
    tree.look();
    if ((looks += 1) % MEMORY_EVERY === 0) tree.weigh();
  }, EVERY_MS);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  try {
    const code = await promise;
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  } finally {
    clearInterval(timer);
  }
  const wallSeconds = (performance.now() - start) / 1000;
  return { stdout, wallSeconds, cpuSeconds: tree.cpuSeconds, peakMb: tree.peakMb };
}

/** A process and its descendants, also those whose parents are gone. */
class Tree {
  peakMb = 0;
  readonly #ticks = new Map<number, number>();
  readonly #strangers = new Set<number>();

  constructor(root: number) {
    this.#ticks.set(root, 0);
    for (const pid of pids()) if (pid !== root) this.#strangers.add(pid);
  }

  get cpuSeconds(): number {
    return [...this.#ticks.values()].reduce((sum, ticks) => sum + ticks, 0) / TICKS;
  }

  /** Younger processes have larger numbers, so that a parent is known before its children. */
  look(): void {
    for (const pid of pids()) {
      if (this.#strangers.has(pid)) continue;
      const stat = statOf(pid);
      if (stat === undefined) continue;
      if (this.#ticks.has(pid) || this.#ticks.has(stat.parent)) this.#ticks.set(pid, stat.ticks);
      else this.#strangers.add(pid);
    }
  }

  weigh(): void {
    let sum = 0;
    for (const pid of this.#ticks.keys()) sum += proportionalKb(pid);
    this.peakMb = Math.max(this.peakMb, (sum * 1024) / 1e6);
  }
}

const pids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map(Number)
    .toSorted((a, b) => a - b);

/** See proc_pid_stat(5); the name may hold spaces and brackets, so fields are counted behind the last of them. */
function statOf(pid: number): { readonly parent: number; readonly ticks: number } | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields && { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

const proportionalKb = (pid: number): number =>
  Number(/^Pss:\s+(\d+) kB$/mu.exec(textOf(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0);

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // it has ended
  }
}
