import { join } from 'node:path';
import sharp from 'sharp';
import { oidOf } from '#core/oid.ts';
import type { Panel } from '#core/verdict.ts';
import type { Box } from '../compare/box.ts';
import { writeWhole } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { labelStrip, STRIP } from './label.ts';

/** The longer side of a panel's picture in pixels, its label strip not counted. */
export const PANEL_SIDE = 512;

export interface PanelRequest {
  readonly role: Panel['role'];
  readonly picture: Picture;
  /** The part to show; the whole picture when left out. */
  readonly crop?: Box | undefined;
  /** Words under the picture. */
  readonly label: string;
  readonly alt: string;
  /** `before` gives `before.webp`. */
  readonly name: string;
  readonly outDir: string;
  /** The longer side, when another than `PANEL_SIDE`. */
  readonly side?: number;
}

/**
 * Writes a labelled WebP panel: cropped, scaled down to `PANEL_SIDE` (Lanczos) or small crops up by a whole factor
 * (nearest neighbour, so that a pixel stays a pixel), transparency over a checkerboard, the label in a strip below.
 */
export async function writePanel(request: PanelRequest): Promise<Panel> {
  const { picture, side = PANEL_SIDE } = request;
  const crop = request.crop ?? { x: 0, y: 0, width: picture.width, height: picture.height };
  const { width, height, kernel } = shownSize(crop, side);
  const strip = await labelStrip(request.label, width);
  const shown = sharp(onCheckerboard(picture, crop), {
    raw: { width: crop.width, height: crop.height, channels: 4 },
  })
    .removeAlpha()
    .resize(width, height, { kernel, fit: 'fill' })
    .extend({ bottom: STRIP, background: '#231a33' })
    .composite([
      {
        input: Buffer.from(strip.rgba.buffer),
        raw: { width, height: STRIP, channels: 4 },
        left: 0,
        top: height,
      },
    ]);
  const bytes = await shown.webp({ quality: 80, effort: 1 }).toBuffer();
  const file = `${request.name}.webp`;
  await writeWhole(join(request.outDir, file), bytes);
  return {
    role: request.role,
    file,
    type: 'image/webp',
    width,
    height: height + STRIP,
    bytes: bytes.byteLength,
    digest: oidOf(bytes),
    alt: request.alt,
  };
}

/** How large a crop is shown, and by which kernel. */
function shownSize(crop: Box, side: number) {
  const longer = Math.max(crop.width, crop.height);
  if (longer > side) {
    const scale = side / longer;
    const scaled = (length: number) => Math.max(1, Math.round(length * scale));
    return { width: scaled(crop.width), height: scaled(crop.height), kernel: 'lanczos3' } as const;
  }
  const factor = Math.max(1, Math.floor((side * 0.75) / longer));
  return { width: crop.width * factor, height: crop.height * factor, kernel: 'nearest' } as const;
}

/** The crop's pixels, transparent ones over grey squares of 8 pixels, as picture editors show them. */
function onCheckerboard({ width, rgba }: Picture, crop: Box): Uint8ClampedArray {
  const out = new Uint8ClampedArray(crop.width * crop.height * 4);
  for (let y = 0; y < crop.height; y += 1) {
    const from = ((crop.y + y) * width + crop.x) * 4;
    out.set(rgba.subarray(from, from + crop.width * 4), y * crop.width * 4);
  }
  for (let i = 0; i < out.length; i += 4) {
    const alpha = out[i + 3] ?? 255;
    if (alpha === 255) continue;
    const pixel = i / 4;
    const [x, y] = [pixel % crop.width, Math.floor(pixel / crop.width)];
    const ground = ((x >> 3) + (y >> 3)) % 2 === 0 ? 0xf4 : 0xd8;
    for (let c = 0; c < 3; c += 1) out[i + c] = ((out[i + c] ?? 0) * alpha + ground * (255 - alpha)) / 255;
    out[i + 3] = 255;
  }
  return out;
}
