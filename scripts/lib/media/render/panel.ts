import { join } from 'node:path';
import sharp from 'sharp';
import { oidOf } from '#core/oid.ts';
import type { Panel } from '#core/verdict.ts';
import { writeWhole } from '../picture-file.ts';
import type { Picture, Size } from '../picture.ts';
import { labelStrip, STRIP } from './label.ts';
import { giveBytes, takeBytes } from './spare-bytes.ts';

/** The longer side of a panel's picture in pixels, its label strip not counted. */
export const PANEL_SIDE = 512;

/** RGB pixels without gaps; what follows them in `rgb` is room for a label strip. */
export interface Drawn extends Size {
  readonly rgb: Uint8Array;
}

/** Bytes of `Drawn` with that room. */
export const drawnBytes = ({ width, height }: Size): number => width * (height + STRIP) * 3;

/** How a picture is shown: first brought to `grid`, then each of its pixels drawn `factor` × `factor` times. */
export interface Scaling {
  readonly grid: Size;
  readonly factor: number;
}

/** Down to `side` for the longer side, or small ones up by a whole factor, so that a pixel stays a pixel. */
export function scalingTo({ width, height }: Size, side = PANEL_SIDE): Scaling {
  const longer = Math.max(width, height);
  if (longer <= side) return { grid: { width, height }, factor: Math.max(1, Math.floor(side / 2 / longer)) };
  const scaled = (length: number) => Math.max(1, Math.round((length * side) / longer));
  return { grid: { width: scaled(width), height: scaled(height) }, factor: 1 };
}

/** What a panel is besides its pixels. */
export interface Caption {
  readonly role: Panel['role'];
  /** Words under the picture. */
  readonly label: string;
  /** Says the finding to those who do not see it. */
  readonly alt: string;
  /** `before` gives `before.webp`. */
  readonly name: string;
  readonly outDir: string;
}

/**
 * Writes a drawn picture and its label strip as a WebP panel: the same pixels and words give the same bytes. A drawing
 * with room for the strip is used up by it.
 */
export async function writeDrawn(drawn: Drawn, caption: Caption): Promise<Panel> {
  const { width } = drawn;
  const height = drawn.height + STRIP;
  const rgb = labelled(drawn, caption.label);
  const bytes = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .webp({ quality: 80, effort: 0 })
    .toBuffer();
  giveBytes(rgb);
  return written(bytes, { width, height }, caption);
}

/** How long each side of a blinking panel stands, in milliseconds. */
const BLINK_MS = 700;

/**
 * Writes two drawings of one size as a WebP that shows them by turns for ever, each with its own label: what moved a
 * little is seen at once where it is not found side by side. The same pixels and words give the same bytes.
 */
export async function writeBlink(
  sides: readonly { readonly drawn: Drawn; readonly label: string }[],
  caption: Omit<Caption, 'role' | 'label'>,
): Promise<Panel> {
  const [first] = sides;
  if (first === undefined) throw new RangeError('a blinking panel needs its sides');
  const { width } = first.drawn;
  const height = first.drawn.height + STRIP;
  const frames = sides.map(({ drawn, label }) => labelled(drawn, label));
  const bytes = await sharp(Buffer.concat(frames), {
    raw: { width, height: height * frames.length, channels: 3, pageHeight: height },
  })
    .webp({ quality: 80, effort: 0, loop: 0, delay: frames.map(() => BLINK_MS) })
    .toBuffer();
  for (const frame of frames) giveBytes(frame);
  return written(bytes, { width, height }, { ...caption, role: 'blink' });
}

/** The drawing with its label strip below, on bytes that are to be given back. */
function labelled(drawn: Drawn, label: string): Uint8Array {
  const rgb = drawn.rgb.byteLength === drawnBytes(drawn) ? drawn.rgb : takeBytes(drawnBytes(drawn));
  if (rgb !== drawn.rgb) rgb.set(drawn.rgb);
  rgb.set(labelStrip(label, drawn.width), drawn.width * drawn.height * 3);
  return rgb;
}

async function written(
  bytes: Buffer,
  { width, height }: Size,
  { role, alt, name, outDir }: Omit<Caption, 'label'>,
): Promise<Panel> {
  const file = `${name}.webp`;
  await writeWhole(join(outDir, file), bytes, true);
  return {
    role,
    file,
    type: 'image/webp',
    width,
    height,
    bytes: bytes.byteLength,
    digest: oidOf(bytes),
    alt,
  };
}

/** Writes a whole picture as a panel, scaled as `scalingTo` says, transparency over a checkerboard. */
export async function writePanel(picture: Picture, caption: Caption, side?: number): Promise<Panel> {
  return writeDrawn(await drawPicture(picture, scalingTo(picture, side)), caption);
}

/** Scales a whole picture (Lanczos down, nearest up); transparency shows a checkerboard. */
export async function drawPicture(picture: Picture, { grid, factor }: Scaling): Promise<Drawn> {
  const [width, height] = [grid.width * factor, grid.height * factor];
  const raw = { width: picture.width, height: picture.height, channels: 4 } as const;
  const rgb = await sharp(onCheckerboard(picture), { raw, limitInputPixels: false })
    .removeAlpha()
    .resize(width, height, { kernel: factor > 1 ? 'nearest' : 'lanczos3', fit: 'fill' })
    .raw()
    .toBuffer();
  return { width, height, rgb };
}

function isOpaque(rgba: Uint8ClampedArray): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false;
  return true;
}

/** Transparent pixels over grey squares of 8 pixels, as picture editors show them. */
function onCheckerboard({ width, rgba }: Picture): Uint8ClampedArray {
  if (isOpaque(rgba)) return rgba;
  const out = rgba.slice();
  for (let i = 0; i < out.length; i += 4) {
    const alpha = out[i + 3] ?? 255;
    if (alpha === 255) continue;
    const pixel = i / 4;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const ground = ((x >> 3) + (y >> 3)) % 2 === 0 ? 0xf4 : 0xd8;
    for (let c = 0; c < 3; c += 1) out[i + c] = ((out[i + c] ?? 0) * alpha + ground * (255 - alpha)) / 255;
    out[i + 3] = 255;
  }
  return out;
}
