import type { Face, Point } from '../face/landmarks.ts';
import { middleOf, nearest, paletteOf, type Palette } from './palette.ts';
import { SIDE, type View } from './view.ts';

/** What a pixel of a view shows. */
export const LABEL = { background: 0, skin: 1, hair: 2, garment: 3 } as const;

/** A label for each pixel of a view, and the face's own outline. */
export interface Regions {
  /** Values of `LABEL`. */
  readonly labels: Uint8Array;
  /** 1 inside the outline of the face mesh, whatever lies there. */
  readonly oval: Uint8Array;
}

/** Outline of the face mesh, clockwise from the top as the viewer sees it. */
export const OVAL: readonly number[] = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/** Its upper part, from temple to temple: beyond it begins the hair. */
const HAIRLINE: readonly number[] = [162, 21, 54, 103, 67, 109, 10, 338, 297, 332, 284, 251, 389];
/** Where hair hardly ever lies: the bridge and sides of the nose, upper lip, chin. */
const BARE: readonly number[] = [6, 197, 5, 198, 420, 164, 199, 200, 18];
/** Skin with the same colour as those, if nothing covers it: forehead and cheeks. */
const SKIN: readonly number[] = [...BARE, 151, 108, 337, 9, 50, 280, 101, 330, 205, 425, 36, 266];
/** A hair palette must lie this far from the skin (CIELAB, lightness counted half), or what lies above the face is skin. */
const NOT_SKIN = 9;
/** The colours of one skin in one light lie this close to their middle. */
const ONE_SKIN = 18;
/** With less of the chest than this in a colour of its own, the garment has the colour of the hair. */
const BARE_CHEST = 0.35;
/** More of the middle of the chest than this in the colour of hair, and it is the garment's. */
const HAIRY_CHEST = 0.5;
/** As near as this to a colour of the hair, and as far as this from those of the background, and it is lost hair. */
const AS_HAIR = 8;
const NOT_BACKGROUND = 20;
/** A piece of hair with less than this share of all of it, and without a way to the rest, is something else. */
const STRAND = 0.04;

/** Where hair begins to lie on the shoulders: below the chin, in heights of the face. */
const ON_SHOULDERS = 0.3;

/**
 * Tells hair, skin, garment and background apart on the picture itself: hair is what lies beyond the upper outline
 * of the face and whatever of that colour hangs together with it, skin is what has the colour of the cheeks, garment
 * is the rest of the person. A picture has no fixed places; everything starts from the face.
 */
