import type { Point } from '../face/landmarks.ts';
import { accumulate, solved } from './pose.ts';
import { LABEL, labelAt, type Regions } from './regions.ts';
import { SIDE, type View } from './view.ts';

/** A place on an outline, and the direction out of the figure (length 1). */
export interface Edge extends Point {
  readonly nx: number;
  readonly ny: number;
}

/** The outline of a region against the background, in pixels of its view; where the picture ends there is none. */
export function outline(view: View, regions: Regions, label: number): Edge[] {
  const edges: Edge[] = [];
  const margin = 3;
  for (let row = margin; row < SIDE - margin; row += 1) {
    for (let column = margin; column < SIDE - margin; column += 1) {
      const index = row * SIDE + column;
      if (regions.labels[index] !== label) continue;
      const touches = [index - 1, index + 1, index - SIDE, index + SIDE].some(
        (neighbour) => regions.labels[neighbour] === LABEL.background,
      );
      const far = [index - margin, index + margin, index - margin * SIDE, index + margin * SIDE];
      if (!touches || far.some((neighbour) => view.inside[neighbour] === 0)) continue;
      const gx = person(view, column + 3.5, row + 0.5) - person(view, column - 2.5, row + 0.5);
      const gy = person(view, column + 0.5, row + 3.5) - person(view, column + 0.5, row - 2.5);
      const length = Math.hypot(gx, gy);
      if (length < 0.2) continue;
      const out = { x: -gx / length, y: -gy / length };
      const centre = { x: column + 0.5, y: row + 0.5 };
      const to = border(view, centre, out, 4);
      if (to !== undefined)
        edges.push({ x: centre.x + out.x * to, y: centre.y + out.y * to, nx: out.x, ny: out.y });
    }
  }
  return edges;
}

/** Person share at a place of a view, bilinear. */
export function person(view: View, x: number, y: number): number {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  if (left < 0 || top < 0 || left >= SIDE - 1 || top >= SIDE - 1) return 0;
  const [fx, fy] = [x - 0.5 - left, y - 0.5 - top];
  const value = (dx: number, dy: number) => view.person[(top + dy) * SIDE + left + dx] ?? 0;
  return (
    (value(0, 0) * (1 - fx) + value(1, 0) * fx) * (1 - fy) + (value(0, 1) * (1 - fx) + value(1, 1) * fx) * fy
  );
}

/** How an outline must be stretched, turned and moved about an origin to lie on that of another picture. */
export interface Stretch {
  /** Width and height as a factor. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the first view. */
  readonly dx: number;
  readonly dy: number;
  /** Radians, clockwise on the screen. */
  readonly turn: number;
  /** Share of the edges that lie where the second picture shows something, 0 to 1. */
  readonly seen: number;
  /** Share of those that found their counterpart, 0 to 1. */
  readonly found: number;
  /** Root mean square distance that is left, in pixels of the first view. */
  readonly rest: number;
}

/** How firmly a stretch is held to its first guess: in edges that would have to pull the other way. */
export interface Held {
  /** Width and height change together. */
  readonly even: number;
  readonly turn: number;
}

/** Carries a place through a stretch. */
export function stretched({ width, height, dx, dy, turn }: Stretch, origin: Point, { x, y }: Point): Point {
  const [u, v] = [x - origin.x, y - origin.y];
  return { x: x + u * (width - 1) - v * turn + dx, y: y + v * (height - 1) + u * turn + dy };
}

/** Carries a place back through a stretch (its turn taken as small, as the fit takes it). */
export function unstretched({ width, height, dx, dy, turn }: Stretch, origin: Point, { x, y }: Point): Point {
  const [u, v] = [x - origin.x - dx, y - origin.y - dy];
  const size = width * height + turn * turn;
  return { x: origin.x + (u * height + v * turn) / size, y: origin.y + (v * width - u * turn) / size };
}

