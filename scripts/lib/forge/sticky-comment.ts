import { z } from 'zod';
import { COMMENT_MARKER } from './comment.ts';
import { needing } from './github.ts';
import type { GitHub } from './github.ts';

const Comments = z.array(
  z.object({
    id: z.int(),
    body: z.string().default(''),
    user: z.object({ login: z.string(), type: z.string() }).nullable(),
  }),
);

/** Our comment on a pull request: it starts with the marker and was written by a bot, not by a person who quotes the marker. */
async function ourComment(
  { request, owner, repo }: GitHub,
  pull: number,
): Promise<{ id: number; body: string } | undefined> {
  for (let page = 1; ; page += 1) {
    const answer = await request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      owner,
      repo,
      issue_number: pull,
      per_page: 100,
      page,
    });
    const comments = Comments.parse(answer.data);
    const ours = comments.find(
      (comment) => comment.user?.type === 'Bot' && comment.body.startsWith(COMMENT_MARKER),
    );
    if (ours !== undefined || comments.length < 100) return ours;
  }
}

const replace = ({ request, owner, repo }: GitHub, id: number, body: string) =>
  request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', { owner, repo, comment_id: id, body });

/**
 * Puts the comment onto the pull request: in place of ours where there is one, otherwise new.
 *
 * @returns the comment's id, and whether it was there already
 */
export async function putComment(
  github: GitHub,
  pull: number,
  body: string,
): Promise<{ id: number; updated: boolean }> {
  return needing('pull-requests: write', async () => {
    const ours = await ourComment(github, pull);
    if (ours !== undefined) {
      await replace(github, ours.id, body);
      return { id: ours.id, updated: true };
    }
    return { id: await addComment(github, pull, body), updated: false };
  });
}

/** Adds a comment beside all others; gives its id. */
export async function addComment(github: GitHub, pull: number, body: string): Promise<number> {
  const { owner, repo } = github;
  const made = await needing('pull-requests: write', () =>
    github.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      owner,
      repo,
      issue_number: pull,
      body,
    }),
  );
  return z.object({ id: z.int() }).parse(made.data).id;
}

/** Changes our comment, where there is one and the change is one. */
export async function changeComment(
  github: GitHub,
  pull: number,
  change: (body: string) => string,
): Promise<void> {
  await needing('pull-requests: write', async () => {
    const ours = await ourComment(github, pull);
    if (ours === undefined) return;
    const body = change(ours.body);
    if (body !== ours.body) await replace(github, ours.id, body);
  });
}
