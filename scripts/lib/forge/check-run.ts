import { needing } from './github.ts';
import type { GitHub } from './github.ts';

/** The name of the check that a pull request shows. */
export const CHECK = 'alpha-ref';

export interface CheckRun {
  readonly name: string;
  readonly commit: string;
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  /** Markdown, cut at GitHub's 65 535 characters. */
  readonly summary: string;
  readonly detailsUrl: string;
}

/**
 * Reports a finished check on a commit. The commit with the lock is pushed by the job's own token, which starts no
 * workflow: without this report its required check would wait for ever (I24).
 */
export async function reportCheck(github: GitHub, check: CheckRun): Promise<void> {
  const { owner, repo } = github;
  await needing('checks: write', () =>
    github.request('POST /repos/{owner}/{repo}/check-runs', {
      owner,
      repo,
      name: check.name,
      head_sha: check.commit,
      status: 'completed',
      conclusion: check.conclusion,
      details_url: check.detailsUrl,
      output: { title: check.title, summary: check.summary.slice(0, 65_535) },
    }),
  );
}
