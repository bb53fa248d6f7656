import { z } from 'zod';
import type { Oid } from '#core/oid.ts';
import { appendToLedger, readLedger } from '#engine/ledger/ledger.ts';
import { ask, nothing } from '#engine/repository/git.ts';
import type { StepContext } from './action.ts';
import { ACTIONS_BOT } from './bot.ts';
import { gitAccess } from './git-access.ts';
import { needing, openGitHub } from './github.ts';
import type { GitHub } from './github.ts';
import { imageBranch } from './image-branch.ts';

export interface KeepHouse {
  readonly context: StepContext;
  readonly token: string;
  /** What a sweep has deleted. */
  readonly deleted: readonly Oid[];
  /** Pictures stay for so many days after their pull request was closed. */
  readonly imageDays: number;
  readonly now: () => Date;
}

export interface KeptHouse {
  /** Branches that are gone. */
  readonly pruned: readonly string[];
  /** Entries of the ledger, whose chain was walked. */
  readonly entries: number;
}

const DAY_MS = 86_400_000;

/**
 * Walks the ledger's chain, records what was swept, and removes the image branches of pull requests that were closed long enough ago.
 *
 * @throws {UserError} `ledger-broken` first of all: a ledger that was touched is a person's matter, and nothing is removed
 */
export async function keepHouse({ context, token, deleted, imageDays, now }: KeepHouse): Promise<KeptHouse> {
  const { workspace: root, serverUrl, temp, apiUrl, owner, repository } = context;
  await using _access = await gitAccess({ serverUrl, token, temp });
  const place = { root, remote: 'origin' };
  const ledger =
    deleted.length === 0
      ? await readLedger(place)
      : await appendToLedger(place, [{ kind: 'sweep', deleted: [...deleted] }], { now, by: ACTIONS_BOT });
  const github = openGitHub({ apiUrl, token, owner, repository });
  const before = now().getTime() - imageDays * DAY_MS;
  const pruned: string[] = [];
  for (const [number, tip] of await imageBranches(root)) {
    const closed = await closedAt(github, number);
    if (closed === undefined || closed > before) continue;
    const ref = `refs/heads/${imageBranch(number)}`;
    // Only where it stands: somebody may have opened the pull request again and shown it anew.
    await ask(root, {
      argv: ['push', '--quiet', '--no-verify', `--force-with-lease=${ref}:${tip}`, 'origin', `:${ref}`],
      parse: nothing,
    });
    pruned.push(imageBranch(number));
  }
  return { pruned, entries: ledger.length };
}

const IMAGES = /^(?<tip>[0-9a-f]{40})\trefs\/heads\/alpha-images\/pr-(?<number>[1-9]\d{0,8})$/u;

/** By number, where each image branch stands on the remote. */
const imageBranches = (root: string): Promise<Map<number, string>> =>
  ask(root, {
    argv: ['ls-remote', '--', 'origin', 'refs/heads/alpha-images/pr-*'],
    parse: (out) =>
      new Map(
        out
          .toString()
          .split('\n')
          .flatMap((row) => {
            const { tip, number } = IMAGES.exec(row)?.groups ?? {};
            return tip === undefined ? [] : [[Number(number), tip] as const];
          }),
      ),
  });

const Pull = z.object({ state: z.string(), closed_at: z.iso.datetime({ offset: true }).nullable() });

/** When a pull request was closed, milliseconds since 1970; `undefined` while it is open. One that never was is as good as open: a person may know. */
async function closedAt({ request, owner, repo }: GitHub, number: number): Promise<number | undefined> {
  try {
    const { data } = await needing('pull-requests: read', () =>
      request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: number }),
    );
    const { state, closed_at: at } = Pull.parse(data);
    return state === 'closed' && at !== null ? Date.parse(at) : undefined;
  } catch (cause) {
    if (cause instanceof Error && 'status' in cause && cause.status === 404) return undefined;
    throw cause;
  }
}
