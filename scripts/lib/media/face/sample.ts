import type { Picture } from '../picture.ts';
import type { Patch } from './nets.ts';

/** A square anywhere on a picture. Its x axis is turned by `angle` radians, clockwise on the screen. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly angle: number;
}

/**
 * Draws a square of a picture at `side × side` pixels: the mean of a grid of bilinear samples for each pixel, so that
 * making it smaller does not alias. Beyond the picture its edge goes on; transparent pixels lie on mid-grey.
 *
 * @returns RGB, 0 to 255
 */
export function sampled(picture: Picture, square: Square, side: number): Patch {
  const rgb = new Float32Array(side * side * 3);
  const step = square.side / side;
  const grid = Math.max(1, Math.ceil(step - 1e-6));
  const cos = Math.cos(square.angle);
  const sin = Math.sin(square.angle);
  const { width, height, rgba } = picture;
  const share = 1 / (grid * grid);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let sub = 0; sub < grid * grid; sub += 1) {
        const u = (column + ((sub % grid) + 0.5) / grid - side / 2) * step;
        const v = (row + (Math.floor(sub / grid) + 0.5) / grid - side / 2) * step;
        const x = Math.min(Math.max(square.x + u * cos - v * sin - 0.5, 0), width - 1);
        const y = Math.min(Math.max(square.y + u * sin + v * cos - 0.5, 0), height - 1);
        const left = Math.floor(x);
        const top = Math.floor(y);
        const fx = x - left;
        const fy = y - top;
        for (let corner = 0; corner < 4; corner += 1) {
          const weight = (corner & 1 ? fx : 1 - fx) * (corner & 2 ? fy : 1 - fy);
          if (weight === 0) continue;
          const at = ((top + (corner >> 1)) * width + left + (corner & 1)) * 4;
          const opacity = (rgba[at + 3] ?? 255) / 255;
          const ground = 128 * (1 - opacity);
          red += weight * ((rgba[at] ?? 0) * opacity + ground);
          green += weight * ((rgba[at + 1] ?? 0) * opacity + ground);
          blue += weight * ((rgba[at + 2] ?? 0) * opacity + ground);
        }
      }
      const at = (row * side + column) * 3;
      rgb[at] = red * share;
      rgb[at + 1] = green * share;
      rgb[at + 2] = blue * share;
    }
  }
  return { side, rgb };
}

/** The same patch with its values moved to another range: 0 becomes `from`, 255 becomes `to`. */
export function ranged({ side, rgb }: Patch, from: number, to: number): Patch {
  return { side, rgb: rgb.map((value) => from + (value / 255) * (to - from)) };
}
