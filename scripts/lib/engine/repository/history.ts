import { UserError } from '#core/errors.ts';
import { CommitId } from '#core/oid.ts';
import type { RepoPath } from '#core/repo-path.ts';
import { ask, GitFailure, line } from './git.ts';
import type { GitTask } from './git.ts';
import type { Range } from './tree.ts';

/**
 * The commit that a name (`HEAD`, a branch, a tag, a full or short id) stands for.
 *
 * @throws {UserError} `no-such-commit`
 */
export async function commitOf(root: string, name: string): Promise<CommitId> {
  try {
    const task: GitTask<string> = {
      argv: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`],
      parse: line,
    };
    return CommitId.parse(await ask(root, task));
  } catch (cause) {
    if (!(cause instanceof GitFailure)) throw cause;
    throw new UserError('no-such-commit', `there is no commit ${JSON.stringify(name)} here`, {
      hint: 'Check the name, or fetch it: `git fetch origin`; a shallow clone needs `git fetch --unshallow`.',
      cause,
    });
  }
}

/** The best common ancestor; `undefined` when the two have none. */
export async function mergeBase(root: string, { before, after }: Range): Promise<CommitId | undefined> {
  try {
    return await ask(root, {
      argv: ['merge-base', before, after],
      parse: (out) => CommitId.parse(line(out)),
    });
  } catch (cause) {
    if (cause instanceof GitFailure && cause.stderr === '') return undefined; // exit 1: none
    throw cause;
  }
}

/** Whether `before` is `after` or an ancestor of it. */
export async function isAncestor(root: string, { before, after }: Range): Promise<boolean> {
  try {
    await ask(root, { argv: ['merge-base', '--is-ancestor', before, after], parse: line });
    return true;
  } catch (cause) {
    if (cause instanceof GitFailure && cause.stderr === '') return false; // exit 1: it is not
    throw cause;
  }
}

/** The last commit up to `commit` that touched `path`; `undefined` when none did. */
export const lastTouch = (commit: CommitId, path: RepoPath): GitTask<CommitId | undefined> => ({
  argv: ['--literal-pathspecs', 'log', '-1', '--format=%H', commit, '--', path],
  parse: (stdout) => CommitId.optional().parse(line(stdout) || undefined),
});
