import type { Point, Point3 } from '../face/landmarks.ts';
import { sampled, type Square } from '../face/sample.ts';
import { linear } from './colour.ts';
import { INPUT, likeness, patchOf, sought, type Patch } from './patch.ts';
import { poseBetween } from './pose.ts';
import type { Portrait } from './registration.ts';

/** A feature of the canonical face found again on another, and how far it moved after the pose was taken out. */
export interface Found {
  /** Its number in the mesh. */
  readonly index: number;
  /** Percent of the eye distance. */
  readonly moved: number;
}

/** Blur before comparing, in those pixels: as much as low-sample renders and lossy encoders leave of detail. */
const SIGMA = 2;
/** What is found must look like what was sought (normalised correlation), and lie near where the mesh says. */
const ALIKE = 0.85;
const ASTRAY = 0.12;

/** A point of the mesh with what the canonical picture shows around it. */
interface Feature {
  readonly index: number;
  readonly patch: Patch;
}

interface Template {
  readonly square: Square;
  readonly mesh: readonly Point3[];
  readonly eyes: number;
  readonly patches: readonly Feature[];
}

const templates = new WeakMap<Portrait, Template>();

/**
 * Seeks features of the canonical face on another face: small patches, moved until they fit best whatever their
 * brightness and contrast (Lucas and Kanade, "An iterative image registration technique", 1981), started where the
 * mesh says. Then the pose is taken out. Ten times as exact as the mesh, but only faces that look alike have the
 * same patches: on others few are found, and the mesh must do.
 */
export function trackedFeatures(canonical: Portrait, other: Portrait, indices: readonly number[]): Found[] {
  const template = templates.get(canonical) ?? templateOf(canonical, indices);
  templates.set(canonical, template);
  const square = carriedSquare(canonical, other, template.square);
  const there = greyOf(other, square);
  const mesh = other.head.face.mesh;
  const pairs: { readonly index: number; readonly from: Point3; readonly to: Point }[] = [];
  for (const { index, patch } of template.patches) {
    const guess = mesh[index];
    const from = template.mesh[index];
    if (guess === undefined || from === undefined) continue;
    const start = toSquare(guess, square);
    const to = sought(patch, there, start);
    if (to === undefined || Math.hypot(to.x - start.x, to.y - start.y) > ASTRAY * template.eyes) continue;
    if (likeness(patch, there, to) > ALIKE) pairs.push({ index, from, to });
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
  const patches = indices.flatMap((index): Feature[] => {
    if (portrait.head.covered[index] === 1) return [];
    const patch = patchOf(grey, inSquare[index] ?? { x: 0, y: 0 });
    return patch === undefined ? [] : [{ index, patch }];
  });
  return { square, mesh: inSquare, eyes: Math.hypot(right.x - left.x, right.y - left.y) || 1, patches };
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
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, index) =>
    Math.exp(-((index - reach) ** 2) / (2 * SIGMA ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const result = new Float32Array(grey.length);
  for (let line = 0; line < INPUT; line += 1) {
    const start = stride === 1 ? line * INPUT : line;
    for (let place = 0; place < INPUT; place += 1) {
      let sum = 0;
      for (let step = -reach; step <= reach; step += 1) {
        const to = Math.min(Math.max(place + step, 0), INPUT - 1);
        sum += (weights[step + reach] ?? 0) * (grey[start + to * stride] ?? 0);
      }
      result[start + place * stride] = sum / total;
    }
  }
  return result;
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
