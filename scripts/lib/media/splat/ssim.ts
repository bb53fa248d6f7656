import type { Picture } from '../picture.ts';

/** Gaussian of 11 taps, standard deviation 1.5. */
const TAPS = Float64Array.from({ length: 11 }, (_, at) => Math.exp(-((at - 5) ** 2) / 4.5));
const WHOLE = TAPS.reduce((sum, tap) => sum + tap, 0);
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/**
 * Structural similarity of the brightness (Rec. 601 luma) of two pictures, 1 for equal ones: the mean of the map over the
 * pixels that count. Window and constants of Wang et al. 2004, "Image Quality Assessment"; edges go on as they end.
 *
 * @throws {RangeError} when the sizes differ
 */
export function ssim(a: Picture, b: Picture, counts: (pixel: number) => boolean = () => true): number {
  if (a.width !== b.width || a.height !== b.height) throw new RangeError('the sizes differ');
  const [one, two] = [luma(a), luma(b)];
  const product = (x: Float64Array, y: Float64Array) =>
    blurred(
      x.map((value, at) => value * (y[at] ?? 0)),
      a.width,
    );
  const [m1, m2] = [blurred(one, a.width), blurred(two, a.width)];
  const [s11, s22, s12] = [product(one, one), product(two, two), product(one, two)];
  let sum = 0;
  let count = 0;
  for (let pixel = 0; pixel < one.length; pixel += 1) {
    if (!counts(pixel)) continue;
    const [x, y] = [m1[pixel] ?? 0, m2[pixel] ?? 0];
    const variances = (s11[pixel] ?? 0) - x * x + (s22[pixel] ?? 0) - y * y;
    const covariance = (s12[pixel] ?? 0) - x * y;
    sum += ((2 * x * y + C1) * (2 * covariance + C2)) / ((x * x + y * y + C1) * (variances + C2));
    count += 1;
  }
  return sum / count;
}

function luma({ rgba }: Picture): Float64Array {
  return Float64Array.from(
    { length: rgba.length >> 2 },
    (_, pixel) =>
      0.299 * (rgba[pixel * 4] ?? 0) +
      0.587 * (rgba[pixel * 4 + 1] ?? 0) +
      0.114 * (rgba[pixel * 4 + 2] ?? 0),
  );
}

function blurred(values: Float64Array, width: number): Float64Array {
  const height = values.length / width;
  return along(along(values, width, height, 1, width), height, width, width, 1);
}

/** One direction: `length` values `step` apart, in `lines` lines whose starts are `apart`. */
function along(
  values: Float64Array,
  length: number,
  lines: number,
  step: number,
  apart: number,
): Float64Array {
  const out = new Float64Array(values.length);
  for (let line = 0; line < lines; line += 1)
    for (let at = 0; at < length; at += 1) {
      let sum = 0;
      for (let tap = 0; tap < 11; tap += 1) {
        const from = Math.min(Math.max(at + tap - 5, 0), length - 1);
        sum += (TAPS[tap] ?? 0) * (values[line * apart + from * step] ?? 0);
      }
      out[line * apart + at * step] = sum / WHOLE;
    }
  return out;
}
