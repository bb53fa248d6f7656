import { z } from 'zod';
import { messageOf, UserError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';

/** A server that a backend speaks to. */
export interface Server {
  /** For people: "ComfyUI". */
  readonly name: string;
  /** With scheme, without a slash at the end. */
  readonly url: string;
  /** What the owner does when it does not answer. */
  readonly mend: string;
}

/** An answer as far as it was read. */
export interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}

/** One request must not take longer: uploads and pictures, not computing. */
const REQUEST_SECONDS = 60;
/** A longer answer is refused: the largest file that is asked for is a video. */
const MOST_BYTES = 512 * 2 ** 20;

export interface Request {
  readonly method: 'GET' | 'POST';
  /** With its query. */
  readonly path: string;
  readonly json?: Json;
  readonly form?: FormData;
}

/**
 * Asks a server once. Any status is an answer; what the status means is the caller's.
 *
 * @throws {UserError} `server-unreachable` with how to start it, `server-silent` when it does not answer in time
 * @throws the signal's reason when it was aborted
 */
export async function ask(server: Server, request: Request, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  const clock = AbortSignal.timeout(REQUEST_SECONDS * 1000);
  try {
    const response = await fetch(`${server.url}${request.path}`, {
      method: request.method,
      signal: AbortSignal.any([signal, clock]),
      redirect: 'error',
      ...(request.json !== undefined && {
        body: JSON.stringify(request.json),
        headers: { 'content-type': 'application/json' },
      }),
      ...(request.form !== undefined && { body: request.form }),
    });
    const pieces: Uint8Array[] = [];
    let length = 0;
    for await (const piece of response.body ?? []) {
      length += piece.length;
      if (length > MOST_BYTES) throw new RangeError(`the answer is longer than ${MOST_BYTES} bytes`);
      pieces.push(piece);
    }
    return { status: response.status, bytes: Buffer.concat(pieces) };
  } catch (cause) {
    signal.throwIfAborted();
    if (clock.aborted) {
      throw new UserError(
        'server-silent',
        `${server.name} at ${server.url} did not answer ${request.method} ${request.path} within ${REQUEST_SECONDS} s`,
        { hint: server.mend, cause },
      );
    }
    const why =
      cause instanceof Error && cause.cause !== undefined ? messageOf(cause.cause) : messageOf(cause);
    throw new UserError('server-unreachable', `${server.name} at ${server.url} cannot be reached: ${why}`, {
      hint: server.mend,
      cause,
    });
  }
}

/**
 * Reads an answer as JSON of a shape.
 *
 * @throws {UserError} `server-unknown` when it is another: another program, or another version, listens there
 */
export function readAnswer<T>(
  server: Server,
  path: string,
  { bytes, status }: Answer,
  schema: z.ZodType<T>,
): T {
  const parsed = schema.safeParse(json(bytes.toString('utf8')));
  if (parsed.success) return parsed.data;
  throw new UserError(
    'server-unknown',
    `${server.name} at ${server.url} answered ${path} with ${status} and something else than it should: ${z.prettifyError(parsed.error).slice(0, 500)}`,
    { hint: `Check that ${server.name} and no other program listens at ${server.url}, and its version.` },
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told as another shape
  }
}
