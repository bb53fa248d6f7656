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
  const step = square.side / side;
  const grid = Math.max(1, Math.round(step));
  return {
    side,
    rgb: square.angle === 0 ? upright(picture, square, side, grid) : turned(picture, square, side, grid),
  };
}

/** What each place along one direction is drawn from: `reach` neighbouring pixels from `first` on, with their shares. */
interface Taps {
  readonly reach: number;
  readonly first: Int32Array;
  readonly shares: Float32Array;
}

function tapsAlong(centre: number, step: number, side: number, grid: number, length: number): Taps {
  const reach = Math.min(Math.ceil(step) + 2, length);
  const first = new Int32Array(side);
  const shares = new Float32Array(side * reach);
  for (let place = 0; place < side; place += 1) {
    for (let sub = 0; sub < grid; sub += 1) {
      const at = centre + (place + (sub + 0.5) / grid - side / 2) * step - 0.5;
      const x = Math.min(Math.max(at, 0), length - 1);
      const left = Math.floor(x);
      if (sub === 0) first[place] = Math.min(left, length - reach);
      const slot = place * reach + left - (first[place] ?? 0);
      shares[slot] = (shares[slot] ?? 0) + (1 - x + left) / grid;
      if (x > left) shares[slot + 1] = (shares[slot + 1] ?? 0) + (x - left) / grid;
    }
  }
  return { reach, first, shares };
}

/** Without a turn the grid of samples is the same for each row and each column, so that one follows the other. */
function upright({ width, height, rgba }: Picture, square: Square, side: number, grid: number): Float32Array {
  const step = square.side / side;
  const across = tapsAlong(square.x, step, side, grid, width);
  const down = tapsAlong(square.y, step, side, grid, height);
  const top = down.first[0] ?? 0;
  const rows = (down.first[side - 1] ?? 0) + down.reach - top;
  const narrow = new Float32Array(rows * side * 3);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < side; column += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let at = ((row + top) * width + (across.first[column] ?? 0)) * 4;
      const taps = column * across.reach;
      for (let tap = taps; tap < taps + across.reach; tap += 1, at += 4) {
        const share = across.shares[tap] ?? 0;
        const alpha = rgba[at + 3] ?? 255;
        if (alpha === 255) {
          red += share * (rgba[at] ?? 0);
          green += share * (rgba[at + 1] ?? 0);
          blue += share * (rgba[at + 2] ?? 0);
        } else {
          const opacity = alpha / 255;
          const ground = 128 * (1 - opacity);
          red += share * ((rgba[at] ?? 0) * opacity + ground);
          green += share * ((rgba[at + 1] ?? 0) * opacity + ground);
          blue += share * ((rgba[at + 2] ?? 0) * opacity + ground);
        }
      }
      const to = (row * side + column) * 3;
      narrow[to] = red;
      narrow[to + 1] = green;
      narrow[to + 2] = blue;
    }
  }
  const line = side * 3;
  const rgb = new Float32Array(side * line);
  for (let row = 0; row < side; row += 1) {
    const from = ((down.first[row] ?? 0) - top) * line;
    for (let tap = 0; tap < down.reach; tap += 1) {
      const share = down.shares[row * down.reach + tap] ?? 0;
      if (share === 0) continue;
      const source = from + tap * line;
      for (let at = 0; at < line; at += 1) {
        rgb[row * line + at] = (rgb[row * line + at] ?? 0) + share * (narrow[source + at] ?? 0);
      }
    }
  }
  return rgb;
}

function turned({ width, height, rgba }: Picture, square: Square, side: number, grid: number): Float32Array {
  const rgb = new Float32Array(side * side * 3);
  const step = square.side / side;
  const cos = Math.cos(square.angle);
  const sin = Math.sin(square.angle);
  const total = grid * grid;
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let opacity = 0;
      for (let sub = 0; sub < total; sub += 1) {
        const u = (column + ((sub % grid) + 0.5) / grid - side / 2) * step;
        const v = (row + (Math.floor(sub / grid) + 0.5) / grid - side / 2) * step;
        const x = Math.min(Math.max(square.x + u * cos - v * sin - 0.5, 0), width - 1);
        const y = Math.min(Math.max(square.y + u * sin + v * cos - 0.5, 0), height - 1);
        const left = Math.floor(x);
        const top = Math.floor(y);
        const fx = x - left;
        const fy = y - top;
        const a = (top * width + left) * 4;
        const b = fx === 0 ? a : a + 4;
        const below = fy === 0 ? 0 : width * 4;
        const c = a + below;
        const d = b + below;
        const wa = (1 - fx) * (1 - fy) * (rgba[a + 3] ?? 255);
        const wb = fx * (1 - fy) * (rgba[b + 3] ?? 255);
        const wc = (1 - fx) * fy * (rgba[c + 3] ?? 255);
        const wd = fx * fy * (rgba[d + 3] ?? 255);
        opacity += wa + wb + wc + wd;
        red += wa * (rgba[a] ?? 0) + wb * (rgba[b] ?? 0) + wc * (rgba[c] ?? 0) + wd * (rgba[d] ?? 0);
        green +=
          wa * (rgba[a + 1] ?? 0) +
          wb * (rgba[b + 1] ?? 0) +
          wc * (rgba[c + 1] ?? 0) +
          wd * (rgba[d + 1] ?? 0);
        blue +=
          wa * (rgba[a + 2] ?? 0) +
          wb * (rgba[b + 2] ?? 0) +
          wc * (rgba[c + 2] ?? 0) +
          wd * (rgba[d + 2] ?? 0);
      }
      const at = (row * side + column) * 3;
      const share = 1 / (255 * total);
      const ground = 128 * (1 - opacity * share);
      rgb[at] = red * share + ground;
      rgb[at + 1] = green * share + ground;
      rgb[at + 2] = blue * share + ground;
    }
  }
  return rgb;
}

/** The same patch with its values moved to another range: 0 becomes `from`, 255 becomes `to`. */
export function ranged({ side, rgb }: Patch, from: number, to: number): Patch {
  const moved = new Float32Array(rgb.length);
  for (let at = 0; at < rgb.length; at += 1) moved[at] = from + ((rgb[at] ?? 0) / 255) * (to - from);
  return { side, rgb: moved };
}
