/** What `git cat-file` says of an object. */
export interface ObjectInfo {
  /** Git's own name for it, 40 hex digits. */
  readonly sha: string;
  /** `blob`, `tree`, `commit` or `tag`. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

export interface GitObject extends ObjectInfo {
  /** A view into what came: whoever keeps it keeps all of that. */
  readonly bytes: Buffer;
}

/** One answer; of a name that stands for nothing there is only Git's line about it. */
export type BatchAnswer = { readonly object: GitObject } | { readonly object?: never; readonly line: string };

const HEAD = /^(?<sha>[0-9a-f]{40}) (?<type>[a-z]+) (?<size>\d+)$/u;

/**
 * Reads what `git cat-file --batch` prints, in whatever pieces it comes: `object type size LF contents LF`, or one line such as
 * `name missing LF`, an answer a question and in their order; see git-cat-file(1), "Batch output".
 */
export class BatchOutput {
  #parts: Buffer[] = [];
  #length = 0;
  #head: (ObjectInfo & { readonly from: number }) | undefined;

  /** The answers that are whole now. */
  push(part: Buffer): BatchAnswer[] {
    this.#parts.push(part);
    this.#length += part.length;
    const answers: BatchAnswer[] = [];
    for (let answer = this.#next(); answer !== undefined; answer = this.#next()) answers.push(answer);
    return answers;
  }

  #next(): BatchAnswer | undefined {
    if (this.#head === undefined) {
      const all = this.#gathered();
      const end = all.indexOf('\n');
      if (end === -1) return undefined;
      const line = all.toString('utf8', 0, end);
      const { sha, type = '', size = '' } = HEAD.exec(line)?.groups ?? {};
      if (sha === undefined) {
        this.#drop(end + 1);
        return { line };
      }
      this.#head = { sha, type, size: Number(size), from: end + 1 };
    }
    const { from, ...info } = this.#head;
    if (this.#length < from + info.size + 1) return undefined;
    const bytes = this.#gathered().subarray(from, from + info.size);
    this.#drop(from + info.size + 1);
    this.#head = undefined;
    return { object: { ...info, bytes } };
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
