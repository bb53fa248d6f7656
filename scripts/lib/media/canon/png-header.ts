import { crc32 } from 'node:zlib';
import { UserError } from '#core/errors.ts';
import type { Size } from '../picture.ts';

/** What a reference may be, told from its chunks alone: nothing of it is decompressed. */
export interface PngHeader extends Size {
  /** Bytes a pixel: 3 for RGB, 4 for RGBA. */
  readonly channels: 3 | 4;
  /** Adam7. */
  readonly interlaced: boolean;
  /** The compressed pixels: one zlib stream, cut into these pieces. */
  readonly data: readonly Uint8Array[];
}

/** 64 megapixels: 256 MiB decoded. Whatever claims more is refused by its header. */
export const MAX_PIXELS = 67_108_864;
const MAX_BYTES = 2 ** 28;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const CRITICAL = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
/** What the specification allows once at most, and only before the pixels. */
const ONCE_BEFORE_DATA = new Set(['PLTE', 'sRGB', 'gAMA', 'cHRM', 'iCCP', 'cICP', 'acTL', 'tRNS']);
/** 1/2.2 and the primaries of sRGB as PNG writes them, in 100 000ths: white, red, green, blue, x before y. */
const SRGB_GAMMA = 45_455;
const SRGB_PRIMARIES = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6000];
/** Encoders round differently in the last places. */
const TOLERANCE = 100;

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
}

/**
 * Reads every chunk of a PNG strictly (PNG, third edition: order, lengths, checksums, nothing behind the end) and
 * refuses what would not be the same pixels to every program: 16 bits, palettes, animations, colour spaces other than
 * sRGB, turned pictures.
 *
 * @param expected the size that the manifest says; any size up to `MAX_PIXELS` when left out
 * @throws {UserError} `reference-not-png`, `reference-damaged`, `reference-too-large`, `reference-size`,
 *   `reference-16-bit`, `reference-colour-type`, `reference-animated`, `reference-colour-space`,
 *   `reference-orientation`
 */
