import type { FileVerdict, Measure, Panel } from '#core/verdict.ts';
import { readPicture } from '../picture-file.ts';
import type { Picture, Size } from '../picture.ts';
import { scalingTo, writeBlink, writeDrawn, writePanel } from '../render/panel.ts';
import { type Box, place, withContext } from './box.ts';
import type { Workspace } from './kernel/workspace.ts';
import { loadPictures, readable, withPair } from './picture-pair.ts';
import { measure, type PictureDifference } from './pixels.ts';
import type { Comparator, Comparison } from './request.ts';
import { figure, grouped, percent, sayCount } from './say.ts';

export type { PictureDifference } from './pixels.ts';

/**
 * PNG, JPEG and WebP. Up to 67 million pixels; memory about 13 bytes a pixel for the pair and what lies on disk, time
 * about 15 ns a pixel and side to decode and up to 20 ns to compare where every pixel moved.
 */
export const pictureComparator: Comparator = {
  pair: (before, after, comparison) =>
    withPair<FileVerdict>(before, after, {
      payload: async () => ({
        ...nothingToSee(),
        kind: 'equal',
        by: 'payload',
        finding: 'The picture is equal; only words beside it differ.',
      }),
      resized: (first, second) => resized(first, second, comparison),
      loaded: (room) => compareLoaded(room, comparison),
    }),
  single: async (kind, path, { outDir, labels }) => {
    const role = kind === 'added' ? 'after' : 'before';
    const picture = await readable(role, () => readPicture(path));
    const finding = `${kind === 'added' ? 'A new' : 'A removed'} picture, ${sizeOf(picture)}.`;
    const label = kind === 'added' ? `${labels.after} · new` : `${labels.before} · removed`;
    const panel = await writePanel(picture, { role, label, alt: finding, name: role, outDir });
    return { kind, medium: 'picture', finding, visibility: 1, measures: [], panels: [panel] };
  },
};

const nothingToSee = () => ({ medium: 'picture' as const, visibility: 0, measures: [], panels: [] });

/** Two decoded pictures of one size, measured only. @throws {RangeError} when the sizes differ */
export function measurePictures(before: Picture, after: Picture): PictureDifference {
  return measure(loadPictures(before, after));
}

/** Everything that needs the room happens before the first await. */
async function compareLoaded(room: Workspace, comparison: Comparison): Promise<FileVerdict> {
  const size: Size = { width: room.width, height: room.height };
  if (room.equal()) {
    return {
      ...nothingToSee(),
      kind: 'equal',
      by: 'content',
      finding: 'Every pixel is equal; only the encoding differs.',
    };
  }
  const difference = measure(room);
  const finding = pictureFinding(difference, size);
  const crop = withContext(difference.area ?? { x: 0, y: 0, ...size }, size);
  const blinking = comparison.blink === true && blinkHelps(difference, size);
  const blink = blinking ? drawBlink(room, crop, finding, comparison) : undefined;
  const panels = await trio(room, crop, finding, comparison);
  if (blink !== undefined) panels.push(await blink());
  const { visibility } = difference;
  return {
    kind: 'changed',
    medium: 'picture',
    finding,
    visibility,
    measures: pictureMeasures(difference, size),
    panels,
  };
}

const BLINK_SIDE = 256;

/**
 * Whether blinking shows what side by side hides: a change that the eye can see (a ten-thousandth of the pixels is past the
 * threshold, or all moved by ΔE00 1.2), and that is slight (ΔE00 below 8 in the main) or lies in less than a sixth of
 * the picture.
 */
function blinkHelps({ counted, colour, area }: PictureDifference, { width, height }: Size): boolean {
  if (colour === undefined) return false;
  const { mean, p95 } = colour.ciede2000;
  const pixels = width * height;
  if (counted < 1e-4 * pixels && mean < 1.2) return false;
  return p95 < 8 || (area !== undefined && area.width * area.height < pixels / 6);
}

/** Draws both sides of a crop by turns; draws at once, and writes when asked. */
function drawBlink(
  room: Workspace,
  crop: Box,
  finding: string,
  { outDir, labels }: Comparison,
): () => Promise<Panel> {
  const { before, after } = room.draw(crop, scalingTo(crop, BLINK_SIDE));
  const sides = [
    { drawn: before, label: labels.before },
    { drawn: after, label: labels.after },
  ];
  return () => writeBlink(sides, { alt: `Before and after by turns: ${finding}`, name: 'blink', outDir });
}

