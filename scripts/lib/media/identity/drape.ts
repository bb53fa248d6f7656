import type { Point } from '../face/landmarks.ts';
import { LABEL, type Regions } from './regions.ts';
import { SIDE } from './view.ts';

/** Blocks lie this far apart, in pixels of a view. */
const PACE = 24;
/** Half of the width of a block. */
const HALF = 18;
/** A block looks this far around the place where its outline says it lies, and further for each degree of a turn: a chest stands before the arms. */
const REACH = 16;
const TURNED = 6;
const MOST = 40;
/** First it looks at every so many pixels, then between them. */
const COARSE = 4;
const FINE = 2;
/** A difference beyond it (square, CIELAB with lightness halved) says only that this is something else. */
const ELSE = 144;
/** What a way of one pixel costs beside colours: a block without a pattern stays where it is. */
const STILL = 0.02;
/** Over how many pixels of a view neighbouring blocks speak for a place. */
const SPREAD = 40;

/** One of the two garments: what is where, and its colours (CIELAB, three numbers a pixel). */
export interface Cloth {
  readonly regions: Regions;
  readonly colours: Float32Array;
}

interface Block extends Point {
  readonly dx: number;
  readonly dy: number;
  /** How much better it lies there than where it was sought. */
  readonly weight: number;
}

/**
 * Where the cloth of a garment lies on another picture, from where its outline says it does: seams and prints move
 * otherwise than the outline when the camera or the arms turn. Blocks of the garment look around for themselves, and
 * each place follows the blocks near it; a garment of other colours finds nothing better and stays.
 *
 * @param carry where the outline says that a place of the first garment lies
 * @param turn degrees by which the camera or the body turned
 * @returns the same, with the way of the cloth
 */
export function draped(
  { regions, colours }: Cloth,
  other: Cloth,
  carry: (point: Point) => Point,
  turn: number,
): (point: Point) => Point {
  const reach = Math.min(MOST, REACH + TURNED * turn);
  const blocks: Block[] = [];
  for (let y = PACE / 2; y < SIDE; y += PACE) {
    for (let x = PACE / 2; x < SIDE; x += PACE) {
      const block = found({ regions, colours }, other, carry, reach, { x, y });
      if (block !== undefined) blocks.push(block);
    }
  }
  return (point) => {
    const { x, y } = carry(point);
    let [dx, dy, total] = [0, 0, 0.5];
    for (const block of blocks) {
      const away = (block.x - point.x) ** 2 + (block.y - point.y) ** 2;
      if (away > (3 * SPREAD) ** 2) continue;
      const weight = block.weight * Math.exp(-away / (2 * SPREAD * SPREAD));
      dx += weight * block.dx;
      dy += weight * block.dy;
      total += weight;
    }
    return { x: x + dx / total, y: y + dy / total };
  };
}

function found(
  { regions, colours }: Cloth,
  other: Cloth,
  carry: (point: Point) => Point,
  reach: number,
  { x, y }: Point,
): Block | undefined {
  const from: number[] = [];
  const to: Point[] = [];
  for (let v = -HALF; v <= HALF; v += 4) {
    for (let u = -HALF; u <= HALF; u += 4) {
      const [column, row] = [x + u, y + v];
      if (column < 0 || row < 0 || column >= SIDE || row >= SIDE) continue;
      const index = row * SIDE + column;
      if (regions.labels[index] !== LABEL.garment) continue;
      from.push(index);
      to.push(carry({ x: column + 0.5, y: row + 0.5 }));
    }
  }
  if (from.length < 30) return undefined;
  const cost = (dx: number, dy: number, most: number) => {
    let sum = STILL * (dx * dx + dy * dy) * from.length;
    for (let at = 0; at < from.length && sum < most; at += 1) {
      const place = to[at];
      const index = from[at] ?? 0;
      if (place === undefined) continue;
      const [column, row] = [Math.floor(place.x + dx), Math.floor(place.y + dy)];
      const there = row * SIDE + column;
      const outside = column < 0 || row < 0 || column >= SIDE || row >= SIDE;
      if (outside || other.regions.labels[there] !== LABEL.garment) {
        sum += ELSE / 2;
        continue;
      }
      const l = ((colours[index * 3] ?? 0) - (other.colours[there * 3] ?? 0)) / 2;
      const a = (colours[index * 3 + 1] ?? 0) - (other.colours[there * 3 + 1] ?? 0);
      const b = (colours[index * 3 + 2] ?? 0) - (other.colours[there * 3 + 2] ?? 0);
      sum += Math.min(ELSE, l * l + a * a + b * b);
    }
    return sum;
  };
  const still = cost(0, 0, Number.POSITIVE_INFINITY);
  let [best, wayX, wayY] = [still, 0, 0];
  const look = (aroundX: number, aroundY: number, far: number, step: number) => {
    for (let dy = aroundY - far; dy <= aroundY + far; dy += step) {
      for (let dx = aroundX - far; dx <= aroundX + far; dx += step) {
        const now = cost(dx, dy, best);
        if (now < best) [best, wayX, wayY] = [now, dx, dy];
      }
    }
  };
  look(0, 0, Math.floor(reach / COARSE) * COARSE, COARSE);
  look(wayX, wayY, FINE, FINE);
  return { x, y, dx: wayX, dy: wayY, weight: (still - best) / (best + from.length) };
}
