import type { IncomingHttpHeaders } from 'node:http';
import type { Json } from '#core/json.ts';
import { messageOf } from '#core/errors.ts';
import type { Description } from '../openapi/description.ts';
import { operations } from '../openapi/operations.ts';
import type { Grant, OperationId } from '../openapi/operations.ts';
import { findNumber } from './events.ts';
import { ok } from './call.ts';
import type { Answer, Call, Handler, PlainOperation, RepoOperation } from './call.ts';
import { Refusal, accessOf, atLeast, notFound } from './hub.ts';
import type { Hub, Viewer } from './hub.ts';
import { actionRoutes } from './routes/actions.ts';
import { checkRoutes } from './routes/checks.ts';
import { gitRoutes } from './routes/git-data.ts';
import { issueRoutes } from './routes/issues.ts';
import { pullRoutes } from './routes/pulls.ts';
import { releaseRoutes } from './routes/releases.ts';
import { repoRoutes } from './routes/repos.ts';
import { fullUserShape } from './shapes/users.ts';
import type { Repo } from './tables.ts';

/** A request, or an answer of ours, that GitHub's description does not allow. */
export interface Violation {
  readonly side: 'route' | 'request' | 'response';
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly faults: readonly string[];
}

export interface RestRequest {
  readonly method: string;
  /** Below `/api/v3`. */
  readonly path: string;
  /** As it came, for `link` headers. */
  readonly fullPath: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Uint8Array;
}

const DOCS = 'https://docs.github.com/rest';

const repoHandlers: Readonly<Record<RepoOperation, Handler>> = {
  ...repoRoutes,
  ...pullRoutes,
  ...issueRoutes,
  ...checkRoutes,
  ...gitRoutes,
  ...releaseRoutes,
  ...actionRoutes,
};

const plainHandlers: Readonly<Record<PlainOperation, (call: Call) => Answer>> = {
  'rate-limit/get': () => {
    const rate = { limit: 5000, used: 0, remaining: 5000, reset: 4_102_444_800 };
    return ok({ resources: { core: rate, search: rate }, rate });
  },
  'users/get-authenticated': ({ hub, viewer }) => {
    if (viewer.kind !== 'user') throw new Refusal(401, 'Requires authentication');
    return ok(fullUserShape(hub, viewer.user));
  },
  'users/get-by-username': ({ hub, params }) => {
    const user = hub.tables.users.list((row) => row.login === params['username'])[0];
    if (!user) throw notFound();
    return ok(fullUserShape(hub, user));
  },
};

const isPlain = (id: OperationId): id is PlainOperation => Object.hasOwn(plainHandlers, id);
const UNKNOWN: Answer = { status: 501, body: { message: 'Not Implemented', documentation_url: DOCS } };

/** Answers one REST request, held against the description on both sides. */
export async function answerRest(
  hub: Hub,
  description: Description,
  request: RestRequest,
  viewer: Viewer,
  report: (violation: Violation) => void,
): Promise<Answer & { readonly operation: OperationId | null }> {
  const match = description.match(request.method, request.path);
  const told = (side: Violation['side'], status: number, faults: readonly string[]) =>
    report({ side, method: request.method, path: request.path, status, faults });
  if (!match) {
    told('route', 501, ['the forge does not answer this route']);
    return { ...UNKNOWN, operation: null };
  }
  const answer = await attempt(hub, description, request, viewer, match, (faults) =>
    told('request', 422, faults),
  );
  const operation = match.id;
  if (answer.raw !== undefined) return { ...answer, operation };
  const faults = description.responseFaults(operation, answer.status, answer.body);
  if (faults.length === 0) return { ...answer, operation };
  told('response', answer.status, faults);
  const message = `The forge answered ${operation} outside of GitHub's description: ${faults.join('; ')}`;
  return { status: 500, body: { message, documentation_url: DOCS }, operation };
}

