import type { Readable } from 'node:stream';
import { UserError } from '#core/errors.ts';
import { short } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import type { Contents } from './durable-file.ts';

/** A thing in a store, as a list shows it: nothing is read for it. */
export interface Stored {
  readonly digest: Oid;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970: when it was last put. */
  readonly put: number;
}

/** What to look for. The size spares a question to stores behind a network; an `Output` of the lock is one. */
export interface Wanted {
  readonly digest: Oid;
  /** Bytes. */
  readonly size?: number;
}

/** Bytes by their SHA-256. What does not hash to its name is never given out. */
export interface Store {
  /** For people: where it is. */
  readonly name: string;
  has(wanted: Wanted): Promise<boolean>;
  /**
   * Keeps a file, and gives its name only after the bytes were read back from where they will be read.
   *
   * @throws {UserError} `store-corrupt` when they came back as others
   */
  put(file: string): Promise<Contents>;
  /**
   * Copies to a path, whole or not at all; `path` is replaced.
   *
   * @throws {UserError} `store-missing`, `store-corrupt`
   */
  get(wanted: Wanted, path: string): Promise<void>;
  /**
   * The bytes as a stream, checked before the first of them is given.
   *
   * @throws {UserError} `store-missing`, `store-corrupt`
   */
  read(wanted: Wanted): Promise<Readable>;
}

/** A store that can also forget. */
export interface SweptStore extends Store {
  list(): AsyncIterable<Stored>;
  /** `false` when it was not there. */
  delete(digest: Oid): Promise<boolean>;
}

export const notStored = (store: Pick<Store, 'name'>, digest: Oid) =>
  new UserError('store-missing', `${short(digest)} is not in ${store.name}`, {
    hint: 'Build it again on a pull request: another build may give other bytes, and these need a review of their own.',
  });

export const corrupt = (store: Pick<Store, 'name'>, digest: Oid, where: string) =>
  new UserError('store-corrupt', `${short(digest)} in ${store.name} does not hash to its name`, {
    hint: `It was not used. Check the disk, then delete ${where} and fetch or build it again.`,
  });
