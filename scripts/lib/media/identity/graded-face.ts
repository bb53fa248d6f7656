import type { Face, Point } from '../face/landmarks.ts';
import type { Picture } from '../picture.ts';
import { bent } from './altered.ts';
import { PARTS, type Part } from './face-structure.ts';
import { OVAL } from './regions.ts';
import { registered, type Portrait } from './registration.ts';
import { SIDE } from './view.ts';

/**
 * The picture with the face built otherwise: features move along one of many directions by `amount` × 2 % of the eye
 * distance (root mean square), the outline of the face by as much; the hair stays. Negative amounts go the other way.
 */
export function rebuilt({ picture, head }: Portrait, direction: number, amount: number): Picture {
  const { mesh } = head.face;
  const at = (index: number): Point => mesh[index] ?? { x: 0, y: 0 };
  const eyes = Math.hypot(at(263).x - at(33).x, at(263).y - at(33).y) * 0.7;
  const mirrored = FEATURES.flatMap((feature) => feature.points.map((pair) => ({ pair, feature })));
  let state = direction * 7919 + 13;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  };
  for (let warm = 0; warm < 5; warm += 1) random();
  const moves = new Map(FEATURES.map((feature) => [feature, { x: random(), y: random() }]));
  const steps = mirrored.flatMap(({ pair: [left, right], feature }) => {
    const { x = 0, y = 0 } = moves.get(feature) ?? {};
    return left === right
      ? [{ index: left, x: 0, y }]
      : [
          { index: left, x, y },
          { index: right, x: -x, y },
        ];
  });
  const norm = Math.sqrt(steps.reduce((sum, { x, y }) => sum + x * x + y * y, 0) / steps.length);
  const size = (amount * 0.02 * eyes) / norm;
  return faceBent(
    picture,
    head.face,
    steps.map(({ index, x, y }) => ({ index, x: x * size, y: y * size })),
  );
}

/**
 * The picture with the face turned by degrees to the viewer's right, in relief: each place of the mesh moves as its
 * depth says, the hair stays. Good for a few degrees.
 */
export function faceTurned({ picture, head }: Portrait, degrees: number): Picture {
  const { mesh } = head.face;
  const axis = {
    x: ((mesh[234]?.x ?? 0) + (mesh[454]?.x ?? 0)) / 2,
    z: ((mesh[234]?.z ?? 0) + (mesh[454]?.z ?? 0)) / 2,
  };
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const steps = mesh.flatMap(({ x, z }, index) => {
    const [u, w] = [x - axis.x, z - axis.z];
    return index % 5 === 0 || OVAL.includes(index) ? [{ index, x: u * c - w * s - u, y: 0 }] : [];
  });
  return faceBent(picture, head.face, steps);
}

/** The picture with the mouth open: lower lip and chin lie lower by `amount` of the eye distance, as in speech. */
export function mouthOpened({ picture, head }: Portrait, amount: number): Picture {
  const { mesh } = head.face;
  const eyes =
    Math.hypot((mesh[263]?.x ?? 0) - (mesh[33]?.x ?? 0), (mesh[263]?.y ?? 0) - (mesh[33]?.y ?? 0)) * 0.7;
  const steps = [
    ...LOWER.map((index) => ({ index, x: 0, y: amount * eyes })),
    ...UPPER.map((index) => ({ index, x: 0, y: 0 })),
  ];
  return faceBent(picture, head.face, steps);
}

const LOWER: readonly number[] = [14, 87, 317, 17, 84, 314, 181, 405, 18, 200, 199, 175, 152, 148, 377];
const UPPER: readonly number[] = [
  13, 82, 312, 0, 37, 267, 61, 291, 2, 98, 327, 33, 133, 362, 263, 58, 288, 105, 334,
];

