import type { Box } from '../face/landmarks.ts';
import type { Picture, Size } from '../picture.ts';

/**
 * A picture as video has it, 4:2:0 in BT.709's limited range: light, then blue and red difference at half the width and
 * height, one after another, `width × height × 3 / 2` bytes. Width and height are even.
 */
export interface Planes extends Size {
  readonly bytes: Uint8Array;
}

/** Where a plane lies, and how many pixels of the picture one of its own is wide. */
interface Plane {
  readonly start: number;
  readonly shrunk: 1 | 2;
}

const planesIn = ({ width, height }: Size): readonly Plane[] => [
  { start: 0, shrunk: 1 },
  { start: width * height, shrunk: 2 },
  { start: (width * height * 5) / 4, shrunk: 2 },
];

/** BT.709: the parts of red, green and blue in the light; ranges 16 to 235 and 16 to 240; all in 65 536ths. */
const [RED, GREEN, BLUE] = [0.2126, 0.7152, 0.0722] as const;
const fixed = (share: number) => Math.round(share * 65_536);
const LIGHT = 219 / 255;
const TO_BLUE = 224 / 255 / (2 * (1 - BLUE));
const TO_RED = 224 / 255 / (2 * (1 - RED));
const Y = [fixed(RED * LIGHT), fixed(GREEN * LIGHT), fixed(BLUE * LIGHT)] as const;
const CB = [fixed(-RED * TO_BLUE), fixed(-GREEN * TO_BLUE), fixed((1 - BLUE) * TO_BLUE)] as const;
const CR = [fixed((1 - RED) * TO_RED), fixed(-GREEN * TO_RED), fixed(-BLUE * TO_RED)] as const;
const HALF = 32_768;

/**
 * An opaque picture as planes. Differences are the means of four pixels.
 *
 * @throws {RangeError} when width or height are odd
 */
export function planesOf({ width, height, rgba }: Picture): Planes {
  if (width % 2 !== 0 || height % 2 !== 0) throw new RangeError(`${width} × ${height} is not even`);
  const bytes = new Uint8Array((width * height * 3) / 2);
  let blueAt = width * height;
  let redAt = (blueAt * 5) / 4;
  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        const pixel = (y + (corner >> 1)) * width + x + (corner & 1);
        const r = rgba[pixel * 4] ?? 0;
        const g = rgba[pixel * 4 + 1] ?? 0;
        const b = rgba[pixel * 4 + 2] ?? 0;
        bytes[pixel] = 16 + ((r * Y[0] + g * Y[1] + b * Y[2] + HALF) >> 16);
        red += r;
        green += g;
        blue += b;
      }
      bytes[blueAt] = 128 + ((red * CB[0] + green * CB[1] + blue * CB[2] + 2 * 65_536) >> 18);
      bytes[redAt] = 128 + ((red * CR[0] + green * CR[1] + blue * CR[2] + 2 * 65_536) >> 18);
      blueAt += 1;
      redAt += 1;
    }
  return { width, height, bytes };
}

/** Puts a smaller picture's planes into those of a larger one; x and y are even. */
export function paste(into: Planes, patch: Planes, x: number, y: number): void {
  const from = planesIn(patch);
  planesIn(into).forEach(({ start, shrunk }, number) => {
    const source = from[number]?.start ?? 0;
    const across = patch.width / shrunk;
    for (let row = 0; row < patch.height / shrunk; row += 1)
      into.bytes.set(
        patch.bytes.subarray(source + row * across, source + (row + 1) * across),
        start + ((y / shrunk + row) * into.width) / shrunk + x / shrunk,
      );
  });
}

/** How much of a movement each pixel of a picture makes, 0 to 1, for light and for the differences. */
export interface Give {
  readonly light: Float32Array;
  readonly difference: Float32Array;
}

/** @param at the share at a place of the picture, in pixels from its top left corner */
export function giveOf({ width, height }: Size, at: (x: number, y: number) => number): Give {
  const plane = (shrunk: 1 | 2) => {
    const [across, down] = [width / shrunk, height / shrunk];
    const values = new Float32Array(across * down);
    for (let y = 0, place = 0; y < down; y += 1)
      for (let x = 0; x < across; x += 1, place += 1)
        values[place] = at((x + 0.5) * shrunk, (y + 0.5) * shrunk);
    return values;
  };
  return { light: plane(1), difference: plane(2) };
}

/**
 * Writes the pixels of a box, each read from where a movement brings it from: between four pixels of the source, in 256ths.
 *
 * @param move pixels to the right and down, for what gives all
 */
export function moved(
  source: Planes,
  into: Planes,
  box: Box,
  give: Give,
  move: { readonly x: number; readonly y: number },
): void {
  const { width, height, bytes: from } = source;
  const { bytes: to } = into;
  for (const { start, shrunk } of planesIn(source)) {
    const gives = shrunk === 1 ? give.light : give.difference;
    const across = width / shrunk;
    const down = height / shrunk;
    const moveX = (move.x / shrunk) * 256;
    const moveY = (move.y / shrunk) * 256;
    const left = Math.max(0, Math.floor(box.x / shrunk));
    const right = Math.min(across, Math.ceil((box.x + box.width) / shrunk));
    const bottom = Math.min(down, Math.ceil((box.y + box.height) / shrunk));
    const mostX = (across - 1) * 256 - 1;
    const mostY = (down - 1) * 256 - 1;
    for (let y = Math.max(0, Math.floor(box.y / shrunk)); y < bottom; y += 1)
      for (let x = left, at = y * across + left; x < right; x += 1, at += 1) {
        const share = gives[at] ?? 0;
        const u = (x * 256 - moveX * share + 0.5) | 0;
        const v = (y * 256 - moveY * share + 0.5) | 0;
        const fromX = u < 0 ? 0 : u > mostX ? mostX : u;
        const fromY = v < 0 ? 0 : v > mostY ? mostY : v;
        const place = (start + (fromY >> 8) * across + (fromX >> 8)) | 0;
        const partX = fromX & 255;
        const partY = fromY & 255;
        const a = from[place] ?? 0;
        const c = from[place + across] ?? 0;
        const upper = (a << 8) + ((from[place + 1] ?? 0) - a) * partX;
        const lower = (c << 8) + ((from[place + across + 1] ?? 0) - c) * partX;
        to[start + at] = ((upper << 8) + (lower - upper) * partY + HALF) >> 16;
      }
  }
}
