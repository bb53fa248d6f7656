import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Json } from '#core/json.ts';
import type { OperationId } from '../openapi/operations.ts';
import type { BareRepository } from './bare.ts';
import { Refusal, accessOf, atLeast, notFound } from './hub.ts';
import type { Hub, Viewer } from './hub.ts';
import type { Access, Repo, User } from './tables.ts';

/** A request to one operation, after routing, authentication and the check against the description. */
export interface Call {
  readonly hub: Hub;
  readonly viewer: Viewer;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, `undefined` without a body. */
  readonly body: unknown;
  /** The body as it came: release assets. */
  readonly bytes: Uint8Array;
}

/** Paths below `/repos/{owner}/{repo}` have these too. */
export interface RepoCall extends Call {
  readonly repo: Repo;
  readonly git: BareRepository;
  /** Who acts; never the ghost, because reading handlers do not ask. */
  readonly actor: User;
}

export interface Answer {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of `body`: bytes that no schema describes. */
  readonly raw?: { readonly bytes: Uint8Array; readonly type: string };
}

export type PlainOperation = 'rate-limit/get' | 'users/get-authenticated' | 'users/get-by-username';
export type RepoOperation = Exclude<OperationId, PlainOperation>;
export type Handler = (call: RepoCall) => Promise<Answer> | Answer;

export const ok = (body: Json): Answer => ({ status: 200, body });
export const created = (body: Json): Answer => ({ status: 201, body });
export const NO_CONTENT: Answer = { status: 204 };

const Id = z.coerce.number().int().nonnegative();

/** A number of the path. @throws {Refusal} 404 when it is none */
export function idOf(call: Call, name: string): number {
  const id = Id.safeParse(call.params[name]);
  if (!id.success) throw notFound();
  return id.data;
}

export const param = (call: Call, name: string): string => call.params[name] ?? '';

/** The body by a shape of ours: only the fields that we use; the description has already checked the rest. */
export function bodyOf<T>(call: Call, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(call.body ?? {});
  if (parsed.success) return parsed.data;
  throw new Refusal(422, `Invalid request.\n\n${z.prettifyError(parsed.error)}`);
}

/** One page of a list, with GitHub's `link` header. */
export function paged<T>(
  call: Call,
  all: readonly T[],
): { readonly page: T[]; readonly headers: Record<string, string> } {
  const size = Math.min(100, Math.max(1, Number(call.query.get('per_page') ?? 30) || 30));
  const number = Math.max(1, Number(call.query.get('page') ?? 1) || 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (page: number, rel: string) => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(page));
    return `<${call.hub.url}${String(call.headers['x-sandbox-path'])}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev'), link(1, 'first')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
  ];
  return {
    page: all.slice((number - 1) * size, number * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

/** @throws {Refusal} 403 unless the user has `wanted` access; a job's token was checked before */
export function needs(call: RepoCall, wanted: Access): void {
  if (call.viewer.kind === 'job') return;
  if (!atLeast(accessOf(call.repo, call.actor.login), wanted)) {
    throw new Refusal(403, `Must have ${wanted === 'write' ? 'push' : wanted} access to Repository`);
  }
}
