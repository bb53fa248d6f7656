import sharp from 'sharp';
import type { Measure } from '#core/verdict.ts';
import { matteOf } from '../matte/matte.ts';
import type { Picture, Size } from '../picture.ts';
import { measurePictures } from './picture.ts';

/** The longer side at which a figure is taken from its background. */
const SIDE = 320;
/** Figures are laid upon each other so wide. */
const WIDE = 192;
const OPAQUE = 128;
const GREY = 128;

/** A picture and which of its pixels show the figure. */
export interface Cutout extends Size {
  readonly rgba: Uint8ClampedArray;
  /** 1 where the figure is. */
  readonly mask: Uint8Array;
  /** 1 where the picture is, 0 beyond its edge; it is everywhere when left out. */
  readonly inside?: Uint8Array;
}

interface Figure extends Cutout {
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
}

/** How the one is laid upon the other: points of the grid times `scale`, and then moved, in widths of the figure. */
interface Place {
  readonly scale: number;
  readonly dx: number;
  readonly dy: number;
}

const figures = new WeakMap<Picture, Promise<Figure | undefined>>();

/**
 * How near a model's front view is to the canonical picture: the share of both silhouettes that they have in common once
 * they are laid upon each other (scale and place, nothing else), and inside of it how far colours are apart and how much
 * structure is kept. None when either shows no figure before its background.
 */
export async function besideCanonical(front: Picture, canonical: Picture): Promise<Measure[]> {
  const kept = figures.get(canonical) ?? figureOf(canonical);
  figures.set(canonical, kept);
  const [model, hers] = [await figureOf(front), await kept];
  return measured(model, hers, 'front beside the canonical picture');
}

/** The same for figures that are cut out already. @param of what is said before each label */
export function besideCutout(own: Cutout, canonical: Cutout, of: string): Measure[] {
  return measured(boxed(own), boxed(canonical), of);
}

function measured(model: Figure | undefined, hers: Figure | undefined, of: string): Measure[] {
  if (model === undefined || hers === undefined) return [];
  const high = Math.ceil(WIDE * Math.max(hers.box.height / hers.box.width, 0.2) * 1.1);
  const place = nearest(model, hers, high);
  const { shared, all } = overlap(model, hers, high, place);
  const [a, b] = laid(model, hers, high, place);
  const { colour, ssim } = measurePictures(a, b);
  return [
    {
      metric: 'canon/silhouette-iou@1',
      label: `${of}: silhouette in common`,
      value: shared / Math.max(1, all),
      unit: 'share',
      meaning: '1 is the same outline',
    },
    {
      metric: 'canon/ciede2000-mean@1',
      label: `${of}: colours apart, mean`,
      value: colour?.ciede2000.mean ?? 0,
      unit: 'ΔE00',
    },
    { metric: 'canon/ssim-wang2004@1', label: `${of}: structure`, value: ssim ?? 1, unit: 'SSIM' },
  ];
}

async function figureOf(picture: Picture): Promise<Figure | undefined> {
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  );
  if (width === undefined || height === undefined) return undefined;
  const raw = { width: picture.width, height: picture.height, channels: 4 } as const;
  const small = await sharp(picture.rgba, { raw, limitInputPixels: false })
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer();
  const rgba = new Uint8ClampedArray(small);
  const { figure } = matteOf({ width, height, rgba });
  const mask = Uint8Array.from({ length: width * height }, (_, i) =>
    (figure.rgba[i * 4 + 3] ?? 0) >= OPAQUE ? 1 : 0,
  );
  return boxed({ width, height, rgba, mask });
}

/** None where there is hardly any figure. */
function boxed(cutout: Cutout): Figure | undefined {
  const { width, height, mask } = cutout;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (const [i, inside] of mask.entries()) {
    if (inside === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right, top, bottom] = [
      Math.min(left, x),
      Math.max(right, x),
      Math.min(top, y),
      Math.max(bottom, y),
    ];
  }
  if (right - left < 8 || bottom - top < 8) return undefined;
  return { ...cutout, box: { left, top, width: right - left + 1, height: bottom - top + 1 } };
}

/** The pixel of a figure under a point of the grid, whose width is that of the figure's box; -1 beyond its picture. */
function under({ width, height, box, inside }: Figure, x: number, y: number): number {
  const unit = box.width / WIDE;
  const [px, py] = [Math.floor(box.left + (x + 0.5) * unit), Math.floor(box.top + (y + 0.5) * unit)];
  if (px < 0 || py < 0 || px >= width || py >= height) return -1;
  const at = py * width + px;
  return inside?.[at] === 0 ? -1 : at;
}

const moved = ({ scale, dx, dy }: Place, x: number, y: number): readonly [number, number] => [
  (x - WIDE / 2) * scale + WIDE / 2 + dx * WIDE,
  y * scale + dy * WIDE,
];

/** Pixels of the grid in both silhouettes, and in either, of those that both pictures have room for. */
function overlap(model: Figure, hers: Figure, high: number, place: Place, step = 1) {
  let [shared, all] = [0, 0];
  for (let y = 0; y < high; y += step) {
    for (let x = -WIDE / 8; x < WIDE * 1.125; x += step) {
      const [own, other] = [under(model, ...moved(place, x, y)), under(hers, x, y)];
      if (own < 0 || other < 0) continue;
      const [a, b] = [model.mask[own] ?? 0, hers.mask[other] ?? 0];
      shared += a & b;
      all += a | b;
    }
  }
  return { shared, all };
}

/** The place with the most in common, by ever smaller steps from one box laid upon the other. */
function nearest(model: Figure, hers: Figure, high: number): Place {
  const share = (place: Place) => {
    const { shared, all } = overlap(model, hers, high, place, 2);
    return shared / Math.max(1, all);
  };
  let best: Place = { scale: 1, dx: 0, dy: 0 };
  let most = share(best);
  for (const size of [0.08, 0.04, 0.02, 0.01]) {
    for (let better = true; better;) {
      better = false;
      const { scale, dx, dy } = best;
      for (const next of [
        { scale: scale * (1 + size), dx, dy },
        { scale: scale * (1 - size), dx, dy },
        { scale, dx: dx + size, dy },
        { scale, dx: dx - size, dy },
        { scale, dx, dy: dy + size },
        { scale, dx, dy: dy - size },
      ]) {
        const here = share(next);
        if (here <= most || next.scale < 0.5 || next.scale > 2) continue;
        [best, most, better] = [next, here, true];
      }
    }
  }
  return best;
}

const opaque = (rgba = new Uint8ClampedArray()) => rgba.map((value, i) => (i % 4 === 3 ? 255 : value));

/** Both on the grid, grey where they are not both. */
function laid(model: Figure, hers: Figure, high: number, place: Place): readonly [Picture, Picture] {
  const [a, b] = [0, 1].map(() => new Uint8ClampedArray(WIDE * high * 4).fill(GREY));
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < WIDE; x += 1) {
      const [own, other] = [under(model, ...moved(place, x, y)), under(hers, x, y)];
      if (own < 0 || other < 0 || model.mask[own] === 0 || hers.mask[other] === 0) continue;
      const at = (y * WIDE + x) * 4;
      a?.set(model.rgba.subarray(own * 4, own * 4 + 3), at);
      b?.set(hers.rgba.subarray(other * 4, other * 4 + 3), at);
    }
  }
  const size = { width: WIDE, height: high };
  return [
    { ...size, rgba: opaque(a) },
    { ...size, rgba: opaque(b) },
  ];
}
