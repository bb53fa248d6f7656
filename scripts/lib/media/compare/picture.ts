import { messageOf, UserError } from '#core/errors.ts';
import type { FileVerdict, Measure, Panel } from '#core/verdict.ts';
import { readPicture } from '../picture-file.ts';
import type { Picture, Size } from '../picture.ts';
import { drawDifference } from '../render/difference.ts';
import { writePanel } from '../render/panel.ts';
import { place, withContext } from './box.ts';
import { colourMove, type ColourMove } from './colour-distance.ts';
import { pixelChange, type PixelChange } from './pixels.ts';
import { type Comparator, type Comparison, SideUnreadable } from './request.ts';
import { figure, grouped, percent, sayCount } from './say.ts';
import { ssim } from './ssim.ts';

/** Two pictures of one size, measured. */
export interface PictureDifference {
  readonly change: PixelChange;
  /** None when no pixel differs. */
  readonly colour: ColourMove | undefined;
  readonly ssim: number | undefined;
  /** 0 to 1: see `visibilityOf`. */
  readonly visibility: number;
}

/** @throws {RangeError} when the sizes differ */
export function measurePictures(before: Picture, after: Picture): PictureDifference {
  const change = pixelChange(before, after);
  if (change.any === 0) return { change, colour: undefined, ssim: 1, visibility: 0 };
  const colour = colourMove(before, after, change.any);
  const share = change.any / (before.width * before.height);
  return { change, colour, ssim: ssim(before, after), visibility: visibilityOf(colour.plainness, share) };
}

/**
 * How much of a change a person sees: the cube root of (share of pixels that differ × how plainly they do), since an
 * eyebrow that moved (0.1 % of a portrait) is found at once. 0 nothing, 1 all of the picture by ΔE00 10 or more.
 */
function visibilityOf(plainness: number, share: number): number {
  return Math.cbrt(Math.min(1, plainness * share));
}

/** The measures of a picture's verdict, most telling first. */
export function pictureMeasures(difference: PictureDifference, size: Size): Measure[] {
  const { change, colour } = difference;
  const pixels = size.width * size.height;
  const measures: Measure[] = [
    {
      metric: 'changed-pixels/pixelmatch@7.2+t0.1-aa',
      label: 'pixels changed',
      value: change.counted,
      unit: 'px',
      meaning: 'moved further than the threshold, anti-aliasing left out',
    },
    {
      metric: 'changed-share/pixelmatch@7.2+t0.1-aa',
      label: 'of the picture',
      value: change.counted / pixels,
      unit: 'share',
    },
    {
      metric: 'differing-pixels/rgba@1',
      label: 'pixels not equal',
      value: change.any,
      unit: 'px',
      meaning: 'differ by one step or more',
    },
  ];
  if (colour !== undefined) {
    measures.push(
      {
        metric: 'ciede2000-p95/differing@1+16k',
        label: 'colour move, 95th percentile',
        value: colour.ciede2000.p95,
        unit: 'ΔE00',
        meaning: inWords(colour.ciede2000.p95),
      },
      {
        metric: 'ciede2000-mean/differing@1+16k',
        label: 'colour move, mean',
        value: colour.ciede2000.mean,
        unit: 'ΔE00',
        meaning: inWords(colour.ciede2000.mean),
      },
      {
        metric: 'hyab-p95/oklab-differing@1+16k',
        label: 'HyAB, 95th percentile',
        value: colour.hyab.p95,
        unit: 'OKLab',
      },
      {
        metric: 'hyab-mean/oklab-differing@1+16k',
        label: 'HyAB, mean',
        value: colour.hyab.mean,
        unit: 'OKLab',
      },
    );
  }
  if (difference.ssim !== undefined) {
    measures.push({
      metric: 'ssim/wang2004-256@1',
      label: 'structure kept (SSIM)',
      value: difference.ssim,
      unit: 'SSIM',
      meaning: '1 is the same structure; blind to hue',
    });
  }
  return measures;
}

/** What a colour distance means for the eye. */
function inWords(delta: number): string {
  if (delta < 1) return 'not to be seen';
  if (delta < 2) return 'seen only side by side';
  if (delta < 5) return 'seen at a glance';
  if (delta < 15) return 'plainly another shade';
  return 'another colour';
}

/** One sentence about two pictures of one size. */
export function pictureFinding({ change, colour }: PictureDifference, size: Size): string {
  const pixels = size.width * size.height;
  if (colour === undefined) return 'No pixel changed.';
  const strength = `colours moved by ΔE00 ${figure(colour.ciede2000.p95)} (${inWords(colour.ciede2000.p95)})`;
  if (change.counted === 0) {
    return `${percent(change.any / pixels)} of the pixels moved a little: ${strength}, none past the threshold.`;
  }
  const where = change.area === undefined ? '' : ` ${place(change.area, size)}`;
  return `${sayCount(change.counted, 'pixel')} changed (${percent(change.counted / pixels)})${where}; ${strength}.`;
}