async function attempt(
  hub: Hub,
  description: Description,
  request: RestRequest,
  viewer: Viewer,
  match: { readonly id: OperationId; readonly params: Readonly<Record<string, string>> },
  requestFaults: (faults: readonly string[]) => void,
): Promise<Answer> {
  try {
    const params = decoded(match.params);
    const body = match.id === 'repos/upload-release-asset' ? undefined : jsonOf(request.bytes);
    const call: Call = {
      hub,
      viewer,
      params,
      query: request.query,
      headers: { ...request.headers, 'x-sandbox-path': request.fullPath },
      body,
      bytes: request.bytes,
    };
    const repo = isPlain(match.id) ? null : repoOf(hub, params, viewer);
    authorise(hub, viewer, operations[match.id], repo, call);
    const faults = description.requestFaults(match.id, request.query, body);
    if (faults.length > 0) {
      requestFaults(faults);
      throw new Refusal(422, `Invalid request.\n\n${faults.join('\n')}`);
    }
    if (isPlain(match.id)) return plainHandlers[match.id](call);
    if (!repo) throw notFound();
    const actor = viewer.kind === 'anonymous' ? hub.user('ghost') : viewer.user;
    return await repoHandlers[match.id]({ ...call, repo, actor, git: hub.git(repo.slug) });
  } catch (error) {
    if (error instanceof Refusal) {
      return {
        status: error.status,
        body: {
          message: error.message,
          ...(error.errors && { errors: error.errors }),
          documentation_url: DOCS,
          status: String(error.status),
        },
      };
    }
    const message = `The forge itself failed: ${error instanceof Error ? (error.stack ?? '') : messageOf(error)}`;
    requestFaults([message]);
    return { status: 500, body: { message, documentation_url: DOCS } };
  }
}

function decoded(params: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    throw new Refusal(404, 'Not Found');
  }
}

function jsonOf(bytes: Uint8Array): Json | undefined {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new Refusal(422, 'Problems parsing JSON');
  }
}

/** What one may not even read is not there. */
function repoOf(hub: Hub, params: Readonly<Record<string, string>>, viewer: Viewer): Repo {
  const slug = `${params['owner'] ?? ''}/${params['repo'] ?? ''}`.toLowerCase();
  const repo = hub.tables.repos.list((row) => row.slug.toLowerCase() === slug)[0];
  if (!repo) throw notFound();
  if (viewer.kind === 'job') {
    if (viewer.token.repo !== repo.slug) throw notFound();
    return repo;
  }
  if (!atLeast(accessOf(repo, viewer.kind === 'user' ? viewer.user.login : null), 'read')) throw notFound();
  return repo;
}

/**
 * Job tokens are held to their grants even for reading a public repository, where GitHub is milder: a workflow that
 * works here works in a private repository too.
 */
function authorise(hub: Hub, viewer: Viewer, grant: Grant, repo: Repo | null, call: Call): void {
  if (grant.scope === 'none') return;
  if (viewer.kind === 'anonymous') {
    if (grant.scope === 'user-only' || grant.level === 'write')
      throw new Refusal(401, 'Requires authentication');
    return;
  }
  if (viewer.kind === 'user') return;
  const refusal = new Refusal(403, 'Resource not accessible by integration');
  if (grant.scope === 'user-only') throw refusal;
  if (grant.scope === 'metadata') return;
  const scope = grant.scope === 'target' ? targetScope(hub, repo, call) : grant.scope;
  const has = viewer.token.permissions.get(scope);
  if (has === undefined || (grant.level === 'write' && has !== 'write')) throw refusal;
}

function targetScope(hub: Hub, repo: Repo | null, call: Call): 'issues' | 'pull_requests' {
  const comment = hub.tables.comments.get(Number(call.params['comment_id'] ?? Number.NaN));
  const number = comment?.number ?? Number(call.params['issue_number'] ?? Number.NaN);
  const target = repo && findNumber(hub, repo.slug, number);
  return target && 'head' in target ? 'pull_requests' : 'issues';
}
