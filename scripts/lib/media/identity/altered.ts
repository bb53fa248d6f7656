import sharp, { type Sharp } from 'sharp';
import type { Point } from '../face/landmarks.ts';
import type { Picture } from '../picture.ts';
import { encoded, linear } from './colour.ts';
import { accumulate, solved } from './pose.ts';

/** The same picture with each pixel's linear light changed; `x` and `y` go from 0 to 1. */
export function relit(
  picture: Picture,
  change: (light: readonly [number, number, number], x: number, y: number) => readonly number[],
): Picture {
  const rgba = new Uint8ClampedArray(picture.rgba);
  for (let at = 0; at < rgba.length; at += 4) {
    const pixel = at / 4;
    const [red = 0, green = 0, blue = 0] = change(
      [linear(rgba[at] ?? 0), linear(rgba[at + 1] ?? 0), linear(rgba[at + 2] ?? 0)],
      (pixel % picture.width) / picture.width,
      Math.floor(pixel / picture.width) / picture.height,
    );
    rgba[at] = encoded(red);
    rgba[at + 1] = encoded(green);
    rgba[at + 2] = encoded(blue);
  }
  return { ...picture, rgba };
}

/** Through a lossy or lossless file and back. `quality` 1 to 100; PNG has none. */
export async function reencoded(
  picture: Picture,
  format: 'jpeg' | 'webp' | 'png',
  quality = 100,
): Promise<Picture> {
  const file = format === 'png' ? opened(picture).png() : opened(picture)[format]({ quality });
  return decoded(sharp(await file.toBuffer()));
}

/** Gaussian blur; `sigma` in pixels. */
export function blurred(picture: Picture, sigma: number): Promise<Picture> {
  return decoded(opened(picture).blur(sigma));
}

/** Grain of a standard deviation in 8-bit codes, the same on every run. */
export function grained(picture: Picture, deviation: number): Picture {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const rgba = new Uint8ClampedArray(picture.rgba);
  for (let at = 0; at < rgba.length; at += 1) {
    if (at % 4 === 3) continue;
    // The sum of twelve uniform numbers has a standard deviation of 1.
    let sum = -6;
    for (let count = 0; count < 12; count += 1) sum += uniform();
    rgba[at] = (rgba[at] ?? 0) + deviation * sum;
  }
  return { ...picture, rgba };
}

/** Turned about its middle by degrees, resized, and moved by pixels; beyond its edge the edge goes on. */
export function moved(
  picture: Picture,
  { degrees = 0, scale = 1, dx = 0, dy = 0 }: { degrees?: number; scale?: number; dx?: number; dy?: number },
): Picture {
  const angle = (-degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [mx, my] = [picture.width / 2, picture.height / 2];
  return resampled(picture, ({ x, y }) => {
    const [u, v] = [x - mx - dx, y - my - dy];
    return { x: mx + u * c - v * s, y: my + u * s + v * c };
  });
}

/**
 * Bends a picture smoothly so that each place of `from` comes to lie at its place of `to` (thin-plate spline: Bookstein
 * 1989). Only what lies inside `box` is drawn anew.
 */
export function bent(
  picture: Picture,
  from: readonly Point[],
  to: readonly Point[],
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Picture {
  const count = to.length;
  const system = (values: readonly number[]) => {
    const lines = Array.from({ length: count + 3 }, () => Array.from({ length: count + 4 }, () => 0));
    const rows = [
      ...to.map((point, index) => ({
        row: [...to.map((other) => kernel(point, other)), 1, point.x, point.y],
        value: values[index] ?? 0,
      })),
      ...[() => 1, (point: Point) => point.x, (point: Point) => point.y].map((of) => ({
        row: [...to.map((point) => of(point)), 0, 0, 0],
        value: 0,
      })),
    ];
    for (const { row, value } of rows) accumulate(lines, row, value, 1 / Math.hypot(...row) ** 2);
    return solved(lines);
  };
  const across = system(from.map((point, index) => point.x - (to[index]?.x ?? 0)));
  const down = system(from.map((point, index) => point.y - (to[index]?.y ?? 0)));
  const shift = (weights: readonly number[], place: Point) =>
    to.reduce((sum, point, index) => sum + (weights[index] ?? 0) * kernel(place, point), 0) +
    (weights[count] ?? 0) +
    (weights[count + 1] ?? 0) * place.x +
    (weights[count + 2] ?? 0) * place.y;
  // The way is smooth, so that it is asked on a grid and taken from straight lines between.
  const columns = Math.ceil(box.width / GRID) + 2;
  const rows = Math.ceil(box.height / GRID) + 2;
  const ways = Array.from({ length: columns * rows }, (_, index) => {
    const place = {
      x: Math.floor(box.x) + (index % columns) * GRID,
      y: Math.floor(box.y) + Math.floor(index / columns) * GRID,
    };
    return { x: shift(across, place), y: shift(down, place) };
  });
  return resampled(
    picture,
    ({ x, y }) => {
      const [u, v] = [(x - Math.floor(box.x)) / GRID, (y - Math.floor(box.y)) / GRID];
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [fx, fy] = [u - left, v - top];
      const mixed = (of: 'x' | 'y') => {
        const way = (i: number, j: number) => ways[(top + j) * columns + left + i]?.[of] ?? 0;
        return (
          (way(0, 0) * (1 - fx) + way(1, 0) * fx) * (1 - fy) + (way(0, 1) * (1 - fx) + way(1, 1) * fx) * fy
        );
      };
      return { x: x + mixed('x'), y: y + mixed('y') };
    },
    box,
  );
}

const GRID = 4;

function kernel(a: Point, b: Point): number {
  const square = (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
  return square === 0 ? 0 : square * Math.log(square);
}

/** Draws each pixel from elsewhere, bilinear. */
export function resampled(
  picture: Picture,
  source: (place: Point) => Point,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } = {
    x: 0,
    y: 0,
    width: picture.width,
    height: picture.height,
  },
): Picture {
  const { width, height, rgba } = picture;
  const result = new Uint8ClampedArray(rgba);
  const end = {
    x: Math.min(width, Math.ceil(box.x + box.width)),
    y: Math.min(height, Math.ceil(box.y + box.height)),
  };
  for (let row = Math.max(0, Math.floor(box.y)); row < end.y; row += 1) {
    for (let column = Math.max(0, Math.floor(box.x)); column < end.x; column += 1) {
      const from = source({ x: column + 0.5, y: row + 0.5 });
      const x = Math.min(Math.max(from.x - 0.5, 0), width - 1);
      const y = Math.min(Math.max(from.y - 0.5, 0), height - 1);
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [right, below] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
      const [fx, fy] = [x - left, y - top];
      for (let channel = 0; channel < 4; channel += 1) {
        const value = (i: number, j: number) => rgba[(j * width + i) * 4 + channel] ?? 0;
        result[(row * width + column) * 4 + channel] =
          (value(left, top) * (1 - fx) + value(right, top) * fx) * (1 - fy) +
          (value(left, below) * (1 - fx) + value(right, below) * fx) * fy;
      }
    }
  }
  return { ...picture, rgba: result };
}

function opened({ width, height, rgba }: Picture) {
  return sharp(rgba, { raw: { width, height, channels: 4 } }).removeAlpha();
}

async function decoded(file: Sharp): Promise<Picture> {
  const { data, info } = await file.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: Uint8ClampedArray.from(data) };
}
