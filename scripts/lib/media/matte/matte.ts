import type { Picture, Size } from '../picture.ts';
import { fitBackground, paletteOf } from './background.ts';
import { distanceWithin } from './distance.ts';
import { filledIn } from './fill.ts';

/** A picture taken apart: the figure, and what stands behind it. Both have the picture's size. */
export interface Matte {
  /** The figure alone: straight RGBA, its edge soft and free of the background's colours; transparent elsewhere. */
  readonly figure: Picture;
  /** The background alone, carried on behind the figure; opaque. */
  readonly plate: Picture;
}

/** The edge of the picture that is taken for background, its lower side excepted: a share of the height. */
const EDGE = 0.04;
/** Below it shoulders may touch the sides, so that nothing is learned there: a share of the height. */
const SHOULDERS = 0.6;
const SAMPLES = 3000;
/** The outline is looked for on a picture about as high. */
const SEARCHED = 512;
/** A smooth surface is believed that explains this share of the edge, with so many levels of spread at most; else the edge is a palette. */
const PLAIN = { share: 0.8, spread: 8 };
/** Background scatters around its model by so many spreads at most, but by these levels in any case. */
const SPREADS = 4;
const LEVELS = { surface: 3, palette: 16 };
/** Background does not leak through gaps narrower than this, nor does it end in points narrower: a share of the height. */
const GAP = 0.006;
/** As thick is a strand of hair that stands off and closes in some background: a share of the height. So many are stepped over. */
const STRAND = 0.004;
const STEPS_OVER = 2;
/** So far background goes into what is narrower still. */
const POCKET = 0.012;
/** Half the band around the outline in which an edge may be soft: a share of the height. */
const BAND = 0.005;
/** Above it a pixel keeps its colour as it is. */
const OPAQUE = 0.98;
/** Levels of difference between figure and background from which on the colour tells more than the outline. */
const ALIKE = 12;
/** A figure smaller or larger than that share of the picture is none: the outline of a bust is taken in its place. */
const FIGURE = { min: 0.03, max: 0.97 };

/**
 * Takes figure and background apart. Background is what looks as the picture's upper and side edges do and hangs
 * together with them; what it cannot reach is figure, alike or not. In a band around the outline opacity is how far the
 * colour has gone from the background's nearby to the figure's. A picture with transparency of its own is taken at its
 * word; where nothing can be told apart, the outline of a bust in the middle is the figure.
 */
export function matteOf(picture: Picture): Matte {
  const own = ownAlpha(picture);
  if (own) {
    const sides = sidesOf(
      picture,
      own.map((share) => (share > OPAQUE ? 1 : 0)),
      own.map((share) => (share === 0 ? 1 : 0)),
    );
    return apart(picture, own, sides);
  }
  const { alpha, sides } = softened(picture, figureOf(picture));
  return apart(picture, alpha, sides);
}

function ownAlpha({ rgba }: Picture): Float32Array | undefined {
  const alpha = new Float32Array(rgba.length >> 2);
  let clear = 0;
  for (let pixel = 0; pixel < alpha.length; pixel += 1) {
    alpha[pixel] = (rgba[pixel * 4 + 3] ?? 0) / 255;
    if ((alpha[pixel] ?? 0) < 0.5) clear += 1;
  }
  return clear > alpha.length * (1 - FIGURE.max) ? alpha : undefined;
}

/** 1 where the figure is, hard-edged; found on a smaller picture, which is quicker and knows less noise. */
function figureOf(picture: Picture): Uint8Array {
  const factor = Math.max(1, Math.floor(picture.height / SEARCHED));
  const small = shrunk(picture, factor);
  const { width, height } = small;
  const edge = Math.max(1, Math.round(EDGE * height));
  const rim = (x: number, y: number) => y < edge || x < edge || x >= width - edge;
  let figure = new Uint8Array(0);
  let known = (x: number, y: number) => y < SHOULDERS * height && rim(x, y);
  // First from the edge alone; then from all that was found, which reaches down between neck and shoulder.
  for (const degree of [3, 5, 6]) {
    const alike = likeEdge(small, thinned(small, known), degree);
    figure = inverted(reached(alike, small, rim));
    const found = figure;
    known = (x, y) => found[y * width + x] === 0;
  }
  const share = figure.reduce((sum, value) => sum + value, 0) / figure.length;
  if (share < FIGURE.min || share > FIGURE.max) return bust(picture);
  const large = new Uint8Array(picture.width * picture.height);
  for (let y = 0, pixel = 0; y < picture.height; y += 1) {
    const row = Math.min(Math.floor(y / factor), height - 1) * width;
    for (let x = 0; x < picture.width; x += 1, pixel += 1)
      large[pixel] = figure[row + Math.min(Math.floor(x / factor), width - 1)] ?? 0;
  }
  return large;
}

