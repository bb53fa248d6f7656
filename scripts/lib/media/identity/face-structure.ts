import type { Face, Point } from '../face/landmarks.ts';
import type { Nets } from '../face/nets.ts';
import { sampled, type Square } from '../face/sample.ts';
import { OVAL } from './regions.ts';
import type { Portrait, Registration } from './registration.ts';

/** Parts of a face by points of the mesh. */
export const PARTS = {
  jaw: [
    127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323,
    454, 356,
  ],
  brows: [70, 63, 105, 66, 107, 46, 53, 52, 65, 55, 336, 296, 334, 293, 300, 285, 295, 282, 283, 276],
  eyes: [
    33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7, 263, 466, 388, 387, 386, 385,
    384, 398, 362, 382, 381, 380, 374, 373, 390, 249,
  ],
  nose: [168, 6, 197, 195, 5, 4, 1, 2, 98, 327, 64, 294, 48, 278, 129, 358, 114, 343],
  mouth: [
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146, 78, 191, 80,
    81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
  ],
} as const satisfies Record<string, readonly number[]>;

/** One of the parts of a face. */
export type Part = keyof typeof PARTS;

/** How the face is built, as against the canonical one. */
export interface FaceChange {
  /** Euclidean distance of two embeddings of the face alone, in one light; 0.6 is the usual limit for "one person". */
  readonly embedding: number;
  /** What no pose explains, root mean square over all points, in percent of the distance of the eyes. */
  readonly geometry: number;
  /** The same for each part. */
  readonly parts: Readonly<Record<Part, number>>;
}

/** Sides of the square that the embedding sees: once upright, then a little moved and resized, and the mean of all. */
const LOOKS = [
  [1, 0, 0],
  [1.06, 0.011, 0.008],
  [0.94, -0.011, -0.008],
  [1.03, -0.011, 0.011],
  [0.97, 0.011, -0.011],
] as const;
/** The embedding's own input, and the mean skin that every face is brought to before it is seen. */
const INPUT = 150;
const SKIN = [190, 150, 130] as const;

const known = new WeakMap<Portrait, Float64Array>();

/**
 * @param canonical its embedding is kept, since its square is its own
 */
export function faceChange(
  canonical: Portrait,
  other: Portrait,
  { pose }: Registration,
  loaded: Nets,
): FaceChange {
  const mine = known.get(canonical) ?? embedded(canonical, squareOf(canonical.head.face), loaded);
  known.set(canonical, mine);
  const theirs = embedded(other, carried(canonical, other), loaded);
  const eyes = eyeDistance(canonical);
  const rms = (points: readonly Point[]) =>
    (100 * Math.sqrt(points.reduce((sum, { x, y }) => sum + x * x + y * y, 0) / Math.max(1, points.length))) /
    eyes;
  const part = (name: Part) => rms(PARTS[name].map((index) => pose.residual[index] ?? { x: 0, y: 0 }));
  return {
    embedding: Math.sqrt(mine.reduce((sum, value, index) => sum + (value - (theirs[index] ?? 0)) ** 2, 0)),
    geometry: rms(pose.residual),
    parts: {
      jaw: part('jaw'),
      brows: part('brows'),
      eyes: part('eyes'),
      nose: part('nose'),
      mouth: part('mouth'),
    },
  };
}

/** From the middle of one eye to that of the other, in pixels of the view. */
function eyeDistance({ head }: Portrait): number {
  const middle = (a: number, b: number) => {
    const [p, q] = [head.mesh[a], head.mesh[b]];
    return p === undefined || q === undefined ? { x: 0, y: 0 } : { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 };
  };
  const [left, right] = [middle(33, 133), middle(362, 263)];
  return Math.hypot(right.x - left.x, right.y - left.y) || 1;
}

/** The square around the landmarks with a fifth more, upright, in pixels of the picture. */
function squareOf({ landmarks }: Face): Square {
  const xs = landmarks.map(({ x }) => x);
  const ys = landmarks.map(({ y }) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    side: 1.2 * Math.max(right - left, bottom - top),
    angle: 0,
  };
}

/** The same square on another face: moved, turned and resized as the mesh is (least squares in the plane). */
function carried(canonical: Portrait, other: Portrait): Square {
  const square = squareOf(canonical.head.face);
  const [from, to] = [canonical.head.face.mesh, other.head.face.mesh];
  const [ax, ay, bx, by] = [mean(from, 'x'), mean(from, 'y'), mean(to, 'x'), mean(to, 'y')];
  let [along, across, norm] = [0, 0, 0];
  for (const [index, { x, y }] of from.entries()) {
    const there = to[index];
    if (there === undefined) continue;
    const [u, v, p, q] = [x - ax, y - ay, there.x - bx, there.y - by];
    along += u * p + v * q;
    across += u * q - v * p;
    norm += u * u + v * v;
  }
  const [c, s] = [along / norm, across / norm];
  const [u, v] = [square.x - ax, square.y - ay];
  return {
    x: bx + u * c - v * s,
    y: by + u * s + v * c,
    side: square.side * Math.hypot(c, s),
    angle: Math.atan2(s, c),
  };
}

function mean(points: readonly Point[], of: 'x' | 'y'): number {
  return points.reduce((sum, point) => sum + point[of], 0) / points.length;
}

/** Mean embedding over the looks. Only what lies inside the face's outline is shown, brought to one mean colour. */
function embedded({ picture, head }: Portrait, square: Square, loaded: Nets): Float64Array {
  const sum = new Float64Array(128);
  for (const [size, dx, dy] of LOOKS) {
    const seen = {
      ...square,
      x: square.x + dx * square.side,
      y: square.y + dy * square.side,
      side: square.side * size,
    };
    const { rgb } = sampled(picture, seen, INPUT);
    const [c, s] = [Math.cos(-seen.angle), Math.sin(-seen.angle)];
    const scale = INPUT / seen.side;
    const polygon = OVAL.map((index) => {
      const { x, y } = head.face.mesh[index] ?? { x: 0, y: 0 };
      const [u, v] = [x - seen.x, y - seen.y];
      return { x: (u * c - v * s) * scale + INPUT / 2, y: (u * s + v * c) * scale + INPUT / 2 };
    });
    const inside = within(polygon);
    const total = [0, 0, 0];
    let count = 0;
    for (const [pixel, is] of inside.entries()) {
      if (is === 0) continue;
      count += 1;
      for (const channel of [0, 1, 2] as const)
        total[channel] = (total[channel] ?? 0) + (rgb[pixel * 3 + channel] ?? 0);
    }
    for (const [pixel, is] of inside.entries()) {
      for (const channel of [0, 1, 2] as const) {
        const at = pixel * 3 + channel;
        const wanted = SKIN[channel];
        rgb[at] =
          is === 0 ? wanted / 2 : ((rgb[at] ?? 0) * wanted * count) / Math.max(1, total[channel] ?? 1);
      }
    }
    for (const [index, value] of loaded.embed({ side: INPUT, rgb }).entries()) {
      sum[index] = (sum[index] ?? 0) + value / LOOKS.length;
    }
  }
  return sum;
}

function within(polygon: readonly Point[]): Uint8Array {
  const mask = new Uint8Array(INPUT * INPUT);
  for (let index = 0; index < mask.length; index += 1) {
    const [x, y] = [(index % INPUT) + 0.5, Math.floor(index / INPUT) + 0.5];
    let odd = 0;
    for (const [corner, b] of polygon.entries()) {
      const a = polygon.at(corner - 1);
      if (a === undefined || a.y > y === b.y > y) continue;
      if (x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) odd ^= 1;
    }
    mask[index] = odd;
  }
  return mask;
}
