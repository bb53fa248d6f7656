import { execa, ExecaError } from 'execa';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import type { Oid } from '#core/oid.ts';
import { ask, GitFailure, line } from '#engine/repository/git.ts';
import { needing, openGitHub } from '#forge/github.ts';
import type { GitHub } from '#forge/github.ts';

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  /** Whether it was there already. */
  readonly found: boolean;
}

export interface PullQuestion {
  readonly root: string;
  readonly branch: string;
  readonly base: string;
  /** The LFS object that the branch brings. */
  readonly object: Oid;
  readonly title: string;
  readonly body: string;
}

const NEEDED = 'contents: write, pull-requests: write';
const BY_HAND = (branch: string) => `The candidate is on the branch ${branch} of this clone. `;

/**
 * Pushes a branch with its LFS object and opens its pull request; one that is open already is found.
 * The token stands in GITHUB_TOKEN, the address of another forge than github.com in GITHUB_API_URL.
 *
 * @throws {UserError} `no-token`, `no-remote`, `push-failed`, `pull-failed`, `token-too-weak`: the branch is there, and this can be run again
 */
export async function openPull(question: PullQuestion): Promise<PullRequest> {
  const { root, branch } = question;
  const { owner, repository } = await placeOf(root, branch);
  const token = process.env['GITHUB_TOKEN'] ?? process.env['GH_TOKEN'] ?? '';
  if (token === '') {
    throw new UserError('no-token', 'No pull request can be opened: GITHUB_TOKEN is not set', {
      hint: `${BY_HAND(branch)}Set GITHUB_TOKEN to a token with \`${NEEDED}\` and run this again, or leave it at the branch: \`--local\`.`,
    });
  }
  await push(question, token);
  const apiUrl = process.env['GITHUB_API_URL'] ?? 'https://api.github.com';
  return askFor(openGitHub({ apiUrl, token, owner, repository }), question);
}

/** Owner and name of the repository that `origin` is. */
async function placeOf(root: string, branch: string): Promise<{ owner: string; repository: string }> {
  const remote = await ask(root, { argv: ['remote', 'get-url', 'origin'], parse: line }).catch(
    (cause: unknown) => {
      if (cause instanceof GitFailure) return undefined; // there is none
      throw cause;
    },
  );
  const { owner, repository } =
    /^(?:https?:\/\/[^/]+\/|ssh:\/\/[^/]+\/|[^/:]+@[^/:]+:)(?<owner>[^/:]+)\/(?<repository>[^/]+?)(?:\.git)?\/?$/u.exec(
      remote ?? '',
    )?.groups ?? {};
  if (owner !== undefined && repository !== undefined) return { owner, repository };
  throw new UserError(
    'no-remote',
    `No pull request can be opened: ${remote === undefined ? 'this clone has no remote origin' : `origin is ${remote}, which is no repository of a forge`}`,
    {
      hint: `${BY_HAND(branch)}Name the repository (\`git remote add origin https://github.com/<owner>/<name>.git\`) and run this again, or leave it at the branch: \`--local\`.`,
    },
  );
}

/** The server wants somebody to say who they are, and nobody did. */
const UNKNOWN =
  /could not read (?:Username|Password)|terminal prompts disabled|Authentication failed|Authentication required|Invalid credentials|\b40[13]\b/u;

/** Pushes the object first, then the branch: with the credentials of this clone, and with the token where there are none. */
async function push({ root, branch, object }: PullQuestion, token: string): Promise<void> {
  const steps = [
    ['lfs', 'push', '--object-id', 'origin', object],
    [
      'push',
      '--quiet',
      '--no-verify',
      '--set-upstream',
      'origin',
      `refs/heads/${branch}:refs/heads/${branch}`,
    ],
  ];
  const run = async (env: Readonly<Record<string, string>>): Promise<void> => {
    for (const argv of steps)
      await execa('git', argv, {
        cwd: root,
        stdin: 'ignore',
        env: { GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...env },
      });
  };
  try {
    try {
      await run({});
    } catch (cause) {
      if (!(cause instanceof ExecaError) || !UNKNOWN.test(saidBy(cause))) throw cause;
      await run(await authorised(root, token));
    }
  } catch (cause) {
    if (!(cause instanceof ExecaError)) throw cause;
    throw new UserError('push-failed', `${branch} could not be pushed to origin: ${saidBy(cause).trim()}`, {
      hint: `${BY_HAND(branch)}Check \`git remote -v\`, the network, and that you may push there; then run this again.`,
      cause,
    });
  }
}

const saidBy = ({ stderr }: ExecaError): string => (typeof stderr === 'string' ? stderr : '');

/** The token as Git sends it to the server of `origin`, for the processes that this environment is given to. */
async function authorised(root: string, token: string): Promise<Record<string, string>> {
  const remote = await ask(root, { argv: ['remote', 'get-url', 'origin'], parse: line });
  const server = URL.canParse(remote) ? new URL('/', remote).href : 'https://github.com/';
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${server}.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
}

const Pull = z.object({ number: z.int().positive(), html_url: z.string() });

async function askFor(github: GitHub, { branch, base, title, body }: PullQuestion): Promise<PullRequest> {
  const { owner, repo } = github;
  try {
    return await needing(NEEDED, async () => {
      const open = await github.request('GET /repos/{owner}/{repo}/pulls', {
        owner,
        repo,
        state: 'open',
        head: `${owner}:${branch}`,
      });
      const [there] = z.array(Pull).parse(open.data);
      if (there !== undefined) return { number: there.number, url: there.html_url, found: true };
      const { data } = await github.request('POST /repos/{owner}/{repo}/pulls', {
        owner,
        repo,
        head: branch,
        base,
        title,
        body,
      });
      const { number, html_url: url } = Pull.parse(data);
      return { number, url, found: false };
    });
  } catch (cause) {
    if (!(cause instanceof Error && 'status' in cause)) throw cause;
    throw new UserError(
      'pull-failed',
      `The forge did not open the pull request of ${branch}: ${cause.message}`,
      {
        hint: `The branch is pushed. Check that GITHUB_TOKEN is for ${owner}/${repo} and has \`${NEEDED}\`, then run this again, or open it by hand.`,
        cause,
      },
    );
  }
}

/** The pull request's words. */
export const bodyOf = (seed: number, backend: string, picture: string): string =>
  [
    `\`${picture}\` and its card, made by the **${backend}** backend from the present reference with seed ${seed}.`,
    ...(backend === 'preview'
      ? [
          '',
          '**This is a preview**: recoloured, lit anew and cropped on a CPU, not made by a model. Its card says so, and so does whatever is made from it.',
        ]
      : []),
  ].join('\n');