/** Means of squares; what does not fill a square at the right and lower edge is left away. */
function shrunk({ width, height, rgba }: Picture, factor: number): Picture {
  const size = {
    width: Math.max(1, Math.floor(width / factor)),
    height: Math.max(1, Math.floor(height / factor)),
  };
  const small = new Uint8ClampedArray(size.width * size.height * 4);
  for (let y = 0, to = 0; y < size.height; y += 1)
    for (let x = 0; x < size.width; x += 1)
      for (let channel = 0; channel < 4; channel += 1, to += 1) {
        let sum = 0;
        for (let v = y * factor; v < (y + 1) * factor; v += 1)
          for (let u = x * factor; u < (x + 1) * factor; u += 1)
            sum += rgba[(v * width + u) * 4 + channel] ?? 0;
        small[to] = sum / (factor * factor);
      }
  return { ...size, rgba: small };
}

/** An even choice of the pixels that a rule takes. */
function thinned({ width, height }: Size, takes: (x: number, y: number) => boolean): Uint32Array {
  const all: number[] = [];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) if (takes(x, y)) all.push(y * width + x);
  const step = Math.max(1, all.length / SAMPLES);
  return Uint32Array.from(
    { length: Math.floor(all.length / step) },
    (_, index) => all[Math.floor(index * step)] ?? 0,
  );
}

/** 1 where a pixel looks like the samples. */
function likeEdge(picture: Picture, samples: Uint32Array, degree: number): Uint8Array {
  const { width, height, rgba } = picture;
  const alike = new Uint8Array(width * height);
  const surface = fitBackground(picture, samples, degree);
  if (surface && surface.share >= PLAIN.share && surface.spread <= PLAIN.spread) {
    const limit = Math.max(LEVELS.surface, SPREADS * surface.spread);
    const model = new Float32Array(width * 3);
    for (let y = 0, pixel = 0; y < height; y += 1) {
      surface.row(y, model);
      for (let x = 0; x < width; x += 1, pixel += 1) {
        const red = (rgba[pixel * 4] ?? 0) - (model[x * 3] ?? 0);
        const green = (rgba[pixel * 4 + 1] ?? 0) - (model[x * 3 + 1] ?? 0);
        const blue = (rgba[pixel * 4 + 2] ?? 0) - (model[x * 3 + 2] ?? 0);
        alike[pixel] = red * red + green * green + blue * blue < limit * limit ? 1 : 0;
      }
    }
    return alike;
  }
  const palette = paletteOf(picture, samples);
  const limit = Math.max(LEVELS.palette, SPREADS * palette.spread);
  for (let pixel = 0; pixel < alike.length; pixel += 1)
    alike[pixel] =
      palette.distance(rgba[pixel * 4] ?? 0, rgba[pixel * 4 + 1] ?? 0, rgba[pixel * 4 + 2] ?? 0) < limit
        ? 1
        : 0;
  return alike;
}

/** What a disc can sweep of `alike` from the rim: 1 where it comes. It steps over what is thinner than a strand of hair. */
function reached(alike: Uint8Array, size: Size, rim: (x: number, y: number) => boolean): Uint8Array {
  const { width, height } = size;
  const radius = Math.max(1, (GAP * height) / 2);
  const near = 2 * radius + 1 + Math.max(STRAND, POCKET) * height;
  const room = distanceWithin(inverted(alike), size, radius);
  const visited = new Uint8Array(alike.length);
  const queue = new Uint32Array(alike.length);
  let first = 0;
  let last = 0;
  const around = (pixel: number, take: (neighbour: number) => void) => {
    const x = pixel % width;
    if (x > 0) take(pixel - 1);
    if (x < width - 1) take(pixel + 1);
    if (pixel >= width) take(pixel - width);
    if (pixel < alike.length - width) take(pixel + width);
  };
  const visit = (pixel: number) => {
    if (visited[pixel] === 0 && (room[pixel] ?? 0) > radius) {
      visited[pixel] = 1;
      queue[last] = pixel;
      last += 1;
    }
  };
  const spread = () => {
    for (; first < last; first += 1) around(queue[first] ?? 0, visit);
  };
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (rim(x, y)) visit(y * width + x);
  spread();
  let swept = distanceWithin(visited, size, near);
  for (let step = 0; step < STEPS_OVER; step += 1) {
    for (let pixel = 0; pixel < alike.length; pixel += 1)
      if ((swept[pixel] ?? 0) < 2 * radius + STRAND * height) visit(pixel);
    spread();
    swept = distanceWithin(visited, size, near);
  }
  // What is alike right beside it belongs to it, and what hangs together with that, but not far into gaps that no disc enters.
  const whole = new Uint8Array(alike.length);
  const within = (pixel: number, reach: number) => alike[pixel] === 1 && (swept[pixel] ?? 0) <= reach;
  const take = (pixel: number) => {
    if (whole[pixel] === 1 || !within(pixel, POCKET * height)) return;
    whole[pixel] = 1;
    queue[last] = pixel;
    last += 1;
  };
  last = 0;
  for (let pixel = 0; pixel < alike.length; pixel += 1) if (within(pixel, 2 * radius + 1)) take(pixel);
  for (first = 0; first < last; first += 1) around(queue[first] ?? 0, take);
  return whole;
}

