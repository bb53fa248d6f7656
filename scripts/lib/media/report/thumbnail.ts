import sharp from 'sharp';
import { PICTURE_LIMITS } from '../picture-file.ts';
import type { Size } from '../picture.ts';

/** A small picture that stands in the page itself: seen before any script runs, and in print. */
export interface Thumbnail extends Size {
  readonly webp: Buffer;
}

/** Wide enough for half of the page's column. */
const LONGEST_SIDE = 560;

/** @returns `null` when the file does not decode */
export async function thumbnail(path: string): Promise<Thumbnail | null> {
  try {
    const { data, info } = await sharp(path, { limitInputPixels: PICTURE_LIMITS.maxPixels })
      .autoOrient()
      .toColourspace('srgb')
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78, effort: 2 })
      .toBuffer({ resolveWithObject: true });
    return { webp: data, width: info.width, height: info.height };
  } catch {
    return null; // the verdict says what is wrong with it
  }
}
