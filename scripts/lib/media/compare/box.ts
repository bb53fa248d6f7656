import type { Size } from '../picture.ts';

/** A rectangle of pixels: its left upper corner and its size, both sides ≥ 1. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** The smallest box that holds both. */
export function union(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** Crops are so wide and high, which panels show at twice their size, or at least twice that, at their own size. */
const SMALL = 128;

/**
 * A box with room around it, so that a reader sees where in the picture it lies: a quarter of its longer side, moved
 * rather than cut at the picture's edges. The whole picture when little is left out.
 */
export function withContext(box: Box, within: Size): Box {
  const margin = Math.round(Math.max(box.width, box.height) / 4);
  const needed = Math.max(box.width, box.height) + 2 * margin;
  const least = needed <= SMALL ? SMALL : 2 * SMALL;
  const fit = (start: number, length: number, limit: number) => {
    const wanted = Math.min(limit, Math.max(least, length + 2 * margin));
    const from = Math.min(Math.max(0, Math.round(start + length / 2 - wanted / 2)), limit - wanted);
    return [from, wanted] as const;
  };
  const [x, width] = fit(box.x, box.width, within.width);
  const [y, height] = fit(box.y, box.height, within.height);
  if (width * height >= 0.7 * within.width * within.height) return { x: 0, y: 0, ...sizeOf(within) };
  return { x, y, width, height };
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

/** Where a box lies in its picture, in words: `upper left`, `centre`, `lower edge`, `nearly everywhere`. */
export function place(box: Box, within: Size): string {
  if (box.width * box.height > 0.6 * within.width * within.height) return 'all over the picture';
  const down = third(box.y, box.height, within.height, ['upper', '', 'lower']);
  const across = third(box.x, box.width, within.width, ['left', '', 'right']);
  if (down === '' && across === '') return 'in the middle';
  if (across === '') return `in the ${down} part`;
  if (down === '') return `on the ${across}`;
  return `in the ${down} ${across}`;
}

/** Which third a stretch lies in; no name when it is most of the whole. */
function third(
  start: number,
  length: number,
  limit: number,
  names: readonly [string, string, string],
): string {
  if (length > 0.6 * limit) return '';
  const centre = (start + length / 2) / limit;
  return names[centre < 0.4 ? 0 : centre > 0.6 ? 2 : 1];
}
