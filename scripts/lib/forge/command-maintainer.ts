import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { needing } from './github.ts';
import type { GitHub } from './github.ts';
import { escapeMarkdown } from './markdown.ts';

/** `permission` knows four words and calls maintainers writers; `role_name` tells them apart. */
const Permission = z.object({ permission: z.string(), role_name: z.string() });

/**
 * Asks GitHub what a person may do here now. `author_association` in an event says who somebody was to the repository, not
 * what they may do: a former maintainer is still a contributor.
 *
 * @throws {UserError} `not-a-maintainer` when their role is neither admin nor maintain
 */
export async function requireMaintainer(github: GitHub, login: string): Promise<void> {
  const { owner, repo } = github;
  const { data } = await needing('metadata: read', () =>
    github.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
      owner,
      repo,
      username: login,
    }),
  );
  const { permission, role_name: role } = Permission.parse(data);
  if (permission === 'admin' || role === 'maintain') return;
  throw new UserError(
    'not-a-maintainer',
    `${escapeMarkdown(login)} may not do this: it takes a maintainer, and their role here is ${escapeMarkdown(role)}`,
    { hint: 'Ask someone whose role is admin or maintain to look at it.' },
  );
}
