import type { Point } from '../face/landmarks.ts';
import { accumulate, solved } from './pose.ts';

/** Width of the square in which both faces are compared, in pixels; a face fills about four fifths of it. */
export const INPUT = 384;
/** Half of the width of the patch around a feature. */
const HALF = 14;
const ACROSS = 2 * HALF + 1;
/** A patch must hold this much contrast in its poorest direction to be found again (sum of squared slopes). */
const CONTRAST = 200;
/** The middle of a patch counts most. */
const WINDOW = Float64Array.from({ length: ACROSS ** 2 }, (_, at) => {
  const [x, y] = [(at % ACROSS) - HALF, Math.floor(at / ACROSS) - HALF];
  return Math.exp(-(x * x + y * y) / (2 * (HALF * 0.6) ** 2));
});

/** What one picture shows around a place, prepared for being sought on another. */
export interface Patch extends Point {
  readonly values: Float64Array;
  /** For each of its pixels, what a step of brightness there says about the place: across and down. */
  readonly steering: readonly [Float64Array, Float64Array];
}

/** The patch around a place of a grey square, or nothing when too little is seen there to be found again. */
export function patchOf(grey: Float32Array, { x, y }: Point): Patch | undefined {
  const values = windowOf(grey, x, y, new Float64Array(WINDOW.length));
  const slope = (dx: number, dy: number) => {
    const [ahead, behind] = [
      windowOf(grey, x + dx, y + dy, new Float64Array(WINDOW.length)),
      windowOf(grey, x - dx, y - dy, new Float64Array(WINDOW.length)),
    ];
    return ahead.map((value, index) => (value - (behind[index] ?? 0)) / 2);
  };
  const [across, down] = [slope(1, 0), slope(0, 1)];
  if (poorest(across, down) < CONTRAST) return undefined;
  // The unknowns: the way across and down, a change of contrast and one of brightness. What is known of them depends
  // on this patch alone, so that it is inverted once (Baker and Matthews, "Lucas-Kanade 20 years on", 2004).
  const normal = Array.from({ length: 4 }, () => [0, 0, 0, 0, 0]);
  const row = (index: number) => [across[index] ?? 0, down[index] ?? 0, (values[index] ?? 0) - 128, 1];
  for (const [index, weight] of WINDOW.entries()) accumulate(normal, row(index), 0, weight);
  const inverse = [0, 1].map((wanted) =>
    solved(normal.map((line, index) => line.with(4, index === wanted ? 1 : 0))),
  );
  const steering = (of: readonly number[] = []) =>
    WINDOW.map((weight, index) =>
      row(index).reduce((sum, value, unknown) => sum + weight * value * (of[unknown] ?? 0), 0),
    );
  return { x, y, values, steering: [steering(inverse[0]), steering(inverse[1])] };
}

/** The place on another grey square where a patch fits best whatever brightness and contrast, or nothing when it runs away. */
export function sought({ values, steering }: Patch, grey: Float32Array, start: Point): Point | undefined {
  let { x, y } = start;
  const now = new Float64Array(WINDOW.length);
  const [across, down] = steering;
  for (let round = 0; round < 15; round += 1) {
    windowOf(grey, x, y, now);
    let dx = 0;
    let dy = 0;
    for (let index = 0; index < now.length; index += 1) {
      const step = (now[index] ?? 0) - (values[index] ?? 0);
      dx += (across[index] ?? 0) * step;
      dy += (down[index] ?? 0) * step;
    }
    x -= dx;
    y -= dy;
    if (!(Math.hypot(x - start.x, y - start.y) < INPUT / 8)) return undefined;
    if (Math.hypot(dx, dy) < 0.01) break;
  }
  return { x, y };
}

/** Correlation of a patch with what lies at a place, −1 to 1, whatever brightness and contrast. */
export function likeness({ values }: Patch, grey: Float32Array, { x, y }: Point): number {
  const now = windowOf(grey, x, y, new Float64Array(WINDOW.length));
  let total = 0;
  let a = 0;
  let b = 0;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let index = 0; index < now.length; index += 1) {
    const weight = WINDOW[index] ?? 0;
    const before = values[index] ?? 0;
    const value = now[index] ?? 0;
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

/** Fills `into` with what lies around a place, bilinear; beyond the square its edge goes on. */
function windowOf(grey: Float32Array, x: number, y: number, into: Float64Array): Float64Array {
  const [u, v] = [x - HALF - 0.5, y - HALF - 0.5];
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [fx, fy] = [u - left, v - top];
  const last = INPUT - 1;
  for (let row = 0; row < ACROSS; row += 1) {
    const upper = Math.min(Math.max(top + row, 0), last) * INPUT;
    const lower = Math.min(Math.max(top + row + 1, 0), last) * INPUT;
    for (let column = 0; column < ACROSS; column += 1) {
      const a = Math.min(Math.max(left + column, 0), last);
      const b = Math.min(Math.max(left + column + 1, 0), last);
      into[row * ACROSS + column] =
        ((grey[upper + a] ?? 0) * (1 - fx) + (grey[upper + b] ?? 0) * fx) * (1 - fy) +
        ((grey[lower + a] ?? 0) * (1 - fx) + (grey[lower + b] ?? 0) * fx) * fy;
    }
  }
  return into;
}
