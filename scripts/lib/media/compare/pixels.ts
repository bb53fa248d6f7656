import type { Size } from '../picture.ts';
import { type Box, union } from './box.ts';
import { colourMove, type ColourMove, MOST_SAMPLES } from './colour-distance.ts';
import { TILE, type Workspace } from './kernel/workspace.ts';

/** Two pictures of one size, measured. */
export interface PictureDifference {
  /** pixelmatch 7.2's count: threshold 0.1, anti-aliased pixels excluded. */
  readonly counted: number;
  /** Pixels whose RGBA differs at all. */
  readonly differing: number;
  /** Where nine tenths of the counted pixels lie (of the differing ones when none counts); none when all are equal. */
  readonly area: Box | undefined;
  /** How far the differing pixels moved; none when no pixel differs. */
  readonly colour: ColourMove | undefined;
  readonly ssim: number | undefined;
  /** 0 (nothing to see) to 1 (all of the picture by ΔE00 10 or more). */
  readonly visibility: number;
}

/** Measures what lies in a room's two sides. */
export function measure(room: Workspace): PictureDifference {
  const { counted, differing } = room.count();
  if (differing === 0) {
    return { counted, differing, area: undefined, colour: undefined, ssim: 1, visibility: 0 };
  }
  const across = Math.ceil(room.width / TILE);
  const picks = room.sample(Math.ceil(differing / MOST_SAMPLES), MOST_SAMPLES);
  const colour = colourMove(room.picture('before'), room.picture('after'), picks);
  const everywhere = inPixels(bounds(room.differingTiles, across), room);
  return {
    counted,
    differing,
    area: mainArea(counted > 0 ? room.countedTiles : room.differingTiles, across, room),
    colour,
    ssim: room.ssim(everywhere),
    visibility: visibilityOf(colour.plainness, differing / (room.width * room.height)),
  };
}

/**
 * How much of a change a person sees: the cube root of (share of pixels that differ × how plainly they do), since an
 * eyebrow that moved (0.1 % of a portrait) is found at once.
 */
function visibilityOf(plainness: number, share: number): number {
  return Math.cbrt(Math.min(1, plainness * share));
}

/** The boxes of connected tiles, heaviest first, joined until nine tenths of the weight are inside. */
export function mainArea(tiles: Uint32Array, across: number, within: Size): Box | undefined {
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
  return area === undefined ? undefined : inPixels(area, within);
}

/** Tiles to pixels, cut at the picture's edges. */
function inPixels(box: Box, within: Size): Box {
  const [x, y] = [box.x * TILE, box.y * TILE];
  return {
    x,
    y,
    width: Math.min(within.width, (box.x + box.width) * TILE) - x,
    height: Math.min(within.height, (box.y + box.height) * TILE) - y,
  };
}

/** The box of all tiles with weight, in tiles. */
function bounds(tiles: Uint32Array, across: number): Box {
  let [left, right, top, bottom] = [Infinity, 0, Infinity, 0];
  for (const [tile, weight] of tiles.entries()) {
    if (weight === 0) continue;
    const [x, y] = [tile % across, Math.floor(tile / across)];
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), y];
  }
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
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
    let [left, right, top, bottom] = [Infinity, 0, Infinity, 0];
    const queue = [first];
    seen[first] = 1;
    for (let tile = queue.pop(); tile !== undefined; tile = queue.pop()) {
      weight += tiles[tile] ?? 0;
      const [x, y] = [tile % across, Math.floor(tile / across)];
      [left, right, top, bottom] = [
        Math.min(left, x),
        Math.max(right, x),
        Math.min(top, y),
        Math.max(bottom, y),
      ];
      for (let ny = Math.max(0, y - 1); ny <= Math.min(down - 1, y + 1); ny += 1) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(across - 1, x + 1); nx += 1) {
          const next = ny * across + nx;
          if (seen[next] === 1 || tiles[next] === 0) continue;
          seen[next] = 1;
          queue.push(next);
        }
      }
    }
    patches.push({
      box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 },
      weight,
      first,
    });
  }
  return patches;
}
