import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, open, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Oid } from '#core/oid.ts';
import { asBytes, contentsOf, ifThere, PARTIAL, placeFile, syncFolder } from './durable-file.ts';
import type { Contents } from './durable-file.ts';
import { corrupt, notStored } from './store.ts';
import type { Store, SweptStore } from './store.ts';

/** A store in a folder: `sha256/ab/ab…`, read-only files, each hashed whenever it is read. */
export function folderStore(folder: string): SweptStore {
  const self: Pick<Store, 'name'> = { name: `the store ${folder}` };
  const top = join(folder, 'sha256');
  const placeOf = (digest: Oid) => join(top, digest.slice(0, 2), digest);

  async function check(digest: Oid): Promise<Contents> {
    const contents = await ifThere(contentsOf(placeOf(digest)));
    if (contents === undefined) throw notStored(self, digest);
    if (contents.digest !== digest) throw corrupt(self, digest, placeOf(digest));
    return contents;
  }

  return {
    ...self,
    has: async ({ digest }) => (await ifThere(stat(placeOf(digest)))) !== undefined,
    put: async (file) => {
      const { digest } = await contentsOf(file);
      const place = placeOf(digest);
      // What is there already is kept only when it is whole: a put mends a corrupt copy.
      const there = await ifThere(contentsOf(place));
      if (there?.digest === digest) {
        const now = new Date();
        await utimes(place, now, now); // as new: a sweep lets it be
        return there;
      }
      await placeFile(place, { existing: 'replace', mode: 0o444 }, async (_, partial) => {
        await copyFile(file, partial, constants.COPYFILE_FICLONE);
        if ((await contentsOf(partial)).digest !== digest) throw corrupt(self, digest, partial);
      });
      return check(digest);
    },
    get: async ({ digest }, path) => {
      if ((await ifThere(stat(placeOf(digest)))) === undefined) throw notStored(self, digest);
      await placeFile(path, { existing: 'replace' }, async (_, partial) => {
        await copyFile(placeOf(digest), partial, constants.COPYFILE_FICLONE);
        if ((await contentsOf(partial)).digest !== digest) throw corrupt(self, digest, placeOf(digest));
      });
    },
    read: async ({ digest }) => {
      const file = await ifThere(open(placeOf(digest)));
      if (file === undefined) throw notStored(self, digest);
      try {
        const hash = createHash('sha256');
        for await (const chunk of file.createReadStream({ start: 0, autoClose: false }))
          hash.update(asBytes(chunk));
        if (hash.digest('hex') !== digest) throw corrupt(self, digest, placeOf(digest));
      } catch (cause) {
        await file.close();
        throw cause;
      }
      return file.createReadStream({ start: 0 }); // the same open file: nobody can put another under this name
    },
    list: async function* list() {
      for (const group of (await ifThere(readdir(top))) ?? []) {
        for (const name of (await ifThere(readdir(join(top, group)))) ?? []) {
          const digest = Oid.safeParse(name);
          if (!digest.success) continue;
          const there = await ifThere(stat(placeOf(digest.data)));
          if (there !== undefined) yield { digest: digest.data, size: there.size, put: there.mtimeMs };
        }
      }
    },
    delete: async (digest) => {
      if ((await ifThere(stat(placeOf(digest)))) === undefined) return false;
      await rm(placeOf(digest), { force: true });
      await syncFolder(join(top, digest.slice(0, 2)));
      return true;
    },
  };
}

/** Removes what killed writers left, older than `milliseconds`; gives how many there were. */
export async function clearPartials(folder: string, milliseconds: number, now = Date.now()): Promise<number> {
  let cleared = 0;
  for (const entry of (await ifThere(readdir(folder, { recursive: true, withFileTypes: true }))) ?? []) {
    if (!entry.isFile() || !entry.name.endsWith(PARTIAL)) continue;
    const path = join(entry.parentPath, entry.name);
    const there = await ifThere(stat(path));
    if (there === undefined || now - there.mtimeMs < milliseconds) continue;
    await rm(path, { force: true });
    cleared += 1;
  }
  return cleared;
}
