import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';

/** A request that a job made to somewhere else than this machine. */
export interface Leak {
  readonly job: number | null;
  /** `CONNECT host:443`, or the method and the address. */
  readonly request: string;
}

/** The proxy that jobs are given: it refuses and remembers whatever does not stay on loopback. */
export class Sink {
  readonly #leaks: Leak[] = [];
  readonly #server = createServer((request, response) => {
    this.#remember(request);
    response.writeHead(403, { 'content-type': 'text/plain' }).end('The sandbox has no network\n');
  });
  #port = 0;

  async open(): Promise<void> {
    this.#server.on('connect', (request, socket) => {
      this.#remember(request);
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        resolve();
      });
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  leaks(): readonly Leak[] {
    return this.#leaks;
  }

  /** What a job's environment says about proxies; its name tells which job asked. */
  env(job: number): Record<string, string> {
    const proxy = `http://job-${job}:x@127.0.0.1:${this.#port}`;
    const direct = '127.0.0.1,localhost,::1';
    return {
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
    };
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
  }

  #remember(request: IncomingMessage): void {
    const credentials = Buffer.from(
      (request.headers['proxy-authorization'] ?? '').replace(/^Basic /iu, ''),
      'base64',
    );
    const job = /^job-(\d+):/u.exec(credentials.toString('utf8'))?.[1];
    this.#leaks.push({
      job: job === undefined ? null : Number(job),
      request: `${request.method ?? ''} ${request.url ?? ''}`,
    });
  }
}
