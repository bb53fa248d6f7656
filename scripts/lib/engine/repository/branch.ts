import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { CommitId } from '#core/oid.ts';
import type { RepoPath } from '#core/repo-path.ts';
import { ask, GitFailure, line, nothing } from './git.ts';
import { BlobId } from './tree.ts';

/** Who a commit is by, and when: seconds since 1970, so that equal work gives an equal commit. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly seconds: number;
}

/** What becomes of a path: new bytes, a file to copy them from, or nothing. */
export type Content = Uint8Array | { readonly file: string } | 'delete';

export interface NewCommit {
  /** `null` for the first commit of an orphan branch. */
  readonly parent: CommitId | null;
  /** `parent` keeps every other file; `nothing` makes a tree of these files alone. */
  readonly base: 'parent' | 'nothing';
  readonly files: ReadonlyMap<RepoPath, Content>;
  readonly message: string;
  readonly by: Signature;
}

/** Makes a commit without a work tree and without touching the index or any branch; gives its id. */
export async function makeCommit(root: string, commit: NewCommit): Promise<CommitId> {
  const folder = await mkdtemp(join(tmpdir(), 'alpha-commit-'));
  // An index that is not there yet is an empty one.
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    if (commit.base === 'parent' && commit.parent !== null)
      await ask(root, { argv: ['read-tree', commit.parent], env, parse: nothing });
    const blobs = await stored(root, [...commit.files.values()], folder);
    const entries = [...commit.files].map(([path, content], at) =>
      content === 'delete' ? `0 ${NONE}\t${path}\0` : `100644 ${blobs[at] ?? NONE}\t${path}\0`,
    );
    await ask(root, {
      argv: ['update-index', '-z', '--index-info'],
      env,
      input: entries.join(''),
      parse: nothing,
    });
    const tree = await ask(root, { argv: ['write-tree'], env, parse: line });
    const date = `@${commit.by.seconds} +0000`; // without @, small numbers are read as something else
    return await ask(root, {
      argv: ['commit-tree', tree, ...(commit.parent === null ? [] : ['-p', commit.parent]), '-F', '-'],
      input: commit.message,
      env: {
        GIT_AUTHOR_NAME: commit.by.name,
        GIT_AUTHOR_EMAIL: commit.by.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: commit.by.name,
        GIT_COMMITTER_EMAIL: commit.by.email,
        GIT_COMMITTER_DATE: date,
      },
      parse: (out) => CommitId.parse(line(out)),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NONE = '0'.repeat(40);

/**
 * All bytes go in by one process, as they are, by way of a folder: no filter, no line ends. `undefined` where there is nothing to
 * store.
 */
async function stored(
  root: string,
  contents: readonly Content[],
  folder: string,
): Promise<(BlobId | undefined)[]> {
  const kept = contents.filter((content) => content !== 'delete');
  if (kept.length === 0) return contents.map(() => undefined);
  const paths = await Promise.all(
    kept.map(async (content, at) => {
      const path = content instanceof Uint8Array ? join(folder, String(at)) : resolve(content.file);
      if (content instanceof Uint8Array) await writeFile(path, content);
      return path;
    }),
  );
  const odd = paths.find((path) => path.includes('\n'));
  if (odd !== undefined) throw new RangeError(`a path with a line feed cannot be given to git: ${odd}`);
  const ids = await ask(root, {
    argv: ['hash-object', '-w', '--no-filters', '--stdin-paths'],
    input: paths.map((path) => `${path}\n`).join(''),
    parse: (out) => z.array(BlobId).length(paths.length).parse(line(out).split('\n')),
  });
  const each = ids.values();
  return contents.map((content) => (content === 'delete' ? undefined : each.next().value));
}

/** Where a branch stands here; `undefined` when there is none. */
export const localBranch = (root: string, branch: string): Promise<CommitId | undefined> =>
  ask(root, {
    argv: ['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`],
    parse: (out) => CommitId.optional().parse(line(out) || undefined),
  });

/** Fetches a branch and says where it stands on the remote; `undefined` when there is none. Moves no branch here. */
export async function remoteBranch(
  root: string,
  remote: string,
  branch: string,
): Promise<CommitId | undefined> {
  try {
    const tip = await ask(root, {
      argv: ['ls-remote', '--', remote, `refs/heads/${branch}`],
      parse: (out) =>
        CommitId.optional().parse(/^(?<id>[0-9a-f]{40})\t/u.exec(line(out))?.groups?.['id'] ?? undefined),
    });
    if (tip === undefined) return undefined;
    if (await isHere(root, tip)) return tip;
    await ask(root, {
      argv: ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--', remote, `refs/heads/${branch}`],
      parse: nothing,
    });
    // It may have moved on between the two questions; what was fetched then holds this tip as an ancestor.
    return tip;
  } catch (cause) {
    throw unreachableRemote(remote, cause);
  }
}

async function isHere(root: string, commit: CommitId): Promise<boolean> {
  try {
    await ask(root, { argv: ['cat-file', '-e', `${commit}^{commit}`], parse: nothing });
    return true;
  } catch (cause) {
    if (cause instanceof GitFailure) return false;
    throw cause;
  }
}

export interface Move {
  readonly branch: string;
  /** Where the branch must stand for the move to happen; `null`: nowhere. */
  readonly from: CommitId | null;
  readonly to: CommitId;
}

/** Moves a branch here by compare-and-swap: `false` when it no longer stands at `from`. */
export async function moveLocal(root: string, { branch, from, to }: Move): Promise<boolean> {
  try {
    await ask(root, { argv: ['update-ref', `refs/heads/${branch}`, to, from ?? NONE], parse: nothing });
    return true;
  } catch (cause) {
    if (cause instanceof GitFailure && /cannot lock ref/u.test(cause.stderr)) return false;
    throw cause;
  }
}

/**
 * Moves a branch on a remote by compare-and-swap, without hooks: `false` when it no longer stands at `from`.
 *
 * @throws {UserError} `remote-failed` when the remote cannot be reached or refuses for another reason
 */
export async function moveRemote(root: string, remote: string, { branch, from, to }: Move): Promise<boolean> {
  const ref = `refs/heads/${branch}`;
  try {
    await ask(root, {
      argv: [
        'push',
        '--porcelain',
        '--no-verify',
        '--quiet',
        `--force-with-lease=${ref}:${from ?? ''}`,
        '--',
        remote,
        `${to}:${ref}`,
      ],
      parse: nothing,
    });
    return true;
  } catch (cause) {
    if (cause instanceof GitFailure && LOST.test(cause.stdout + cause.stderr)) return false;
    throw unreachableRemote(remote, cause);
  }
}

// What a push says when somebody else was faster: on our side, on the server's, while the ref was locked.
const LOST =
  /stale info|fetch first|non-fast-forward|cannot lock ref|failed to update ref|reference already exists/u;

function unreachableRemote(remote: string, cause: unknown): unknown {
  if (!(cause instanceof GitFailure)) return cause;
  return new UserError('remote-failed', `the Git remote ${remote} did not do it: ${cause.stderr.trim()}`, {
    hint: 'Check the network, the remote (`git remote -v`) and that the token may write to it.',
    cause,
  });
}
