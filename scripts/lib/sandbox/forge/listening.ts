import type { IncomingMessage, Server } from 'node:http';

/** No body that we take is larger: 2 GiB is GitHub's own limit for one asset or object. */
const BODY_LIMIT = 2 * 1024 ** 3;

/** The port of 127.0.0.1 at which a server listens from now on; 0 asks for any free one. */
export async function listening(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The forge has no port');
  return address.port;
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > BODY_LIMIT) throw new Error('The body is larger than 2 GiB');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