export function regionsOf(view: View, face: Face): Regions {
  const place = placer(view);
  const mesh = face.mesh.map(place);
  const at = (index: number): Point => mesh[index] ?? { x: 0, y: 0 };
  const oval = filled(OVAL.map(at));
  const height = distance(at(10), at(152));
  const centre = at(168);
  const up = { x: (at(10).x - at(152).x) / height, y: (at(10).y - at(152).y) / height };

  const bare = middleOf(view, around(view, BARE.map(at), 0.02 * height));
  const skin = paletteOf(
    view,
    around(view, SKIN.map(at), 0.035 * height).filter((index) => nearest(view, index, bare) < ONE_SKIN),
  );
  const ring = HAIRLINE.flatMap((index) => {
    const point = at(index);
    const away = distance(point, centre);
    const out = { x: (point.x - centre.x) / away, y: (point.y - centre.y) / away };
    return [0.16, 0.2, 0.24, 0.28, 0.32].map((share) => ({
      x: point.x + out.x * share * height,
      y: point.y + out.y * share * height,
    }));
  });
  const seeds = around(view, ring, 0.02 * height).filter(
    (index) => (view.person[index] ?? 0) > 0.8 && nearest(view, index, skin) > NOT_SKIN,
  );
  let hair = paletteOf(view, seeds);

  const chin = at(152);
  const below = (index: number) => {
    const x = (index % SIDE) + 0.5 - chin.x;
    const y = Math.floor(index / SIDE) + 0.5 - chin.y;
    return -(x * up.x + y * up.y) / height;
  };
  const low = everyPixel(view, 3).filter((index) => below(index) > 0.55);
  const unlike = low.filter(
    (index) => nearest(view, index, hair) > NOT_SKIN && nearest(view, index, skin) > NOT_SKIN,
  );
  // Where most of the chest has the colour of hair, or the middle of it, it is a garment of that colour: hair falls on
  // either side of the neck and covers no whole chest.
  const aside = (index: number) => {
    const [x, y] = [(index % SIDE) + 0.5 - chin.x, Math.floor(index / SIDE) + 0.5 - chin.y];
    return Math.abs(x * up.y - y * up.x) / height;
  };
  const chest = low.filter((index) => aside(index) < 0.22);
  const asHair = chest.filter((index) => nearest(view, index, hair) <= NOT_SKIN);
  const own = unlike.length > low.length * BARE_CHEST && asHair.length < chest.length * HAIRY_CHEST;
  let garment = paletteOf(view, own ? unlike : low.filter((index) => nearest(view, index, skin) > NOT_SKIN));

  const labels = new Uint8Array(SIDE * SIDE);
  for (let round = 0; round < 2; round += 1) {
    for (let index = 0; index < labels.length; index += 1) {
      if ((view.person[index] ?? 0) < 0.5) {
        labels[index] = LABEL.background;
        continue;
      }
      const toHair = nearest(view, index, hair) + Math.min(Math.max((below(index) - 0.45) * 30, 0), 10);
      const toSkin = nearest(view, index, skin);
      const toGarment = below(index) < 0 ? Number.POSITIVE_INFINITY : nearest(view, index, garment);
      labels[index] =
        toHair <= toSkin && toHair <= toGarment
          ? LABEL.hair
          : toSkin <= toGarment
            ? LABEL.skin
            : LABEL.garment;
    }
    gathered(labels, oval, LABEL.hair, (index) => (below(index) < 0.1 ? LABEL.skin : LABEL.garment));
    if (round === 0) {
      const found = sample(labels, LABEL.hair, 5);
      // A close-up shows too little of a garment to keep its colours out of those of the hair that lies on it.
      hair = paletteOf(view, view.closeUp ? found.filter((index) => below(index) < ON_SHOULDERS) : found);
      garment = paletteOf(view, sample(labels, LABEL.garment, 7));
    }
  }
  regained(view, labels, hair);
  return { labels, oval };
}

/**
 * Gives hair back that the person network lost, as it does with strands that reach far down a close portrait: what
 * hangs together with hair, has its colour, and not one of the background's.
 */
function regained(view: View, labels: Uint8Array, hair: Palette): void {
  const empty: number[] = [];
  for (let index = 0; index < labels.length; index += 5)
    if (view.inside[index] === 1 && (view.person[index] ?? 0) < 0.02) empty.push(index);
  if (empty.length === 0) return;
  const background = paletteOf(view, empty);
  const reached: number[] = [];
  for (let index = 0; index < labels.length; index += 1)
    if (labels[index] === LABEL.hair) reached.push(index);
  for (let next = 0; next < reached.length; next += 1) {
    const index = reached[next] ?? 0;
    const column = index % SIDE;
    for (const neighbour of [
      column > 0 ? index - 1 : -1,
      column < SIDE - 1 ? index + 1 : -1,
      index - SIDE,
      index + SIDE,
    ]) {
      if (neighbour < 0 || neighbour >= labels.length || labels[neighbour] !== LABEL.background) continue;
      if (view.inside[neighbour] === 0 || nearest(view, neighbour, hair) > AS_HAIR) continue;
      if (nearest(view, neighbour, background) < NOT_BACKGROUND) continue;
      labels[neighbour] = LABEL.hair;
      reached.push(neighbour);
    }
  }
}

/** Carries a place on the picture to the view. */
export function placer({ square }: View): (point: Point) => Point {
  const scale = SIDE / square.side;
  return ({ x, y }) => ({ x: (x - square.x) * scale + SIDE / 2, y: (y - square.y) * scale + SIDE / 2 });
}

