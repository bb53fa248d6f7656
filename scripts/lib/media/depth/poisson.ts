import type { Size } from '../picture.ts';

/** A membrane on a grid: where it is held, and what pushes it. Every array has `width × height` cells. */
export interface Membrane extends Size {
  /** 1 where it may move, 0 where it is held at 0. */
  readonly free: Uint8Array;
  /** Cells that are held at a value of their own: their weight is 1, all others' 0. */
  readonly held?: { readonly weights: Uint8Array; readonly values: Float32Array };
  /** What pushes each cell, in units of value per cell². */
  readonly pressure?: Float32Array;
}

const COARSEST = 16;
const ROUNDS = 48;
/** Over-relaxation: near the best for grids of this size, where each level begins with the one below it. */
const OMEGA = 1.75;

/**
 * Solves Δu = −pressure with u held where it is held. The upper, left and right side of the grid hold it at 0; its lower
 * side lets it go on as if mirrored, for there a portrait is cut off. Coarse to fine, by successive over-relaxation.
 */
export function settled(membrane: Membrane): Float32Array {
  const { width, height } = membrane;
  if (Math.min(width, height) <= COARSEST)
    return relaxed(membrane, new Float32Array(width * height), ROUNDS * 2);
  const coarse = halved(membrane);
  const below = settled(coarse);
  const start = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      start[y * width + x] = bilinear(below, coarse, (x + 0.5) / 2, (y + 0.5) / 2);
  return relaxed(membrane, start, ROUNDS);
}

/** The value at a place in cells from the top left corner; the middle of the first cell is 0.5, 0.5. */
export function bilinear(values: Float32Array, { width, height }: Size, x: number, y: number): number {
  const u = Math.min(Math.max(x - 0.5, 0), width - 1);
  const v = Math.min(Math.max(y - 0.5, 0), height - 1);
  const left = Math.floor(u);
  const top = Math.floor(v);
  const right = Math.min(left + 1, width - 1);
  const bottom = Math.min(top + 1, height - 1);
  const above =
    (values[top * width + left] ?? 0) * (left + 1 - u) + (values[top * width + right] ?? 0) * (u - left);
  const below =
    (values[bottom * width + left] ?? 0) * (left + 1 - u) +
    (values[bottom * width + right] ?? 0) * (u - left);
  return above * (top + 1 - v) + below * (v - top);
}

function halved({ width, height, free, held, pressure }: Membrane): Membrane {
  const size = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const cells = size.width * size.height;
  const counts = new Uint8Array(cells);
  const frees = new Uint8Array(cells);
  const weights = new Uint8Array(cells);
  const values = new Float32Array(cells);
  const push = new Float32Array(cells);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const from = y * width + x;
      const to = (y >> 1) * size.width + (x >> 1);
      counts[to] = (counts[to] ?? 0) + 1;
      frees[to] = (frees[to] ?? 0) + (free[from] ?? 0);
      push[to] = (push[to] ?? 0) + (pressure?.[from] ?? 0);
      if (held?.weights[from] === 1) {
        weights[to] = (weights[to] ?? 0) + 1;
        values[to] = (values[to] ?? 0) + (held.values[from] ?? 0);
      }
    }
  for (let cell = 0; cell < cells; cell += 1) {
    const count = Math.max(counts[cell] ?? 1, 1);
    // A cell is twice as wide, so that the same curvature is four times the push.
    push[cell] = (4 * (push[cell] ?? 0)) / count;
    values[cell] = (values[cell] ?? 0) / Math.max(weights[cell] ?? 1, 1);
    weights[cell] = (weights[cell] ?? 0) > 0 ? 1 : 0;
    frees[cell] = 2 * (frees[cell] ?? 0) >= count ? 1 : 0;
  }
  return { ...size, free: frees, held: { weights, values }, pressure: push };
}

function relaxed(
  { width, height, free, held, pressure }: Membrane,
  u: Float32Array,
  rounds: number,
): Float32Array {
  for (let cell = 0; cell < u.length; cell += 1) {
    if (held?.weights[cell] === 1) u[cell] = held.values[cell] ?? 0;
    else if (free[cell] === 0) u[cell] = 0;
  }
  for (let round = 0; round < rounds; round += 1)
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const cell = y * width + x;
        if (free[cell] === 0 || held?.weights[cell] === 1) continue;
        const left = x > 0 ? (u[cell - 1] ?? 0) : 0;
        const right = x < width - 1 ? (u[cell + 1] ?? 0) : 0;
        const above = y > 0 ? (u[cell - width] ?? 0) : 0;
        const below = y < height - 1 ? (u[cell + width] ?? 0) : (u[cell] ?? 0);
        const rest = (left + right + above + below + (pressure?.[cell] ?? 0)) / 4;
        const value = u[cell] ?? 0;
        u[cell] = value + OMEGA * (rest - value);
      }
  return u;
}
