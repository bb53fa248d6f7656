import { Octokit } from '@octokit/core';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import Bottleneck from 'bottleneck/light.js';
import { UserError } from '#core/errors.ts';

export interface GitHubAccess {
  readonly apiUrl: string;
  readonly token: string;
  readonly owner: string;
  readonly repository: string;
}

const PatientOctokit = Octokit.plugin(retry, throttling);
type Client = InstanceType<typeof PatientOctokit>;

/** GitHub's REST interface for one repository: waits out rate limits, tries again on 5xx, gives each request 30 s. */
export interface GitHub {
  readonly request: Client['request'];
  readonly owner: string;
  readonly repo: string;
}

/** How often a request is sent again after a rate limit. */
const PATIENCE = 3;

/** One write after the other. A run sends about ten; GitHub takes 80 a minute, and the plugin's own pause is seconds long. */
const writes = () => new Bottleneck.Group({ maxConcurrent: 1, minTime: 50 });

const onLimit = (_: number, _options: object, _client: unknown, retries: number): boolean =>
  retries < PATIENCE;

export function openGitHub({ apiUrl, token, owner, repository }: GitHubAccess): GitHub {
  const client = new PatientOctokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent: 'alpha-ref',
    request: {
      fetch: (url: string, options: RequestInit) =>
        fetch(url, { ...options, signal: AbortSignal.timeout(30_000) }),
    },
    retry: { doNotRetry: [400, 401, 403, 404, 409, 410, 422, 451] },
    throttle: {
      onRateLimit: onLimit,
      onSecondaryRateLimit: onLimit,
      write: writes(),
      notifications: writes(),
    },
  });
  return { request: client.request, owner, repo: repository };
}

/** Adds what the token lacks to GitHub's bare "Resource not accessible by integration". */
export async function needing<T>(permission: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 403) {
      throw new UserError('token-too-weak', `GitHub refused: ${error.message}`, {
        hint: `The job needs \`permissions: ${permission}\`.`,
        cause: error,
      });
    }
    throw error;
  }
}

/** A file's text from a raw answer: the client gives bytes where the answer does not name a character set. */
export function rawText(data: unknown): string {
  if (typeof data === 'string') return data;
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString('utf8');
  throw new TypeError(`a raw answer was ${typeof data}, not text`);
}
