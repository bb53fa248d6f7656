import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { messageOf, UserError } from '#core/errors.ts';
import { PICTURE_LIMITS, readPicture } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { imageData, plainChannels, pngChunks, sameImageChunks } from '../png/chunks.ts';
import { type Side, type Workspace, workspace } from './kernel/workspace.ts';
import { SideUnreadable } from './request.ts';

/** What becomes of two picture files, by what they are to each other. */
export interface PairCases<T> {
  /** Equal image chunks: only words about the picture differ. */
  readonly payload: () => T;
  readonly resized: (before: Picture, after: Picture) => T;
  /** Both sides lie in the thread's workspace, until something is awaited. */
  readonly loaded: (room: Workspace) => T;
}

/**
 * Brings two picture files side by side: chunks first, then, only if they differ, pixels. Plain PNGs (8-bit RGB or
 * RGBA) are read and decoded in memory that the thread keeps, everything else by sharp.
 *
 * @throws {SideUnreadable}
 */
export async function withPair<T>(before: string, after: string, cases: PairCases<Promise<T>>): Promise<T> {
  const plain = loadPlain(before, after);
  if (plain === 'payload') return cases.payload();
  // Nothing is awaited between loading and this call: another pair would take the workspace over.
  if (plain !== undefined) return cases.loaded(plain);
  const [first, second] = [await bytesOf('before', before), await bytesOf('after', after)];
  const [a, b] = [pngChunks(first), pngChunks(second)];
  if (a !== undefined && b !== undefined && sameImageChunks(a, b)) return cases.payload();
  const pictures = [
    await readable('before', () => readPicture(first)),
    await readable('after', () => readPicture(second)),
  ] as const;
  const [one, two] = pictures;
  if (one.width !== two.width || one.height !== two.height) return cases.resized(one, two);
  return cases.loaded(loadPictures(one, two));
}

/** Two decoded pictures of one size, side by side. @throws {RangeError} when the sizes differ */
export function loadPictures(before: Picture, after: Picture): Workspace {
  if (before.width !== after.width || before.height !== after.height) {
    throw new RangeError(
      `sizes differ: ${before.width} × ${before.height} and ${after.width} × ${after.height}`,
    );
  }
  const room = workspace(before);
  room.rgba('before').set(before.rgba);
  room.rgba('after').set(after.rgba);
  return room;
}

/** None when anything is out of the ordinary: the long way then says what, or copes with it. */
function loadPlain(beforePath: string, afterPath: string): Workspace | 'payload' | undefined {
  const [before, after] = [readKept('before', beforePath), readKept('after', afterPath)];
  const [first, second] = [before && pngChunks(before), after && pngChunks(after)];
  if (before === undefined || after === undefined || first === undefined || second === undefined)
    return undefined;
  if (sameImageChunks(first, second)) return 'payload';
  const [own, other] = [plainChannels(first), plainChannels(second)];
  const ordinary = first.width === second.width && first.height === second.height;
  if (!ordinary || own === undefined || other === undefined) return undefined;
  if (first.width * first.height > PICTURE_LIMITS.maxPixels) return undefined;
  const room = workspace(first, Math.max(before.byteLength, after.byteLength));
  const decoded =
    room.decode('before', { data: imageData(first), channels: own }) &&
    room.decode('after', { data: imageData(second), channels: other });
  return decoded ? room : undefined;
}

/** Larger files are not read at one go. */
const MOST_KEPT = 32 << 20;
const kept: Record<Side, Buffer> = { before: Buffer.alloc(0), after: Buffer.alloc(0) };

/** A file's bytes, in a buffer that the next pair overwrites; none when it is too large for that, or not there. */
function readKept(side: Side, path: string): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined; // the long way says why
  }
  try {
    const { size } = fstatSync(file);
    if (size > MOST_KEPT) return undefined;
    if (kept[side].byteLength < size)
      kept[side] = Buffer.allocUnsafeSlow(Math.ceil(size / 0x8_0000) * 0x8_0000);
    let done = 0;
    while (done < size) {
      const read = readSync(file, kept[side], done, size - done, done);
      if (read === 0) break;
      done += read;
    }
    return kept[side].subarray(0, done);
  } finally {
    closeSync(file);
  }
}

function bytesOf(side: Side, path: string): Promise<Buffer> {
  return readable(side, async () => {
    const { size } = await stat(path).catch((cause: unknown) => {
      throw new UserError('picture-unreadable', messageOf(cause), { hint: 'Check the path.', cause });
    });
    if (size > PICTURE_LIMITS.maxBytes) await readPicture(path); // which says why not
    return readFile(path);
  });
}

/** Faults of the machine rather than of the file: no verdict about anything. */
const OF_THE_MACHINE = new Set([
  'chromium-missing',
  'ffmpeg-missing',
  'media-timeout',
  'render-failed',
  'renderer-unknown',
]);

/** What cannot be read is a verdict about that side; every other fault stays what it is. */
export async function readable<T>(side: Side, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof UserError) || OF_THE_MACHINE.has(cause.code)) throw cause;
    throw new SideUnreadable(side, messageOf(cause), cause);
  }
}
