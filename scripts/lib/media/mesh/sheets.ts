import { raised } from './portrait.ts';
import type { PortraitFrame } from './portrait.ts';
import { isRing, nodeAt } from './silhouette.ts';
import type { SilhouetteGrid } from './silhouette.ts';

/** Which side of a figure a vertex belongs to; the cap closes it where the picture cuts it off. */
export type Side = 'front' | 'back' | 'cap';

/** A closed surface: a front and a back sheet that meet along the outline. */
export interface Sheets {
  readonly positions: Float32Array;
  readonly indices: Uint32Array;
  /** A side a vertex. */
  readonly sides: readonly Side[];
  /** Where each vertex stands on the picture, x and y in pixels. */
  readonly places: Float32Array;
}

interface Corner {
  /** One name a place, shared by all cells that touch it. */
  readonly name: number;
  readonly x: number;
  readonly y: number;
  readonly front: number;
  readonly back: number;
  /** On the outline or on the cut. */
  readonly crossing: boolean;
}

const apart = (corner: Corner) => corner.front !== corner.back;

/**
 * Raises a front and a back sheet from a silhouette: marching squares along the outline (diagonal neighbours are apart),
 * every quad split along its flatter diagonal. Along the outline both sheets share their points; where the picture cuts
 * the figure off, a cap joins them.
 *
 * @param front depths towards the viewer a node, in pixels, ≥ 0; 0 is taken on the outline
 * @param back depths away from the viewer a node, ≥ 0
 */
export function sheetsOf(
  grid: SilhouetteGrid,
  frame: PortraitFrame,
  front: Float32Array,
  back: Float32Array,
): Sheets {
  const { columns, rows, cell, inside, crossRight, crossDown } = grid;
  const positions: number[] = [];
  const places: number[] = [];
  const sides: Side[] = [];
  const indices: number[] = [];
  const made = new Map<string, number>();

  const vertex = (corner: Corner, side: Side, of: 'front' | 'back'): number => {
    const key = `${corner.name} ${side} ${of}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const number = sides.length;
    const depth = of === 'front' ? corner.front : corner.back;
    positions.push(...raised(frame, corner.x, corner.y, depth));
    places.push(corner.x, corner.y);
    sides.push(side);
    made.set(key, number);
    return number;
  };

  const node = (column: number, row: number): Corner => {
    const at = row * columns + column;
    return {
      name: at * 3,
      x: nodeAt(column, cell),
      y: nodeAt(row, cell),
      front: front[at] ?? 0,
      back: -(back[at] ?? 0),
      crossing: false,
    };
  };
  /** Where the outline crosses the way from one node to its right or lower neighbour. */
  const crossing = (column: number, row: number, right: boolean): Corner => {
    const at = row * columns + column;
    const share = (right ? crossRight[at] : crossDown[at]) ?? 0.5;
    const [toColumn, toRow] = right ? [column + 1, row] : [column, row + 1];
    const cut = isRing(grid, column, row) || isRing(grid, toColumn, toRow);
    const source = inside[at] === 1 ? at : toRow * columns + toColumn;
    return {
      name: at * 3 + (right ? 1 : 2),
      x: nodeAt(column, cell) + (right ? share * cell : 0),
      y: nodeAt(row, cell) + (right ? 0 : share * cell),
      front: cut ? (front[source] ?? 0) : 0,
      back: cut ? -(back[source] ?? 0) : 0,
      crossing: true,
    };
  };

  const triangle = (a: number, b: number, c: number) => indices.push(a, b, c);
  /** A polygon in clockwise order on the picture: the front sheet turns it round, the back sheet does not. */
  const polygon = (corners: readonly Corner[]) => {
    const triples = split(corners);
    for (const [a, b, c] of triples) {
      triangle(vertex(a, 'front', 'front'), vertex(c, 'front', 'front'), vertex(b, 'front', 'front'));
      triangle(vertex(a, 'back', 'back'), vertex(b, 'back', 'back'), vertex(c, 'back', 'back'));
    }
    corners.forEach((from, index) => {
      const to = corners[(index + 1) % corners.length] ?? from;
      if (!from.crossing || !to.crossing) return;
      if (!apart(from) && !apart(to)) return;
      // The front sheet runs from `to` to `from` here, so the cap runs the other way.
      const [a, b] = [vertex(from, 'cap', 'front'), vertex(to, 'cap', 'front')];
      const [c, d] = [vertex(from, 'cap', 'back'), vertex(to, 'cap', 'back')];
      if (apart(to)) triangle(a, b, d);
      if (apart(from)) triangle(a, d, c);
    });
  };

  for (let row = 0; row < rows - 1; row += 1)
    for (let column = 0; column < columns - 1; column += 1) {
      const is = (c: number, r: number) => inside[r * columns + c] === 1;
      const [tl, tr] = [is(column, row), is(column + 1, row)];
      const [bl, br] = [is(column, row + 1), is(column + 1, row + 1)];
      if (!tl && !tr && !bl && !br) continue;
      const top = () => crossing(column, row, true);
      const bottom = () => crossing(column, row + 1, true);
      const left = () => crossing(column, row, false);
      const right = () => crossing(column + 1, row, false);
      if (tl && br && !tr && !bl) {
        polygon([node(column, row), top(), left()]);
        polygon([right(), node(column + 1, row + 1), bottom()]);
        continue;
      }
      if (tr && bl && !tl && !br) {
        polygon([top(), node(column + 1, row), right()]);
        polygon([left(), bottom(), node(column, row + 1)]);
        continue;
      }
      polygon([
        ...(tl ? [node(column, row)] : []),
        ...(tl === tr ? [] : [top()]),
        ...(tr ? [node(column + 1, row)] : []),
        ...(tr === br ? [] : [right()]),
        ...(br ? [node(column + 1, row + 1)] : []),
        ...(br === bl ? [] : [bottom()]),
        ...(bl ? [node(column, row + 1)] : []),
        ...(bl === tl ? [] : [left()]),
      ]);
    }
  return {
    positions: Float32Array.from(positions),
    indices: Uint32Array.from(indices),
    sides,
    places: Float32Array.from(places),
  };
}

/** A convex polygon in triangles; a quad along the diagonal over which both of its sheets bend less. */
function split(corners: readonly Corner[]): (readonly [Corner, Corner, Corner])[] {
  const [a, b, c, d] = corners;
  if (a === undefined || b === undefined || c === undefined) return [];
  if (d !== undefined && corners.length === 4) {
    const bend = (one: Corner, other: Corner) =>
      Math.abs(one.front - other.front) + Math.abs(one.back - other.back);
    if (bend(b, d) < bend(a, c))
      return [
        [a, b, d],
        [b, c, d],
      ];
  }
  return corners.slice(1, -1).map((corner, index) => [a, corner, corners[index + 2] ?? corner] as const);
}
