import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Oid } from '#core/oid.ts';

/** SHA-256 and size of a file, streamed. */
export async function digestOf(path: string): Promise<{ readonly oid: Oid; readonly size: number }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const { size } = await stat(path);
  return { oid: Oid.parse(hash.digest('hex')), size };
}
