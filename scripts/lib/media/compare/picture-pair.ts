import { readFile, stat } from 'node:fs/promises';
import { messageOf, UserError } from '#core/errors.ts';
import { pictureHeader, PICTURE_LIMITS, readPicture } from '../picture-file.ts';
import type { Picture, Size } from '../picture.ts';
import { type PngFile, plainChannels, pngChunks, sameImageChunks } from '../png/chunks.ts';
import { scanlines } from '../png/scanlines.ts';
import { type Side, type Workspace, workspace } from './kernel/workspace.ts';
import { SideUnreadable } from './request.ts';

/** What two picture files are to each other, as far as that is known before pixels are compared. */
export type PicturePair =
  /** Equal image chunks: only words about the picture differ. */
  | { readonly kind: 'payload' }
  | { readonly kind: 'resized'; readonly before: Picture; readonly after: Picture }
  /** Both sides lie in the thread's workspace: use it before anything is awaited. */
  | { readonly kind: 'loaded'; readonly room: Workspace };

/** One side, read but not decoded. */
interface Read extends Size {
  readonly side: Side;
  readonly bytes: Buffer;
  readonly png: PngFile | undefined;
}

/** One side, decoded as far as can be without the workspace. */
type Decoded =
  | { readonly kind: 'scanlines'; readonly lines: Uint8Array; readonly channels: 3 | 4 }
  | { readonly kind: 'picture'; readonly picture: Picture };

/**
 * Brings two picture files side by side: chunks first, then, only if they differ, pixels. Plain PNGs (8-bit RGB or
 * RGBA) are decoded right into the workspace, everything else by sharp.
 *
 * @throws {SideUnreadable}
 */
export async function loadPair(beforePath: string, afterPath: string): Promise<PicturePair> {
  const before = await readSide('before', beforePath);
  const after = await readSide('after', afterPath);
  if (before.png !== undefined && after.png !== undefined && sameImageChunks(before.png, after.png)) {
    return { kind: 'payload' };
  }
  if (before.width !== after.width || before.height !== after.height) {
    return { kind: 'resized', before: await pictureOf(before), after: await pictureOf(after) };
  }
  const first = await decode(before);
  const second = await decode(after);
  const room = workspace(before, Math.max(lengthOf(first), lengthOf(second)));
  for (const [read, decoded] of [
    [before, first],
    [after, second],
  ] as const) {
    if (decoded.kind === 'picture') room.rgba(read.side).set(decoded.picture.rgba);
    else if (!room.unfilter(read.side, decoded.lines, decoded.channels)) {
      throw new SideUnreadable(read.side, 'its scanlines name a filter that PNG does not have', undefined);
    }
  }
  return { kind: 'loaded', room };
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

async function readSide(side: Side, path: string): Promise<Read> {
  return readable(side, async () => {
    const { size } = await stat(path);
    if (size > PICTURE_LIMITS.maxBytes) await readPicture(path); // which says why not
    const bytes = await readFile(path);
    const png = pngChunks(bytes);
    const { width, height } = await pictureHeader(bytes, path);
    return { side, bytes, png, width, height };
  });
}

async function decode(read: Read): Promise<Decoded> {
  const { png } = read;
  const channels = png === undefined ? undefined : plainChannels(png);
  if (png !== undefined && channels !== undefined && png.width * png.height <= PICTURE_LIMITS.maxPixels) {
    const lines = scanlines(png, channels);
    if (lines !== undefined) return { kind: 'scanlines', lines, channels };
  }
  return { kind: 'picture', picture: await pictureOf(read) };
}

const pictureOf = ({ side, bytes }: Read) => readable(side, () => readPicture(bytes));

const lengthOf = (decoded: Decoded) => (decoded.kind === 'scanlines' ? decoded.lines.byteLength : 0);

/** Faults of the machine rather than of the file: no verdict about anything. */
const OF_THE_MACHINE = new Set(['chromium-missing', 'ffmpeg-missing', 'media-timeout', 'render-failed']);

/** What cannot be read is a verdict about that side; every other fault stays what it is. */
export async function readable<T>(side: Side, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof UserError) || OF_THE_MACHINE.has(cause.code)) throw cause;
    throw new SideUnreadable(side, messageOf(cause), cause);
  }
}
