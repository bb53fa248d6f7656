import type { Picture } from '../picture.ts';
import { sightings, type Sighting } from './detect.ts';
import { nets, type Nets } from './nets.ts';
import { ranged, sampled, type Square } from './sample.ts';

/** A place on a picture in pixels from its top left corner; the centre of the first pixel is (0.5, 0.5). */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** As `Point`, with depth in the same unit: smaller is nearer to the viewer, 0 lies about at the middle of the head. */
export interface Point3 extends Point {
  readonly z: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Face {
  /** The smallest upright box around all points of the mesh; parts of it may lie outside the picture. */
  readonly box: Box;
  /** 0 to 1, of the mesh network: is this a face at all. */
  readonly confidence: number;
  /**
   * 68 points in the order of iBUG 300-W: 0–16 jaw, 17–21 and 22–26 brows, 27–30 bridge and 31–35 foot of the nose,
   * 36–41 and 42–47 eyes, 48–59 outer and 60–67 inner edge of the lips; left to right as the viewer sees it.
   */
  readonly landmarks: readonly Point[];
  /** The 468 points of the MediaPipe face mesh, in its order. */
  readonly mesh: readonly Point3[];
}

const same = (index: number): readonly [number, number] => [index, index];

/**
 * Between which two points of the mesh each of the 68 lies: the jaw follows the outline of the face, a brow its
 * middle (the mesh has only its upper and lower edge), everything else is one point.
 */
const IBUG: readonly (readonly [number, number])[] = [
  ...[127, 234, 93, 132, 58, 136, 150, 176, 152, 400, 379, 365, 288, 361, 323, 454, 356].map(same),
  ...([
    [70, 46],
    [63, 53],
    [105, 52],
    [66, 65],
    [107, 55],
  ] as const),
  ...([
    [336, 285],
    [296, 295],
    [334, 282],
    [293, 283],
    [300, 276],
  ] as const),
  ...[168, 197, 5, 4].map(same),
  ...[75, 97, 2, 326, 305].map(same),
  ...[33, 160, 158, 133, 153, 144].map(same),
  ...[362, 385, 387, 263, 373, 380].map(same),
  ...[61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181].map(same),
  ...[78, 82, 13, 312, 308, 317, 14, 87].map(same),
];

const INPUT = 192;
/** The mesh network wants the face in the middle of a square 1.5 times as large (MediaPipe's face geometry graph). */
const MARGIN = 1.5;
const LEFT_EYE_OUTER = 33;
const RIGHT_EYE_OUTER = 263;
/** The network gives a probability: near 1 on faces, near 0 on what the detector took for one. */
const IS_FACE = 0.5;
/**
 * The network's points tremble by about a hundredth of the eye distance with the place of the face in its input. The
 * mean over these shifts (share of the square), sizes and turns (radians) trembles by a third of that.
 */
const LOOKS: readonly {
  readonly dx: number;
  readonly dy: number;
  readonly size: number;
  readonly turn: number;
}[] = [
  { dx: 0, dy: 0, size: 1, turn: 0 },
  { dx: 0.012, dy: 0.005, size: 0.96, turn: 0.02 },
  { dx: -0.012, dy: -0.005, size: 0.96, turn: -0.02 },
  { dx: 0.005, dy: -0.012, size: 1.04, turn: 0.03 },
  { dx: -0.005, dy: 0.012, size: 1.04, turn: -0.03 },
  { dx: 0.018, dy: -0.01, size: 1.02, turn: -0.045 },
  { dx: -0.018, dy: 0.01, size: 0.98, turn: 0.045 },
];

/** The largest face of a picture, or nothing when it shows none. */
export async function faceLandmarks(picture: Picture): Promise<Face | undefined> {
  const [largest] = await facesOf(picture);
  return largest;
}

/**
 * All faces of a picture, the largest first.
 *
 * @throws {UserError} `model-changed` when an installed model is not the pinned one
 */
export async function facesOf(picture: Picture): Promise<Face[]> {
  const loaded = await nets();
  return sightings(picture, loaded)
    .map((sighting) => meshed(picture, sighting, loaded))
    .filter((face) => face !== undefined)
    .toSorted((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
}

function meshed(picture: Picture, sighting: Sighting, loaded: Nets): Face | undefined {
  let square: Square = { ...sighting, side: sighting.side * MARGIN };
  for (let round = 0; round < 2; round += 1) {
    const { flag, points } = seen(picture, square, loaded);
    if (flag < IS_FACE) return undefined;
    square = around(points, square.angle);
  }
  const looks = LOOKS.map(({ dx, dy, size, turn }) =>
    seen(
      picture,
      {
        x: square.x + dx * square.side,
        y: square.y + dy * square.side,
        side: square.side * size,
        angle: square.angle + turn,
      },
      loaded,
    ),
  );
  const mean = (of: (look: (typeof looks)[number]) => number) =>
    looks.reduce((sum, look) => sum + of(look), 0) / looks.length;
  const mesh = Array.from({ length: 468 }, (_, index) => ({
    x: mean(({ points }) => points[index]?.x ?? 0),
    y: mean(({ points }) => points[index]?.y ?? 0),
    z: mean(({ points }) => points[index]?.z ?? 0),
  }));
  const at = (index: number): Point3 => mesh[index] ?? { x: 0, y: 0, z: 0 };
  const xs = mesh.map(({ x }) => x);
  const ys = mesh.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return {
    box: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y },
    confidence: mean(({ flag }) => flag),
    landmarks: IBUG.map(([a, b]) => ({ x: (at(a).x + at(b).x) / 2, y: (at(a).y + at(b).y) / 2 })),
    mesh,
  };
}

/** One look of the network at a square, its points carried back to the picture. */
function seen(picture: Picture, square: Square, loaded: Nets): { flag: number; points: Point3[] } {
  const { flag, points } = loaded.mesh(ranged(sampled(picture, square, INPUT), 0, 1));
  const scale = square.side / INPUT;
  const cos = Math.cos(square.angle);
  const sin = Math.sin(square.angle);
  return {
    flag,
    points: Array.from({ length: 468 }, (_, index) => {
      const u = ((points[index * 3] ?? 0) - INPUT / 2) * scale;
      const v = ((points[index * 3 + 1] ?? 0) - INPUT / 2) * scale;
      return {
        x: square.x + u * cos - v * sin,
        y: square.y + u * sin + v * cos,
        z: (points[index * 3 + 2] ?? 0) * scale,
      };
    }),
  };
}

const span = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;

/** The square in which the network should look next: upright to the eyes, `MARGIN` times the face. */
function around(points: readonly Point3[], before: number): Square {
  const left = points[LEFT_EYE_OUTER];
  const right = points[RIGHT_EYE_OUTER];
  const angle = left && right ? Math.atan2(right.y - left.y, right.x - left.x) : before;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const us = points.map(({ x, y }) => x * cos + y * sin);
  const vs = points.map(({ x, y }) => y * cos - x * sin);
  const [west, east] = span(us);
  const [top, bottom] = span(vs);
  const u = (west + east) / 2;
  const v = (top + bottom) / 2;
  return {
    x: u * cos - v * sin,
    y: u * sin + v * cos,
    side: Math.max(east - west, bottom - top) * MARGIN,
    angle,
  };
}