/**
 * Gives the stray pieces of a label away: those inside the face that touch no hair outside (brows, lashes, pupils),
 * and those too small to be a strand.
 */
function gathered(
  labels: Uint8Array,
  oval: Uint8Array,
  label: number,
  instead: (index: number) => number,
): void {
  const pieces: { readonly pixels: number[]; outside: number }[] = [];
  const seen = new Uint8Array(labels.length);
  for (let start = 0; start < labels.length; start += 1) {
    if (labels[start] !== label || seen[start] === 1) continue;
    const piece = { pixels: [start], outside: 0 };
    seen[start] = 1;
    for (let next = 0; next < piece.pixels.length; next += 1) {
      const index = piece.pixels[next] ?? 0;
      if (oval[index] === 0) piece.outside += 1;
      const column = index % SIDE;
      for (const [neighbour, there] of [
        [index - 1, column > 0],
        [index + 1, column < SIDE - 1],
        [index - SIDE, index >= SIDE],
        [index + SIDE, index < SIDE * (SIDE - 1)],
      ] as const) {
        if (there && labels[neighbour] === label && seen[neighbour] === 0) {
          seen[neighbour] = 1;
          piece.pixels.push(neighbour);
        }
      }
    }
    pieces.push(piece);
  }
  const all = pieces.reduce((sum, { outside }) => sum + outside, 0);
  for (const { pixels, outside } of pieces) {
    if (outside >= STRAND * all) continue;
    for (const index of pixels) labels[index] = instead(index);
  }
}

/** The label at a place of a view, or nothing beyond it. */
export function labelAt(regions: Regions, x: number, y: number): number | undefined {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  return column < 0 || row < 0 || column >= SIDE || row >= SIDE
    ? undefined
    : regions.labels[row * SIDE + column];
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y) || 1;
}

/** 1 inside a polygon of places in a view, or in a square of another side. */
export function filled(polygon: readonly Point[], side = SIDE): Uint8Array {
  const mask = new Uint8Array(side * side);
  for (let row = 0; row < side; row += 1) {
    const y = row + 0.5;
    const cuts: number[] = [];
    for (const [index, b] of polygon.entries()) {
      const a = polygon.at(index - 1);
      if (a === undefined || a.y > y === b.y > y) continue;
      cuts.push(a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x));
    }
    cuts.sort((a, b) => a - b);
    for (let cut = 0; cut + 1 < cuts.length; cut += 2) {
      const from = Math.max(0, Math.ceil((cuts[cut] ?? 0) - 0.5));
      const to = Math.min(side - 1, Math.ceil((cuts[cut + 1] ?? 0) - 0.5) - 1);
      for (let column = from; column <= to; column += 1) mask[row * side + column] = 1;
    }
  }
  return mask;
}

/** Pixels at most `reach` from one of some places, inside the picture. */
function around(view: View, places: readonly Point[], reach: number): number[] {
  const found = new Set<number>();
  for (const { x, y } of places) {
    for (let row = Math.ceil(y - reach); row <= y + reach; row += 1) {
      for (let column = Math.ceil(x - reach); column <= x + reach; column += 1) {
        const index = row * SIDE + column;
        if (column >= 0 && row >= 0 && column < SIDE && row < SIDE && view.inside[index] === 1)
          found.add(index);
      }
    }
  }
  return [...found];
}

function everyPixel(view: View, step: number): number[] {
  const found: number[] = [];
  for (let row = 0; row < SIDE; row += step) {
    for (let column = 0; column < SIDE; column += step) {
      if ((view.person[row * SIDE + column] ?? 0) > 0.9) found.push(row * SIDE + column);
    }
  }
  return found;
}

function sample(labels: Uint8Array, label: number, step: number): number[] {
  const found: number[] = [];
  for (let index = 0; index < labels.length; index += step) if (labels[index] === label) found.push(index);
  return found;
}
