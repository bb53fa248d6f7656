import type { Face, Point } from '../face/landmarks.ts';
import type { Nets } from '../face/nets.ts';
import { sampled, type Square } from '../face/sample.ts';
import { filled, OVAL } from './regions.ts';
import { poseBetween } from './pose.ts';
import type { Portrait, Registration } from './registration.ts';
import { carriedSquare, trackedFeatures } from './tracking.ts';

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
  /**
   * What no pose explains of the mesh, root mean square over all points, in percent of the distance of the eyes; nothing
   * when hair covers more of it than on the canonical picture, for then the mesh guesses where the face ends, and
   * nothing of a mouth that speaks, whose opening draws the whole mesh along, where enough features are found.
   */
  readonly geometry: number | undefined;
  /** The same for features found again one by one, without the worst tenth; nothing when too few were found. */
  readonly features: number | undefined;
  /** How many they were. */
  readonly tracked: number;
  /** The same for each part, from its features where there are some, else from the mesh. */
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

/** Points of the mesh that stay where they are in speech: forehead, brows, temples, eyes, upper nose. */
const UPPER_FACE: ReadonlySet<number> = new Set<number>([
  ...PARTS.brows,
  ...PARTS.eyes,
  10,
  338,
  297,
  332,
  284,
  251,
  389,
  356,
  127,
  162,
  21,
  54,
  103,
  67,
  109,
  168,
  6,
  197,
  195,
  5,
  4,
  1,
  2,
  98,
  327,
  151,
  108,
  337,
  9,
  8,
  122,
  351,
  196,
  419,
  48,
  278,
  129,
  358,
  69,
  299,
  104,
  333,
  68,
  298,
]);

/** What speech moves. */
const SPEECH: ReadonlySet<number> = new Set([...PARTS.mouth, ...PARTS.jaw]);

/**
 * @param canonical its embedding is kept, since its square is its own
 * @param speaking the mouth moves: it and the jaw are left out of what is measured point by point
 */
export function faceChange(
  canonical: Portrait,
  other: Portrait,
  registration: Registration,
  loaded: Nets,
  speaking: boolean,
): FaceChange {
  const mine = known.get(canonical) ?? embedded(canonical, squareOf(canonical.head.face), loaded);
  known.set(canonical, mine);
  const theirs = embedded(other, carriedSquare(canonical, other, squareOf(canonical.head.face)), loaded);
  const eyes = eyeDistance(canonical);
  const pose = speaking
    ? poseBetween(
        canonical.head.mesh,
        other.head.mesh,
        canonical.head.mesh.map((_, index) => (isStill(index) ? 1 : 0)),
      )
    : registration.pose;
  const found = trackedFeatures(canonical, other, TRACKED).filter(
    ({ index }) => !speaking || !SPEECH.has(index),
  );
  const turn = Math.max(Math.abs(registration.pose.yaw), Math.abs(registration.pose.pitch));
  const blur = Math.max(0, turn - 1) * TURNED;
  const part = (name: Part) => {
    const indices: readonly number[] = PARTS[name];
    const ways = found.filter(({ index }) => indices.includes(index)).map(({ moved }) => moved);
    return name === 'jaw' || ways.length < 3
      ? rms(indices.map((index) => way(pose.residual[index], eyes)))
      : rms(kept(ways));
  };
  return {
    embedding: Math.sqrt(mine.reduce((sum, value, index) => sum + (value - (theirs[index] ?? 0)) ** 2, 0)),
    geometry:
      overhung(canonical, other) > OVERHUNG || (speaking && found.length >= ENOUGH)
        ? undefined
        : without(
            rms(
              pose.residual
                .filter((_, index) => !speaking || isStill(index))
                .map((point) => way(point, eyes)),
            ),
            blur,
          ),
    features: found.length < ENOUGH ? undefined : without(rms(kept(found.map(({ moved }) => moved))), blur),
    tracked: found.length,
    parts: {
      jaw: part('jaw'),
      brows: part('brows'),
      eyes: part('eyes'),
      nose: part('nose'),
      mouth: part('mouth'),
    },
  };
}

/** Hair over more of the forehead than on the canonical picture by this share, and the mesh is not believed. */
const OVERHUNG = 0.25;
/**
 * The depth of a face is the mesh network's guess, so that each degree of a turn beyond the first moves points by about
 * this much of the eye distance (percent) that no pose explains: seen on views of the mesh and the splat from aside.
 */
const TURNED = 0.18;

/** What is left of a figure when an error of its own is taken out, as errors add up in squares. */
function without(value: number, error: number): number {
  return Math.sqrt(Math.max(0, value * value - error * error));
}

/** Share of the forehead that hair covers now and did not cover. */
function overhung(canonical: Portrait, other: Portrait): number {
  const now = FOREHEAD.filter(
    (index) => canonical.head.covered[index] === 0 && other.head.covered[index] === 1,
  );
  return now.length / FOREHEAD.length;
}

/** Points of the mesh between the brows and the hairline. */
const FOREHEAD: readonly number[] = [
  10, 338, 297, 332, 103, 67, 109, 151, 108, 337, 69, 299, 104, 333, 68, 298, 9, 8,
];

/** Features that tell something even alone: everything but the jaw, whose outline can be found across but not along. */
const TRACKED: readonly number[] = [...PARTS.brows, ...PARTS.eyes, ...PARTS.nose, ...PARTS.mouth];
/** Fewer features than this speak for no face. */
const ENOUGH = 24;

/** Whether a point of the mesh stays where it is in speech: those from the nose up do. */
function isStill(index: number): boolean {
  return UPPER_FACE.has(index);
}

/** Without the worst tenth, for one patch in ten finds something else. */
function kept(ways: readonly number[]): number[] {
  return ways.toSorted((a, b) => a - b).slice(0, Math.ceil(ways.length * 0.9));
}

function way(point: Point | undefined, eyes: number): number {
  return point === undefined ? 0 : (100 * Math.hypot(point.x, point.y)) / eyes;
}

function rms(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length));
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
    const inside = filled(polygon, INPUT);
    const total = [0, 0, 0];
    let count = 0;
    for (let pixel = 0; pixel < inside.length; pixel += 1) {
      if (inside[pixel] === 0) continue;
      count += 1;
      for (let channel = 0; channel < 3; channel += 1)
        total[channel] = (total[channel] ?? 0) + (rgb[pixel * 3 + channel] ?? 0);
    }
    const factors = SKIN.map((wanted, channel) => (wanted * count) / Math.max(1, total[channel] ?? 1));
    for (let at = 0; at < rgb.length; at += 1) {
      rgb[at] =
        inside[Math.floor(at / 3)] === 0 ? (SKIN[at % 3] ?? 0) / 2 : (rgb[at] ?? 0) * (factors[at % 3] ?? 0);
    }
    for (const [index, value] of loaded.embed({ side: INPUT, rgb }).entries()) {
      sum[index] = (sum[index] ?? 0) + value / LOOKS.length;
    }
  }
  return sum;
}