const inverted = (mask: Uint8Array) => mask.map((value) => (value === 0 ? 1 : 0));

/** Head and shoulders in the middle of the picture: centre and radii in shares of width and height. */
const BUST = [
  { x: 0.5, y: 0.38, rx: 0.2, ry: 0.28 },
  { x: 0.5, y: 1.05, rx: 0.44, ry: 0.42 },
] as const;

function bust({ width, height }: Size): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, pixel) => {
    const x = ((pixel % width) + 0.5) / width;
    const y = (Math.floor(pixel / width) + 0.5) / height;
    return BUST.some((part) => ((x - part.x) / part.rx) ** 2 + ((y - part.y) / part.ry) ** 2 < 1) ? 1 : 0;
  });
}

/** The colours on both sides of the outline, each carried on over all of the picture: RGB, 0 to 255. */
interface Sides {
  readonly figure: Float32Array;
  readonly ground: Float32Array;
}

function sidesOf({ width, height, rgba }: Picture, figure: Float32Array, ground: Float32Array): Sides {
  const values = new Float32Array(width * height * 3);
  for (let from = 0, to = 0; to < values.length; from += 4, to += 3) {
    values[to] = rgba[from] ?? 0;
    values[to + 1] = rgba[from + 1] ?? 0;
    values[to + 2] = rgba[from + 2] ?? 0;
  }
  const field = { width, height, channels: 3, values };
  return { figure: filledIn(field, figure).values, ground: filledIn(field, ground).values };
}

/** The hard mask, soft in a band around its outline. */
function softened(picture: Picture, figure: Uint8Array): { alpha: Float32Array; sides: Sides } {
  const { rgba } = picture;
  const band = Math.max(2, BAND * picture.height);
  const sureFigure = distanceWithin(inverted(figure), picture, band).map((distance) =>
    distance > band ? 1 : 0,
  );
  const sureGround = distanceWithin(figure, picture, band).map((distance) => (distance > band ? 1 : 0));
  const sides = sidesOf(picture, sureFigure, sureGround);
  const alpha = new Float32Array(figure.length);
  for (let pixel = 0; pixel < figure.length; pixel += 1) {
    if (sureFigure[pixel] === 1) alpha[pixel] = 1;
    if (sureFigure[pixel] === 1 || sureGround[pixel] === 1) continue;
    let along = 0;
    let length = 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const ground = sides.ground[pixel * 3 + channel] ?? 0;
      const way = (sides.figure[pixel * 3 + channel] ?? 0) - ground;
      along += ((rgba[pixel * 4 + channel] ?? 0) - ground) * way;
      length += way * way;
    }
    // Where both sides look alike the colour says nothing, and the hard outline stands.
    const sure = length / (length + ALIKE * ALIKE);
    const hard = figure[pixel] ?? 0;
    const share = length > 0 ? Math.min(Math.max(along / length, 0), 1) : hard;
    alpha[pixel] = share * sure + hard * (1 - sure);
  }
  return { alpha, sides };
}

/** Colours on both sides of the edge without the other's part in them. */
function apart({ width, height, rgba }: Picture, alpha: Float32Array, sides: Sides): Matte {
  const figure = new Uint8ClampedArray(rgba.length);
  const plate = new Uint8ClampedArray(rgba.length);
  for (let pixel = 0; pixel < alpha.length; pixel += 1) {
    const share = alpha[pixel] ?? 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const at = pixel * 4 + channel;
      const seen = rgba[at] ?? 0;
      const ground = sides.ground[pixel * 3 + channel] ?? 0;
      const nearby = sides.figure[pixel * 3 + channel] ?? 0;
      const own = share > 0 ? Math.min(Math.max((seen - (1 - share) * ground) / share, 0), 255) : 0;
      // The thinner, the less its own colour can be known, and the more it is that of the figure nearby.
      figure[at] = share > OPAQUE ? seen : nearby + (own - nearby) * share;
      plate[at] = ground;
    }
    figure[pixel * 4 + 3] = share * 255;
    plate[pixel * 4 + 3] = 255;
  }
  return { figure: { width, height, rgba: figure }, plate: { width, height, rgba: plate } };
}
