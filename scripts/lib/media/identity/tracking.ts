import type { Point, Point3 } from '../face/landmarks.ts';
import { sampled, type Square } from '../face/sample.ts';
import { linear } from './colour.ts';
import { accumulate, poseBetween, solved } from './pose.ts';
import type { Portrait } from './registration.ts';

/** A feature of the canonical face found again on another, and how far it moved after the pose was taken out. */
export interface Feature {
  /** Its number in the mesh. */
  readonly index: number;
  /** Percent of the eye distance. */
  readonly moved: number;
}

/** Width of the square in which both faces are compared, in pixels; a face fills about four fifths of it. */
const INPUT = 384;
/** Blur before comparing, in those pixels: as much as low-sample renders and lossy encoders leave of detail. */
const SIGMA = 2;
/** Half of the width of the patch around a feature. */
const HALF = 14;
/** A patch must hold this much contrast in its poorest direction to be found again (sum of squared slopes). */
const CONTRAST = 200;
/** What is found must look like what was sought (normalised correlation), and lie near where the mesh says. */
const ALIKE = 0.85;
const ASTRAY = 0.12;

interface Patch extends Point {
  readonly index: number;
  readonly values: Float64Array;
  readonly across: Float64Array;
  readonly down: Float64Array;
}

interface Template {
  readonly square: Square;
  readonly mesh: readonly Point3[];
  readonly eyes: number;
  readonly patches: readonly Patch[];
}

const WINDOW = Float64Array.from({ length: (2 * HALF + 1) ** 2 }, (_, at) => {
  const [x, y] = [(at % (2 * HALF + 1)) - HALF, Math.floor(at / (2 * HALF + 1)) - HALF];
  return Math.exp(-(x * x + y * y) / (2 * (HALF * 0.6) ** 2));
});

const templates = new WeakMap<Portrait, Template>();

/**
 * Seeks features of the canonical face on another face: small patches, moved until they fit best whatever their
 * brightness and contrast (Lucas and Kanade, "An iterative image registration technique", 1981), started where the
 * mesh says. Then the pose is taken out. Ten times as exact as the mesh, but only faces that look alike have the
 * same patches: on others few are found, and the mesh must do.
 */
export function trackedFeatures(canonical: Portrait, other: Portrait, indices: readonly number[]): Feature[] {
  const template = templates.get(canonical) ?? templateOf(canonical, indices);
  templates.set(canonical, template);
  const square = carriedSquare(canonical, other, template.square);
  const there = greyOf(other, square);
  const mesh = other.head.face.mesh;
  const pairs: { readonly index: number; readonly from: Point3; readonly to: Point }[] = [];
  for (const patch of template.patches) {
    const guess = mesh[patch.index];
    const from = template.mesh[patch.index];
    if (guess === undefined || from === undefined) continue;
    const start = toSquare(guess, square);
    const to = sought(patch, there, start);
    if (to === undefined || Math.hypot(to.x - start.x, to.y - start.y) > ASTRAY * template.eyes) continue;
    if (likeness(patch, there, to) > ALIKE) pairs.push({ index: patch.index, from, to });
  }
  if (pairs.length < 12) return [];
  const [from, to] = [pairs.map((pair) => pair.from), pairs.map((pair) => pair.to)];
  let weights = pairs.map(() => 1);
  let ways: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const { residual } = poseBetween(from, to, weights);
    ways = residual.map(({ x, y }) => Math.hypot(x, y));
    const middle = ways.toSorted((a, b) => a - b)[ways.length >> 1] ?? 0;
    weights = ways.map((way) => 1 / (1 + (way / (2 * middle + 0.2)) ** 2));
  }
  return pairs.map(({ index }, at) => ({ index, moved: (100 * (ways[at] ?? 0)) / template.eyes }));
}

function templateOf(portrait: Portrait, indices: readonly number[]): Template {
  const { box, mesh } = portrait.head.face;
  const square: Square = {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    side: 1.15 * Math.max(box.width, box.height),
    angle: 0,
  };
  const grey = greyOf(portrait, square);
  const scale = INPUT / square.side;
  const inSquare = mesh.map((point) => {
    const { x, y } = toSquare(point, square);
    return { x, y, z: point.z * scale };
  });
  const middle = (a: number, b: number): Point => {
    const [p, q] = [inSquare[a] ?? { x: 0, y: 0 }, inSquare[b] ?? { x: 0, y: 0 }];
    return { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 };
  };
  const [left, right] = [middle(33, 133), middle(362, 263)];
  const patches = indices.flatMap((index): Patch[] => {
    const { x, y } = inSquare[index] ?? { x: 0, y: 0 };
    const each = (of: (u: number, v: number) => number) => window(x, y, of);
    const across = each((u, v) => (at(grey, u + 1, v) - at(grey, u - 1, v)) / 2);
    const down = each((u, v) => (at(grey, u, v + 1) - at(grey, u, v - 1)) / 2);
    const covered = portrait.head.covered[index] === 1;
    return covered || poorest(across, down) < CONTRAST
      ? []
      : [{ index, x, y, across, down, values: each((u, v) => at(grey, u, v)) }];
  });
  return { square, mesh: inSquare, eyes: Math.hypot(right.x - left.x, right.y - left.y) || 1, patches };
}

