import { filledIn } from '../matte/fill.ts';
import type { Picture, Size } from '../picture.ts';
import { boxBlurred } from './box-blur.ts';
import type { FaceFrame } from './face-depth.ts';

/** The pictures on a bust: the front in the left half, the back in the right, the back as seen through from the front. */
export interface BustSkin {
  readonly colour: Picture;
  /** Tangent-space normals, glTF's way round: green is up. */
  readonly normal: Picture;
  /** Occlusion red, roughness green, metallic blue. */
  readonly material: Picture;
}

/** Opacity from which a pixel's colour is the figure's own. */
const SURE = 0.95;
const SOLID = 0.6;
/** Share of the face's width: how much of a side is hair that the back of the head is made of. */
const STRAND = 0.2;
/** Share of the face's width on both sides of the middle that holds the zip. */
const ZIP = 0.17;

/**
 * Paints a bust whose front is the picture. The back of the head is what hangs at its sides, carried round by mirroring;
 * the back of the body is its front without the strip in the middle. Fine light and dark is taken for relief, highlights
 * for smoothness, and hard contrast in the middle strip for metal.
 *
 * @param solid how far inside the figure each pixel lies, from `solidOf`: what hangs loosely at the outline gives no colour
 */
export function bustSkin(figure: Picture, solid: Float32Array, face: FaceFrame | undefined): BustSkin {
  const front = spread(figure, solid);
  const back = backOf(front, figure, face);
  const colour = beside(front, back);
  const light = lightOf(colour);
  const size = { width: colour.width, height: colour.height };
  const detail = highPass(light, size, Math.max(2, Math.round(figure.height / 128)));
  return {
    colour,
    normal: normalsOf(detail, size),
    material: materialOf(detail, light, size, face),
  };
}

/** The figure's colours carried on over all of the picture, so that no background shows at the outline. */
function spread({ width, height, rgba }: Picture, solid: Float32Array): Picture {
  const values = new Float32Array(width * height * 3);
  const weights = new Float32Array(width * height);
  for (let pixel = 0; pixel < weights.length; pixel += 1) {
    weights[pixel] = (rgba[pixel * 4 + 3] ?? 0) >= SURE * 255 && (solid[pixel] ?? 0) > SOLID ? 1 : 0;
    for (let c = 0; c < 3; c += 1) values[pixel * 3 + c] = rgba[pixel * 4 + c] ?? 0;
  }
  const filled = filledIn({ width, height, channels: 3, values }, weights).values;
  const out = new Uint8ClampedArray(rgba.length);
  for (let pixel = 0; pixel < weights.length; pixel += 1) {
    for (let c = 0; c < 3; c += 1) out[pixel * 4 + c] = filled[pixel * 3 + c] ?? 0;
    out[pixel * 4 + 3] = 255;
  }
  return { width, height, rgba: out };
}

function backOf(front: Picture, figure: Picture, face: FaceFrame | undefined): Picture {
  const { width, height } = front;
  const rgba = Uint8ClampedArray.from(front.rgba);
  const spans = Array.from({ length: height }, (_, y) => spanOf(figure, y));
  const unit = face?.width ?? width / 4;
  const chin = face?.chin ?? height * 0.55;
  const middle = face?.centre ?? width / 2;
  // Shoulders begin where the figure is twice as wide as the face; all above is head.
  const shoulders = spans.findIndex(
    (span, y) => y > chin && span !== undefined && span.right - span.left > 2 * unit,
  );
  const neckline = shoulders === -1 ? height : shoulders;
  spans.forEach((span, y) => {
    if (span === undefined) return;
    const hole =
      y < neckline
        ? { left: span.left + strandOf(span, unit), right: span.right - strandOf(span, unit) }
        : { left: middle - ZIP * unit, right: middle + ZIP * unit };
    const strand = y < neckline ? strandOf(span, unit) * 0.85 : 2 * ZIP * unit;
    fillRow(front, rgba, y, hole, strand);
  });
  return { width, height, rgba };
}

const strandOf = ({ left, right }: { left: number; right: number }, unit: number): number =>
  Math.min(STRAND * unit, 0.3 * (right - left));

function spanOf({ width, rgba }: Picture, y: number): { left: number; right: number } | undefined {
  let left = -1;
  let right = -1;
  for (let x = 0; x < width; x += 1)
    if ((rgba[(y * width + x) * 4 + 3] ?? 0) >= SURE * 255) {
      if (left === -1) left = x;
      right = x;
    }
  return left === -1 ? undefined : { left, right };
}

