import type { Picture, Size } from '../../picture.ts';
import { type Drawn, drawnBytes, type Scaling } from '../../render/panel.ts';
import { takeBytes } from '../../render/spare-bytes.ts';
import type { Box } from '../box.ts';
import { Layout } from './layout.ts';
import { type Call, machine, MEMORY_START } from './machine.ts';

/** Side of a tile in pixels. */
export const TILE = 16;

/** Marks of a mask: what became of a pixel. */
export const MARK = { equal: 0, below: 1, smoothed: 2, counted: 3 } as const;

export type Side = 'before' | 'after';

/** A PNG's image data, piece by piece, and how many channels its scanlines have. */
export interface Packed {
  readonly data: readonly Uint8Array[];
  readonly channels: 3 | 4;
}

/** How many pixels two pictures differ in. */
export interface PixelCount {
  /** pixelmatch 7.2's count: threshold 0.1, anti-aliased pixels left out, transparency over its checkerboard. */
  readonly counted: number;
  /** Pixels whose RGBA differs at all. */
  readonly differing: number;
}

const RADIUS = 5;
/** Gaussian of 11 taps, σ 1.5, sum 1. */
const TAPS = (() => {
  const raw = Float64Array.from({ length: 2 * RADIUS + 1 }, (_, i) =>
    Math.exp(-((i - RADIUS) ** 2) / (2 * 1.5 ** 2)),
  );
  const sum = raw.reduce((total, tap) => total + tap, 0);
  return raw.map((tap) => tap / sum);
})();
/** What inflating keeps of a block's codes. */
const TABLE_BYTES = 64 << 10;
/** SSIM is left out of pictures (long strips) whose lightness needs more than this. */
const MOST_PLANES = 64 << 20;
/** SSIM goes over a picture in bands of rows that need no more scratch than this. */
const BAND_BYTES = 8 << 20;

/**
 * Room for two pictures of one size in the memory of the WebAssembly kernel, and what can be done with them there.
 * There is one room a thread: the next `workspace` takes it over, so use it up before anything is awaited.
 */