/** before | after | difference of one crop of a counted room; draws before it awaits. */
export async function trio(
  room: Workspace,
  crop: Box,
  finding: string,
  { outDir, labels }: Comparison,
): Promise<Panel[]> {
  const drawn = room.draw(crop, scalingTo(crop));
  const whole = crop.width === room.width && crop.height === room.height;
  const where = whole ? '' : ` · ${crop.width}×${crop.height} at ${crop.x}, ${crop.y}`;
  const part = whole
    ? 'the whole picture'
    : `the part of ${crop.width} × ${crop.height} pixels at ${crop.x}, ${crop.y}`;
  return Promise.all([
    writeDrawn(drawn.before, {
      role: 'before',
      label: `${labels.before}${where}`,
      alt: `Before: ${part}.`,
      name: 'before',
      outDir,
    }),
    writeDrawn(drawn.after, {
      role: 'after',
      label: labels.after,
      alt: `After: ${finding}`,
      name: 'after',
      outDir,
    }),
    writeDrawn(drawn.difference, {
      role: 'difference',
      label: drawn.faint ? 'difference · magnified' : 'difference',
      alt: `Difference, amber to magenta over a pale picture: ${finding}`,
      name: 'difference',
      outDir,
    }),
  ]);
}

/** The measures of a picture's verdict, most telling first; `of` says what the picture shows (and its side in pixels) when it is not the file itself. */
export function pictureMeasures(difference: PictureDifference, size: Size, of?: string): Measure[] {
  const measures = measuresOf(difference, size);
  if (of === undefined) return measures;
  return measures.map(({ metric, label, ...rest }) =>
    Object.assign(rest, { metric: `${of}/${metric}`, label: `${of.replace(/\d+$/u, '')}: ${label}` }),
  );
}

function measuresOf(difference: PictureDifference, size: Size): Measure[] {
  const { counted, differing, colour } = difference;
  const measures: Measure[] = [
    {
      metric: 'changed-pixels/pixelmatch@7.2+t0.1-aa',
      label: 'pixels changed',
      value: counted,
      unit: 'px',
      meaning: 'moved further than the threshold, anti-aliasing left out',
    },
    {
      metric: 'changed-share/pixelmatch@7.2+t0.1-aa',
      label: 'of the picture',
      value: counted / (size.width * size.height),
      unit: 'share',
    },
    {
      metric: 'differing-pixels/rgba@1',
      label: 'pixels not equal',
      value: differing,
      unit: 'px',
      meaning: 'differ by one step or more',
    },
  ];
  if (colour !== undefined) {
    measures.push(
      {
        metric: 'ciede2000-p95/differing@1+4k',
        label: 'colour move, 95th percentile',
        value: colour.ciede2000.p95,
        unit: 'ΔE00',
        meaning: inWords(colour.ciede2000.p95),
      },
      {
        metric: 'ciede2000-mean/differing@1+4k',
        label: 'colour move, mean',
        value: colour.ciede2000.mean,
        unit: 'ΔE00',
        meaning: inWords(colour.ciede2000.mean),
      },
      {
        metric: 'hyab-p95/oklab-differing@1+4k',
        label: 'HyAB, 95th percentile',
        value: colour.hyab.p95,
        unit: 'OKLab',
      },
      {
        metric: 'hyab-mean/oklab-differing@1+4k',
        label: 'HyAB, mean',
        value: colour.hyab.mean,
        unit: 'OKLab',
      },
    );
  }
  if (colour !== undefined) {
    measures.push(
      {
        metric: 'lightness-mean/oklab-differing@1+4k',
        label: 'lighter by',
        value: colour.common.lightness,
        unit: 'OKLab',
      },
      {
        metric: 'chroma-mean/oklab-differing@1+4k',
        label: 'more colourful by',
        value: colour.common.chroma,
        unit: 'OKLab',
      },
      {
        metric: 'hue-turn/oklab-differing@1+4k',
        label: 'hue turned by',
        value: colour.common.hueDeg,
        unit: '°',
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
export function pictureFinding({ counted, differing, colour, area }: PictureDifference, size: Size): string {
  const pixels = size.width * size.height;
  if (colour === undefined) return 'No pixel changed.';
  const strength = `colours moved by ΔE00 ${figure(colour.ciede2000.p95)} (${inWords(colour.ciede2000.p95)})`;
  if (counted === 0) {
    return `${percent(differing / pixels)} of the pixels moved a little: ${strength}, none past the threshold.`;
  }
  const where = area === undefined ? '' : ` ${place(area, size)}`;
  return `${sayCount(counted, 'pixel')} changed (${percent(counted / pixels)})${where}; ${strength}.`;
}

async function resized(
  before: Picture,
  after: Picture,
  { outDir, labels }: Comparison,
): Promise<FileVerdict> {
  const finding = `The size changed from ${sizeOf(before)} to ${sizeOf(after)}.`;
  const reshaped = Math.abs(Math.log((after.width * before.height) / (after.height * before.width))) > 0.01;
  const panels = await Promise.all([
    writePanel(before, {
      role: 'before',
      label: `${labels.before} · ${before.width}×${before.height}`,
      alt: `Before: ${sizeOf(before)}.`,
      name: 'before',
      outDir,
    }),
    writePanel(after, {
      role: 'after',
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
