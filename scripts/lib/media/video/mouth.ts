import type { Box, Face, Point } from '../face/landmarks.ts';
import type { Picture, Size } from '../picture.ts';

/** Lips and jaw of a face, in the pixels of its picture. */
export interface Mouth {
  /** What can move: inside the picture, all numbers even. */
  readonly region: Box;
  readonly middle: number;
  /** Half the way between the corners. */
  readonly half: number;
  /** Where the lips meet, a height for each column of the region. */
  readonly seam: Float32Array;
  /** Below it the upper lip hangs. */
  readonly nose: number;
  readonly chin: number;
}

/** The lips' inner edges in MediaPipe's mesh, from corner to corner. */
const INNER = {
  upper: [61, 78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 291],
  lower: [61, 78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 291],
} as const;
const NOSE = 2;
const CHIN = 152;
/** How far a mouth opens at most, beside half its width. */
const OPENS = 0.74;
/** The upper lip's part of it. */
const UPPER = 0.2;
/** How far the chin goes with the lower lip. */
const JAW = 0.62;
/** How much of its width a mouth gains or loses. */
const STRETCH = 0.11;

/**
 * The mouth of a face. Landmarks find its lips to a few pixels; the line between them is the darkest one nearby.
 */
export function mouthOf({ mesh }: Face, picture: Picture): Mouth {
  const at = (index: number): Point => mesh[index] ?? { x: 0, y: 0 };
  const upper = INNER.upper.map(at);
  const lower = INNER.lower.map(at);
  const [left, right] = [at(61), at(291)];
  const half = Math.max(4, (right.x - left.x) / 2);
  const middle = (left.x + right.x) / 2;
  const nose = at(NOSE).y;
  const chin = at(CHIN).y;
  const region = evenly(
    { x: middle - 2.5 * half, y: nose, width: 5 * half, height: chin - nose + 1.1 * half },
    picture,
  );
  const seam = Float32Array.from({ length: region.width }, (_, column) => {
    const x = Math.min(Math.max(region.x + column + 0.5, left.x), right.x);
    return (heightAt(upper, x) + heightAt(lower, x)) / 2;
  });
  drawToDarkest(seam, region, left.x, right.x, half, picture);
  return { region, middle, half, seam, nose, chin };
}

/** Moves a line to where it is darkest, at most by a fifth of a mouth's half, and smoothly along the line. */
function drawToDarkest(
  seam: Float32Array,
  region: Box,
  left: number,
  right: number,
  half: number,
  { width, height, rgba }: Picture,
): void {
  const reach = Math.max(2, Math.round(0.2 * half));
  const light = (x: number, y: number) => {
    const at = (Math.min(Math.max(y, 0), height - 1) * width + Math.min(Math.max(x, 0), width - 1)) * 4;
    return (rgba[at] ?? 0) + (rgba[at + 1] ?? 0) + (rgba[at + 2] ?? 0);
  };
  const offsets = seam.map((line, column) => {
    const x = region.x + column;
    if (x < left || x > right) return 0;
    let best = 0;
    let darkest = Infinity;
    for (let offset = -reach; offset <= reach; offset += 1) {
      // Three columns, and a little dearer the farther it is.
      const y = Math.round(line + offset - 0.5);
      const value = light(x - 1, y) + light(x, y) + light(x + 1, y) + 4 * Math.abs(offset);
      if (value < darkest) {
        darkest = value;
        best = offset;
      }
    }
    return best;
  });
  const span = Math.max(2, Math.round(0.12 * half));
  const around = (values: Float32Array, column: number) =>
    values.subarray(Math.max(0, column - span), column + span + 1);
  const agreed = offsets.map((_, column) => {
    const near = around(offsets, column).toSorted();
    return near[near.length >> 1] ?? 0;
  });
  seam.forEach((line, column) => {
    const near = around(agreed, column);
    seam[column] = line + near.reduce((sum, offset) => sum + offset, 0) / near.length;
  });
}

function heightAt(line: readonly Point[], x: number): number {
  const next = line.findIndex((point) => point.x >= x);
  const b = line[next] ?? line.at(-1) ?? { x: 0, y: 0 };
  const a = line[next - 1] ?? b;
  return a.x === b.x ? b.y : a.y + ((x - a.x) / (b.x - a.x)) * (b.y - a.y);
}

/** A moment of speech. */
export interface Pose {
  /** 0 to 1. */
  readonly open: number;
  /** −1 to 1. */
  readonly wide: number;
}

/** The pixels of a box that lie on a picture, outwards to even ones: video halves colour in both directions. */
export function evenly({ x, y, width, height }: Box, limits: Size): Box {
  const [left, top] = [2 * Math.floor(Math.max(0, x) / 2), 2 * Math.floor(Math.max(0, y) / 2)];
  const [right, bottom] = [Math.min(x + width, limits.width), Math.min(y + height, limits.height)];
  return {
    x: left,
    y: top,
    width: 2 * Math.ceil((right - left) / 2),
    height: 2 * Math.ceil((bottom - top) / 2),
  };
}

const DARK = [46, 17, 20] as const;
const TEETH = [204, 193, 186] as const;
const TONGUE = [140, 66, 68] as const;

