import { crc32 } from 'node:zlib';

/** What a PNG's header chunk says (PNG specification, third edition, 11.2.1). */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly colourType: number;
  readonly interlaced: boolean;
}

export interface PngChunk {
  /** Four ASCII letters. */
  readonly type: string;
  readonly data: Uint8Array;
}

export interface PngFile extends PngHeader {
  /** All but IEND, in their order; every checksum is right. */
  readonly chunks: readonly PngChunk[];
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * A PNG's chunks, their checksums checked, as views of `bytes`. None when this is no PNG or not a whole one: whoever
 * needs the reason lets a full decoder say it.
 */
export function pngChunks(bytes: Uint8Array): PngFile | undefined {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  for (let at = 8; at + 12 <= bytes.byteLength;) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.byteLength) return undefined;
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) return undefined;
    const type = String.fromCodePoint(...bytes.subarray(at + 4, at + 8));
    if (type === 'IEND') return length === 0 ? withHeader(chunks) : undefined;
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  return undefined;
}

function withHeader(chunks: readonly PngChunk[]): PngFile | undefined {
  const [first] = chunks;
  if (first?.type !== 'IHDR' || first.data.byteLength !== 13) return undefined;
  const { data } = first;
  const view = new DataView(data.buffer, data.byteOffset, 13);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  if (width < 1 || height < 1 || view.getUint8(10) !== 0 || view.getUint8(11) !== 0) return undefined;
  return {
    width,
    height,
    bitDepth: view.getUint8(8),
    colourType: view.getUint8(9),
    interlaced: view.getUint8(12) !== 0,
    chunks,
  };
}

/** Chunks without a say in what a decoder gives: text, time, suggested palettes, physical size, signatures, colour hints that libvips passes over. */
const SILENT = new Set(['tEXt', 'zTXt', 'iTXt', 'tIME', 'pHYs', 'sPLT', 'hIST', 'bKGD', 'caBX']);

/** Whether two files hold the same picture before anything is inflated: all chunks with a say are equal. */
export function sameImageChunks(a: PngFile, b: PngFile): boolean {
  const [first, second] = [speaking(a), speaking(b)];
  return (
    first.length === second.length &&
    first.every(({ type, data }, i) => {
      const other = second[i];
      return other !== undefined && type === other.type && Buffer.compare(data, other.data) === 0;
    })
  );
}

const speaking = ({ chunks }: PngFile) => chunks.filter(({ type }) => !SILENT.has(type));

/**
 * How many channels the scanlines have, when they are of the plain kind (8-bit RGB or RGBA, not interlaced, and no
 * chunk that changes their colours); none when a full decoder has to look.
 */
export function plainChannels({ bitDepth, colourType, interlaced, chunks }: PngFile): 3 | 4 | undefined {
  if (bitDepth !== 8 || interlaced || (colourType !== 2 && colourType !== 6)) return undefined;
  const known = chunks.every(({ type }) => type === 'IHDR' || type === 'IDAT' || SILENT.has(type));
  if (!known) return undefined;
  return colourType === 2 ? 3 : 4;
}

/** The packed image data, piece by piece. */
export const imageData = ({ chunks }: PngFile): Uint8Array[] =>
  chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
