import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { BatchOutput } from '#engine/repository/batch-output.ts';
import type { GitObject } from '#engine/repository/batch-output.ts';

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
      const waiting = this.#waiting.splice(0);
      for (const tell of waiting)
        tell(undefined, new Error('git cat-file ended before it answered', { cause }));
    };
    const output = new BatchOutput();
    child.stdout.on('data', (part: Buffer) => {
      for (const { object } of output.push(part)) this.#waiting.shift()?.(object);
    });
    child.stdin.on('error', gone);
    child.on('error', gone);
    child.on('exit', () => gone());
    return child;
  }
}
