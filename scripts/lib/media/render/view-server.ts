import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A page, its script and the models that are being drawn, on loopback; it does not keep the process alive. */
export interface ViewServer extends AsyncDisposable {
  readonly origin: string;
  /** Lends a model to the page until disposed. `bytes`: what the pixels of all views have, exactly as many are taken. */
  readonly lend: (file: string, bytes: number) => Promise<Lent>;
}

/** A model that the page may read, and the pixels that it sends back. */
export interface Lent extends Disposable {
  /** Where the page finds the model. */
  readonly model: string;
  /** Where it sends the pixels of all views. */
  readonly views: string;
  /** These pixels; none before they are sent. */
  readonly pixels: () => Buffer | undefined;
}

/** Libraries as they lie in `node_modules`: unpacked there they need no bundler, and the browser reads what it runs. */
const LIBRARIES = { three: 'three', spark: '@sparkjsdev/spark' } as const;
const IMPORTS = JSON.stringify({
  imports: {
    three: '/library/three/build/three.module.js',
    'three/addons/': '/library/three/examples/jsm/',
    '@sparkjsdev/spark': '/library/spark/dist/spark.module.js',
  },
});
/** What the page's script leaves for the browser to import. */
export const IMPORTED = [/^three(?:\/|$)/u, '@sparkjsdev/spark'];

const PAGE = `<!doctype html><meta charset="utf-8"><title>views</title><script type="importmap">${IMPORTS}</script><script type="module" src="/script.js"></script>`;
const OWN_WORDS = createHash('sha256').update(IMPORTS).digest('base64');
/** Nothing from elsewhere: what a model names by URL stays unread. */
const POLICY = `default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval' 'sha256-${OWN_WORDS}'; connect-src 'self' blob: data:; img-src 'self' blob: data:; worker-src blob:`;

interface Loan {
  readonly file: string;
  readonly size: number;
  readonly bytes: number;
  pixels: Buffer | undefined;
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
    lend: async (file, bytes) => {
      const { size } = await stat(file);
      const id = (serial += 1);
      const loan: Loan = { file, size, bytes, pixels: undefined };
      loans.set(id, loan);
      return {
        model: `/model/${id}`,
        views: `/views/${id}`,
        pixels: () => loan.pixels,
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
  const asked = /^\/(?<what>model|views)\/(?<id>\d{1,9})$/u.exec(path)?.groups;
  const loan = loans.get(Number(asked?.['id']));
  const library = libraryFile(path);
  if (request.method === 'POST' && loan !== undefined && asked?.['what'] === 'views') {
    loan.pixels = await bodyOf(request, loan.bytes);
    response.writeHead(loan.pixels === undefined ? 413 : 204).end();
  } else if (request.method !== 'GET') {
    response.writeHead(405).end();
  } else if (path === '/') {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY }).end(PAGE);
  } else if (path === '/script.js') {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  } else if (library !== undefined) {
    response.writeHead(200, { 'content-type': 'text/javascript' });
    await pipeline(createReadStream(library), response);
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

/** The file behind `/library/three/…`; none for every other path. */
function libraryFile(path: string): string | undefined {
  const { name, file } =
    /^\/library\/(?<name>three|spark)\/(?<file>(?:[\w-]+\/)*[\w.-]+\.js)$/u.exec(path)?.groups ?? {};
  const library = name === 'three' || name === 'spark' ? LIBRARIES[name] : undefined;
  if (library === undefined || file === undefined) return undefined;
  // Both have their entry one folder below their own.
  return join(dirname(dirname(createRequire(import.meta.url).resolve(library))), file);
}
