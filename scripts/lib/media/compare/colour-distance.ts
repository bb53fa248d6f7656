import type { Picture } from '../picture.ts';

/** OKLab: `l` 0 (black) to 1 (white), `a` and `b` about ±0.4. */
export type OkLab = readonly [l: number, a: number, b: number];
/** CIELAB under D65: `l` 0 to 100, `a` and `b` about ±128. */
export type CieLab = readonly [l: number, a: number, b: number];

/** sRGB's transfer curve backwards (IEC 61966-2-1), for every 8-bit value. */
const LINEAR = Float64Array.from({ length: 256 }, (_, i) => {
  const v = i / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});
const linear = (value: number) => LINEAR[value] ?? 0;

/** B. Ottosson, "A perceptual color space for image processing", 2020; channels 0 to 255, whole numbers. */
export function okLab(r8: number, g8: number, b8: number): OkLab {
  const [r, g, b] = [linear(r8), linear(g8), linear(b8)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** HyAB: lightness by city block, colour by Euclid; S. Abasi et al., "Distance metrics for very large color differences", 2020. */
export function hyab(a: OkLab, b: OkLab): number {
  return Math.abs(a[0] - b[0]) + Math.hypot(a[1] - b[1], a[2] - b[2]);
}

/** CIELAB of 8-bit sRGB, white point D65 (2°). */
export function cieLab(r8: number, g8: number, b8: number): CieLab {
  const [r, g, b] = [linear(r8), linear(g8), linear(b8)];
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);

const RADIANS = Math.PI / 180;
const POW_25_7 = 25 ** 7;

/**
 * CIEDE2000 with kL = kC = kH = 1; formulae and test data: G. Sharma, W. Wu, E. Dalal, "The CIEDE2000
 * color-difference formula: implementation notes, supplementary test data, and mathematical observations", 2005.
 * About 1 is just noticeable side by side.
 */
export function ciede2000([l1, a1, b1]: CieLab, [l2, a2, b2]: CieLab): number {
  const meanC7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 1.5 - 0.5 * Math.sqrt(meanC7 / (meanC7 + POW_25_7));
  const [ap1, ap2] = [a1 * g, a2 * g];
  const [c1, c2] = [Math.hypot(ap1, b1), Math.hypot(ap2, b2)];
  const [h1, h2] = [hue(ap1, b1), hue(ap2, b2)];
  const bothColoured = c1 * c2 !== 0;
  let dh = 0;
  let meanH = h1 + h2;
  if (bothColoured) {
    dh = h2 - h1;
    if (dh > 180) dh -= 360;
    else if (dh < -180) dh += 360;
    if (Math.abs(h1 - h2) <= 180) meanH /= 2;
    else meanH = (meanH + (meanH < 360 ? 360 : -360)) / 2;
  }
  const meanL = (l1 + l2) / 2;
  const meanC = (c1 + c2) / 2;
  const t =
    1 -
    0.17 * Math.cos((meanH - 30) * RADIANS) +
    0.24 * Math.cos(2 * meanH * RADIANS) +
    0.32 * Math.cos((3 * meanH + 6) * RADIANS) -
    0.2 * Math.cos((4 * meanH - 63) * RADIANS);
  const off = (meanL - 50) ** 2;
  const sl = 1 + (0.015 * off) / Math.sqrt(20 + off);
  const sc = 1 + 0.045 * meanC;
  const sh = 1 + 0.015 * meanC * t;
  const c7 = meanC ** 7;
  const rt =
    -2 * Math.sqrt(c7 / (c7 + POW_25_7)) * Math.sin(60 * Math.exp(-(((meanH - 275) / 25) ** 2)) * RADIANS);
  const dl = (l2 - l1) / sl;
  const dc = (c2 - c1) / sc;
  const dhh = (2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * RADIANS)) / sh;
  return Math.sqrt(Math.max(0, dl * dl + dc * dc + dhh * dhh + rt * dc * dhh));
}

function hue(a: number, b: number): number {
  if (a === 0 && b === 0) return 0;
  const degrees = Math.atan2(b, a) / RADIANS;
  return degrees < 0 ? degrees + 360 : degrees;
}

/** How far the colours of differing pixels moved, on at most `MOST_SAMPLES` of them. */
export interface ColourMove {
  readonly hyab: Spread;
  readonly ciede2000: Spread;
  /** The common part of the move: mean change of OKLab's lightness and chroma, and the turn of hue weighted by chroma. */
  readonly common: { readonly lightness: number; readonly chroma: number; readonly hueDeg: number };
  /** Mean of how plainly each is seen: 0 up to ΔE00 1, 1 from ΔE00 10 on. */
  readonly plainness: number;
}

export interface Spread {
  readonly mean: number;
  /** 95th percentile, nearest rank. */
  readonly p95: number;
}

/** Past this many differing pixels every n-th in reading order stands for its neighbours. */
export const MOST_SAMPLES = 4096;

/** `picks`: indices of differing pixels; both pictures of one size. */
export function colourMove(before: Picture, after: Picture, picks: Uint32Array): ColourMove {
  const hyabs = new Float64Array(picks.length);
  const deltas = new Float64Array(picks.length);
  const move = newMove();
  let [plainness, lightness, chroma, across, along] = [0, 0, 0, 0, 0];
  for (let i = 0; i < picks.length; i += 1) {
    pixelMove(before.rgba, after.rgba, (picks[i] ?? 0) * 4, move);
    const { delta, l1, a1, b1, l2, a2, b2 } = move;
    hyabs[i] = Math.abs(l1 - l2) + Math.hypot(a1 - a2, b1 - b2);
    deltas[i] = delta;
    plainness += Math.min(1, Math.max(0, (delta - 1) / 9));
    lightness += l2 - l1;
    chroma += Math.hypot(a2, b2) - Math.hypot(a1, b1);
    // Dot and cross product of both chromas: the turn from one to the other, weighted by their sizes.
    along += a1 * a2 + b1 * b2;
    across += a1 * b2 - b1 * a2;
  }
  const count = Math.max(1, picks.length);
  return {
    hyab: spread(hyabs),
    ciede2000: spread(deltas),
    common: {
      lightness: lightness / count,
      chroma: chroma / count,
      hueDeg: along === 0 && across === 0 ? 0 : Math.atan2(across, along) / RADIANS,
    },
    plainness: plainness / count,
  };
}

/** One pixel's move: both colours in OKLab, and CIEDE2000 between them. Filled again and again: thousands a picture. */
interface Move {
  l1: number;
  a1: number;
  b1: number;
  l2: number;
  a2: number;
  b2: number;
  delta: number;
}

const newMove = (): Move => ({ l1: 0, a1: 0, b1: 0, l2: 0, a2: 0, b2: 0, delta: 0 });

/** A transparent pixel is seen over white and over black, and the plainer move counts. */
function pixelMove(a: Uint8ClampedArray, b: Uint8ClampedArray, at: number, out: Move): void {
  moveOver(a, b, at, 255, out);
  if (a[at + 3] === 255 && b[at + 3] === 255) return;
  const black = newMove();
  moveOver(a, b, at, 0, black);
  if (black.delta > out.delta) Object.assign(out, black);
}

function moveOver(a: Uint8ClampedArray, b: Uint8ClampedArray, at: number, ground: number, out: Move): void {
  const [r1, g1, b1] = [over(a, at, 0, ground), over(a, at, 1, ground), over(a, at, 2, ground)];
  const [r2, g2, b2] = [over(b, at, 0, ground), over(b, at, 1, ground), over(b, at, 2, ground)];
  [out.l1, out.a1, out.b1] = okLab(r1, g1, b1);
  [out.l2, out.a2, out.b2] = okLab(r2, g2, b2);
  out.delta = ciede2000(cieLab(r1, g1, b1), cieLab(r2, g2, b2));
}

/** A channel, 0 to 255, seen over a grey ground. */
function over(rgba: Uint8ClampedArray, at: number, channel: number, ground: number): number {
  const alpha = rgba[at + 3] ?? 255;
  const value = rgba[at + channel] ?? 0;
  return alpha === 255 ? value : Math.round((value * alpha + ground * (255 - alpha)) / 255);
}

function spread(values: Float64Array): Spread {
  let sum = 0;
  for (const value of values) sum += value;
  const count = values.length;
  return { mean: sum / Math.max(1, count), p95: count === 0 ? 0 : nth(values, Math.ceil(0.95 * count) - 1) };
}

/** The value at place `rank` of the sorted values, which end up partly sorted: C. A. R. Hoare, "Algorithm 65: find", 1961. */
export function nth(values: Float64Array, rank: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? 0;
    let [i, j] = [low, high];
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i += 1;
      while ((values[j] ?? 0) > pivot) j -= 1;
      if (i <= j) {
        const swapped = values[i] ?? 0;
        values[i] = values[j] ?? 0;
        values[j] = swapped;
        i += 1;
        j -= 1;
      }
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank] ?? 0;
}
