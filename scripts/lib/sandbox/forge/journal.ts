import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** What every row has: `id` is unique over all tables. */
interface Row {
  readonly id: number;
}

export interface Table<R extends Row> {
  get(id: number): R | undefined;
  /** In the order in which they were first put. */
  list(where?: (row: R) => boolean): R[];
  /** Adds or replaces a row; it is on the disk when this returns. */
  put(row: R): R;
  remove(id: number): void;
}

const Line = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('put'), table: z.string(), id: z.int(), row: z.unknown() }),
  z.strictObject({ do: z.literal('remove'), table: z.string(), id: z.int() }),
]);

/**
 * What the forge knows besides Git, as one append-only file of JSON lines. A line is written and synced before the
 * request that caused it is answered, so that a killed forge has everything that it acknowledged; a last line that was
 * torn by the kill was never acknowledged and is dropped.
 */
export class Journal {
  readonly #lines: z.infer<typeof Line>[] = [];
  readonly #file: number;
  #last = 0;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    if (existsSync(path)) {
      const bytes = readFileSync(path);
      const whole = bytes.lastIndexOf(0x0a) + 1;
      if (whole < bytes.length) truncateSync(path, whole);
      for (const text of bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1)) {
        const line = Line.parse(JSON.parse(text));
        this.#lines.push(line);
        this.#last = Math.max(this.#last, line.id);
      }
    }
    this.#file = openSync(path, 'a');
  }

  /** An id that no row ever had. */
  nextId(): number {
    this.#last += 1;
    return this.#last;
  }

  table<R extends Row>(name: string, shape: z.ZodType<R>): Table<R> {
    const rows = new Map<number, R>();
    for (const line of this.#lines) {
      if (line.table !== name) continue;
      if (line.do === 'put') rows.set(line.id, shape.parse(line.row));
      else rows.delete(line.id);
    }
    return {
      get: (id) => rows.get(id),
      list: (where) => (where ? [...rows.values()].filter(where) : [...rows.values()]),
      put: (row) => {
        const parsed = shape.parse(row);
        this.#write({ do: 'put', table: name, id: row.id, row: parsed });
        rows.set(row.id, parsed);
        return parsed;
      },
      remove: (id) => {
        this.#write({ do: 'remove', table: name, id });
        rows.delete(id);
      },
    };
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(line: z.infer<typeof Line>): void {
    // One write call: lines of a killed process are whole or last.
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.#file);
  }
}