/** Fills a row's hole with what lies on both sides, mirrored to and fro, each side fading into the other. */
function fillRow(
  { width, rgba }: Picture,
  into: Uint8ClampedArray,
  y: number,
  { left, right }: { left: number; right: number },
  strand: number,
): void {
  const from = Math.ceil(left);
  const to = Math.floor(right);
  const depth = Math.max(2, Math.floor(strand));
  const bounce = (distance: number) => {
    const turn = distance % (2 * depth);
    return turn < depth ? turn : 2 * depth - 1 - turn;
  };
  const clamp = (x: number) => Math.min(Math.max(x, 0), width - 1);
  for (let x = from; x <= to; x += 1) {
    const share = to === from ? 0.5 : (x - from) / (to - from);
    const blend = share * share * (3 - 2 * share);
    const one = (y * width + clamp(from - 1 - bounce(x - from))) * 4;
    const other = (y * width + clamp(to + 1 + bounce(to - x))) * 4;
    for (let c = 0; c < 3; c += 1)
      into[(y * width + clamp(x)) * 4 + c] =
        (rgba[one + c] ?? 0) * (1 - blend) + (rgba[other + c] ?? 0) * blend;
  }
}

function beside(left: Picture, right: Picture): Picture {
  const { width, height } = left;
  const rgba = new Uint8ClampedArray(width * height * 8);
  for (let y = 0; y < height; y += 1) {
    rgba.set(left.rgba.subarray(y * width * 4, (y + 1) * width * 4), y * width * 8);
    rgba.set(right.rgba.subarray(y * width * 4, (y + 1) * width * 4), y * width * 8 + width * 4);
  }
  return { width: width * 2, height, rgba };
}

/** Luma (Rec. 709 weights on sRGB values), 0 to 1. */
function lightOf({ rgba }: Picture): Float32Array {
  const light = new Float32Array(rgba.length >> 2);
  for (let pixel = 0, at = 0; pixel < light.length; pixel += 1, at += 4)
    light[pixel] =
      (0.2126 * (rgba[at] ?? 0) + 0.7152 * (rgba[at + 1] ?? 0) + 0.0722 * (rgba[at + 2] ?? 0)) / 255;
  return light;
}

/** What a mean over a square does not know. */
function highPass(values: Float32Array, size: Size, radius: number): Float32Array {
  const detail = boxBlurred(values, size, radius);
  for (let at = 0; at < values.length; at += 1) detail[at] = (values[at] ?? 0) - (detail[at] ?? 0);
  return detail;
}

/** How steep full contrast is taken to be. */
const STEEP = 2.2;

function normalsOf(detail: Float32Array, { width, height }: Size): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const across = (detail[x < width - 1 ? at + 1 : at] ?? 0) - (detail[x > 0 ? at - 1 : at] ?? 0);
      const down = (detail[y < height - 1 ? at + width : at] ?? 0) - (detail[y > 0 ? at - width : at] ?? 0);
      const nx = -across * STEEP;
      const ny = down * STEEP;
      const scale = 127.5 / Math.sqrt(nx * nx + ny * ny + 1);
      rgba[at * 4] = 127.5 + nx * scale;
      rgba[at * 4 + 1] = 127.5 + ny * scale;
      rgba[at * 4 + 2] = 127.5 + scale;
      rgba[at * 4 + 3] = 255;
    }
  return { width, height, rgba };
}

function materialOf(
  detail: Float32Array,
  light: Float32Array,
  { width, height }: Size,
  face: FaceFrame | undefined,
): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  const zip = face && {
    left: face.centre - 0.05 * face.width,
    right: face.centre + 0.05 * face.width,
    top: face.chin + 0.22 * face.width,
  };
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const shine = Math.max(0, detail[at] ?? 0) * 3 + Math.max(0, (light[at] ?? 0) - 0.7);
      const metal =
        zip && y > zip.top && x > zip.left && x < zip.right ? Math.min(1, Math.abs(detail[at] ?? 0) * 6) : 0;
      rgba[at * 4] = 255;
      rgba[at * 4 + 1] = 255 * Math.max(0.3, 0.78 - 0.45 * Math.min(1, shine) - 0.3 * metal);
      rgba[at * 4 + 2] = 255 * metal;
      rgba[at * 4 + 3] = 255;
    }
  return { width, height, rgba };
}
