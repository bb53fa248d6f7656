import { open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';
import { messageOf, UserError } from '#core/errors.ts';
import type { Picture, Size } from './picture.ts';

/** What a picture may cost before anything of it is decoded. */
export interface PictureLimits {
  /** Width × height. */
  readonly maxPixels: number;
  /** Of the file as it lies. */
  readonly maxBytes: number;
}

/** 8192 × 8192 pixels (256 MiB decoded), 128 MiB of file. */
export const PICTURE_LIMITS: PictureLimits = { maxPixels: 67_108_864, maxBytes: 134_217_728 };

export type PictureFormat = 'png' | 'jpeg' | 'webp';

/** What the first bytes of a picture say. */
export interface PictureHeader extends Size {
  readonly format: PictureFormat;
}

/**
 * Format and size from the first bytes, nothing decoded. Only PNG, JPEG and WebP are pictures here: SVG, PDF, HEIF
 * and the like would bring interpreters with them.
 *
 * @throws {UserError} `picture-unreadable` for other formats, broken headers, animations and empty pictures
 */
export async function pictureHeader(bytes: Uint8Array, name = 'the picture'): Promise<PictureHeader> {
  const format = formatOf(bytes);
  if (format === undefined) {
    throw unreadable(name, 'it is no PNG, JPEG or WebP file', 'Save it as PNG, JPEG or WebP.');
  }
  if (format === 'png') return { format, ...pngSize(bytes, name) };
  try {
    // The header only: sharp decodes no pixel here, so its own limit may be off.
    const {
      width,
      height,
      pages = 1,
      autoOrient,
    } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (pages > 1) throw new RangeError(`it is an animation of ${pages} pictures`);
    if (width < 1 || height < 1) throw new RangeError('it has no pixels');
    return { format, width: autoOrient.width, height: autoOrient.height };
  } catch (cause) {
    throw unreadable(name, messageOf(cause), 'Save it again as a single PNG, JPEG or WebP picture.', cause);
  }
}

/**
 * Decodes a PNG, JPEG or WebP file to straight RGBA in sRGB, 8 bits a channel: an embedded colour profile is applied,
 * an EXIF orientation too, 16 bits keep their upper eight. The header is checked before a pixel is decoded.
 *
 * @throws {UserError} `picture-unreadable` when it is none or is damaged, `picture-too-large` past the limits
 */
export async function readPicture(
  source: string | Uint8Array,
  limits: PictureLimits = PICTURE_LIMITS,
): Promise<Picture> {
  const name = typeof source === 'string' ? source : 'the picture';
  const bytes = typeof source === 'string' ? await pictureBytes(source, limits) : source;
  if (bytes.byteLength > limits.maxBytes)
    throw tooLarge(name, `${bytes.byteLength} bytes`, `${limits.maxBytes} bytes`);
  const header = await pictureHeader(bytes, name);
  if (header.width * header.height > limits.maxPixels) {
    throw tooLarge(name, `${header.width} × ${header.height} pixels`, `${limits.maxPixels} pixels`);
  }
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: limits.maxPixels, failOn: 'warning' })
      .autoOrient()
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 4) throw new RangeError(`it decodes to ${info.channels} channels`);
    return {
      width: info.width,
      height: info.height,
      rgba: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength),
    };
  } catch (cause) {
    throw unreadable(name, messageOf(cause), 'Save it again; the file may be damaged or cut off.', cause);
  }
}

/**
 * PNG bytes of a picture, RGBA, no ancillary chunk: the same bytes for the same pixels.
 *
 * @param level of zlib, 0 to 9
 * @param filtered whether each row is packed in the way that suits it: smaller and slower
 */
export async function encodePng(picture: Picture, level = 9, filtered = true): Promise<Buffer> {
  return raw(picture)
    .png({ compressionLevel: level, adaptiveFiltering: filtered, palette: false })
    .toBuffer();
}

/** WebP bytes of a picture, lossy at `quality` (1 to 100) or lossless: the same bytes for the same pixels. */
export async function encodeWebp(
  picture: Picture,
  { quality = 80, effort = 2, lossless = false }: WebpOptions = {},
): Promise<Buffer> {
  return raw(picture).webp({ quality, effort, lossless }).toBuffer();
}

export interface WebpOptions {
  /** 1 to 100. */
  readonly quality?: number;
  /** 0 (fast) to 6 (small). */
  readonly effort?: number;
  readonly lossless?: boolean;
}

/** Writes `encodePng` so that no reader sees half a file. */
export async function writePng(path: string, picture: Picture): Promise<void> {
  await writeWhole(path, await encodePng(picture));
}

/** Writes `encodeWebp` so that no reader sees half a file. */
export async function writeWebp(path: string, picture: Picture, options?: WebpOptions): Promise<void> {
  await writeWhole(path, await encodeWebp(picture, options));
}

/**
 * Temp file beside the target, synced, then renamed over it. `again`: what can be made again at any time is not synced,
 * since a power cut may have it; halves are never seen.
 */
export async function writeWhole(path: string, bytes: Uint8Array | string, again = false): Promise<void> {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.${(serial += 1)}.partial`);
  try {
    const file = await open(partial, 'wx');
    try {
      await file.writeFile(bytes);
      if (!again) await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (cause) {
    await unlink(partial).catch(() => undefined); // it may never have come to be
    throw cause;
  }
}
let serial = 0;

const raw = ({ width, height, rgba }: Picture) =>
  sharp(rgba, { raw: { width, height, channels: 4 }, limitInputPixels: false });

/**
 * The bytes of a picture's file.
 *
 * @throws {UserError} `picture-unreadable` when there is none, `picture-too-large` past the limit
 */
export async function pictureBytes(
  path: string,
  { maxBytes }: Pick<PictureLimits, 'maxBytes'> = PICTURE_LIMITS,
): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) throw tooLarge(path, `${size} bytes`, `${maxBytes} bytes`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw unreadable(path, messageOf(cause), 'Check that the file is there and may be read.', cause);
  }
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function formatOf(bytes: Uint8Array): PictureFormat | undefined {
  const starts = (magic: readonly number[], at = 0) => magic.every((byte, i) => bytes[at + i] === byte);
  if (starts(PNG)) return 'png';
  if (starts([0xff, 0xd8, 0xff])) return 'jpeg';
  if (starts([0x52, 0x49, 0x46, 0x46]) && starts([0x57, 0x45, 0x42, 0x50], 8)) return 'webp';
  return undefined;
}

/** PNG specification (third edition), 11.2.1: IHDR comes first, 13 bytes, width and height at 16 and 20, big-endian. */
function pngSize(bytes: Uint8Array, name: string): Size {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 33 || view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452) {
    throw unreadable(name, 'its PNG header is cut off or damaged', 'Save it again as PNG.');
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width < 1 || height < 1 || width > 0x7fffffff || height > 0x7fffffff) {
    throw unreadable(name, `its PNG header says ${width} × ${height} pixels`, 'Save it again as PNG.');
  }
  return { width, height };
}

const unreadable = (name: string, why: string, hint: string, cause?: unknown) =>
  new UserError('picture-unreadable', `${name} cannot be read as a picture: ${why}`, { hint, cause });

const tooLarge = (name: string, is: string, limit: string) =>
  new UserError('picture-too-large', `${name} has ${is}; the limit is ${limit}`, {
    hint: 'Scale it down, or split it.',
  });
