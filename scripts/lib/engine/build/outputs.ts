import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { byCodeUnit } from '#core/json.ts';
import type { Output } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { RepoPath } from '#core/repo-path.ts';
import type { OutputPromise } from '#core/system.ts';
import type { Store } from '../store/store.ts';

/**
 * Looks at what a build left, from outside of it: exactly the promised files, each a plain file with something in it.
 *
 * @throws {UserError} `outputs-wrong`, naming everything that is wrong at once
 */
export async function checkOutputs(
  name: ArtifactName,
  folder: string,
  promises: readonly OutputPromise[],
): Promise<void> {
  const faults: string[] = [];
  const found = new Set(await filesBelow(folder));
  for (const { file } of promises) {
    if (!found.delete(file)) faults.push(`${file} is missing`);
    else {
      const there = await lstat(join(folder, file));
      if (!there.isFile()) faults.push(`${file} is not a plain file`);
      else if (there.size === 0) faults.push(`${file} is empty`);
      else if (there.nlink > 1) faults.push(`${file} is a link to a file elsewhere`);
    }
  }
  for (const file of [...found].toSorted(byCodeUnit)) faults.push(`${file} was not promised`);
  if (faults.length === 0) return;
  throw new UserError(
    'outputs-wrong',
    `the build of ${name} did not leave what it promised: ${faults.join('; ')}`,
    {
      hint: 'Look at its log: the program behind it may have ended well without doing its work.',
    },
  );
}

async function filesBelow(folder: string, prefix = ''): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) files.push(...(await filesBelow(folder, path)));
    else files.push(path);
  }
  return files;
}

/** Puts checked outputs into the store; the digests are those that were read back from it. */
export async function storeOutputs(
  store: Store,
  folder: string,
  promises: readonly OutputPromise[],
): Promise<Output[]> {
  const outputs: Output[] = [];
  for (const { role, file, medium } of promises) {
    const { digest, size } = await store.put(join(folder, file));
    outputs.push({ role, file: RepoPath.parse(file), medium, digest, size });
  }
  return outputs;
}
