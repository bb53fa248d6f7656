import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** A page, a script and one model on loopback, and the pixels that come back. */
export interface ViewServer extends AsyncDisposable {
  readonly origin: string;
  /** Pixels of view n, once posted. */
  readonly pixels: ReadonlyMap<number, Buffer>;
}

const PAGE = '<!doctype html><meta charset="utf-8"><title>views</title><script src="/script.js"></script>';
/** Nothing from elsewhere: what a model names by URL stays unread. */
const POLICY =
  "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; connect-src 'self' blob: data:; img-src 'self' blob: data:; worker-src blob:";

/** Serves on 127.0.0.1, a free port, until disposed. `bytesPerView`: what a view's pixels have, no more is taken. */
export async function viewServer(script: string, model: string, bytesPerView: number): Promise<ViewServer> {
  const pixels = new Map<number, Buffer>();
  const { size } = await stat(model);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    const view = /^\/pixels\/(\d{1,3})$/u.exec(path)?.[1];
    if (request.method === 'POST' && view !== undefined) {
      const body = await bodyOf(request, bytesPerView);
      if (body === undefined) return void response.writeHead(413).end();
      pixels.set(Number(view), body);
      return void response.writeHead(204).end();
    }
    if (request.method !== 'GET') return void response.writeHead(405).end();
    switch (path) {
      case '/':
        response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY });
        return void response.end(PAGE);
      case '/script.js':
        return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      case '/model':
        response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': size });
        return pipeline(createReadStream(model), response);
      default:
        return void response.writeHead(404).end();
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy()); // the page says what it missed
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the view server has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    pixels,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The whole body when it has exactly so many bytes. */
async function bodyOf(request: IncomingMessage, bytes: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) return undefined;
    length += part.length;
    if (length > bytes) return undefined;
    parts.push(part);
  }
  return length === bytes ? Buffer.concat(parts, length) : undefined;
}
