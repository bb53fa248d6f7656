import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** What `git cat-file` says of an object. */
export interface ObjectInfo {
  readonly sha: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

export interface GitObject extends ObjectInfo {
  readonly bytes: Uint8Array;
}

/** Whether a name can be asked for in a batch. */
export const isOneLine = (name: string): boolean => !name.includes('\n') && !name.includes('\0');

type Asking = (answer: GitObject | undefined, fault?: Error) => void;

/**
 * Reads objects of a bare repository through one `git cat-file --batch` that stays: a process for each object costs more than the
 * object. It reads what was written since, too. Ends with its standard input, so with us at the latest.
 */
export class ObjectReader {
  readonly #path: string;
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcessByStdio<Writable, Readable, null> | undefined;
  #waiting: Asking[] = [];
  #parts: Buffer[] = [];
  #length = 0;
  #head: (ObjectInfo & { readonly from: number }) | undefined;

  constructor(path: string, env: Readonly<Record<string, string>>) {
    this.#path = path;
    this.#env = env;
  }

  /**
   * The object that a revision names, as `main:README.md`; `undefined` when there is none.
   *
   * @throws {RangeError} for a name with a line feed: ask `git` for that one
   */
  async read(revision: string): Promise<GitObject | undefined> {
    if (!isOneLine(revision)) throw new RangeError('a name with a line feed cannot be asked for in a batch');
    const child = (this.#child ??= this.#start());
    const answer = new Promise<GitObject | undefined>((resolve, reject) => {
      this.#waiting.push((found, fault) => (fault === undefined ? resolve(found) : reject(fault)));
    });
    child.stdin.write(`${revision}\n`);
    return answer;
  }

  /** Ends the process; a later question starts another. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  }

  #start(): ChildProcessByStdio<Writable, Readable, null> {
    const child = spawn('git', ['--git-dir', this.#path, 'cat-file', '--batch'], {
      env: this.#env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const gone = (cause?: Error): void => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#parts = [];
      this.#length = 0;
      this.#head = undefined;
      const waiting = this.#waiting.splice(0);
      for (const tell of waiting)
        tell(undefined, new Error('git cat-file ended before it answered', { cause }));
    };
    child.stdout.on('data', (part: Buffer) => this.#take(part));
    child.stdin.on('error', gone);
    child.on('error', gone);
    child.on('exit', () => gone());
    return child;
  }

  /** `object type size LF contents LF`, or `name missing LF` and the like; see git-cat-file(1), "Batch output". */
  #take(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
    for (;;) {
      if (this.#head === undefined) {
        const all = this.#gathered();
        const end = all.indexOf('\n');
        if (end === -1) return;
        const line = all.toString('utf8', 0, end);
        const found = /^(?<sha>[0-9a-f]{40}) (?<type>[a-z]+) (?<size>\d+)$/u.exec(line)?.groups;
        if (found === undefined) {
          this.#drop(end + 1);
          this.#waiting.shift()?.(undefined);
          continue;
        }
        const { sha = '', type = '', size = '' } = found;
        this.#head = { sha, type, size: Number(size), from: end + 1 };
      }
      const { from, ...info } = this.#head;
      if (this.#length < from + info.size + 1) return;
      const bytes = new Uint8Array(this.#gathered().subarray(from, from + info.size));
      this.#drop(from + info.size + 1);
      this.#head = undefined;
      this.#waiting.shift()?.({ ...info, bytes });
    }
  }

  #gathered(): Buffer {
    const [only] = this.#parts;
    const all = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    this.#parts = [all];
    return all;
  }

  #drop(bytes: number): void {
    const rest = this.#gathered().subarray(bytes);
    this.#parts = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
  }
}
