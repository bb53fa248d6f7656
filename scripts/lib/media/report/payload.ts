import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PICTURE_LIMITS, pictureHeader } from '../picture-file.ts';
import type { Size } from '../picture.ts';
import { type FileType, sniff, SNIFFED_BYTES } from './sniff.ts';

const squeeze = promisify(gzip);

/** One file as the page's script gets it. Equal bytes are one payload, however many artifacts show them. */
export interface Payload {
  /** Name in the page and of its file in the folder; a digest, so never text from outside. */
  readonly id: string;
  readonly type: FileType;
  readonly bytes: number;
  /** Of a picture. */
  readonly size?: Size;
  /** Where the file lies. */
  readonly path: string;
}

/** Why a file has no payload, in words. */
export interface NotShown {
  readonly reason: string;
}

/** Looks at one file, without keeping its bytes. */
export async function examine(path: string, fileBytes: number): Promise<Payload | NotShown> {
  const info = await stat(path).catch(() => null);
  if (info === null || !info.isFile()) return { reason: 'it is not among the built files' };
  if (info.size > fileBytes) return { reason: 'it is too large for a page' };
  await using file = await open(path);
  const head = new Uint8Array(SNIFFED_BYTES);
  await file.read(head, 0, SNIFFED_BYTES, 0);
  const type = sniff(head);
  if (type === null) return { reason: 'its format has no viewer' };
  const hash = createHash('sha256');
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false })) hash.update(chunk);
  const payload = { id: `p${hash.digest('hex').slice(0, 20)}`, type, bytes: info.size, path };
  if (!type.startsWith('image/')) return payload;
  const size = await pictureSize(path);
  return size === null ? { reason: 'it cannot be decoded, or has too many pixels' } : { ...payload, size };
}

async function pictureSize(path: string): Promise<Size | null> {
  const file = await open(path);
  try {
    const { width, height } = await pictureHeader(await file.readFile());
    return width * height > PICTURE_LIMITS.maxPixels ? null : { width, height };
  } catch {
    return null; // the verdict says what is wrong with it
  } finally {
    await file.close();
  }
}

/** A payload as text: base64, of the gzip where that is a tenth smaller. */
export interface Packed {
  readonly packing: 'gzip' | 'plain';
  readonly base64: string;
}

export async function pack(bytes: Uint8Array): Promise<Packed> {
  const plain = (): Packed => ({
    packing: 'plain',
    base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  });
  const some = samplesOf(bytes);
  if (some.byteLength < bytes.byteLength && !isWorth(await squeeze(some, QUICK), some)) return plain();
  const small = await squeeze(bytes, QUICK);
  return isWorth(small, bytes) ? { packing: 'gzip', base64: small.toString('base64') } : plain();
}

/** Numbers in rows, such as a splat's, get hardly smaller by harder levels, which take longer. */
const QUICK = { level: 1 };

const isWorth = (small: Uint8Array, bytes: Uint8Array): boolean => small.byteLength < bytes.byteLength * 0.9;

/** What is looked at before all is packed: films and archives are packed already. */
const SAMPLE_BYTES = 65_536;

/** From the beginning, the middle and the end; all of it when it is hardly more. */
function samplesOf(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength <= 4 * SAMPLE_BYTES) return bytes;
  const last = bytes.byteLength - SAMPLE_BYTES;
  return Buffer.concat(
    [0, Math.floor(last / 2), last].map((start) => bytes.subarray(start, start + SAMPLE_BYTES)),
  );
}
