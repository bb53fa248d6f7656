import type { Picture, Size } from '../picture.ts';
import { boxBlurred } from './box-blur.ts';

/**
 * A figure on a grid of nodes. There is a ring of nodes outside the picture, all of them empty, so that an outline is
 * always closed.
 */
export interface SilhouetteGrid {
  readonly columns: number;
  readonly rows: number;
  /** Pixels between two nodes. */
  readonly cell: number;
  /** 1 where a node lies in the figure, `columns × rows`. */
  readonly inside: Uint8Array;
  /**
   * Share of the way from a node to its right neighbour at which the outline is crossed, where just one of both is
   * inside; never so near to a node that a triangle has no area.
   */
  readonly crossRight: Float32Array;
  /** The same, downwards. */
  readonly crossDown: Float32Array;
}

/** Gaps in a figure with fewer nodes are closed. */
const SMALLEST_GAP = 60;
const NEAREST = 0.06;
/** Half the side of a square that must fit in, and of one that is averaged over, as shares of the height. */
const THIN = 0.009;
const BLUR = 0.0035;

/** Where a node lies, in pixels. */
export const nodeAt = (column: number, cell: number): number => (column - 1) * cell;

/** Whether a node belongs to the ring outside the picture. */
export const isRing = ({ columns, rows }: SilhouetteGrid, column: number, row: number): boolean =>
  column === 0 || row === 0 || column === columns - 1 || row === rows - 1;

/**
 * How solid a figure is around each pixel, 0 to 1. Whatever is thinner than a fiftieth of the height is left away (an
 * opening by a square), for a single hair has no room in a mesh; the rest is blurred, so that the line at 0.5 is smooth.
 */
export function solidOf({ width, height, rgba }: Picture): Float32Array {
  const size = { width, height };
  const thin = Math.max(1, Math.round(height * THIN));
  const blur = Math.max(1, Math.round(height * BLUR));
  const hard = new Float32Array(width * height);
  for (let pixel = 0; pixel < hard.length; pixel += 1)
    hard[pixel] = (rgba[pixel * 4 + 3] ?? 0) >= 127.5 ? 1 : 0;
  // A mean of exactly 1 is an erosion, one above 0 a dilation.
  const core = boxBlurred(hard, size, thin);
  for (let pixel = 0; pixel < core.length; pixel += 1) core[pixel] = (core[pixel] ?? 0) > 0.9999 ? 1 : 0;
  const opened = boxBlurred(core, size, thin);
  for (let pixel = 0; pixel < opened.length; pixel += 1)
    opened[pixel] = (opened[pixel] ?? 0) > 1e-6 ? (rgba[pixel * 4 + 3] ?? 0) / 255 : 0;
  return boxBlurred(opened, size, blur);
}

/** The largest connected part of a figure, without small gaps, on nodes about `cell` pixels apart. */
export function silhouetteOf(solid: Float32Array, { width, height }: Size, cell: number): SilhouetteGrid {
  const step = height / Math.max(2, Math.round(height / cell));
  const columns = Math.ceil(width / step) + 3;
  const rows = Math.round(height / step) + 3;
  const alpha = reader(solid, { width, height });
  const inside = new Uint8Array(columns * rows);
  for (let row = 1; row < rows - 1; row += 1)
    for (let column = 1; column < columns - 1; column += 1)
      if (alpha(nodeAt(column, step), nodeAt(row, step)) >= 0.5) inside[row * columns + column] = 1;
  keepLargest(inside, columns, rows);
  closeGaps(inside, columns, rows);

  const crossRight = new Float32Array(columns * rows);
  const crossDown = new Float32Array(columns * rows);
  const pixels = Math.ceil(step);
  const cross = (column: number, row: number, dx: number, dy: number): number => {
    const from = inside[row * columns + column] === 1;
    if (from === (inside[(row + dy) * columns + column + dx] === 1)) return 0;
    const [ringFrom, ringTo] = [
      [column, row],
      [column + dx, row + dy],
    ].map(([c = 0, r = 0]) => c === 0 || r === 0 || c === columns - 1 || r === rows - 1);
    // Past the edge of the picture nothing is known; it is cut half a cell outside it.
    if (ringFrom === true || ringTo === true) return 0.5;
    const x = nodeAt(column, step);
    const y = nodeAt(row, step);
    let before = alpha(x, y);
    for (let pixel = 1; pixel <= pixels; pixel += 1) {
      const after = alpha(x + dx * pixel * (step / pixels), y + dy * pixel * (step / pixels));
      if (before >= 0.5 !== after >= 0.5) {
        const share = (pixel - 1 + (0.5 - before) / (after - before)) / pixels;
        return Math.min(Math.max(share, NEAREST), 1 - NEAREST);
      }
      before = after;
    }
    return 0.5;
  };
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      if (column < columns - 1) crossRight[row * columns + column] = cross(column, row, 1, 0);
      if (row < rows - 1) crossDown[row * columns + column] = cross(column, row, 0, 1);
    }
  return { columns, rows, cell: step, inside, crossRight, crossDown };
}

/** A value at a place in pixels, between the four pixels around it. */
function reader(values: Float32Array, { width, height }: Size): (x: number, y: number) => number {
  const at = (x: number, y: number) =>
    values[Math.min(Math.max(y, 0), height - 1) * width + Math.min(Math.max(x, 0), width - 1)] ?? 0;
  return (x, y) => {
    const left = Math.floor(x - 0.5);
    const top = Math.floor(y - 0.5);
    const fx = x - 0.5 - left;
    const fy = y - 0.5 - top;
    return (
      (at(left, top) * (1 - fx) + at(left + 1, top) * fx) * (1 - fy) +
      (at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx) * fy
    );
  };
}

/** The nodes that hang together with `start` over nodes of equal value: over the corners too when `corners`. */
function connected(
  values: Uint8Array,
  columns: number,
  start: number,
  seen: Uint8Array,
  corners: boolean,
): number[] {
  const around = [
    1,
    -1,
    columns,
    -columns,
    ...(corners ? [columns + 1, columns - 1, -columns + 1, -columns - 1] : []),
  ];
  const nodes = [start];
  seen[start] = 1;
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at] ?? 0;
    for (const step of around) {
      const next = node + step;
      // A step over the left or right edge lands in the ring of the other side.
      if (Math.abs((next % columns) - (node % columns)) > 1) continue;
      if (next >= 0 && next < values.length && seen[next] === 0 && values[next] === values[start]) {
        seen[next] = 1;
        nodes.push(next);
      }
    }
  }
  return nodes;
}

function keepLargest(inside: Uint8Array, columns: number, rows: number): void {
  const seen = new Uint8Array(columns * rows);
  let largest: number[] = [];
  for (let node = 0; node < inside.length; node += 1) {
    if (inside[node] === 0 || seen[node] === 1) continue;
    const nodes = connected(inside, columns, node, seen, false);
    if (nodes.length > largest.length) largest = nodes;
  }
  inside.fill(0);
  for (const node of largest) inside[node] = 1;
}

function closeGaps(inside: Uint8Array, columns: number, rows: number): void {
  const seen = new Uint8Array(columns * rows);
  connected(inside, columns, 0, seen, true);
  for (let node = 0; node < inside.length; node += 1) {
    if (inside[node] === 1 || seen[node] === 1) continue;
    const nodes = connected(inside, columns, node, seen, true);
    if (nodes.length < SMALLEST_GAP) for (const gap of nodes) inside[gap] = 1;
  }
}
