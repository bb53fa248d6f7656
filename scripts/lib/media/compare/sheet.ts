import type { Measure, Panel } from '#core/verdict.ts';
import type { Picture, Size } from '../picture.ts';
import { type Bounds, unionBounds } from '../render/bounds.ts';
import { renderAlike, type RenderedViews, renderViews } from '../render/views.ts';
import { besideCanonical } from './front-beside-canon.ts';
import { percent } from './say.ts';
import { loadPictures, readable } from './picture-pair.ts';
import { pictureMeasures, trio } from './picture.ts';
import { measure } from './pixels.ts';
import type { Comparison } from './request.ts';

/** Four pictures of one size as one: front and left above, right and back below. */
export function sheetOf({ views }: RenderedViews): Picture {
  const [first] = views;
  if (first === undefined) throw new RangeError('a sheet needs a view');
  const { width, height } = first.picture;
  const across = views.length > 1 ? 2 : 1;
  const rgba = new Uint8ClampedArray(width * across * height * Math.ceil(views.length / across) * 4);
  for (const [index, { picture }] of views.entries()) {
    const [left, top] = [(index % across) * width, Math.floor(index / across) * height];
    for (let y = 0; y < height; y += 1) {
      rgba.set(
        picture.rgba.subarray(y * width * 4, (y + 1) * width * 4),
        ((top + y) * width * across + left) * 4,
      );
    }
  }
  return { width: width * across, height: height * Math.ceil(views.length / across), rgba };
}

/** As large as a moment of a scene; a panel shows the four at two thirds of it. */
const VIEW: Size = { width: 384, height: 384 };

/** How two models look from the same four sides. */
export interface ViewsDifference {
  readonly measures: readonly Measure[];
  readonly panels: Panel[];
  /** 0 to 1. */
  readonly visibility: number;
  /** Who drew both. */
  readonly renderer: string;
  /** Of the one after, as it stands beside the canonical picture; none without one. */
  readonly canon: readonly Measure[];
  /** As in `12 % of the pixels of four views, most from the back`; none when no pixel counts. */
  readonly words: string | undefined;
}

/** Renders both from cameras that frame the union of their bounds and compares the views as one sheet. */
export async function compareViews(
  medium: 'mesh' | 'splat',
  before: { readonly file: string; readonly bounds: Bounds },
  after: { readonly file: string; readonly bounds: Bounds },
  finding: (words: string | undefined) => string,
  comparison: Comparison,
): Promise<ViewsDifference> {
  const frame = unionBounds(before.bounds, after.bounds);
  const { signal, canonical } = comparison;
  const how = { medium, frame, size: VIEW, signal };
  const [first, second] = await renderAlike(
    () => readable('before', () => renderViews({ ...how, file: before.file })),
    () => readable('after', () => renderViews({ ...how, file: after.file })),
  );
  const each = first.views.map(({ name, picture }, index) => {
    const other = second.views[index]?.picture ?? picture;
    return { name, counted: measure(loadPictures(picture, other)).counted };
  });
  const room = loadPictures(sheetOf(first), sheetOf(second));
  const difference = measure(room);
  const pixels = room.width * room.height;
  const worst = each.toSorted((a, b) => b.counted - a.counted)[0];
  const words =
    difference.counted === 0 || worst === undefined
      ? undefined
      : `${percent(difference.counted / pixels)} of the pixels of four views changed, most from ${SIDE[worst.name]}`;
  const whole = { x: 0, y: 0, width: room.width, height: room.height };
  const size = { width: room.width, height: room.height };
  const measures = pictureMeasures(difference, size, 'views384');
  const panels = difference.differing === 0 ? [] : await trio(room, whole, finding(words), comparison);
  const canon = await frontMeasures(second, canonical);
  const { renderer } = second;
  return { measures, panels, visibility: difference.visibility, renderer, words, canon };
}

/** Of the front among some views; none without it or without a canonical picture. */
export async function frontMeasures(
  { views }: RenderedViews,
  canonical: Picture | undefined,
): Promise<readonly Measure[]> {
  const front = views.find(({ name }) => name === 'front');
  return front === undefined || canonical === undefined ? [] : besideCanonical(front.picture, canonical);
}

/** A model's front, drawn as in a comparison, held against the canonical picture. @throws as `renderViews` */
export async function modelBesideCanonical(
  medium: 'mesh' | 'splat',
  file: string,
  canonical: Picture,
): Promise<readonly Measure[]> {
  const drawn = await renderViews({ medium, file, views: ['front'], size: VIEW });
  return frontMeasures(drawn, canonical);
}

const SIDE = { front: 'the front', left: 'the left', right: 'the right', back: 'the back' } as const;
