import { z } from 'zod';
import type { LedgerRecord } from '#core/ledger-record.ts';
import { LOCK_PATH } from '#core/lock.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { needing, rawText } from './github.ts';
import type { GitHub } from './github.ts';

const Pulls = z.array(
  z.object({
    number: z.int(),
    merged_at: z.string().nullable(),
    user: z.object({ login: z.string() }).nullable(),
  }),
);
const Reviews = z.array(
  z.object({
    state: z.string(),
    commit_id: z.string().nullable(),
    user: z.object({ login: z.string(), type: z.string() }).nullable(),
  }),
);

type Review = Extract<LedgerRecord, { kind: 'review' }>;

/**
 * Who approved a lock: people whose newest word on a merged pull request of this commit is an approval, given on a commit that
 * has these very bytes of the lock. An approval of an older state, or of another lock, counts for nothing (I2).
 */
export async function approvalsOf(github: GitHub, commit: CommitId, lock: Oid): Promise<Review[]> {
  const { owner, repo } = github;
  return needing('pull-requests: read', async () => {
    const pulls = Pulls.parse(
      (
        await github.request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
          owner,
          repo,
          commit_sha: commit,
          per_page: 100,
        })
      ).data,
    );
    const found: Review[] = [];
    for (const pull of pulls.filter(({ merged_at: merged }) => merged !== null)) {
      for (const [login, review] of await latestReviews(github, pull.number)) {
        const reviewed = CommitId.safeParse(review.commit_id);
        if (review.state !== 'APPROVED' || login === pull.user?.login || !reviewed.success) continue;
        if ((await lockAt(github, reviewed.data)) === lock)
          found.push({ kind: 'review', pull: pull.number, commit: reviewed.data, lock, by: login });
      }
    }
    return found;
  });
}

/** Each person's newest review that decides something; a comment takes no approval back. */
async function latestReviews(
  { request, owner, repo }: GitHub,
  pull: number,
): Promise<Map<string, z.infer<typeof Reviews>[number]>> {
  const latest = new Map<string, z.infer<typeof Reviews>[number]>();
  for (let page = 1; ; page += 1) {
    const { data } = await request('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
      owner,
      repo,
      pull_number: pull,
      per_page: 100,
      page,
    });
    const reviews = Reviews.parse(data);
    for (const review of reviews) {
      if (
        review.user?.type === 'User' &&
        ['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'].includes(review.state)
      )
        latest.set(review.user.login, review);
    }
    if (reviews.length < 100) return latest;
  }
}

async function lockAt({ request, owner, repo }: GitHub, ref: CommitId): Promise<Oid | undefined> {
  try {
    const { data } = await request('GET /repos/{owner}/{repo}/contents/{path}', {
      owner,
      repo,
      path: LOCK_PATH,
      ref,
      mediaType: { format: 'raw' },
    });
    return oidOf(rawText(data));
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 404) return undefined; // that commit had no lock
    throw error;
  }
}
