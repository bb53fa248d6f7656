import { matteOf } from '#media/matte/matte.ts';
import type { Picture } from '#media/picture.ts';
import { diceOf } from '#media/sound/seeded.ts';
import type { Dice } from '#media/sound/seeded.ts';

/** How a candidate differs from the picture before it. */
interface Grade {
  /** By how much the strongest colour of the figure that is not skin turns, and how far from it others still turn. */
  readonly turnDeg: number;
  /** Light over the figure: to the left, to the right, as factors; and its colour. */
  readonly left: number;
  readonly right: number;
  readonly warmth: number;
  /** Factors for the backdrop's red, green and blue. */
  readonly ground: readonly [number, number, number];
  /** Nearer by this factor, around a place in shares of width and height. */
  readonly zoom: number;
  readonly around: { readonly x: number; readonly y: number };
}

/**
 * A candidate for the next reference from the one before: light, backdrop and crop are others, visibly, the hair's hue a little;
 * she is the same, and so is the size. The same seed gives the same candidate.
 */
export function proposeCandidate(picture: Picture, seed: number): Picture {
  const grade = gradeOf(diceOf('candidate', seed));
  const { figure, plate } = matteOf(picture);
  const hue = strongestHue(figure);
  const { width, height } = picture;
  const rgba = new Uint8ClampedArray(picture.rgba.length);
  const colour: [number, number, number] = [0, 0, 0];
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const at = pixel * 4;
    const opacity = (figure.rgba[at + 3] ?? 0) / 255;
    colour[0] = figure.rgba[at] ?? 0;
    colour[1] = figure.rgba[at + 1] ?? 0;
    colour[2] = figure.rgba[at + 2] ?? 0;
    if (opacity > 0 && hue !== undefined) turn(colour, hue, grade.turnDeg);
    const x = (pixel % width) / width;
    const light = grade.left + (grade.right - grade.left) * x;
    for (let channel = 0; channel < 3; channel += 1) {
      const warm = 1 + grade.warmth * (1 - channel);
      const own = (colour[channel] ?? 0) * light * warm;
      const ground = (plate.rgba[at + channel] ?? 0) * (grade.ground[channel] ?? 1);
      rgba[at + channel] = own * opacity + ground * (1 - opacity);
    }
    rgba[at + 3] = 255;
  }
  return cropped({ width, height, rgba }, grade);
}

function gradeOf(dice: Dice): Grade {
  const side = dice() < 0.5 ? -1 : 1;
  const swing = 0.06 + 0.03 * dice();
  const tone = 0.72 + 0.16 * dice();
  const tint = (dice() < 0.5 ? -1 : 1) * (0.06 + 0.08 * dice());
  return {
    turnDeg: (dice() < 0.5 ? -1 : 1) * (3.5 + 1.5 * dice()),
    left: 1 - side * swing,
    right: 1 + side * swing,
    warmth: (dice() - 0.5) * 0.05,
    ground: [tone * (1 + tint), tone, tone * (1 - tint)],
    zoom: 1.03 + 0.04 * dice(),
    // Its lower edge stays, so that the figure is cut off where it was.
    around: { x: 0.47 + 0.06 * dice(), y: 1 },
  };
}

/** Skin of every kind lies in this range, degrees; it is never turned. */
const SKIN = { from: -5, to: 60 };
/** Colours weaker than the first are grey, from the second on they count in full; largest minus smallest channel. */
const CHROMA = { grey: 18, full: 48 };
/** The upper part of the figure, where hair is: a share of the height. */
const UPPER = 0.62;
/** Hues within the first of these turn in full, from the second on not at all; degrees. */
const NEAR = { full: 28, none: 50 };
const BINS = 72;