export const pictureComparator: Comparator = {
  pair: async (beforePath, afterPath, comparison) => {
    const [before, after] = await Promise.all([readSide('before', beforePath), readSide('after', afterPath)]);
    return comparePictures(before, after, comparison);
  },
  single: async (kind, path, { outDir, labels }) => {
    const side = kind === 'added' ? 'after' : 'before';
    const picture = await readSide(side, path);
    const finding = `${kind === 'added' ? 'A new' : 'A removed'} picture, ${sizeOf(picture)}.`;
    const panel = await writePanel({
      role: side,
      picture,
      label: kind === 'added' ? `${labels.after} · new` : `${labels.before} · removed`,
      alt: finding,
      name: side,
      outDir,
    });
    return { kind, medium: 'picture', finding, visibility: 1, measures: [], panels: [panel] };
  },
};

/** Two decoded pictures to a verdict with panels. */
export async function comparePictures(
  before: Picture,
  after: Picture,
  comparison: Comparison,
): Promise<FileVerdict> {
  if (before.width !== after.width || before.height !== after.height)
    return resized(before, after, comparison);
  const difference = measurePictures(before, after);
  const finding = pictureFinding(difference, before);
  const measures = pictureMeasures(difference, before);
  const { area } = difference.change;
  if (area === undefined) {
    return {
      kind: 'equal',
      by: 'content',
      medium: 'picture',
      finding: 'Every pixel is equal; only the encoding differs.',
      visibility: 0,
      measures,
      panels: [],
    };
  }
  const panels = await trio(before, after, withContext(area, before), finding, comparison);
  return { kind: 'changed', medium: 'picture', finding, visibility: difference.visibility, measures, panels };
}

/** before | after | difference of the same crop. */
async function trio(
  before: Picture,
  after: Picture,
  crop: ReturnType<typeof withContext>,
  finding: string,
  { outDir, labels }: Comparison,
): Promise<Panel[]> {
  const whole = crop.width === before.width && crop.height === before.height;
  const where = whole ? '' : ` · ${crop.width}×${crop.height} px at ${crop.x}, ${crop.y}`;
  const part = whole
    ? 'the whole picture'
    : `the part of ${crop.width} × ${crop.height} pixels at ${crop.x}, ${crop.y}`;
  const { picture } = drawDifference(before, after, crop);
  return Promise.all([
    writePanel({
      role: 'before',
      picture: before,
      crop,
      label: `${labels.before}${where}`,
      alt: `Before: ${part}.`,
      name: 'before',
      outDir,
    }),
    writePanel({
      role: 'after',
      picture: after,
      crop,
      label: labels.after,
      alt: `After: ${finding}`,
      name: 'after',
      outDir,
    }),
    writePanel({
      role: 'difference',
      picture,
      label: 'difference',
      alt: `Difference, amber to magenta over a pale picture: ${finding}`,
      name: 'difference',
      outDir,
    }),
  ]);
}

async function resized(
  before: Picture,
  after: Picture,
  { outDir, labels }: Comparison,
): Promise<FileVerdict> {
  const finding = `The size changed from ${sizeOf(before)} to ${sizeOf(after)}.`;
  const reshaped = Math.abs(Math.log((after.width * before.height) / (after.height * before.width))) > 0.01;
  const panels = await Promise.all([
    writePanel({
      role: 'before',
      picture: before,
      label: `${labels.before} · ${before.width}×${before.height}`,
      alt: `Before: ${sizeOf(before)}.`,
      name: 'before',
      outDir,
    }),
    writePanel({
      role: 'after',
      picture: after,
      label: `${labels.after} · ${after.width}×${after.height}`,
      alt: `After: ${finding}`,
      name: 'after',
      outDir,
    }),
  ]);
  return {
    kind: 'resized',
    medium: 'picture',
    finding,
    visibility: reshaped ? 1 : 0.7,
    measures: [
      sideMeasure('width before', before.width),
      sideMeasure('height before', before.height),
      sideMeasure('width after', after.width),
      sideMeasure('height after', after.height),
    ],
    panels,
  };
}

const sideMeasure = (label: string, value: number): Measure => ({
  metric: 'size@1',
  label,
  value,
  unit: 'px',
});

const sizeOf = ({ width, height }: Size) => `${grouped(width)} × ${grouped(height)} pixels`;

async function readSide(side: 'before' | 'after', path: string): Promise<Picture> {
  try {
    return await readPicture(path);
  } catch (cause) {
    if (cause instanceof UserError) throw new SideUnreadable(side, messageOf(cause), cause);
    throw cause;
  }
}
