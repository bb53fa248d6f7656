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

/**
 * Puts the comment onto the pull request: in place of ours where there is one, otherwise new. Ours starts with the marker
 * and was written by a bot: a person who quotes the marker does not get their comment replaced.
 *
 * @returns the comment's id, and whether it was there already
 */
export async function putComment(
  github: GitHub,
  pull: number,
  body: string,
): Promise<{ id: number; updated: boolean }> {
  const { owner, repo } = github;
  return needing('pull-requests: write', async () => {
    for (let page = 1; ; page += 1) {
      const answer = await github.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
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
      if (ours !== undefined) {
        await github.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
          owner,
          repo,
          comment_id: ours.id,
          body,
        });
        return { id: ours.id, updated: true };
      }
      if (comments.length < 100) break;
    }
    const made = await github.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      owner,
      repo,
      issue_number: pull,
      body,
    });
    return { id: z.object({ id: z.int() }).parse(made.data).id, updated: false };
  });
}
