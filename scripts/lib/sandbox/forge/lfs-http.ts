import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '#core/json.ts';
import { Oid } from '#core/oid.ts';
import { mayPush, mayRead } from './hub.ts';
import type { Hub, Viewer } from './hub.ts';
import type { Repo } from './tables.ts';

/** The batch API of Git LFS with the basic transfer, and what of the locking API a client asks for by itself. */

const TYPE = 'application/vnd.git-lfs+json';
/** "A batch must not have more than 100 objects" is the client's default; servers may refuse larger ones. */
const BATCH_LIMIT = 1000;

const Batch = z.object({
  operation: z.enum(['download', 'upload']),
  transfers: z.array(z.string()).optional(),
  hash_algo: z.literal('sha256').optional(),
  objects: z.array(z.object({ oid: z.string(), size: z.int() })).max(BATCH_LIMIT),
});

/** Which repository and endpoint a path of the LFS API names. */
export function lfsPath(path: string): { slug: string; tail: string } | undefined {
  const found = /^\/([^/]+\/[^/]+?)(?:\.git)?\/info\/lfs\/(.+)$/u.exec(path);
  return found ? { slug: found[1] ?? '', tail: found[2] ?? '' } : undefined;
}

/** Signs addresses of objects for as long as this process runs; nothing else needs to read them. */
const SECRET = randomBytes(32);

interface Ticket {
  readonly oid: Oid;
  readonly size: number;
  readonly operation: 'download' | 'upload';
  readonly login: string | null;
  readonly job: number | null;
}

function sealed(ticket: Ticket): string {
  const text = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
}

const TicketShape = z.strictObject({
  oid: Oid,
  size: z.int(),
  operation: z.enum(['download', 'upload']),
  login: z.string().nullable(),
  job: z.int().nullable(),
});

function opened(token: string): Ticket | undefined {
  const [text = '', seal = ''] = token.split('.');
  const right = createHmac('sha256', SECRET).update(text).digest();
  const given = Buffer.from(seal, 'base64url');
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return TicketShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
}

function say(
  response: ServerResponse,
  status: number,
  body: Json,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': TYPE, ...headers }).end(JSON.stringify(body));
}

export function answerLfs(
  hub: Hub,
  what: { readonly repo: Repo; readonly tail: string; readonly body: Uint8Array },
  request: IncomingMessage,
  response: ServerResponse,
  viewer: Viewer,
): void {
  const { repo, tail } = what;
  const unauthorised = () =>
    viewer.kind === 'anonymous'
      ? say(response, 401, { message: 'Credentials needed' }, { 'lfs-authenticate': 'Basic realm="GitHub"' })
      : say(response, 403, { message: `You must have push access to ${repo.slug}` });
  if (tail === 'locks/verify' && request.method === 'POST') {
    if (mayPush(viewer, repo)) say(response, 200, { ours: [], theirs: [] });
    else unauthorised();
    return;
  }
  if (tail === 'locks' && request.method === 'GET') return say(response, 200, { locks: [] });
  if (tail !== 'objects/batch' || request.method !== 'POST') {
    return say(response, 501, { message: `The forge does not answer ${tail}` });
  }
  const batch = Batch.safeParse(parsed(what.body));
  if (!batch.success) return say(response, 422, { message: z.prettifyError(batch.error) });
  const { operation, objects } = batch.data;
  const allowed = operation === 'upload' ? mayPush(viewer, repo) : mayRead(viewer, repo);
  if (!allowed) return unauthorised();
  const who = {
    login: viewer.kind === 'anonymous' ? null : viewer.user.login,
    job: viewer.kind === 'job' ? viewer.token.job : null,
  };
  say(response, 200, {
    transfer: 'basic',
    hash_algo: 'sha256',
    objects: objects.map((object) => objectBody(hub, operation, object, who)),
  });
}

function objectBody(
  hub: Hub,
  operation: 'download' | 'upload',
  object: { readonly oid: string; readonly size: number },
  who: Pick<Ticket, 'login' | 'job'>,
): Json {
  const failed = (code: number, message: string): Json => ({ ...object, error: { code, message } });
  const oid = Oid.safeParse(object.oid);
  if (!oid.success || object.size < 0) return failed(422, 'The object is not valid');
  if (object.size > hub.settings.lfsObjectLimit) {
    return failed(422, `Size must be less than or equal to ${hub.settings.lfsObjectLimit}`);
  }
  const here = hub.lfs.blobs.has(oid.data);
  if (operation === 'download' && !here) return failed(404, 'Object does not exist on the server');
  if (operation === 'upload' && here) return { ...object, authenticated: true };
  const href = `${hub.url}/_lfs/${sealed({ oid: oid.data, size: object.size, operation, ...who })}`;
  return { ...object, authenticated: true, actions: { [operation]: { href, expires_in: 3600 } } };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** `GET` and `PUT` of one object by the address that a batch gave out. */
export async function answerObject(
  hub: Hub,
  token: string,
  method: string,
  body: Uint8Array,
  response: ServerResponse,
): Promise<void> {
  const ticket = opened(token);
  if (!ticket) return say(response, 403, { message: 'The address is not valid' });
  const { oid, size, login, job } = ticket;
  if (method === 'GET' && ticket.operation === 'download') {
    const bytes = await hub.lfs.blobs.get(oid);
    if (!bytes) return say(response, 404, { message: 'Object does not exist on the server' });
    hub.lfs.record({ kind: 'download', oid, bytes: bytes.length, login, job });
    response
      .writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length })
      .end(bytes);
    return;
  }
  if (method === 'PUT' && ticket.operation === 'upload') {
    if (body.length !== size || !(await hub.lfs.put(oid, body))) {
      return say(response, 422, { message: 'The bytes do not match their object id' });
    }
    hub.lfs.record({ kind: 'upload', oid, bytes: body.length, login, job });
    response.writeHead(200).end();
    return;
  }
  say(response, 405, { message: 'Method not allowed' });
}
