import type { Box } from '../compare/box.ts';
import type { Picture } from '../picture.ts';

/** Small moves amber, large ones magenta: told apart with every common colour blindness, and neither is in a face. */
const SMALL = [0xff, 0xa6, 0x00] as const;
const LARGE = [0xd1, 0x00, 0x7a] as const;

export interface Difference {
  /** The crop's size. */
  readonly picture: Picture;
  /** The distance that is drawn in full magenta, 0 to 1 of black to white. */
  readonly full: number;
}

/**
 * What moved: the picture after as a pale grey ghost, each differing pixel over it from amber to magenta by how far
 * its colour went. The scale ends at the largest move inside the crop, so that faint changes are seen too.
 * Distance: YIQ after Kotsarenko and Ramos 2010, square root, so that it grows as the eye sees it.
 */
export function drawDifference(before: Picture, after: Picture, crop: Box): Difference {
  const { width } = before;
  const size = crop.width * crop.height;
  const distance = new Float32Array(size);
  const rgba = new Uint8ClampedArray(size * 4);
  let largest = 0;
  for (let y = 0, i = 0; y < crop.height; y += 1) {
    for (let x = 0, at = ((crop.y + y) * width + crop.x) * 4; x < crop.width; x += 1, i += 1, at += 4) {
      const moved = moveOf(before.rgba, after.rgba, at);
      distance[i] = moved;
      if (moved > largest) largest = moved;
    }
  }
  for (let y = 0, i = 0; y < crop.height; y += 1) {
    for (let x = 0, at = ((crop.y + y) * width + crop.x) * 4; x < crop.width; x += 1, i += 1, at += 4) {
      const [r, g, b, alpha] = [
        after.rgba[at] ?? 0,
        after.rgba[at + 1] ?? 0,
        after.rgba[at + 2] ?? 0,
        after.rgba[at + 3] ?? 255,
      ];
      const grey = ((0.299 * r + 0.587 * g + 0.114 * b) * alpha) / 255 + 255 - alpha;
      const ghost = 200 + (grey - 128) * 0.3;
      const moved = distance[i] ?? 0;
      const share = moved === 0 ? 0 : moved / largest;
      const cover = moved === 0 ? 0 : 0.3 + 0.7 * Math.sqrt(share);
      const to = i * 4;
      for (let c = 0; c < 3; c += 1) {
        const tint = (SMALL[c] ?? 0) + ((LARGE[c] ?? 0) - (SMALL[c] ?? 0)) * share;
        rgba[to + c] = ghost + (tint - ghost) * cover;
      }
      rgba[to + 3] = 255;
    }
  }
  return { picture: { width: crop.width, height: crop.height, rgba }, full: largest };
}

/** 0 (equal) to 1 (black to white), transparent pixels over white; a change that white hides counts as the least step. */
function moveOf(a: Uint8ClampedArray, b: Uint8ClampedArray, at: number): number {
  const [alphaA, alphaB] = [a[at + 3] ?? 255, b[at + 3] ?? 255];
  const d = (c: number) => ((a[at + c] ?? 0) * alphaA - (b[at + c] ?? 0) * alphaB) / 255 + alphaB - alphaA;
  const [dr, dg, db] = [d(0), d(1), d(2)];
  const y = dr * 0.29889531 + dg * 0.58662247 + db * 0.11448223;
  const i = dr * 0.59597799 - dg * 0.2741761 - db * 0.32180189;
  const q = dr * 0.21147017 - dg * 0.52261711 + db * 0.31114694;
  const squared = 0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q;
  if (squared === 0) {
    const same = a[at] === b[at] && a[at + 1] === b[at + 1] && a[at + 2] === b[at + 2] && alphaA === alphaB;
    return same ? 0 : 1 / 255;
  }
  return Math.sqrt(squared / 35215);
}