/** The hue, in degrees, that most of the upper figure has, strong colours before weak ones and skin apart. */
function strongestHue({ width, height, rgba }: Picture): number | undefined {
  const bins = new Float64Array(BINS);
  for (let pixel = 0; pixel < Math.floor(height * UPPER) * width; pixel += 1) {
    const at = pixel * 4;
    if ((rgba[at + 3] ?? 0) < 250) continue;
    const [red, green, blue] = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
    const strength = chromaOf(red, green, blue);
    if (strength < CHROMA.full) continue;
    const hue = hueOf(red, green, blue);
    if (hue < SKIN.to || hue > 360 + SKIN.from) continue;
    const bin = Math.floor((hue / 360) * BINS) % BINS;
    bins[bin] = (bins[bin] ?? 0) + strength;
  }
  const most = Math.max(...bins);
  // Less than a thousandth of the picture is an ornament.
  if (most < CHROMA.full * width * height * 0.001) return undefined;
  return ((bins.indexOf(most) + 0.5) / BINS) * 360;
}

const chromaOf = (red: number, green: number, blue: number) =>
  Math.max(red, green, blue) - Math.min(red, green, blue);

/** Degrees, 0 to 360: red 0, green 120, blue 240. */
function hueOf(red: number, green: number, blue: number): number {
  const degrees = (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI;
  return degrees < 0 ? degrees + 360 : degrees;
}

/** Turns a colour about the axis of greys, as far as it is one of those around `hue`; its brightness stays (SVG's hueRotate). */
function turn(colour: [number, number, number], hue: number, degrees: number): void {
  const [red, green, blue] = colour;
  const off = Math.abs(((hueOf(red, green, blue) - hue + 540) % 360) - 180);
  const near = 1 - between(NEAR.full, NEAR.none, off);
  const share = near * between(CHROMA.grey, CHROMA.full, chromaOf(red, green, blue));
  if (share === 0) return;
  const angle = (degrees * share * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const luma = 0.213 * red + 0.715 * green + 0.072 * blue;
  colour[0] = luma + cos * (red - luma) + sin * (-0.213 * red - 0.715 * green + 0.928 * blue);
  colour[1] = luma + cos * (green - luma) + sin * (0.143 * red + 0.14 * green - 0.283 * blue);
  colour[2] = luma + cos * (blue - luma) + sin * (-0.787 * red + 0.715 * green + 0.072 * blue);
}

function between(from: number, to: number, value: number): number {
  const share = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return share * share * (3 - 2 * share);
}

/** The part of a picture that is seen from nearer, at its full size, by Catmull and Rom's cubic. */
function cropped(picture: Picture, { zoom, around }: Grade): Picture {
  const { width, height } = picture;
  const across = taps(width, zoom, around.x);
  const down = taps(height, zoom, around.y);
  const rows = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let tap = 0; tap < 4; tap += 1)
          sum +=
            (across.weights[x * 4 + tap] ?? 0) *
            (picture.rgba[(y * width + (across.places[x * 4 + tap] ?? 0)) * 4 + channel] ?? 0);
        rows[(y * width + x) * 3 + channel] = sum;
      }
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let tap = 0; tap < 4; tap += 1)
          sum +=
            (down.weights[y * 4 + tap] ?? 0) *
            (rows[((down.places[y * 4 + tap] ?? 0) * width + x) * 3 + channel] ?? 0);
        rgba[(y * width + x) * 4 + channel] = sum;
      }
  return { width, height, rgba };
}

/** For each pixel of a line the four that it is made of, and their weights. */
function taps(length: number, zoom: number, around: number): { places: Uint16Array; weights: Float32Array } {
  const places = new Uint16Array(length * 4);
  const weights = new Float32Array(length * 4);
  for (let pixel = 0; pixel < length; pixel += 1) {
    const from = (pixel + 0.5 - around * length) / zoom + around * length - 0.5;
    const t = from - Math.floor(from);
    for (let tap = 0; tap < 4; tap += 1)
      places[pixel * 4 + tap] = Math.min(Math.max(Math.floor(from) + tap - 1, 0), length - 1);
    weights.set(
      [
        ((2 - t) * t - 1) * t * 0.5,
        ((3 * t - 5) * t * t + 2) * 0.5,
        ((4 - 3 * t) * t + 1) * t * 0.5,
        (t - 1) * t * t * 0.5,
      ],
      pixel * 4,
    );
  }
  return { places, weights };
}
