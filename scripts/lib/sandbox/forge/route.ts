import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Description } from '../openapi/description.ts';
import type { OperationId } from '../openapi/operations.ts';
import { answerFile, findRepo } from './files.ts';
import type { PageAnswer, Vault } from './files.ts';
import { answerGit, gitPath } from './git-http.ts';
import type { Hub, Viewer } from './hub.ts';
import { answerLfs, answerObject, lfsPath } from './lfs-http.ts';
import { bodyOf } from './listening.ts';
import { answerRest } from './rest.ts';
import type { Violation } from './rest.ts';

export type PageHandler = (path: string, query: URLSearchParams) => Promise<PageAnswer | undefined>;

/** What answers what. */
export interface Rooms {
  readonly hub: Hub;
  readonly description: Description;
  readonly vault: Vault;
  /** What people see; nothing until it is attached. */
  readonly pages: PageHandler | undefined;
  readonly report: (violation: Violation) => void;
}

/** A request whose sender is known. */
export interface Asked {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly viewer: Viewer;
  /** A fault that was asked for: milliseconds that an answer of the API waits. */
  readonly delay: number;
}

/** The path below the API, `undefined` outside of it. */
export const apiPathOf = (url: URL): string | undefined =>
  /^\/api\/(?:v3|uploads)(\/.*)$/u.exec(url.pathname)?.[1];

/** Answers a request by its address; which operation of the API that was, if one. */
export async function answerRoute(rooms: Rooms, asked: Asked): Promise<OperationId | null> {
  const path = apiPathOf(asked.url);
  if (path !== undefined) return answerApi(rooms, path, asked);
  await answerOther(rooms, asked);
  return null;
}

async function answerApi(rooms: Rooms, path: string, asked: Asked): Promise<OperationId | null> {
  const bytes = await bodyOf(asked.request);
  const answer = await answerRest(
    rooms.hub,
    rooms.description,
    {
      method: asked.request.method ?? 'GET',
      path,
      fullPath: asked.url.pathname,
      query: asked.url.searchParams,
      headers: asked.request.headers,
      bytes,
    },
    asked.viewer,
    rooms.report,
  );
  if (asked.delay > 0) await wait(asked.delay);
  const { response } = asked;
  if (answer.raw) {
    response
      .writeHead(answer.status, { 'content-type': answer.raw.type, ...answer.headers })
      .end(answer.raw.bytes);
  } else if (answer.body === undefined) response.writeHead(answer.status, answer.headers).end();
  else {
    response.writeHead(answer.status, {
      'content-type': 'application/json; charset=utf-8',
      ...answer.headers,
    });
    response.end(JSON.stringify(answer.body));
  }
  return answer.operation;
}

async function answerOther(rooms: Rooms, { url, request, response, viewer }: Asked): Promise<void> {
  const { hub } = rooms;
  const git = gitPath(url.pathname);
  const lfs = lfsPath(url.pathname);
  const object = /^\/_lfs\/([\w.-]+)$/u.exec(url.pathname)?.[1];
  if (git) {
    const repo = findRepo(hub, git.slug);
    if (!repo) missing(response);
    else
      await answerGit(
        hub,
        { repo, service: git.service, query: url.search.slice(1) },
        request,
        response,
        viewer,
      );
  } else if (lfs) {
    const repo = findRepo(hub, lfs.slug);
    const body = await bodyOf(request);
    if (repo) answerLfs(hub, { repo, tail: lfs.tail, body }, request, response, viewer);
    else missing(response);
  } else if (object !== undefined) {
    await answerObject(hub, object, request.method ?? 'GET', await bodyOf(request), response);
  } else if (request.method === 'GET' || request.method === 'HEAD') {
    const answer =
      (await answerFile(hub, rooms.vault, url, viewer)) ??
      (await rooms.pages?.(url.pathname, url.searchParams));
    if (answer) response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    else missing(response);
  } else missing(response);
}

function missing(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found\n');
}

/** Breaks the connection once so many bytes of a request have come. */
export function reset(request: IncomingMessage, after: number): void {
  let seen = 0;
  if (after === 0) {
    request.socket.resetAndDestroy();
    return;
  }
  request.on('data', (chunk: Uint8Array) => {
    seen += chunk.length;
    if (seen >= after) request.socket.resetAndDestroy();
  });
  request.on('end', () => request.socket.resetAndDestroy());
}
