/** A colour of the display as light: linear sRGB, 0 to 1. */
export type Light = readonly [red: number, green: number, blue: number];
/** CIELAB under D65: lightness 0 to 100, green to red, blue to yellow. */
export type Lab = readonly [lightness: number, a: number, b: number];

const LINEAR = Float64Array.from({ length: 256 }, (_, code) => {
  const share = code / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** Light of an 8-bit sRGB value, 0 to 1; between two codes on the straight line (IEC 61966-2-1). */
export function linear(code: number): number {
  const low = Math.min(Math.max(Math.floor(code), 0), 254);
  const from = LINEAR[low] ?? 0;
  return from + Math.min(Math.max(code - low, 0), 1) * ((LINEAR[low + 1] ?? 1) - from);
}

/** The 8-bit sRGB value (not rounded) of light from 0 to 1; outside it is cut off. */
export function encoded(light: number): number {
  const cut = Math.min(Math.max(light, 0), 1);
  return 255 * (cut <= 0.0031308 ? cut * 12.92 : 1.055 * cut ** (1 / 2.4) - 0.055);
}

/** CIE 15:2004, white D65, sRGB primaries. */
export function lab([red, green, blue]: Light): Lab {
  const x = bent((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = bent(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = bent((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function bent(share: number): number {
  return share > 216 / 24389 ? Math.cbrt(share) : (24389 / 27 / 116) * share + 16 / 116;
}

const STEPS = 8192;
/** `bent` at equal steps from 0 to 1; the straight line between two of them lies within 0.00001 of it. */
const BENT = Float32Array.from({ length: STEPS + 2 }, (_, step) => bent(step / STEPS));

function bentSoon(share: number): number {
  if (share < 0 || share > 1) return bent(share);
  const place = share * STEPS;
  const step = Math.trunc(place);
  const from = BENT[step] ?? 0;
  return from + (place - step) * ((BENT[step + 1] ?? 0) - from);
}

/** CIELAB of linear sRGB, three numbers a pixel, each channel times a factor first. */
export function labOf(light: Float32Array, [r, g, b]: Light = [1, 1, 1]): Float32Array {
  const result = new Float32Array(light.length);
  for (let at = 0; at < light.length; at += 3) {
    const red = (light[at] ?? 0) * r;
    const green = (light[at + 1] ?? 0) * g;
    const blue = (light[at + 2] ?? 0) * b;
    const x = bentSoon((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
    const y = bentSoon(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
    const z = bentSoon((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
    result[at] = 116 * y - 16;
    result[at + 1] = 500 * (x - y);
    result[at + 2] = 200 * (y - z);
  }
  return result;
}

/** Lightness 0 to 1, chroma 0 to about 0.4, hue in degrees from 0 to 360 (Ottosson, "A perceptual color space", 2020). */
export function oklch([red, green, blue]: Light): { lightness: number; chroma: number; hue: number } {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, b),
    hue: degrees(Math.atan2(b, a)),
  };
}

/** Hue of HSV, in degrees from 0 (red) to 360, of three values in any unit; grey has 0. Smith, "Color gamut transform pairs", 1978. */
export function wheelHue(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue);
  const span = most - Math.min(red, green, blue);
  if (span === 0) return 0;
  const sixth =
    most === red
      ? (green - blue) / span
      : most === green
        ? (blue - red) / span + 2
        : (red - green) / span + 4;
  return (sixth * 60 + 360) % 360;
}

/** The way from one angle to another in degrees: above −180, at most 180. */
export function turned(from: number, to: number): number {
  const way = (((to - from) % 360) + 360) % 360;
  return way > 180 ? way - 360 : way;
}

function degrees(radians: number): number {
  return ((radians * 180) / Math.PI + 360) % 360;
}

/**
 * CIEDE2000 with kC = kH = 1: about 1 is just noticeable side by side. `kL` 2 counts lightness half, as is usual for
 * textiles, whose folds shade them. Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula", Color Research and Application 30, 2005.
 */
export function deltaE([l1, a1, b1]: Lab, [l2, a2, b2]: Lab, kL = 1): number {
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const stretch = 1 + 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + 25 ** 7)));
  const c1 = Math.hypot(a1 * stretch, b1);
  const c2 = Math.hypot(a2 * stretch, b2);
  const h1 = c1 === 0 ? 0 : degrees(Math.atan2(b1, a1 * stretch));
  const h2 = c2 === 0 ? 0 : degrees(Math.atan2(b2, a2 * stretch));
  const grey = c1 * c2 === 0;
  const between = grey ? 0 : turned(h1, h2);
  const hue = 2 * Math.sqrt(c1 * c2) * sine(between / 2);
  const chroma = (c1 + c2) / 2;
  const lightness = (l1 + l2) / 2;
  // Where two hues lie just opposite each other, the paper takes the middle of the numbers, not that of the way.
  const apart = Math.abs(h1 - h2);
  const middle = grey ? h1 + h2 : apart <= 180 ? (h1 + h2) / 2 : (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2;
  const t =
    1 -
    0.17 * cosine(middle - 30) +
    0.24 * cosine(2 * middle) +
    0.32 * cosine(3 * middle + 6) -
    0.2 * cosine(4 * middle - 63);
  const sl = 1 + (0.015 * (lightness - 50) ** 2) / Math.sqrt(20 + (lightness - 50) ** 2);
  const sc = 1 + 0.045 * chroma;
  const sh = 1 + 0.015 * chroma * t;
  const rotation =
    -2 *
    Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)) *
    sine(60 * Math.exp(-(((middle - 275) / 25) ** 2)));
  const [dl, dc, dh] = [(l2 - l1) / (kL * sl), (c2 - c1) / sc, hue / sh];
  return Math.sqrt(Math.max(0, dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh));
}

function sine(angle: number): number {
  return Math.sin((angle * Math.PI) / 180);
}

function cosine(angle: number): number {
  return Math.cos((angle * Math.PI) / 180);
}
