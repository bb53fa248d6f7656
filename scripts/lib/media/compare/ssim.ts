import type { Picture, Size } from '../picture.ts';

const RADIUS = 5;
const WINDOW = 2 * RADIUS + 1;
/** Gaussian of 11 taps, σ 1.5, sum 1. */
const TAPS = (() => {
  const raw = Float64Array.from({ length: WINDOW }, (_, i) =>
    Math.exp(-((i - RADIUS) ** 2) / (2 * 1.5 ** 2)),
  );
  const sum = raw.reduce((total, tap) => total + tap, 0);
  return raw.map((tap) => tap / sum);
})();
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/**
 * Structural similarity of lightness, -1 to 1 (equal): Z. Wang et al., "Image quality assessment: from error
 * visibility to structural similarity", 2004, with the authors' own scaling: both pictures are first averaged down by
 * round(shorter side / 256), the size at which it foretells what people say. Gaussian window 11 × 11, σ 1.5,
 * K1 0.01, K2 0.03, whole windows only. Luma is BT.601's, transparency over white. `undefined` below 11 pixels a side.
 */
export function ssim(before: Picture, after: Picture): number | undefined {
  const factor = Math.max(1, Math.round(Math.min(before.width, before.height) / 256));
  const a = averagedLuma(before, factor);
  const b = averagedLuma(after, factor);
  if (a.width < WINDOW || a.height < WINDOW) return undefined;
  const size: Size = { width: a.width, height: a.height };
  const meanA = blurred(a.luma, size);
  const meanB = blurred(b.luma, size);
  const squareA = blurred(product(a.luma, a.luma), size);
  const squareB = blurred(product(b.luma, b.luma), size);
  const cross = blurred(product(a.luma, b.luma), size);
  let sum = 0;
  for (let i = 0; i < meanA.length; i += 1) {
    const [ma, mb] = [meanA[i] ?? 0, meanB[i] ?? 0];
    const varA = (squareA[i] ?? 0) - ma * ma;
    const varB = (squareB[i] ?? 0) - mb * mb;
    const cov = (cross[i] ?? 0) - ma * mb;
    sum += ((2 * ma * mb + C1) * (2 * cov + C2)) / ((ma * ma + mb * mb + C1) * (varA + varB + C2));
  }
  return sum / meanA.length;
}

interface Luma extends Size {
  readonly luma: Float64Array;
}

/** Means of `factor` × `factor` blocks; a rest at the right and lower edge is left out. */
function averagedLuma({ width, height, rgba }: Picture, factor: number): Luma {
  const [w, h] = [Math.floor(width / factor), Math.floor(height / factor)];
  const luma = new Float64Array(w * h);
  for (let y = 0; y < h * factor; y += 1) {
    const row = Math.floor(y / factor) * w;
    let at = y * width * 4;
    for (let x = 0; x < w; x += 1) {
      let sum = 0;
      for (let k = 0; k < factor; k += 1, at += 4) {
        const y8 = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
        const alpha = rgba[at + 3] ?? 255;
        sum += alpha === 255 ? y8 : (y8 * alpha) / 255 + 255 - alpha;
      }
      luma[row + x] = (luma[row + x] ?? 0) + sum;
    }
  }
  const area = factor * factor;
  for (let i = 0; i < luma.length; i += 1) luma[i] = (luma[i] ?? 0) / area;
  return { width: w, height: h, luma };
}

/** Gaussian blur where the whole window fits: (width − 10) × (height − 10). */
function blurred(values: Float64Array, { width, height }: Size): Float64Array {
  const [w, h] = [width - 2 * RADIUS, height - 2 * RADIUS];
  const across = new Float64Array(w * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < w; x += 1) {
      let sum = 0;
      const from = y * width + x;
      for (let k = 0; k < WINDOW; k += 1) sum += (TAPS[k] ?? 0) * (values[from + k] ?? 0);
      across[y * w + x] = sum;
    }
  }
  const out = new Float64Array(w * h);
  for (let y = 0; y < h; y += 1) {
    for (let x = 0; x < w; x += 1) {
      let sum = 0;
      const from = y * w + x;
      for (let k = 0; k < WINDOW; k += 1) sum += (TAPS[k] ?? 0) * (across[from + k * w] ?? 0);
      out[from] = sum;
    }
  }
  return out;
}

const product = (x: Float64Array, y: Float64Array) => x.map((value, i) => value * (y[i] ?? 0));