export class Workspace implements Size {
  readonly width: number;
  readonly height: number;
  /** One `MARK` a pixel, once counted. */
  readonly mask: Uint8Array;
  /** Counted and differing pixels of each tile of 16 × 16, row by row, once counted. */
  readonly countedTiles: Uint32Array;
  readonly differingTiles: Uint32Array;
  readonly #at: {
    readonly before: number;
    readonly after: number;
    readonly mask: number;
    readonly spare: number;
  };
  readonly #spare: number;
  /** Pictures are averaged down by this before SSIM. */
  readonly #factor: number;
  readonly #call: Call;
  readonly #buffer: ArrayBuffer;
  #solid = false;

  constructor({ width, height }: Size, packed: number) {
    this.width = width;
    this.height = height;
    this.#factor = Math.max(1, Math.round(Math.min(width, height) / 256));
    const pixels = width * height;
    const tiles = Math.ceil(width / TILE) * Math.ceil(height / TILE);
    const layout = new Layout(MEMORY_START);
    const [before, after, mask] = [layout.take(pixels * 4), layout.take(pixels * 4), layout.take(pixels)];
    const [counted, differing] = [layout.take(tiles * 4), layout.take(tiles * 4)];
    const planes = Math.min(MOST_PLANES, 16 * (pixels / this.#factor ** 2)) + BAND_BYTES;
    const decoding = packed === 0 ? 0 : TABLE_BYTES + packed + height * (1 + width * 4);
    this.#spare = Math.max(decoding, pixels * 4 + 16 * width, planes) + (4 << 20);
    const spare = layout.take(this.#spare);
    const { memory, call } = machine(layout.end);
    if (!(memory.buffer instanceof ArrayBuffer)) throw new Error('the pixel kernel shares its memory');
    this.#buffer = memory.buffer;
    this.#call = call;
    this.#at = { before, after, mask, spare };
    this.mask = this.#bytes(mask, pixels);
    this.countedTiles = new Uint32Array(this.#buffer, counted, tiles);
    this.differingTiles = new Uint32Array(this.#buffer, differing, tiles);
  }

  /** A side's RGBA, to be read or filled in. */
  rgba(side: Side): Uint8ClampedArray {
    return new Uint8ClampedArray(this.#buffer, this.#at[side], this.width * this.height * 4);
  }

  /** A side as a picture; a view that the next workspace overwrites. */
  picture(side: Side): Picture {
    return { width: this.width, height: this.height, rgba: this.rgba(side) };
  }

  /**
   * Inflates a PNG's image data and undoes the filters of its 8-bit scanlines, RGB or RGBA, into one side. False when the
   * data is damaged or not exactly as long as the size asks for, or could be: a full decoder knows better.
   */
  decode(side: Side, { data, channels }: Packed): boolean {
    const { width, height } = this;
    const length = data.reduce((sum, part) => sum + part.byteLength, 0);
    const size = height * (1 + width * channels);
    const layout = new Layout(this.#at.spare);
    const tables = layout.take(TABLE_BYTES);
    const zeroRow = layout.take(width * 4 + 16);
    const stream = layout.take(length + 32);
    const scanlines = layout.take(size + 16);
    if (layout.end > this.#at.spare + this.#spare) return false; // packed to more than it holds
    this.#bytes(zeroRow, width * 4).fill(0);
    const input = this.#bytes(stream, length + 32);
    let end = 0;
    for (const part of data) {
      input.set(part, end);
      end += part.byteLength;
    }
    input.fill(0, length);
    if (this.#call('inflate', stream, length, scanlines, size, tables) !== 0) return false;
    return this.#call('unfilter', scanlines, this.#at[side], zeroRow, width, height, channels) === 0;
  }

  /** Whether both sides hold the same pixels. */
  equal(): boolean {
    const bytes = this.width * this.height * 4;
    return Buffer.compare(this.#bytes(this.#at.before, bytes), this.#bytes(this.#at.after, bytes)) === 0;
  }

  /** Counts what differs and fills mask and tiles. */
  count(): PixelCount {
    const { width, height } = this;
    const { before, after, mask, spare } = this.#at;
    this.countedTiles.fill(0);
    this.differingTiles.fill(0);
    this.#bytes(spare, 4 * (width + 32)).fill(0);
    const pixels = width * height;
    this.#solid = this.#call('isOpaque', before, pixels) === 1 && this.#call('isOpaque', after, pixels) === 1;
    const [tiles, others] = [this.countedTiles.byteOffset, this.differingTiles.byteOffset];
    const solid = this.#solid ? 1 : 0;
    const counted = this.#call('count', before, after, width, height, solid, mask, tiles, others, spare);
    return { counted, differing: this.#call('differing') };
  }

  /** Indices of every `step`-th differing pixel in reading order, at most `most`; after `count`. */
  sample(step: number, most: number): Uint32Array {
    const { mask, spare } = this.#at;
    const taken = this.#call('sample', mask, this.width * this.height, step, spare, most);
    return new Uint32Array(this.#buffer, spare, taken).slice();
  }

  /**
   * Structural similarity of lightness, -1 to 1 (equal): Z. Wang et al., "Image quality assessment: from error
   * visibility to structural similarity", 2004, with the authors' own scaling: both pictures are first averaged down by
   * round(shorter side / 256), the size at which it foretells what people say. Gaussian window 11 × 11, σ 1.5,
   * K1 0.01, K2 0.03, whole windows only; luma is BT.601's, transparency over white. `area` holds every differing
   * pixel. `undefined` when the pictures are smaller than a window, or strips of more than four million cells.
   */
  ssim(area: Box): number | undefined {
    const factor = this.#factor;
    const [across, down] = [Math.floor(this.width / factor), Math.floor(this.height / factor)];
    const [wide, high] = [across - 2 * RADIUS, down - 2 * RADIUS];
    if (wide < 1 || high < 1 || 16 * across * down > MOST_PLANES) return undefined;
    // Only windows that hold a differing block can have another value than 1.
    const range = (start: number, length: number, limit: number) => [
      Math.max(0, Math.floor(start / factor) - 2 * RADIUS),
      Math.min(limit, Math.ceil((start + length) / factor)),
    ];
    const [x0 = 0, x1 = 0] = range(area.x, area.width, wide);
    const [y0 = 0, y1 = 0] = range(area.y, area.height, high);
    if (x1 <= x0 || y1 <= y0) return 1;
    const layout = new Layout(this.#at.spare);
    const taps = layout.take(TAPS.byteLength);
    const planes = [layout.take(across * down * 8), layout.take(across * down * 8)] as const;
    const rows = Math.max(1, Math.floor(BAND_BYTES / (40 * (x1 - x0))) - 2 * RADIUS);
    const scratch = layout.take(40 * (x1 - x0) * (Math.min(rows, y1 - y0) + 2 * RADIUS));
    this.#reserve(layout.end);
    new Float64Array(this.#buffer, taps, TAPS.length).set(TAPS);
    const part = [x0, y0, x1 + 2 * RADIUS, y1 + 2 * RADIUS] as const;
    this.#call('lumaBlocks', this.#at.before, this.width, across, factor, planes[0], ...part);
    this.#call('lumaBlocks', this.#at.after, this.width, across, factor, planes[1], ...part);
    let sum = 0;
    for (let y = y0; y < y1; y += rows) {
      sum += this.#call('ssimSum', ...planes, across, x0, y, x1, Math.min(y1, y + rows), taps, scratch);
    }
    const windows = wide * high;
    return (sum + windows - (x1 - x0) * (y1 - y0)) / windows;
  }

  /** Both sides of a crop and what moved between them, scaled; after `count`. `faint`: nothing is past the threshold. */
  draw(
    crop: Box,
    { grid, factor }: Scaling,
  ): { before: Drawn; after: Drawn; difference: Drawn; faint: boolean } {
    const cells = grid.width * grid.height;
    const size = { width: grid.width * factor, height: grid.height * factor };
    const layout = new Layout(this.#at.spare);
    const shown = layout.take(cells * 4);
    const moves = layout.take(cells * 4);
    const out = layout.take(size.width * size.height * 3);
    const acc = layout.take(crop.width * 16);
    const over = layout.take(this.#solid || factor > 1 ? 0 : crop.width * crop.height * 4);
    this.#reserve(layout.end);
    const finish = (from: number): Drawn => {
      this.#call('enlarge', from, grid.width, grid.height, factor, out);
      const rgb = takeBytes(drawnBytes(size));
      rgb.set(this.#bytes(out, size.width * size.height * 3));
      return { ...size, rgb };
    };
    const side = (name: Side): Drawn => {
      this.#scaled(name, crop, grid, { shown, acc, over });
      return finish(shown);
    };
    const before = side('before');
    const after = side('after');
    const { mask } = this.#at;
    const box = [crop.x, crop.y, crop.width, crop.height, grid.width, grid.height] as const;
    const most = this.#call('farthest', mask, ...box, moves, acc);
    this.#call('heat', shown, moves, cells, most, shown);
    return { before, after, difference: finish(shown), faint: most < 352.15 };
  }

  /** A side's crop as `grid` pixels at `shown`, transparency over a checkerboard. */
  #scaled(side: Side, crop: Box, grid: Size, at: { shown: number; acc: number; over: number }): void {
    const picture = this.#at[side];
    const { x, y, width, height } = crop;
    if (grid.width === width && grid.height === height) {
      this.#call('cropOver', picture, this.width, x, y, width, height, at.shown);
      return;
    }
    const factor = width / grid.width;
    const whole = Number.isInteger(factor) && factor <= 16 && height === factor * grid.height;
    const scale = (from: number, stride: number, left: number, top: number) => {
      const cells = [at.shown, grid.width, grid.height, at.acc] as const;
      if (whole) this.#call('shrinkWhole', from, stride, left, top, factor, ...cells);
      else this.#call('shrink', from, stride, left, top, width, height, ...cells);
    };
    if (this.#solid) {
      scale(picture, this.width, x, y);
    } else {
      this.#call('cropOver', picture, this.width, x, y, width, height, at.over);
      scale(at.over, width, 0, 0);
    }
  }

  #bytes(start: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer, start, length);
  }

  #reserve(end: number): void {
    if (end > this.#at.spare + this.#spare)
      throw new RangeError(`the pixel kernel lacks ${end - this.#at.spare - this.#spare} bytes`);
  }
}

/** A room for two pictures of `size`, and for image data of up to `packed` bytes each to be decoded. */
export function workspace(size: Size, packed = 0): Workspace {
  return new Workspace(size, packed);
}
