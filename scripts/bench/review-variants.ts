import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { LOCK_PATH, parseLock } from '#core/lock.ts';
import type { Output } from '#core/lock.ts';
import type { Medium } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { folderStore } from '#engine/store/folder.ts';

/** A file that the preview backends made: its output, and where its bytes lie. */
export interface Made extends Output {
  readonly path: string;
}

/** A file as if it were an output. */
export async function asMade(path: string, medium: Medium): Promise<Made> {
  const bytes = await readFile(path);
  const file = RepoPath.parse(basename(path));
  return { role: 'file', file, medium, digest: oidOf(bytes), size: bytes.length, path };
}

/** By `<artifact>/<role>`. */
export type Variant = ReadonlyMap<string, Made>;

const PROJECT = join(import.meta.dirname, '..', '..');
const HOME = join(PROJECT, '.alpha', 'bench-review');
const STORE = join(HOME, 'store');
const OTHER = join(PROJECT, 'scripts/test/fixtures/variants/hair_hue_m60.png');
const ALPHA = join(PROJECT, 'scripts/alpha.ts');

/**
 * All artifacts as the preview backends make them of the reference, and of the reference with blue hair. They are built by the
 * command line from what is committed here, and kept: the next run builds only what has another key by then.
 */
export async function variants(): Promise<{ readonly before: Variant; readonly after: Variant }> {
  await mkdir(HOME, { recursive: true });
  return { before: await variant('before'), after: await variant('after') };
}

async function variant(side: 'before' | 'after'): Promise<Variant> {
  const checkout = join(HOME, side);
  await rm(checkout, { recursive: true, force: true });
  await execa`git clone --quiet --local ${PROJECT} ${checkout}`;
  const alpha = execa({ cwd: checkout });
  if (side === 'after') {
    await copyFile(OTHER, join(checkout, 'assets/alpha-ref.png'));
    await alpha`${process.execPath} ${ALPHA} card`;
  }
  await alpha`${process.execPath} ${ALPHA} build --backend preview --store ${STORE}`;
  const lock = parseLock(await readFile(join(checkout, LOCK_PATH), 'utf8'));
  const store = folderStore(STORE);
  const made = new Map<string, Made>();
  for (const { name, outputs } of lock.values()) {
    for (const output of outputs) {
      const path = join(HOME, 'files', `${output.digest}${/\.[a-z0-9]+$/u.exec(output.file)?.[0] ?? ''}`);
      await mkdir(join(path, '..'), { recursive: true });
      await store.get(output, path);
      made.set(`${name}/${output.role}`, { ...output, path });
    }
  }
  return made;
}
