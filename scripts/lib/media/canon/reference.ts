import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { messageOf } from '#core/errors.ts';
import { Oid } from '#core/oid.ts';
import type { Picture, Size } from '../picture.ts';
import { damaged, readPngHeader } from './png-header.ts';
import type { PngHeader } from './png-header.ts';

/**
 * The digest by which a reference is known: SHA-256 of `alpha-pixel/1|<width>|<height>|` and its RGBA rows. However a
 * picture was saved, equal pixels give an equal digest; one changed bit gives another.
 */
export function pixelDigest({ width, height, rgba }: Picture): Oid {
  return Oid.parse(
    createHash('sha256').update(`alpha-pixel/1|${width}|${height}|`).update(rgba).digest('hex'),
  );
}

/**
 * Decodes a reference: strict PNG, 8-bit RGB or RGBA in sRGB, of exactly this size. Plain JavaScript and Node's zlib, so
 * that detection can be bundled; detection and `canon` read it by this one function and so agree on its pixels.
 *
 * @throws {UserError} `reference-…`: see `readPngHeader`
 */
export function readReference(bytes: Uint8Array, size: Size): { picture: Picture; pixels: Oid } {
  const picture = decode(readPngHeader(bytes, size));
  return { picture, pixels: pixelDigest(picture) };
}

/** The pixels of one pass: `picture x = left + column · across`, `picture y = top + row · down`. */
interface Pass extends Size {
  readonly left: number;
  readonly top: number;
  readonly across: number;
  readonly down: number;
}

/** PNG, third edition, 8.1: the seven passes of Adam7 as left, top, across, down. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function passesOf({ width, height, interlaced }: PngHeader): Pass[] {
  if (!interlaced) return [{ left: 0, top: 0, across: 1, down: 1, width, height }];
  return ADAM7.map(([left, top, across, down]) => ({
    left,
    top,
    across,
    down,
    width: Math.max(Math.ceil((width - left) / across), 0),
    height: Math.max(Math.ceil((height - top) / down), 0),
  })).filter((pass) => pass.width > 0 && pass.height > 0);
}

function decode(header: PngHeader): Picture {
  const { width, height, channels, data } = header;
  const passes = passesOf(header);
  const length = passes.reduce((sum, pass) => sum + pass.height * (1 + pass.width * channels), 0);
  const raw = inflated(data, length);
  const rgba = new Uint8ClampedArray(width * height * 4);
  const pixels = new Uint8Array(rgba.buffer); // nothing has to be clamped
  if (channels === 3) pixels.fill(255);
  let at = 0;
  for (const pass of passes) {
    const stride = pass.width * channels;
    for (let row = 0; row < pass.height; row += 1, at += 1 + stride) {
      unfilter(raw, at, stride, channels, row === 0);
      const start = ((pass.top + row * pass.down) * width + pass.left) * 4;
      spread(raw.subarray(at + 1, at + 1 + stride), channels, pixels.subarray(start), pass.across * 4);
    }
  }
  return { width, height, rgba };
}

/** Lays a row's pixels out, each `step` bytes behind the one before. A function of its own, since that is soon compiled. */
function spread(row: Uint8Array, channels: number, into: Uint8Array, step: number): void {
  for (let from = 0, to = 0; from < row.length; from += channels, to += step) {
    into[to] = row[from] ?? 0;
    into[to + 1] = row[from + 1] ?? 0;
    into[to + 2] = row[from + 2] ?? 0;
    if (channels === 4) into[to + 3] = row[from + 3] ?? 0;
  }
}

/** Never more than the header promised: a stream that goes on is stopped there. */
function inflated(data: readonly Uint8Array[], length: number): Buffer {
  let raw: Buffer;
  try {
    raw = inflateSync(Buffer.concat(data), { maxOutputLength: length });
  } catch (cause) {
    throw damaged(`its pixels cannot be unpacked (${messageOf(cause)})`, cause);
  }
  if (raw.byteLength !== length)
    throw damaged(`its header promises ${length} bytes of pixels, there are ${raw.byteLength}`);
  return raw;
}

/** PNG, third edition, 9.2, in place: the filter's number stands at `at`, the row behind it, the row above before it. */
function unfilter(raw: Buffer, at: number, stride: number, channels: number, first: boolean): void {
  const start = at + 1;
  const end = start + stride;
  const up = stride + 1;
  switch (raw[at]) {
    case 0:
      return;
    case 1:
      for (let i = start + channels; i < end; i += 1) raw[i] = (raw[i] ?? 0) + (raw[i - channels] ?? 0);
      return;
    case 2:
      if (first) return;
      for (let i = start; i < end; i += 1) raw[i] = (raw[i] ?? 0) + (raw[i - up] ?? 0);
      return;
    case 3:
      for (let i = start; i < end; i += 1) {
        const left = i < start + channels ? 0 : (raw[i - channels] ?? 0);
        const above = first ? 0 : (raw[i - up] ?? 0);
        raw[i] = (raw[i] ?? 0) + ((left + above) >> 1);
      }
      return;
    case 4:
      for (let i = start; i < end; i += 1) {
        const inside = i >= start + channels;
        const left = inside ? (raw[i - channels] ?? 0) : 0;
        const above = first ? 0 : (raw[i - up] ?? 0);
        const corner = inside && !first ? (raw[i - up - channels] ?? 0) : 0;
        const toLeft = Math.abs(above - corner);
        const toAbove = Math.abs(left - corner);
        const toCorner = Math.abs(left + above - 2 * corner);
        const paeth = toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
        raw[i] = (raw[i] ?? 0) + paeth;
      }
      return;
    default:
      throw damaged(`a row of it has the filter ${raw[at] ?? '?'}, which PNG does not know`);
  }
}
