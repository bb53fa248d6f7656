import type { SilhouetteGrid } from './silhouette.ts';
import { isRing } from './silhouette.ts';

/** Sweeps over the grid; with this over-relaxation the last changes are below a hundredth of a pixel. */
const SWEEPS = 160;
const OVER = 1.85;

/**
 * How far a silhouette swells, in pixels a node, 0 outside: the root of a screened Poisson equation Δu − u/l² = −1 with
 * u = 0 along the outline, so that z = √(2u) gives a strip the round section of a cylinder and flattens out at `deepest`
 * in wide parts (inflation by Poisson's equation: Gorelick et al. 2006, "Shape representation and classification using the
 * Poisson equation"; the screen is ours). Towards the edges of the picture, where the figure is cut off, nothing is bent.
 *
 * @param fixed depths that must come out where they are not NaN, in pixels
 */
export function inflated(grid: SilhouetteGrid, deepest: number, fixed?: Float32Array): Float32Array {
  const { columns, rows, cell, inside, crossRight, crossDown } = grid;
  const count = columns * rows;
  const screen = 2 / (deepest * deepest);
  const u = new Float64Array(count);
  const free: number[] = [];
  // Five weights a node: left, right, up, down, and the middle.
  const weights = new Float64Array(count * 5);
  for (let row = 1; row < rows - 1; row += 1)
    for (let column = 1; column < columns - 1; column += 1) {
      const node = row * columns + column;
      if (inside[node] === 0) continue;
      const depth = fixed?.[node] ?? Number.NaN;
      if (!Number.isNaN(depth)) {
        u[node] = (depth * depth) / 2;
        continue;
      }
      free.push(node);
      u[node] = (deepest * deepest) / 4;
      // Distances to the neighbour or the outline, in cells (Shortley and Weller 1938); 0 where the picture ends.
      const reach = (dc: number, dr: number) => {
        if (isRing(grid, column + dc, row + dr)) return 0;
        if (inside[node + dr * columns + dc] === 1) return 1;
        if (dc === 1) return crossRight[node] ?? 0.5;
        if (dr === 1) return crossDown[node] ?? 0.5;
        return dc === -1 ? 1 - (crossRight[node - 1] ?? 0.5) : 1 - (crossDown[node - columns] ?? 0.5);
      };
      let middle = screen * cell * cell;
      for (const [slot, one, other] of [
        [0, reach(-1, 0), reach(1, 0)],
        [2, reach(0, -1), reach(0, 1)],
      ] as const) {
        // A mirrored neighbour stands for the one past the picture's edge.
        const a = one === 0 ? other : one;
        const b = other === 0 ? one : other;
        if (a === 0) continue;
        const first = 2 / (a * (a + b));
        const second = 2 / (b * (a + b));
        middle += first + second;
        weights[node * 5 + slot] = one === 0 ? 0 : first;
        weights[node * 5 + slot + 1] = other === 0 ? 0 : second;
        if (one === 0) weights[node * 5 + slot + 1] = first + second;
        if (other === 0) weights[node * 5 + slot] = first + second;
      }
      weights[node * 5 + 4] = middle;
    }
  // u is 0 at every node outside and at every crossing, so the weights of those add nothing.
  for (let sweep = 0; sweep < SWEEPS; sweep += 1)
    for (const node of free) {
      const at = node * 5;
      const target =
        (cell * cell +
          (weights[at] ?? 0) * (u[node - 1] ?? 0) +
          (weights[at + 1] ?? 0) * (u[node + 1] ?? 0) +
          (weights[at + 2] ?? 0) * (u[node - columns] ?? 0) +
          (weights[at + 3] ?? 0) * (u[node + columns] ?? 0)) /
        (weights[at + 4] ?? 1);
      u[node] = (u[node] ?? 0) + OVER * (target - (u[node] ?? 0));
    }
  return Float32Array.from(u, (value) => Math.sqrt(Math.max(0, 2 * value)));
}