const STILL: Stretch = { width: 1, height: 1, dx: 0, dy: 0, turn: 0, seen: 0, found: 0, rest: 0 };
const REACH = [64, 48, 32, 24, 16, 12, 10, 8, 8, 8];

/**
 * Fits an outline to that of a second picture: each edge looks along its normal for the nearest border of the
 * person there, of one of the given labels on its inner side; then all move together (iterative closest point, robust).
 *
 * @param carry from the first view to the second, before the stretch
 * @param size pixels of the second view for one of the first
 */
export function fitted(
  edges: readonly Edge[],
  origin: Point,
  there: { readonly view: View; readonly regions: Regions },
  labels: readonly number[],
  carry: (point: Point) => Point,
  size: number,
  held: Held,
): Stretch {
  let [width, height, dx, dy, turn] = [1, 1, 0, 0, 0];
  let [visible, found, rest] = [0, 0, 0];
  const reachOf = Math.max(...edges.map(({ x, y }) => Math.hypot(x - origin.x, y - origin.y)), 1);
  for (const reach of REACH) {
    const normal = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0, 0]);
    let matched = 0;
    let seen = 0;
    let sum = 0;
    const limit = Math.max(2.5, reach / 3);
    for (const edge of edges) {
      const [u, v] = [edge.x - origin.x, edge.y - origin.y];
      const place = stretched({ ...STILL, width, height, dx, dy, turn }, origin, edge);
      const at = carry(place);
      const ahead = carry({ x: place.x + edge.nx, y: place.y + edge.ny });
      const normalThere = { x: (ahead.x - at.x) / size, y: (ahead.y - at.y) / size };
      if (!shown(there.view, at)) continue;
      seen += 1;
      const distance = border(there.view, at, normalThere, reach * size);
      if (distance === undefined) continue;
      const result = distance / size;
      const inner = labelAt(
        there.regions,
        at.x + normalThere.x * (distance - 3),
        at.y + normalThere.y * (distance - 3),
      );
      if (inner === undefined || !labels.includes(inner)) continue;
      matched += 1;
      sum += Math.min(result, limit * 2) ** 2;
      const weight = 1 / (1 + (result / limit) ** 2) ** 2;
      accumulate(
        normal,
        [edge.nx * u, edge.ny * v, edge.nx, edge.ny, edge.ny * u - edge.nx * v],
        result,
        weight,
      );
    }
    visible = edges.length === 0 ? 0 : seen / edges.length;
    found = seen === 0 ? 0 : matched / seen;
    rest = matched === 0 ? 0 : Math.sqrt(sum / matched);
    if (matched < 20) break;
    const far = reachOf ** 2;
    accumulate(normal, [1, -1, 0, 0, 0], height - width, held.even * far);
    accumulate(normal, [0, 0, 0, 0, 1], -turn, held.turn * far);
    const [w = 0, h = 0, x = 0, y = 0, t = 0] = solved(normal);
    width += w;
    height += h;
    dx += x;
    dy += y;
    turn += t;
  }
  return { width, height, dx, dy, turn, seen: visible, found, rest };
}

/** How far along a direction the person ends (negative: backwards), or nothing within reach. */
function border(view: View, from: Point, along: Point, reach: number): number | undefined {
  const at = (distance: number) =>
    person(view, from.x + along.x * distance, from.y + along.y * distance) - 0.5;
  let before = at(0);
  const outwards = before > 0 ? 1 : -1;
  for (let step = 1; step <= reach; step += 1) {
    const now = at(step * outwards);
    if (now > 0 !== before > 0) return outwards * (step - 1 + before / (before - now));
    before = now;
  }
  return undefined;
}

/** Whether a place of a view lies inside its picture, and not at its very edge. */
function shown({ inside }: View, { x, y }: Point): boolean {
  return [-3, 3].every((away) => [at(x + away, y), at(x, y + away)].every((index) => inside[index] === 1));
}

function at(x: number, y: number): number {
  return x < 0 || y < 0 || x >= SIDE || y >= SIDE ? -1 : Math.floor(y) * SIDE + Math.floor(x);
}
