import type { Face, Point, Point3 } from '../face/landmarks.ts';
import type { SilhouetteGrid } from './silhouette.ts';
import { nodeAt } from './silhouette.ts';

/** Outline of the face in MediaPipe's mesh, around. */
const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;
/** Before the ears: there the face turns away from the viewer, and hair takes over. */
const EARS = [234, 454, 127, 356] as const;
const CHIN = 152;

/** Measures that a bust is built by, in pixels. */
export interface FaceFrame {
  /** Between the sides of the face. */
  readonly width: number;
  readonly centre: number;
  readonly top: number;
  readonly chin: number;
}

export function faceFrame({ mesh, box }: Face): FaceFrame {
  const point = (index: number): Point3 => mesh[index] ?? { x: box.x, y: box.y, z: 0 };
  return {
    width: box.width,
    centre: (point(10).x + point(CHIN).x) / 2,
    top: box.y,
    chin: point(CHIN).y,
  };
}

/**
 * The depth that the face gives the nodes of a grid, in pixels towards the viewer from the middle of the head; NaN where
 * it says nothing. The points of the face are joined by planes fitted to those nearby (moving least squares, Gaussian
 * weights). Below the chin the throat lies back.
 */
export function faceDepths(face: Face, grid: SilhouetteGrid): Float32Array {
  const { columns, rows, cell, inside } = grid;
  const { width, centre, chin } = faceFrame(face);
  const oval = OVAL.map((index) => face.mesh[index] ?? { x: 0, y: 0, z: 0 });
  const ears = EARS.reduce((sum, index) => sum + (face.mesh[index]?.z ?? 0), 0) / EARS.length;
  // Hair stands a little before the ears; what is behind it is hidden.
  const forward = ears + 0.1 * width;
  const depths = new Float32Array(columns * rows).fill(Number.NaN);
  const margin = 0.07 * width;
  const smallest = 0.12 * width;
  for (let row = 1; row < rows - 1; row += 1)
    for (let column = 1; column < columns - 1; column += 1) {
      const node = row * columns + column;
      if (inside[node] === 0) continue;
      const place = { x: nodeAt(column, cell), y: nodeAt(row, cell) };
      if (insideBy(oval, place) < margin) continue;
      const depth = forward - planeAt(face.mesh, place, 0.045 * width);
      if (depth > smallest) depths[node] = depth;
    }
  const chinDepth = forward - (face.mesh[CHIN]?.z ?? 0);
  const throat = Math.max(smallest, chinDepth - 0.24 * width);
  for (let row = 1; row < rows - 1; row += 1)
    for (let column = 1; column < columns - 1; column += 1) {
      const node = row * columns + column;
      const down = (nodeAt(row, cell) - chin) / width;
      const aside = Math.abs(nodeAt(column, cell) - centre) / width;
      if (inside[node] === 1 && down > 0.06 && down < 0.2 && aside < 0.22)
        depths[node] = throat * Math.sqrt(1 - (aside / 0.4) ** 2);
    }
  return depths;
}

/** How far a place lies within a polygon, in pixels; negative outside. */
export function insideBy(polygon: readonly Point[], { x, y }: Point): number {
  let within = false;
  let nearest = Infinity;
  polygon.forEach((a, index) => {
    const b = polygon[(index + 1) % polygon.length] ?? a;
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) within = !within;
    const dx = b.x - a.x;
    const dy = b.y - a.y;
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(Math.max(((x - a.x) * dx + (y - a.y) * dy) / length, 0), 1);
    nearest = Math.min(nearest, Math.hypot(x - a.x - along * dx, y - a.y - along * dy));
  });
  return within ? nearest : -nearest;
}

/** z of a plane fitted to the points around a place, weighted by a Gaussian of `spread` pixels. */
function planeAt(points: readonly Point3[], { x, y }: Point, spread: number): number {
  let w = 0;
  let wu = 0;
  let wv = 0;
  let wuu = 0;
  let wuv = 0;
  let wvv = 0;
  let wz = 0;
  let wuz = 0;
  let wvz = 0;
  for (const point of points) {
    const u = (point.x - x) / spread;
    const v = (point.y - y) / spread;
    const distance = u * u + v * v;
    if (distance > 25) continue;
    const weight = Math.exp(-0.5 * distance);
    w += weight;
    wu += weight * u;
    wv += weight * v;
    wuu += weight * u * u;
    wuv += weight * u * v;
    wvv += weight * v * v;
    wz += weight * point.z;
    wuz += weight * u * point.z;
    wvz += weight * v * point.z;
  }
  if (w === 0) return 0;
  // A little stiffness keeps the plane level where the points lie on one line.
  const stiff = 0.05 * w;
  const a = wuu + stiff - (wu * wu) / w;
  const b = wuv - (wu * wv) / w;
  const c = wvv + stiff - (wv * wv) / w;
  const p = wuz - (wu * wz) / w;
  const q = wvz - (wv * wz) / w;
  const determinant = a * c - b * b;
  const slopeU = (p * c - q * b) / determinant;
  const slopeV = (q * a - p * b) / determinant;
  return (wz - slopeU * wu - slopeV * wv) / w;
}
