import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import type { CommitId } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { BatchOutput } from './batch-output.ts';
import { ask } from './git.ts';
import type { GitTask } from './git.ts';

/** Git's own name for a blob, 40 hex digits: not to be mixed up with the SHA-256 of its bytes. */
export const BlobId = z
  .string()
  .regex(/^[0-9a-f]{40}$/u, 'must be a Git object id')
  .brand('BlobId');
export type BlobId = z.infer<typeof BlobId>;

/** A file in a commit's tree. */
export interface TreeFile {
  readonly path: RepoPath;
  readonly blob: BlobId;
  /** Bytes. */
  readonly size: number;
  /** `false` for symbolic links and submodules, which nothing here follows. */
  readonly regular: boolean;
}

const ENTRY = /^(?<mode>[0-7]{6}) (?<type>[a-z]+) (?<blob>[0-9a-f]{40}) +(?<size>\d+|-)\t(?<path>[^]+)$/u;

/**
 * `mode type object size TAB path NUL`, repeated; see git-ls-tree(1), "Output format". A path that this repository
 * would not take (RepoPath) is left out: nothing can refer to it.
 */
export const treeFiles = (commit: CommitId, paths: readonly RepoPath[]): GitTask<TreeFile[]> => ({
  argv: ['--literal-pathspecs', 'ls-tree', '-r', '-l', '-z', '--full-tree', commit, '--', ...paths],
  parse: (stdout) =>
    records(stdout).flatMap((record) => {
      const { mode = '', type, blob, size = '', path } = ENTRY.exec(record)?.groups ?? {};
      const safe = RepoPath.safeParse(path);
      if (!safe.success) return [];
      const regular = type === 'blob' && mode.startsWith('100');
      return [{ path: safe.data, blob: BlobId.parse(blob), size: size === '-' ? 0 : Number(size), regular }];
    }),
});

/** How one path differs between two trees. `null`: it is not there on that side. */
export interface RawDiff {
  readonly path: RepoPath;
  readonly before: BlobId | null;
  readonly after: BlobId | null;
}

export interface Range {
  readonly before: CommitId;
  readonly after: CommitId;
}

const CHANGE = /^:[0-7]{6} [0-7]{6} (?<before>[0-9a-f]{40}) (?<after>[0-9a-f]{40}) [A-Z]\d*$/u;
const NONE = '0'.repeat(40);
const side = (id: string | undefined): BlobId | null => (id === NONE ? null : BlobId.parse(id));

/** `:mode mode blob blob status NUL path NUL`, repeated; see git-diff(1), "Raw output format". */
export const rawDiff = ({ before, after }: Range): GitTask<RawDiff[]> => ({
  argv: ['diff-tree', '-r', '--raw', '-z', '--no-renames', '--abbrev=40', before, after],
  parse: (stdout) => {
    const parts = records(stdout);
    return parts.flatMap((part, index) => {
      const change = CHANGE.exec(part)?.groups;
      const path = RepoPath.safeParse(parts[index + 1]);
      if (change === undefined || !path.success) return [];
      return [{ path: path.data, before: side(change['before']), after: side(change['after']) }];
    });
  },
});

const records = (stdout: Buffer): string[] => stdout.toString().split('\0').slice(0, -1);

/** @throws {RangeError} for an id that is no blob here */
const blobs = (ids: readonly BlobId[]): GitTask<Map<BlobId, Buffer>> => ({
  argv: ['cat-file', '--batch'],
  input: ids.map((id) => `${id}\n`).join(''),
  parse: (stdout) => {
    const answers = new BatchOutput().push(stdout);
    return new Map(
      ids.map((id, at) => {
        const object = answers[at]?.object;
        if (object?.sha === id && object.type === 'blob') return [id, object.bytes];
        throw new RangeError(`git has no blob ${id}, but ${object?.type ?? 'nothing of that name'}`);
      }),
    );
  },
});

/**
 * The bytes of small files of a tree, by path, in one process and without a checkout.
 *
 * @throws {UserError} `not-a-file` for a symbolic link or submodule, `file-too-large` past `maxBytes` each
 */
export async function readFiles(
  root: string,
  files: readonly TreeFile[],
  maxBytes: number,
): Promise<Map<RepoPath, Buffer>> {
  for (const file of files) admit(file, maxBytes);
  if (files.length === 0) return new Map();
  const found = await ask(root, blobs([...new Set(files.map(({ blob }) => blob))]));
  return new Map(files.map(({ path, blob }) => [path, found.get(blob) ?? Buffer.alloc(0)]));
}

function admit({ path, regular, size }: TreeFile, maxBytes: number): void {
  if (!regular) throw notAFile(path);
  if (size > maxBytes) {
    throw new UserError('file-too-large', `${path} has ${size} bytes; the limit is ${maxBytes}`, {
      hint: `Make ${path} smaller. A picture or a sound belongs in Git LFS.`,
    });
  }
}

export const notAFile = (path: RepoPath) =>
  new UserError('not-a-file', `${path} is a symbolic link or a submodule, not a file`, {
    hint: `Commit the file itself at ${path}.`,
  });
