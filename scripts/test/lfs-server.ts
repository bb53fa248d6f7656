import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { oidOf } from '#core/oid.ts';

/** One request that came in. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

/** A Git LFS server on loopback that remembers what it was asked; closed when the block ends. */
export interface LfsServer extends AsyncDisposable {
  /** The LFS endpoint. */
  readonly url: string;
  readonly objects: Map<string, Buffer>;
  readonly seen: Seen[];
  /** Objects whose bytes were sent out so far. */
  downloads(): number;
  /** Answers the next requests to a path that ends so by a status, once each. */
  failNext(pathEnd: string, ...statuses: readonly number[]): void;
}

export interface LfsServerOptions {
  /** Asked for in the `Authorization` header of every request. */
  readonly authorization?: string;
  /** Where the bytes are; this server itself when absent. */
  readonly storage?: string;
}

const Batch = z.object({
  operation: z.enum(['download', 'upload']),
  objects: z.array(z.object({ oid: z.string(), size: z.number() })),
});

export async function lfsServer({ authorization, storage }: LfsServerOptions = {}): Promise<LfsServer> {
  const objects = new Map<string, Buffer>();
  const seen: Seen[] = [];
  const failures = new Map<string, number[]>();
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
  const origin = `http://127.0.0.1:${address.port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    seen.push({ method, path, authorization: headers.authorization });
    const body = await buffer(request);
    const planned = [...failures].find(([end]) => path.endsWith(end))?.[1].shift();
    if (planned !== undefined) return void response.writeHead(planned).end();
    if (authorization !== undefined && headers.authorization !== authorization)
      return void response.writeHead(401).end();
    const oid = path.split('/').at(-1) ?? '';
    if (method === 'POST' && path === '/lfs/objects/batch') {
      const { operation, objects: asked } = Batch.parse(JSON.parse(body.toString()));
      const told = asked.map(({ oid: name, size }) => {
        const there = objects.has(name);
        const href = `${storage ?? origin}/store/${name}`;
        if (operation === 'upload')
          return there ? { oid: name, size } : { oid: name, size, actions: { upload: { href } } };
        if (there || storage !== undefined) return { oid: name, size, actions: { download: { href } } };
        return { oid: name, size, error: { code: 404, message: 'Object does not exist' } };
      });
      response.writeHead(200, { 'content-type': 'application/vnd.git-lfs+json' });
      return void response.end(JSON.stringify({ transfer: 'basic', objects: told }));
    }
    if (method === 'GET' && path.startsWith('/store/')) {
      const bytes = objects.get(oid);
      return void (bytes === undefined ? response.writeHead(404).end() : response.end(bytes));
    }
    if (method === 'PUT' && path.startsWith('/store/')) {
      if (oidOf(body) === oid) objects.set(oid, body);
      return void response.writeHead(oidOf(body) === oid ? 200 : 422).end();
    }
    response.writeHead(404).end();
  }

  return {
    url: `${origin}/lfs`,
    objects,
    seen,
    downloads: () => seen.filter(({ method, path }) => method === 'GET' && path.startsWith('/store/')).length,
    failNext: (pathEnd, ...statuses) => failures.set(pathEnd, [...statuses]),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
}