/** The place on the other face where a patch fits best, or nothing when it runs away. */
function sought(patch: Patch, grey: Float32Array, start: Point): Point | undefined {
  let { x, y } = start;
  for (let round = 0; round < 15; round += 1) {
    const normal = Array.from({ length: 4 }, () => [0, 0, 0, 0, 0]);
    const now = window(x, y, (u, v) => at(grey, u, v));
    for (const [index, value] of now.entries()) {
      const before = patch.values[index] ?? 0;
      accumulate(
        normal,
        [patch.across[index] ?? 0, patch.down[index] ?? 0, before - 128, 1],
        value - before,
        WINDOW[index] ?? 0,
      );
    }
    const [dx = 0, dy = 0] = solved(normal);
    x -= dx;
    y -= dy;
    if (!(Math.hypot(x - start.x, y - start.y) < INPUT / 8)) return undefined;
    if (Math.hypot(dx, dy) < 0.01) break;
  }
  return { x, y };
}

/** Correlation of a patch with what lies at a place, −1 to 1, whatever brightness and contrast. */
function likeness(patch: Patch, grey: Float32Array, { x, y }: Point): number {
  const now = window(x, y, (u, v) => at(grey, u, v));
  let [total, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
  for (const [index, value] of now.entries()) {
    const [weight, before] = [WINDOW[index] ?? 0, patch.values[index] ?? 0];
    total += weight;
    a += weight * before;
    b += weight * value;
    aa += weight * before * before;
    bb += weight * value * value;
    ab += weight * before * value;
  }
  return (ab - (a * b) / total) / Math.sqrt(Math.max(1e-9, (aa - (a * a) / total) * (bb - (b * b) / total)));
}

/** The smaller eigenvalue of a patch's structure tensor: how well it is held in the direction that holds it least. */
function poorest(across: Float64Array, down: Float64Array): number {
  let [xx, xy, yy] = [0, 0, 0];
  for (const [index, weight] of WINDOW.entries()) {
    const [dx, dy] = [across[index] ?? 0, down[index] ?? 0];
    xx += weight * dx * dx;
    xy += weight * dx * dy;
    yy += weight * dy * dy;
  }
  return (xx + yy) / 2 - Math.hypot((xx - yy) / 2, xy);
}

function window(x: number, y: number, of: (u: number, v: number) => number): Float64Array {
  const side = 2 * HALF + 1;
  return Float64Array.from(WINDOW, (_, index) =>
    of(x + (index % side) - HALF, y + Math.floor(index / side) - HALF),
  );
}

/** A square of a face as lightness (cube root of light, 0 to 255), a little blurred. */
function greyOf({ picture }: Portrait, square: Square): Float32Array {
  const { rgb } = sampled(picture, square, INPUT);
  const grey = new Float32Array(INPUT * INPUT);
  for (let index = 0; index < grey.length; index += 1) {
    const light =
      0.2126 * linear(rgb[index * 3] ?? 0) +
      0.7152 * linear(rgb[index * 3 + 1] ?? 0) +
      0.0722 * linear(rgb[index * 3 + 2] ?? 0);
    grey[index] = 255 * Math.cbrt(light);
  }
  return smoothed(smoothed(grey, 1), INPUT);
}

function smoothed(grey: Float32Array, stride: number): Float32Array {
  const reach = Math.ceil(SIGMA * 3);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, index) =>
    Math.exp(-((index - reach) ** 2) / (2 * SIGMA ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return grey.map((_, index) => {
    const place = stride === 1 ? index % INPUT : Math.floor(index / INPUT);
    let sum = 0;
    for (const [step, weight] of weights.entries()) {
      const to = Math.min(Math.max(place + step - reach, 0), INPUT - 1);
      sum += weight * (grey[index + (to - place) * stride] ?? 0);
    }
    return sum / total;
  });
}

function at(grey: Float32Array, x: number, y: number): number {
  const u = Math.min(Math.max(x - 0.5, 0), INPUT - 1.001);
  const v = Math.min(Math.max(y - 0.5, 0), INPUT - 1.001);
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [fx, fy] = [u - left, v - top];
  const first = top * INPUT + left;
  return (
    ((grey[first] ?? 0) * (1 - fx) + (grey[first + 1] ?? 0) * fx) * (1 - fy) +
    ((grey[first + INPUT] ?? 0) * (1 - fx) + (grey[first + INPUT + 1] ?? 0) * fx) * fy
  );
}

function toSquare({ x, y }: Point, square: Square): Point {
  const [u, v] = [x - square.x, y - square.y];
  const [c, s] = [Math.cos(square.angle), Math.sin(square.angle)];
  const scale = INPUT / square.side;
  return { x: (u * c + v * s) * scale + INPUT / 2, y: (v * c - u * s) * scale + INPUT / 2 };
}

/** A square of the canonical picture on another one: moved, turned and resized as the mesh is (least squares). */
export function carriedSquare(canonical: Portrait, other: Portrait, square: Square): Square {
  const [from, to] = [canonical.head.face.mesh, other.head.face.mesh];
  const [ax, ay, bx, by] = [mean(from, 'x'), mean(from, 'y'), mean(to, 'x'), mean(to, 'y')];
  let [along, across, norm] = [0, 0, 0];
  for (const [index, { x, y }] of from.entries()) {
    const there = to[index];
    if (there === undefined) continue;
    const [u, v, p, q] = [x - ax, y - ay, there.x - bx, there.y - by];
    along += u * p + v * q;
    across += u * q - v * p;
    norm += u * u + v * v;
  }
  const [c, s] = [along / norm, across / norm];
  const [u, v] = [square.x - ax, square.y - ay];
  return {
    x: bx + u * c - v * s,
    y: by + u * s + v * c,
    side: square.side * Math.hypot(c, s),
    angle: square.angle + Math.atan2(s, c),
  };
}

function mean(points: readonly Point[], of: 'x' | 'y'): number {
  return points.reduce((sum, point) => sum + point[of], 0) / points.length;
}
