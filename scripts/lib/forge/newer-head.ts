import { setTimeout as wait } from 'node:timers/promises';
import type { CommitId } from '#core/oid.ts';
import { remoteBranch } from '#engine/repository/branch.ts';
import { gitAccess } from './git-access.ts';
import type { GitAccess } from './git-access.ts';

/** The branch of a pull request, as a job that works on one of its heads sees it. */
export interface HeadWatch extends Disposable {
  /** The commit that the branch has moved on to, fetched; of several the first that was seen. Never comes when there is none. */
  readonly newer: Promise<CommitId>;
  /** Asks once more, now: whether the branch is at another commit, or gone. */
  moved(): Promise<boolean>;
}

/** GitHub is asked so often while a build runs: a build takes minutes. */
const EVERY_SECONDS = 10;

/**
 * Watches a branch until the block ends. What cannot be asked for is asked for again: nobody's work ends because a server did
 * not answer.
 */
export function watchHead(
  root: string,
  { branch, head }: { readonly branch: string; readonly head: CommitId },
  access: GitAccess,
  everySeconds = EVERY_SECONDS,
): HeadWatch {
  const over = new AbortController();
  const newer = Promise.withResolvers<CommitId>();
  let asking: Promise<unknown> = Promise.resolve();
  const tip = async (): Promise<CommitId | undefined> => {
    await using _access = await gitAccess(access);
    return await remoteBranch(root, 'origin', branch);
  };
  /** One at a time: each has the configuration file of this process. */
  const ask = async (): Promise<CommitId | undefined> => {
    const answer = asking.then(tip);
    asking = answer.catch(() => undefined);
    return await answer;
  };
  void (async () => {
    while (!over.signal.aborted) {
      await wait(everySeconds * 1000, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
      const there = over.signal.aborted ? undefined : await ask().catch(() => undefined);
      if (there !== undefined && there !== head) return newer.resolve(there);
    }
  })();
  return {
    newer: newer.promise,
    moved: async () => (await ask()) !== head,
    [Symbol.dispose]: () => over.abort(),
  };
}
