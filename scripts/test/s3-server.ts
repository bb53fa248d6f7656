import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A bucket on loopback that checks each signature; closed when the block ends. */
export interface S3Server extends AsyncDisposable {
  readonly endpoint: string;
  /** By name, without the bucket. */
  readonly objects: Map<string, Buffer>;
  /** Names whose PUT is answered by 200 and not kept. */
  readonly lost: Set<string>;
}

export const ACCESS = {
  region: 'eu-test-1',
  accessKeyId: 'AKTEST',
  secretAccessKey: 'secret/of+a test',
} as const;
/** Objects a page of a list. */
const PAGE = 2;

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** AWS Signature Version 4 for one request, as "Create a signed AWS API request" in AWS' IAM guide has it; all in headers. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const { method = '', url = '', headers } = request;
  const parts =
    /^AWS4-HMAC-SHA256 Credential=(?<key>[^/]+)\/(?<scope>[^,]+), SignedHeaders=(?<names>[^,]+), Signature=(?<signature>\w+)$/u.exec(
      headers.authorization ?? '',
    )?.groups;
  const { key = '', scope = '', names = '', signature } = parts ?? {};
  const payload = String(headers['x-amz-content-sha256']);
  if (key !== ACCESS.accessKeyId || !names.split(';').includes('host')) return false;
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) return false;
  const [path = '', query = ''] = url.split('?');
  const sorted = query
    .split('&')
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join('&');
  const lines = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, path, sorted, lines.join(''), names, payload].join('\n');
  const text = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join('\n');
  const signing = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${ACCESS.secretAccessKey}`);
  return (
    scope.split('/')[1] === ACCESS.region &&
    createHmac('sha256', signing).update(text).digest('hex') === signature
  );
}

export async function s3Server(bucket: string): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const lost = new Set<string>();
  const server = createServer((request, response) => {
    answer(request, response).catch((cause: unknown) =>
      response.destroy(cause instanceof Error ? cause : undefined),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new RangeError('the server has no port');

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    if (!isSigned(request, body)) return void response.writeHead(403).end();
    if (pathname === `/${bucket}`) return void response.end(list(searchParams));
    if (!pathname.startsWith(`/${bucket}/`)) return void response.writeHead(404).end();
    const name = pathname.slice(bucket.length + 2);
    const there = objects.get(name);
    if (request.method === 'PUT') {
      if (!lost.has(name)) objects.set(name, body);
      return void response.end();
    }
    if (there === undefined) return void response.writeHead(404).end();
    if (request.method === 'DELETE') {
      objects.delete(name);
      return void response.writeHead(204).end();
    }
    response.writeHead(200, { 'content-length': there.length });
    response.end(request.method === 'HEAD' ? undefined : there);
  }

  function list(query: URLSearchParams): string {
    const after = query.get('continuation-token')?.replace(/^<&/u, '') ?? '';
    const names = [...objects.keys()]
      .toSorted()
      .filter((name) => name.startsWith(query.get('prefix') ?? '') && name > after);
    const page = names.slice(0, PAGE);
    const contents = page.map(
      (name) =>
        `<Contents><Key>${name}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><Size>${objects.get(name)?.length ?? 0}</Size></Contents>`,
    );
    const more =
      names.length > PAGE ? `<NextContinuationToken>&lt;&amp;${page.at(-1)}</NextContinuationToken>` : '';
    return `<?xml version="1.0"?><ListBucketResult>${contents.join('')}${more}</ListBucketResult>`;
  }

  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    objects,
    lost,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
}
