import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';

/** Bytes under their SHA-256, `ab/cd/abcd…` as Git LFS lays them out: release assets, artifacts, LFS objects. */
export class Blobs {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  pathOf(oid: Oid): string {
    return join(this.root, oid.slice(0, 2), oid.slice(2, 4), oid);
  }

  has(oid: Oid): boolean {
    return existsSync(this.pathOf(oid));
  }

  /** `undefined` when they are not here. */
  async get(oid: Oid): Promise<Uint8Array | undefined> {
    return this.has(oid) ? readFile(this.pathOf(oid)) : undefined;
  }

  /** Whoever reads what others may have written compares. */
  digest(bytes: Uint8Array): Oid {
    return oidOf(bytes);
  }

  /** They are on the disk, whole, when this returns. */
  async put(bytes: Uint8Array): Promise<Oid> {
    const oid = oidOf(bytes);
    await this.#place(oid, bytes);
    return oid;
  }

  /** @returns false when the bytes do not hash to `oid`: nothing is kept */
  async putAs(oid: Oid, bytes: Uint8Array): Promise<boolean> {
    if (oidOf(bytes) !== oid) return false;
    await this.#place(oid, bytes);
    return true;
  }

  async #place(oid: Oid, bytes: Uint8Array): Promise<void> {
    const target = this.pathOf(oid);
    if (existsSync(target)) return;
    await mkdir(dirname(target), { recursive: true });
    const partial = `${target}.${randomUUID()}`;
    const file = await open(partial, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, target);
  }

  /** Copies a file in. No hard link: what a test breaks here must not be broken there. */
  async adopt(oid: Oid, path: string): Promise<void> {
    if (this.has(oid)) return;
    if (!(await this.putAs(oid, await readFile(path)))) throw new Error(`${path} does not hash to ${oid}`);
  }

  async remove(oid: Oid): Promise<void> {
    await rm(this.pathOf(oid), { force: true });
  }
}
