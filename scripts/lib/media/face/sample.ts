import type { Picture } from '../picture.ts';
import type { Patch } from './nets.ts';

const MID = 128;

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
  const opaque = { ...picture, rgba: onGrey(picture) };
  return {
    side,
    rgb: square.angle === 0 ? upright(opaque, square, side, grid) : turned(opaque, square, side, grid),
  };
}

const laid = new WeakMap<Picture, Uint8ClampedArray>();

/** The picture's own pixels when all are opaque, else what they look like on mid-grey; found once a picture. */
function onGrey(picture: Picture): Uint8ClampedArray {
  const known = laid.get(picture);
  if (known !== undefined) return known;
  const opaque = isOpaque(picture) ? picture.rgba : composed(picture);
  laid.set(picture, opaque);
  return opaque;
}

function isOpaque({ rgba }: Picture): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return false;
  return true;
}

function composed({ rgba }: Picture): Uint8ClampedArray {
  const on = new Uint8ClampedArray(rgba.length);
  for (let at = 0; at < rgba.length; at += 4) {
    const opacity = (rgba[at + 3] ?? 255) / 255;
    for (let channel = at; channel < at + 3; channel += 1)
      on[channel] = (rgba[channel] ?? 0) * opacity + MID * (1 - opacity);
    on[at + 3] = 255;
  }
  return on;
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
        red += share * (rgba[at] ?? 0);
        green += share * (rgba[at + 1] ?? 0);
        blue += share * (rgba[at + 2] ?? 0);
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
  const [cos, sin] = [Math.cos(square.angle), Math.sin(square.angle)];
  const total = grid * grid;
  // Where the samples of a place lie, seen from its corner: a pixel's centre is (0.5, 0.5).
  const [alongs, downs] = [new Float64Array(total), new Float64Array(total)];
  for (let sub = 0; sub < total; sub += 1) {
    const u = (((sub % grid) + 0.5) / grid) * step;
    const v = ((Math.floor(sub / grid) + 0.5) / grid) * step;
    alongs[sub] = u * cos - v * sin - 0.5;
    downs[sub] = u * sin + v * cos - 0.5;
  }
  const line = width * 4;
  const [right, bottom] = [width - 1, height - 1];
  for (let row = 0, to = 0; row < side; row += 1) {
    const v = (row - side / 2) * step;
    for (let column = 0; column < side; column += 1, to += 3) {
      const u = (column - side / 2) * step;
      const x0 = square.x + u * cos - v * sin;
      const y0 = square.y + u * sin + v * cos;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let sub = 0; sub < total; sub += 1) {
        const x = Math.min(Math.max(x0 + (alongs[sub] ?? 0), 0), right);
        const y = Math.min(Math.max(y0 + (downs[sub] ?? 0), 0), bottom);
        const left = Math.trunc(x);
        const top = Math.trunc(y);
        const fx = x - left;
        const fy = y - top;
        const a = top * line + left * 4;
        const b = left < right ? a + 4 : a;
        const below = top < bottom ? line : 0;
        const c = a + below;
        const d = b + below;
        const wd = fx * fy;
        const wb = fx - wd;
        const wc = fy - wd;
        const wa = 1 - fx - wc;
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
      rgb[to] = red / total;
      rgb[to + 1] = green / total;
      rgb[to + 2] = blue / total;
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
