import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '#core/errors.ts';
import type { CommitId } from '#core/oid.ts';
import type { RepoPath } from '#core/repo-path.ts';
import { makeCommit, moveRemote, remoteBranch } from '../repository/branch.ts';
import type { Content, Signature } from '../repository/branch.ts';
import { ask } from '../repository/git.ts';
import { isAncestor } from '../repository/history.ts';
import type { Store } from '../store/store.ts';
import { Shown, shownOf, step } from './target.ts';
import type { SiteSet, Target } from './target.ts';

export interface BranchOptions {
  readonly root: string;
  /** Name or address. */
  readonly remote: string;
  readonly branch: string;
  readonly store: Store;
  readonly by: Signature;
}

const TRIES = 10;

/**
 * A site on a branch: each state is one commit whose parent is the one before, and one compare-and-swap push shows it. Its
 * message names main's commit and the lock.
 */
export function branchTarget({ root, remote, branch, store, by }: BranchOptions): Target {
  async function read(): Promise<{ tip: CommitId | undefined; shown: Shown | undefined }> {
    const tip = await remoteBranch(root, remote, branch);
    return { tip, shown: tip === undefined ? undefined : await shownBy(root, branch, tip) };
  }

  async function commit(set: SiteSet, parent: CommitId | undefined): Promise<CommitId> {
    const folder = await mkdtemp(join(tmpdir(), 'alpha-publish-'));
    try {
      const files = new Map<RepoPath, Content>();
      for (const [path, file] of set.files) {
        const place = join(folder, String(files.size));
        if (file.kind === 'stored') await store.get(file, place);
        files.set(path, file.kind === 'stored' ? { file: place } : file.bytes);
      }
      return await makeCommit(root, {
        parent: parent ?? null,
        base: 'nothing',
        files,
        message: messageOf(shownOf(set)),
        by,
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return {
    name: `the branch ${branch} of ${remote}`,
    current: async () => (await read()).shown,
    publish: async (set) => {
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        const { tip, shown } = await read();
        const publication = await step(shown, shownOf(set), (range) => isAncestor(root, range));
        if (publication !== 'published') return publication;
        const to = await commit(set, tip);
        if (await moveRemote(root, remote, { branch, from: tip ?? null, to })) return publication;
      }
      throw new UserError('publish-busy', `others were faster in publishing to ${branch} ${TRIES} times`, {
        hint: 'Run this again; if it stays so, look for a job that publishes in a loop.',
      });
    },
  };
}

const messageOf = ({ commit, lock, set }: Shown): string =>
  `Show ${commit}\n\nAlpha-Commit: ${commit}\nAlpha-Lock: ${lock}\nAlpha-Set: ${set}\n`;

const MESSAGE = /^Alpha-Commit: (?<commit>.*)\nAlpha-Lock: (?<lock>.*)\nAlpha-Set: (?<set>.*)$/mu;

async function shownBy(root: string, branch: string, tip: CommitId): Promise<Shown> {
  const message = await ask(root, {
    argv: ['log', '-1', '--format=%B', tip],
    parse: (stdout) => stdout.toString(),
  });
  const shown = Shown.safeParse({ ...MESSAGE.exec(message)?.groups });
  if (shown.success) return shown.data;
  throw new UserError('publish-foreign', `the newest commit of ${branch} was not made by a publication`, {
    hint: `Name another branch, or set ${branch} back to its last publication: nothing but publications may stand there.`,
    cause: shown.error,
  });
}