export function readPngHeader(bytes: Uint8Array, expected?: Size): PngHeader {
  if (!SIGNATURE.every((byte, at) => bytes[at] === byte)) throw notPng(bytes);
  if (bytes.byteLength > MAX_BYTES) throw tooLarge(`${bytes.byteLength} bytes`, `${MAX_BYTES} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = ihdr(view, expected);
  const data: Uint8Array[] = [];
  const seen = new Set<string>();
  let last = '';
  const colours: Chunk[] = [];
  for (const chunk of chunksOf(bytes, view)) {
    const { type, body } = chunk;
    if ((type === 'IHDR') !== (last === '')) throw damaged('IHDR is not its first and only header');
    if (seen.has(type) && ONCE_BEFORE_DATA.has(type)) throw damaged(`${type} stands in it twice`);
    if (data.length > 0 && ONCE_BEFORE_DATA.has(type)) throw damaged(`${type} comes after the pixels`);
    if (type.charCodeAt(0) < 97 && !CRITICAL.has(type))
      throw damaged(`it needs a chunk ${type} that PNG does not know`);
    if (type === 'IDAT') {
      if (data.length > 0 && last !== 'IDAT') throw damaged('other chunks stand between its pixels');
      data.push(body);
    } else if (type === 'acTL') throw animated();
    else if (type === 'tRNS') throw colourType('one colour of it is declared transparent');
    else if (type === 'eXIf') checkOrientation(body);
    else if (type === 'sRGB' || type === 'gAMA' || type === 'cHRM' || type === 'iCCP' || type === 'cICP')
      colours.push(chunk);
    seen.add(type);
    last = type;
  }
  if (data.length === 0) throw damaged('it holds no pixels');
  checkColours(colours);
  return { ...head, data };
}

function ihdr(view: DataView, expected?: Size): Omit<PngHeader, 'data'> {
  if (view.byteLength < 33 || view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452)
    throw damaged('it does not begin with a header');
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, type, compression, filter, interlace] = [24, 25, 26, 27, 28].map((at) => view.getUint8(at));
  if (width < 1 || height < 1 || width > 0x7fffffff || height > 0x7fffffff)
    throw damaged(`its header says ${width} × ${height} pixels`);
  if (width * height > MAX_PIXELS) throw tooLarge(`${width} × ${height} pixels`, `${MAX_PIXELS} pixels`);
  if (compression !== 0 || filter !== 0 || interlace === undefined || interlace > 1)
    throw damaged('its header asks for a method that PNG does not know');
  if (depth === 16)
    throw new UserError('reference-16-bit', 'The reference has 16 bits a channel', {
      hint: 'Save it with 8 bits a channel: programs round 16 bits differently, so they would not all see the same picture.',
    });
  if (depth !== 8 || (type !== 2 && type !== 6))
    throw colourType(
      `its pixels are ${COLOUR_TYPES.get(type ?? -1) ?? 'of no known kind'} with ${depth} bits`,
    );
  if (expected && (width !== expected.width || height !== expected.height))
    throw new UserError(
      'reference-size',
      `The reference is ${width} × ${height} pixels; the manifest says ${expected.width} × ${expected.height}`,
      { hint: 'Export it in the size of the manifest, or change the size there in the same pull request.' },
    );
  return { width, height, channels: type === 2 ? 3 : 4, interlaced: interlace === 1 };
}

const COLOUR_TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'grey'],
  [2, 'RGB'],
  [3, 'a palette'],
  [4, 'grey with alpha'],
  [6, 'RGBA'],
]);

/** Every chunk in its order, up to and with IEND; lengths, names and checksums are right. */
function* chunksOf(bytes: Uint8Array, view: DataView): Generator<Chunk> {
  for (let at = SIGNATURE.length; ;) {
    if (at + 12 > bytes.byteLength) throw damaged('it is cut off before its end');
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.byteLength)
      throw damaged(`it is cut off: a chunk at byte ${at} says that it has ${length} bytes`);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{2}[A-Z][A-Za-z]$/u.test(type)) throw damaged(`at byte ${at} stands no chunk`);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      throw damaged(`the checksum of its chunk ${type} at byte ${at} is wrong`);
    yield { type, body: bytes.subarray(at + 8, end - 4) };
    if (type === 'IEND') {
      if (length > 0) throw damaged('IEND is not empty');
      if (end < bytes.byteLength) throw damaged(`${bytes.byteLength - end} bytes follow its end`);
      return;
    }
    at = end;
  }
}

/**
 * sRGB, or nothing said, which is sRGB as well. `cICP` and `sRGB` go before `gAMA` and `cHRM`, which older programs
 * read; a profile is refused whatever it holds, since programs apply it in as many ways as there are.
 */
function checkColours(chunks: readonly Chunk[]): void {
  const bodies = new Map(chunks.map(({ type, body }) => [type, body]));
  if (bodies.has('iCCP')) throw colourSpace('it carries a colour profile');
  const cicp = bodies.get('cICP');
  // ITU-T H.273: primaries of BT.709, the transfer of sRGB, RGB, full range.
  if (cicp && [1, 13, 0, 1].some((value, at) => cicp[at] !== value))
    throw colourSpace('its cICP chunk names another colour space');
  if (cicp || bodies.has('sRGB')) return;
  const gamma = bodies.get('gAMA');
  if (gamma && !near(numbers(gamma), [SRGB_GAMMA]))
    throw colourSpace(`its gamma is ${numbers(gamma).join()}, not ${SRGB_GAMMA}`);
  const primaries = bodies.get('cHRM');
  if (primaries && !near(numbers(primaries), SRGB_PRIMARIES))
    throw colourSpace('its primaries are not those of sRGB');
}

function numbers(body: Uint8Array): number[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  return Array.from({ length: body.byteLength >> 2 }, (_, at) => view.getUint32(at * 4));
}

const near = (is: readonly number[], wanted: readonly number[]) =>
  is.length === wanted.length && wanted.every((value, at) => Math.abs(value - (is[at] ?? 0)) <= TOLERANCE);

const ORIENTATION_TAG = 0x0112;

/** Exif 3.0, 4.6.2 in TIFF 6.0: byte order, 42, offset of the first directory; entries of twelve bytes. */
function checkOrientation(body: Uint8Array): void {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (view.byteLength < 8) return;
  const order = view.getUint16(0);
  const little = order === 0x4949;
  if ((!little && order !== 0x4d4d) || view.getUint16(2, little) !== 42) return;
  const directory = view.getUint32(4, little);
  if (directory + 2 > view.byteLength) return;
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > view.byteLength) return;
    if (view.getUint16(at, little) !== ORIENTATION_TAG) continue;
    const turned = view.getUint16(at + 8, little);
    if (turned !== 1)
      throw new UserError(
        'reference-orientation',
        `The reference is marked as turned (Exif orientation ${turned})`,
        {
          hint: 'Turn the pixels themselves and save it without the mark: not every program obeys it.',
        },
      );
  }
}

function notPng(bytes: Uint8Array): UserError {
  const start = Buffer.from(bytes.subarray(0, 64)).toString('latin1');
  const is = start.startsWith('version https://git-lfs')
    ? 'it is a Git LFS pointer, not the picture'
    : start.startsWith('\u00ff\u00d8\u00ff')
      ? 'it is a JPEG'
      : start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP'
        ? 'it is a WebP'
        : bytes.byteLength === 0
          ? 'it is empty'
          : 'it does not begin as a PNG does';
  const hint = is.includes('pointer')
    ? 'Run `git lfs pull` to fetch the picture itself.'
    : 'Save it as PNG, 8 bits, RGB or RGBA.';
  return new UserError('reference-not-png', `The reference is no PNG: ${is}`, { hint });
}

/** What is wrong with a file that is a PNG and cannot be read as one. */
export const damaged = (why: string, cause?: unknown) =>
  new UserError('reference-damaged', `The reference is damaged: ${why}`, {
    hint: 'Export it again; if it was fetched, run `git lfs fsck`.',
    cause,
  });

const tooLarge = (is: string, limit: string) =>
  new UserError('reference-too-large', `The reference has ${is}; the limit is ${limit}`, {
    hint: 'Export it in the size that the manifest says. Nothing of it was decoded.',
  });

const colourType = (why: string) =>
  new UserError('reference-colour-type', `The reference must be RGB or RGBA with 8 bits: ${why}`, {
    hint: 'Save it as 8-bit RGB, or RGBA where it is transparent.',
  });

const animated = () =>
  new UserError('reference-animated', 'The reference is an animation (APNG)', {
    hint: 'Save one picture of it as PNG.',
  });

const colourSpace = (why: string) =>
  new UserError('reference-colour-space', `The reference is not plain sRGB: ${why}`, {
    hint: 'Convert it to sRGB and save it without a profile.',
  });
