import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { CommitId, short } from '#core/oid.ts';
import { ask } from '#engine/repository/git.ts';
import type { StepContext } from './action.ts';
import { askedBuild, fetchPull } from './command-change.ts';
import { requireMaintainer } from './command-maintainer.ts';
import { parseCommand } from './command.ts';
import { gitAccess } from './git-access.ts';
import { needing } from './github.ts';
import type { GitHub } from './github.ts';

const Pull = z.object({
  state: z.string(),
  merged: z.boolean(),
  head: z.object({ sha: CommitId, repo: z.object({ full_name: z.string() }).nullable() }),
});
export type Pull = z.infer<typeof Pull>;

export async function pullOf(github: GitHub, number: number): Promise<Pull> {
  const { owner, repo } = github;
  const { data } = await needing('pull-requests: read', () =>
    github.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: number }),
  );
  return Pull.parse(data);
}

export interface BuildRequest {
  readonly context: StepContext;
  readonly github: GitHub;
  readonly token: string;
  readonly pull: number;
  readonly sha: CommitId;
}

/**
 * Holds a maintainer's wish to what may reach the GPU (I13): an open pull request from a fork, the very commit that is its head at
 * this moment, without a change of workflow files. Asked when the comment is answered, and again before the job.
 *
 * @throws {UserError} `build-refused`
 */
export async function requireBuildable({ context, github, token, pull, sha }: BuildRequest): Promise<void> {
  const { state, head } = await pullOf(github, pull);
  if (state !== 'open') throw refused('the pull request is closed', 'Reopen it, or open another.');
  if (head.sha !== sha)
    throw refused(
      `its head is \`${head.sha}\` now, not \`${short(sha)}\``,
      'Look at what was pushed, and name that commit.',
    );
  if (head.repo === null)
    throw refused('its fork was deleted', 'Bring the change as a branch of this repository.');
  if (head.repo.full_name === `${github.owner}/${github.repo}`)
    throw refused(
      'it comes from a branch of this repository, whose every push is built',
      'Push again, or run the failed job again.',
    );
  await using _access = await gitAccess({ serverUrl: context.serverUrl, token, temp: context.temp });
  await fetchPull(context.workspace, pull, sha);
  const touched = await ask(context.workspace, {
    argv: ['diff', '--name-only', '-z', `${context.sha}...${sha}`, '--', '.github'],
    parse: (out) => out.toString().split('\0').filter(Boolean),
  });
  if (touched.length > 0)
    throw refused(
      'it changes files in `.github`, and a job may not push the branch that would hold its lock',
      'Bring the change as a branch of this repository.',
    );
}

const refused = (because: string, hint: string) =>
  new UserError('build-refused', `Not built: ${because}`, { hint });

const Asked = z.object({
  body: z.string(),
  issue_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  user: z.object({ login: z.string() }).nullable(),
});

/**
 * Before a dispatched build begins: that a maintainer named this commit, in an unchanged comment on this pull request or by sending
 * the dispatch, and that it may be built. Whoever else could send a dispatch gets nothing built by it.
 *
 * @throws {UserError} `build-refused`, `not-a-maintainer`, `dispatch-invalid`
 */
export async function approveBuild(
  context: StepContext,
  github: GitHub,
  token: string,
): Promise<{ sha: CommitId; pull: number }> {
  const { sha, pull, comment, sender } = askedBuild(context);
  await requireMaintainer(
    github,
    comment === undefined ? sender : await whoNamed(github, comment, pull, sha),
  );
  await requireBuildable({ context, github, token, pull, sha });
  return { sha, pull };
}

async function whoNamed(github: GitHub, comment: number, pull: number, sha: CommitId): Promise<string> {
  const { owner, repo } = github;
  const { data } = await needing('pull-requests: read', () =>
    github.request('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      owner,
      repo,
      comment_id: comment,
    }),
  );
  const { body, issue_url: issue, created_at: made, updated_at: changed, user } = Asked.parse(data);
  const command = parseCommand(body);
  if (
    command.kind !== 'build' ||
    command.sha !== sha ||
    !issue.endsWith(`/issues/${pull}`) ||
    made !== changed
  )
    throw refused(
      `comment ${comment} does not name \`${short(sha)}\` on pull request ${pull}, or was edited`,
      'Comment `/alpha build <sha>` anew.',
    );
  if (user === null) throw refused('whoever wrote the comment is gone', 'Comment anew.');
  return user.login;
}
