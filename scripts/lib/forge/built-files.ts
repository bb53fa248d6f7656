import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Output } from '#core/lock.ts';
import type { Oid } from '#core/oid.ts';
import type { NewLock } from '#engine/change/new-lock.ts';
import type { Store } from '#engine/store/store.ts';

/** Puts what was taken where publishing will read it. */
export async function keepBuilt(
  store: Store,
  { taken }: NewLock,
  files: ReadonlyMap<Oid, string>,
  jobs: number,
): Promise<void> {
  const digests = new Set(
    taken.flatMap(({ line }) => [
      ...line.outputs.map(({ digest }) => digest),
      ...(line.preview === null ? [] : [line.preview]),
    ]),
  );
  const limit = pLimit(jobs * 2);
  await Promise.all(
    [...digests].map((digest) =>
      limit(async () => {
        const file = files.get(digest);
        if (file !== undefined) await store.put(file);
      }),
    ),
  );
}

/** An output's bytes as a file: where the build left it, else fetched once. */
export function fileFinder(
  store: Store,
  files: ReadonlyMap<Oid, string>,
  folder: string,
): (output: Output) => Promise<string> {
  const fetched = new Map<Oid, Promise<string>>();
  return (output) => {
    const here = files.get(output.digest);
    if (here !== undefined) return Promise.resolve(here);
    const known = fetched.get(output.digest);
    if (known !== undefined) return known;
    const path = join(folder, output.digest);
    const fetching = store.get(output, path).then(() => path);
    fetched.set(output.digest, fetching);
    return fetching;
  };
}
