import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import { byCodeUnit } from '#core/json.ts';
import { oidOf } from '#core/oid.ts';
import type { CommitId } from '#core/oid.ts';
import { POINTER_MAX_BYTES, pointerOf, readPointer } from '#core/pointer.ts';
import type { LfsPointer } from '#core/pointer.ts';
import { RepoPath } from '#core/repo-path.ts';
import { codeOf } from '../store/durable-file.ts';
import { ask } from './git.ts';
import { notAFile, readFiles, treeFiles } from './tree.ts';
import type { BlobId, TreeFile } from './tree.ts';

/** A file that Git LFS keeps. */
export interface LfsFile {
  readonly pointer: LfsPointer;
  /** Its bytes, where they are at hand without asking for them. */
  readonly bytes?: Uint8Array;
}

/** Where a snapshot is read from: one commit, or what lies in the work tree. */
export interface SourceTree {
  readonly commit: CommitId | undefined;
  /** Looks up at once what lies at or below these paths: what is asked for afterwards is at hand. Changes no answer. */
  ahead(paths: readonly RepoPath[]): Promise<void>;
  /** Every file at or below these paths, in code-unit order. */
  list(paths: readonly RepoPath[]): Promise<readonly RepoPath[]>;
  /**
   * The bytes of small files; a path that is not there is left out.
   *
   * @throws {UserError} `not-a-file`, `file-too-large`
   */
  read(paths: readonly RepoPath[], maxBytes: number): Promise<ReadonlyMap<RepoPath, Uint8Array>>;
  /**
   * A file in Git LFS; `undefined` when it is not there.
   *
   * @throws {UserError} `not-in-lfs`, `not-a-file`
   */
  lfs(path: RepoPath): Promise<LfsFile | undefined>;
}

/** What is read ahead, bytes: a file, and all of them. */
const AHEAD = { file: 16_384, all: 4_000_000 };

/** A commit's tree, from git's objects alone. */
export function commitTree(root: string, commit: CommitId): SourceTree {
  const listed: { readonly path: RepoPath; readonly files: readonly TreeFile[] }[] = [];
  const held = new Map<BlobId, Uint8Array>();

  const find = async (paths: readonly RepoPath[]): Promise<TreeFile[]> => {
    const found = new Map<RepoPath, TreeFile>();
    const open = new Set<RepoPath>();
    for (const path of paths) {
      const above = listed.find((known) => isAtOrBelow(path, known.path));
      if (above === undefined) open.add(path);
      for (const file of above?.files ?? []) if (isAtOrBelow(file.path, path)) found.set(file.path, file);
    }
    if (open.size > 0) {
      for (const file of await ask(root, treeFiles(commit, [...open]))) found.set(file.path, file);
    }
    return [...found.values()];
  };
  const bytesOf = async (
    files: readonly TreeFile[],
    maxBytes: number,
  ): Promise<Map<RepoPath, Uint8Array>> => {
    const there = files.filter(({ blob, regular, size }) => regular && size <= maxBytes && held.has(blob));
    const open = files.filter((file) => !there.includes(file));
    const read = await readFiles(root, open, maxBytes);
    return new Map([
      ...there.map(({ path, blob }) => [path, held.get(blob) ?? Buffer.alloc(0)] as const),
      ...read,
    ]);
  };
  return {
    commit,
    ahead: async (paths) => {
      if (paths.length === 0) return;
      const files = await find(paths);
      for (const path of paths)
        listed.push({ path, files: files.filter((file) => isAtOrBelow(file.path, path)) });
      let bytes = 0;
      const small = files.filter(
        ({ regular, size }) => regular && size <= AHEAD.file && (bytes += size) <= AHEAD.all,
      );
      const read = await readFiles(root, small, AHEAD.file);
      for (const { path, blob } of small) held.set(blob, read.get(path) ?? Buffer.alloc(0));
    },
    list: async (paths) => (await find(paths)).map(({ path }) => path).toSorted(byCodeUnit),
    read: async (paths, maxBytes) => {
      const wanted = new Set(paths);
      return bytesOf(
        (await find(paths)).filter(({ path }) => wanted.has(path)),
        maxBytes,
      );
    },
    lfs: async (path) => {
      const [file] = await find([path]);
      if (file?.path !== path) return undefined;
      if (!file.regular) throw notAFile(path);
      // A larger blob is no pointer, and need not be read to know it.
      const bytes =
        file.size > POINTER_MAX_BYTES ? Buffer.alloc(0) : (await bytesOf([file], file.size)).get(path);
      return { pointer: pointerOf(bytes ?? Buffer.alloc(0), path) };
    },
  };
}

const isAtOrBelow = (path: RepoPath, folder: RepoPath): boolean =>
  path === folder || path.startsWith(`${folder}/`);

/** The work tree as it lies there, committed or not. No symbolic link is followed. */
export function workTree(root: string): SourceTree {
  return {
    commit: undefined,
    ahead: () => Promise.resolve(),
    list: async (paths) => {
      const found: RepoPath[] = [];
      for (const path of paths) await gather(root, path, found);
      return found.toSorted(byCodeUnit);
    },
    read: async (paths, maxBytes) => {
      const files = new Map<RepoPath, Uint8Array>();
      for (const path of new Set(paths)) {
        const size = await sizeOf(root, path);
        if (size === undefined) continue;
        if (size > maxBytes) {
          throw new UserError('file-too-large', `${path} has ${size} bytes; the limit is ${maxBytes}`, {
            hint: `Make ${path} smaller. A picture or a sound belongs in Git LFS.`,
          });
        }
        files.set(path, await readFile(join(root, path)));
      }
      return files;
    },
    lfs: async (path) => {
      if ((await sizeOf(root, path)) === undefined) return undefined;
      const filter = await ask(root, {
        argv: ['check-attr', '-z', 'filter', '--', path],
        parse: (out) => out.toString().split('\0')[2],
      });
      const bytes = await readFile(join(root, path));
      const pointer = readPointer(bytes);
      if (pointer !== undefined) return { pointer }; // not smudged
      if (filter !== 'lfs') return { pointer: pointerOf(bytes, path) }; // throws not-in-lfs
      return { pointer: { oid: oidOf(bytes), size: bytes.length }, bytes };
    },
  };
}

async function gather(root: string, path: RepoPath, found: RepoPath[]): Promise<void> {
  const there = await look(root, path);
  if (there?.isDirectory() === true) {
    for (const name of await readdir(join(root, path))) {
      const below = RepoPath.safeParse(`${path}/${name}`);
      if (below.success) await gather(root, below.data, found);
    }
  } else if (there !== undefined) found.push(path);
}

/** `undefined` when nothing is there. @throws {UserError} `not-a-file` for a link on the way to it, or at it */
async function sizeOf(root: string, path: RepoPath): Promise<number | undefined> {
  const parts = path.split('/');
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const there = await look(root, parts.slice(0, depth).join('/'));
    if (there === undefined) return undefined;
    if (depth < parts.length ? !there.isDirectory() : !there.isFile()) throw notAFile(path);
    if (depth === parts.length) return there.size;
  }
  return undefined;
}

async function look(root: string, path: string) {
  try {
    return await lstat(join(root, path));
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return undefined;
    throw cause;
  }
}
