import type { Picture, Size } from '../picture.ts';

/** Red, green, blue in sRGB, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A round spot of light, in shares of the picture's width and height. */
export interface Glow {
  readonly x: number;
  readonly y: number;
  /** Where it has fallen to a half, in heights of the picture. */
  readonly radius: number;
  /** 0 to 1. */
  readonly strength: number;
  readonly colour: Rgb;
  /** A disc out of focus in place of a soft spot. */
  readonly disc?: boolean;
}

/** What stands behind a figure: from the upper to the lower colour, and lights on it. */
export interface Backdrop {
  readonly top: Rgb;
  readonly bottom: Rgb;
  readonly glows: readonly Glow[];
  /** How dark the corners are, 0 to 1. */
  readonly vignette: number;
}

/** Blur of the rim of a disc, in its radii. */
const SOFT = 0.08;

/** Draws it, with a grain of less than a level, so that no bands are seen. */
export function drawBackdrop({ top, bottom, glows, vignette }: Backdrop, { width, height }: Size): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  let grain = 1;
  for (let row = 0, at = 0; row < height; row += 1) {
    const y = (row + 0.5) / height;
    // Most rows are beyond the reach of most lights.
    const lit = glows.filter(
      ({ radius, disc, y: middle }) => (y - middle) ** 2 <= reachOf(disc) * radius * radius,
    );
    for (let column = 0; column < width; column += 1, at += 4) {
      const x = (column + 0.5) / width;
      let red = top[0] + (bottom[0] - top[0]) * y;
      let green = top[1] + (bottom[1] - top[1]) * y;
      let blue = top[2] + (bottom[2] - top[2]) * y;
      for (const glow of lit) {
        const across = ((x - glow.x) * width) / height;
        const down = y - glow.y;
        const square = (across * across + down * down) / (glow.radius * glow.radius);
        if (square > reachOf(glow.disc)) continue;
        const off = Math.sqrt(square);
        const share = glow.strength * (glow.disc === true ? disc(off) : 1 / (1 + off * off * off));
        red += (glow.colour[0] - red) * share;
        green += (glow.colour[1] - green) * share;
        blue += (glow.colour[2] - blue) * share;
      }
      const corner = 1 - vignette * ((x - 0.5) ** 2 + (y - 0.5) ** 2) * 2;
      // Marsaglia's xorshift32: the same grain everywhere.
      grain ^= grain << 13;
      grain ^= grain >>> 17;
      grain ^= grain << 5;
      const tremble = (grain >>> 0) / 4_294_967_296 - 0.5;
      rgba[at] = red * corner + tremble;
      rgba[at + 1] = green * corner + tremble;
      rgba[at + 2] = blue * corner + tremble;
      rgba[at + 3] = 255;
    }
  }
  return { width, height, rgba };
}

/** Square of how far a light reaches, in its radii. */
const reachOf = (disc: boolean | undefined) => (disc === true ? 1.2 : 16);
const disc = (off: number) => Math.min(Math.max((1 - off) / SOFT + 0.5, 0), 1);