/**
 * What the region of a mouth shows in a pose: lips part along their seam, the lower one takes the chin along, the corners
 * are drawn apart or together, and between the lips lie teeth, dark and tongue. All of it is an inverse map: each place
 * asks where it came from.
 */
export function mouthIn(mouth: Mouth, picture: Picture, { open, wide }: Pose): Picture {
  const { region, middle, half, seam, nose, chin } = mouth;
  const { width, height } = region;
  const rgba = new Uint8ClampedArray(width * height * 4);
  const gap = open * OPENS * half;
  const above = seam[Math.floor(width / 2)] ?? nose;
  const upperRoom = Math.max(4, above - nose);
  const lowerRoom = Math.max(8, chin - above);
  // A round mouth opens along a shorter line.
  const reach = half * (0.92 + 0.1 * wide);
  const jawAll = JAW * (1 - UPPER) * gap;
  for (let column = 0; column < width; column += 1) {
    const x = region.x + column + 0.5;
    const line = seam[column] ?? nose;
    const aside = (x - middle) / reach;
    const lens = aside * aside < 1 ? (1 - aside * aside) ** 0.8 : 0;
    const up = UPPER * gap * lens;
    const down = (1 - UPPER) * gap * lens;
    const opening = up + down;
    const broad = (x - middle) / (2.4 * half);
    const jawHere = broad * broad < 1 ? (1 - broad * broad) ** 2 : 0;
    const sideways = STRETCH * wide * fall((x - middle) / (1.9 * half));
    const toothed = Math.min(1, Math.max(0, (opening - 3) / 4)) * fall(aside * 0.85);
    const tongued = Math.min(1, Math.max(0, (opening - 0.3 * half) / (0.3 * half)));
    for (let row = 0; row < height; row += 1) {
      const y = region.y + row + 0.5;
      const at = (row * width + column) * 4;
      const level = (y - above) / half;
      const fromX = middle + (x - middle) * (1 - sideways * fall(level / 1.5));
      const fromUpper = line - up - y;
      if (fromUpper >= 0) {
        // Whatever lies above the upper lip gives way up to the nose.
        read(picture, fromX, y + up * fall(fromUpper / upperRoom), rgba, at);
        continue;
      }
      const below = y - (line + down);
      if (below >= 0) {
        const along = below / lowerRoom;
        // The lip's own way runs out before the chin; the jaw's begins at the seam and runs out on the throat.
        const lip = (1 - JAW) * down * fall(along * 1.05);
        const jaw =
          along < 1
            ? jawHere * smooth(along) + lens * (1 - smooth(along))
            : jawHere * fall((along - 1) * 2.2);
        read(picture, fromX, y - lip - jawAll * jaw, rgba, at);
        continue;
      }
      // Between the lips.
      const deep = y - (line - up);
      const teeth = toothed * soft(Math.min(0.42 * opening, 0.2 * half) - deep);
      const tongue = tongued * smooth((deep / opening - 0.55) * 2.5);
      const shade = 0.55 + 0.45 * Math.min(1, deep / (0.16 * half));
      // A pixel at the edge is part lip.
      const edge = Math.min(1, deep, opening - deep);
      read(picture, fromX, deep < opening / 2 ? line - 0.5 : line + 0.5, rgba, at);
      for (let c = 0; c < 3; c += 1) {
        const dark = (DARK[c] ?? 0) * (1 - tongue) + (TONGUE[c] ?? 0) * tongue * 0.8;
        const inner = dark * (1 - teeth) + (TEETH[c] ?? 0) * shade * teeth;
        rgba[at + c] = (rgba[at + c] ?? 0) * (1 - edge) + inner * edge;
      }
    }
  }
  return { width, height, rgba };
}

/** Writes the colour between four pixels. */
function read(
  { width, height, rgba }: Picture,
  x: number,
  y: number,
  into: Uint8ClampedArray,
  to: number,
): void {
  const cx = x < 0.5 ? 0 : x > width - 1.5 ? width - 2 : x - 0.5;
  const cy = y < 0.5 ? 0 : y > height - 1.5 ? height - 2 : y - 0.5;
  const left = cx | 0;
  const top = cy | 0;
  const fx = cx - left;
  const fy = cy - top;
  const a = (top * width + left) * 4;
  const b = a + width * 4;
  const wd = fx * fy;
  const wb = fx - wd;
  const wc = fy - wd;
  const wa = 1 - fx - wc;
  for (let c = 0; c < 3; c += 1)
    into[to + c] =
      (rgba[a + c] ?? 0) * wa +
      (rgba[a + 4 + c] ?? 0) * wb +
      (rgba[b + c] ?? 0) * wc +
      (rgba[b + 4 + c] ?? 0) * wd;
  into[to + 3] = 255;
}

/** 1 at 0, falling smoothly to 0 at ±1. */
const fall = (share: number): number => {
  const square = share * share;
  return square < 1 ? (1 - square) ** 2 : 0;
};

const smooth = (share: number): number => {
  const t = share < 0 ? 0 : share > 1 ? 1 : share;
  return t * t * (3 - 2 * t);
};

/** 0 to 1 over a pixel and a half. */
const soft = (distance: number): number => smooth(distance / 1.5 + 0.5);
