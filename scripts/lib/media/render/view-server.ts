import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** A page, its script and the models that are being drawn, on loopback; it does not keep the process alive. */
export interface ViewServer extends AsyncDisposable {
  readonly origin: string;
  /** Lends a model to the page until disposed. `bytesPerView`: what a view's pixels have, no more is taken. */
  readonly lend: (file: string, bytesPerView: number) => Promise<Lent>;
}

/** A model that the page may read, and the pixels that it sends back. */
export interface Lent extends Disposable {
  /** Where the page finds the model. */
  readonly model: string;
  /** Where it sends the pixels of view n, with `/n` behind. */
  readonly views: string;
  /** Pixels of view n, once sent. */
  readonly pixels: ReadonlyMap<number, Buffer>;
}

const PAGE = '<!doctype html><meta charset="utf-8"><title>views</title><script src="/script.js"></script>';
/** Nothing from elsewhere: what a model names by URL stays unread. */
const POLICY =
  "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; connect-src 'self' blob: data:; img-src 'self' blob: data:; worker-src blob:";

interface Loan {
  readonly file: string;
  readonly size: number;
  readonly bytesPerView: number;
  readonly pixels: Map<number, Buffer>;
}

/** Serves on 127.0.0.1, a free port, until disposed. */
export async function viewServer(script: string): Promise<ViewServer> {
  const loans = new Map<number, Loan>();
  let serial = 0;
  const server = createServer((request, response) => {
    answer(request, response, script, loans).catch(() => response.destroy()); // the page says what it missed
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the view server has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    lend: async (file, bytesPerView) => {
      const { size } = await stat(file);
      const id = (serial += 1);
      const pixels = new Map<number, Buffer>();
      loans.set(id, { file, size, bytesPerView, pixels });
      return {
        model: `/model/${id}`,
        views: `/views/${id}`,
        pixels,
        [Symbol.dispose]: () => void loans.delete(id),
      };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  script: string,
  loans: ReadonlyMap<number, Loan>,
): Promise<void> {
  const path = request.url ?? '/';
  const asked = /^\/(?<what>model|views)\/(?<id>\d{1,9})(?:\/(?<view>\d{1,3}))?$/u.exec(path)?.groups;
  const loan = loans.get(Number(asked?.['id']));
  if (request.method === 'POST' && loan !== undefined && asked?.['what'] === 'views') {
    const body = await bodyOf(request, loan.bytesPerView);
    if (body !== undefined) loan.pixels.set(Number(asked['view']), body);
    response.writeHead(body === undefined ? 413 : 204).end();
  } else if (request.method !== 'GET') {
    response.writeHead(405).end();
  } else if (path === '/') {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY }).end(PAGE);
  } else if (path === '/script.js') {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  } else if (loan !== undefined && asked?.['what'] === 'model') {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': loan.size });
    await pipeline(createReadStream(loan.file), response);
  } else {
    response.writeHead(404).end();
  }
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
