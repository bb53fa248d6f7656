import pixelmatch from 'pixelmatch';
import type { Picture } from '../picture.ts';
import { type Box, union } from './box.ts';
import { words } from './colour-distance.ts';

/** Side of a tile in pixels. */
export const TILE = 16;

/** Which pixels differ between two pictures of one size. */
export interface PixelChange {
  /** pixelmatch 7.2's count: threshold 0.1, anti-aliased pixels excluded. */
  readonly counted: number;
  /** Pixels whose RGBA differs at all. */
  readonly any: number;
  /** Where nine tenths of the counted pixels lie (of the differing ones when none counts); none when all are equal. */
  readonly area: Box | undefined;
}

/** @throws {RangeError} when the sizes differ: a resized picture is a verdict of its own, ask for that first */
export function pixelChange(before: Picture, after: Picture): PixelChange {
  const { width, height } = before;
  if (width !== after.width || height !== after.height) {
    throw new RangeError(`sizes differ: ${width} × ${height} and ${after.width} × ${after.height}`);
  }
  const mask = new Uint8ClampedArray(before.rgba.length);
  const counted = pixelmatch(before.rgba, after.rgba, mask, width, height, {
    threshold: 0.1,
    diffMask: true,
  });
  const [a, b] = [words(before), words(after)];
  const across = Math.ceil(width / TILE);
  const tiles = new Uint32Array(across * Math.ceil(height / TILE));
  const anyTiles = new Uint32Array(tiles.length);
  let any = 0;
  for (let y = 0, i = 0; y < height; y += 1) {
    const row = Math.floor(y / TILE) * across;
    for (let x = 0; x < width; x += 1, i += 1) {
      if (a[i] === b[i]) continue;
      any += 1;
      const tile = row + Math.floor(x / TILE);
      anyTiles[tile] = (anyTiles[tile] ?? 0) + 1;
      if (mask[i * 4 + 3] !== 0) tiles[tile] = (tiles[tile] ?? 0) + 1;
    }
  }
  return { counted, any, area: mainArea(counted > 0 ? tiles : anyTiles, across, before) };
}

/** The boxes of connected tiles, heaviest first, joined until nine tenths of the weight are inside. */
export function mainArea(
  tiles: Uint32Array,
  across: number,
  within: { width: number; height: number },
): Box | undefined {
  const total = tiles.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return undefined;
  const patches = connected(tiles, across).toSorted((p, q) => q.weight - p.weight || p.first - q.first);
  let area: Box | undefined;
  let inside = 0;
  for (const { box, weight } of patches) {
    area = area === undefined ? box : union(area, box);
    inside += weight;
    if (inside >= 0.9 * total) break;
  }
  if (area === undefined) return undefined;
  const [x, y] = [area.x * TILE, area.y * TILE];
  return {
    x,
    y,
    width: Math.min(within.width, (area.x + area.width) * TILE) - x,
    height: Math.min(within.height, (area.y + area.height) * TILE) - y,
  };
}

interface Patch {
  readonly box: Box;
  readonly weight: number;
  readonly first: number;
}

/** Patches of tiles with weight that touch, corners included; boxes in tiles. */
function connected(tiles: Uint32Array, across: number): Patch[] {
  const down = tiles.length / across;
  const seen = new Uint8Array(tiles.length);
  const patches: Patch[] = [];
  for (let first = 0; first < tiles.length; first += 1) {
    if (tiles[first] === 0 || seen[first] === 1) continue;
    let weight = 0;
    let box: Box = { x: first % across, y: Math.floor(first / across), width: 1, height: 1 };
    const queue = [first];
    seen[first] = 1;
    for (let tile = queue.pop(); tile !== undefined; tile = queue.pop()) {
      weight += tiles[tile] ?? 0;
      const [x, y] = [tile % across, Math.floor(tile / across)];
      box = union(box, { x, y, width: 1, height: 1 });
      for (let ny = Math.max(0, y - 1); ny <= Math.min(down - 1, y + 1); ny += 1) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(across - 1, x + 1); nx += 1) {
          const next = ny * across + nx;
          if (seen[next] === 1 || tiles[next] === 0) continue;
          seen[next] = 1;
          queue.push(next);
        }
      }
    }
    patches.push({ box, weight, first });
  }
  return patches;
}