/** Moves points of a face by pixels and bends the rest after them, up to a ring a third further out, which stays. */
function faceBent(
  picture: Picture,
  { mesh, box }: Face,
  steps: readonly { readonly index: number; readonly x: number; readonly y: number }[],
): Picture {
  const at = (index: number): Point => mesh[index] ?? { x: 0, y: 0 };
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const fixed = [1.35, 1.9].flatMap((ring) =>
    OVAL.filter((_, index) => index % 2 === 0).map((index) => ({
      x: middle.x + (at(index).x - middle.x) * ring,
      y: middle.y + (at(index).y - middle.y) * ring,
    })),
  );
  const from = [...steps.map(({ index }) => ({ x: at(index).x, y: at(index).y })), ...fixed];
  const to = [...steps.map(({ index, x, y }) => ({ x: at(index).x + x, y: at(index).y + y })), ...fixed];
  return bent(picture, from, to, {
    x: middle.x - box.width * 0.95,
    y: middle.y - box.height * 0.95,
    width: box.width * 1.9,
    height: box.height * 1.9,
  });
}

/** Pairs of points (left, right) that move as one; a point alone on the middle line moves up and down only. */
const FEATURES: readonly { readonly points: readonly (readonly [number, number])[] }[] = [
  {
    points: [
      [70, 300],
      [105, 334],
      [107, 336],
    ],
  },
  {
    points: [
      [33, 263],
      [133, 362],
      [159, 386],
      [145, 374],
    ],
  },
  {
    points: [
      [6, 6],
      [5, 5],
    ],
  },
  {
    points: [
      [1, 1],
      [98, 327],
      [2, 2],
    ],
  },
  {
    points: [
      [61, 291],
      [0, 0],
      [17, 17],
    ],
  },
  {
    points: [
      [152, 152],
      [148, 377],
      [136, 365],
    ],
  },
  {
    points: [
      [58, 288],
      [132, 361],
    ],
  },
  {
    points: [
      [50, 280],
      [205, 425],
    ],
  },
];

/**
 * The picture with the face moved along the way that leads from it to another one, as the mesh tells it: 1 is the whole
 * way, 0.5 half of it, −1 as far in the opposite direction.
 */
export function faceMorphed(portrait: Portrait, towards: Portrait, amount: number): Picture {
  const { residual } = registered(portrait, towards).pose;
  const scale = (portrait.view.square.side / SIDE) * amount;
  const points = new Set<number>([...OVAL, ...Object.values(PARTS).flat()]);
  return faceBent(
    portrait.picture,
    portrait.head.face,
    residual.flatMap(({ x, y }, index) =>
      points.has(index) || index % 5 === 0 ? [{ index, x: x * scale, y: y * scale }] : [],
    ),
  );
}

/** The picture with one part of the face larger or smaller about its own middle, each eye and brow about its own. */
export function partScaled({ picture, head }: Portrait, part: Part, factor: number): Picture {
  const { mesh } = head.face;
  const at = (index: number): Point => mesh[index] ?? { x: 0, y: 0 };
  const middle = at(168);
  const sides = part === 'eyes' || part === 'brows' ? [-1, 1] : [0];
  const moves = sides.flatMap((side) => {
    const points: readonly number[] = PARTS[part];
    const indices = points.filter((index) => side === 0 || Math.sign(at(index).x - middle.x) === side);
    const mean = (of: 'x' | 'y') => indices.reduce((sum, index) => sum + at(index)[of], 0) / indices.length;
    const [x, y] = [mean('x'), part === 'jaw' ? middle.y : mean('y')];
    return indices.map((index) => ({
      index,
      x: (at(index).x - x) * (factor - 1),
      y: part === 'jaw' ? 0 : (at(index).y - y) * (factor - 1),
    }));
  });
  const others = Object.entries(PARTS).flatMap(([name, indices]) => (name === part ? [] : indices));
  const moving = new Set<number>(moves.map(({ index }) => index));
  const still = [...others, ...OVAL].filter((index, place) => place % 3 === 0 && !moving.has(index));
  return faceBent(picture, head.face, moves.concat(still.map((index) => ({ index, x: 0, y: 0 }))));
}
