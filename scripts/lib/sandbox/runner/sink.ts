import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';

/** A request that a job made to somewhere else than this machine. */
export interface Leak {
  readonly job: number;
  /** `CONNECT host:443`, or the method and the address. */
  readonly request: string;
}

/** A proxy of one job's own: it refuses and remembers whatever does not stay on loopback. */
export interface Drain extends AsyncDisposable {
  /** What the job's environment says about proxies. */
  readonly env: Readonly<Record<string, string>>;
}

/** Where the requests of jobs to other machines end. */
export class Sink {
  readonly #leaks: Leak[] = [];

  leaks(): readonly Leak[] {
    return this.#leaks;
  }

  async open(job: number): Promise<Drain> {
    const remember = (request: IncomingMessage): void => {
      this.#leaks.push({ job, request: `${request.method ?? ''} ${request.url ?? ''}` });
    };
    const server = createServer((request, response) => {
      remember(request);
      response.writeHead(403, { 'content-type': 'text/plain' }).end('The sandbox has no network\n');
    });
    server.on('connect', (request, socket) => {
      remember(request);
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const proxy = `http://127.0.0.1:${await listening(server)}`;
    const direct = '127.0.0.1,localhost,::1';
    return {
      env: {
        HTTP_PROXY: proxy,
        HTTPS_PROXY: proxy,
        ALL_PROXY: proxy,
        http_proxy: proxy,
        https_proxy: proxy,
        all_proxy: proxy,
        NO_PROXY: direct,
        no_proxy: direct,
        // Node's fetch and http heed the variables above only with this one.
        NODE_USE_ENV_PROXY: '1',
      },
      async [Symbol.asyncDispose]() {
        await new Promise<void>((resolve) => {
          server.close(() => {
            resolve();
          });
          server.closeAllConnections();
        });
      },
    };
  }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sink has no port');
  return address.port;
}
