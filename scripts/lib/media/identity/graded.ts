import type { Face, Point } from '../face/landmarks.ts';
import type { Picture } from '../picture.ts';
import { bent, resampled } from './altered.ts';
import { wheelHue } from './colour.ts';
import { LABEL, OVAL } from './regions.ts';
import type { Portrait } from './registration.ts';
import { SIDE } from './view.ts';

/**
 * The picture with the hue of its hair turned on the wheel of HSV, strands and gloss kept: for gradings whose truth
 * is known. Borders of the hair turn as far as the person network is sure of them.
 */
export function hairTurned(portrait: Portrait, degrees: number): Picture {
  return recoloured(portrait, LABEL.hair, (red, green, blue) => spun(red, green, blue, degrees));
}

/** The picture with the vivid parts of the garment (piping, prints) in another hue, folds kept. */
export function trimTurned(portrait: Portrait, degrees: number): Picture {
  return recoloured(portrait, LABEL.garment, (red, green, blue) =>
    Math.max(red, green, blue) - Math.min(red, green, blue) < 40
      ? [red, green, blue]
      : spun(red, green, blue, degrees),
  );
}

/** The picture with the garment lighter or darker: each 8-bit code times `factor`. */
export function garmentShaded(portrait: Portrait, factor: number): Picture {
  return recoloured(portrait, LABEL.garment, (red, green, blue) => [
    red * factor,
    green * factor,
    blue * factor,
  ]);
}

function recoloured(
  { picture, view, head }: Portrait,
  label: number,
  change: (red: number, green: number, blue: number) => readonly number[],
): Picture {
  const rgba = new Uint8ClampedArray(picture.rgba);
  const scale = SIDE / view.square.side;
  for (let at = 0; at < rgba.length; at += 4) {
    const [x, y] = [((at / 4) % picture.width) + 0.5, Math.floor(at / 4 / picture.width) + 0.5];
    const column = Math.floor((x - view.square.x) * scale + SIDE / 2);
    const row = Math.floor((y - view.square.y) * scale + SIDE / 2);
    if (column < 0 || row < 0 || column >= SIDE || row >= SIDE) continue;
    if (head.regions.labels[row * SIDE + column] !== label) continue;
    const [red = 0, green = 0, blue = 0] = rgba.subarray(at, at + 3);
    rgba.set(change(red, green, blue), at);
  }
  return { ...picture, rgba };
}

/**
 * The picture with the hair cut off below a line: `share` of the way from its lowest point to its highest. What lay
 * behind is taken from beside the picture's edge in the same row.
 */
export function hairCut({ picture, view, head }: Portrait, share: number): Picture {
  const rgba = new Uint8ClampedArray(picture.rgba);
  const scale = SIDE / view.square.side;
  const rows = head.regions.labels.reduce<number[]>((found, label, index) => {
    if (label === LABEL.hair) found.push(Math.floor(index / SIDE));
    return found;
  }, []);
  const [top, bottom] = [rows[0] ?? 0, rows.at(-1) ?? SIDE];
  const line = bottom - (bottom - top) * share;
  for (let y = 0; y < picture.height; y += 1) {
    const row = Math.floor((y + 0.5 - view.square.y) * scale + SIDE / 2);
    if (row < line || row >= SIDE) continue;
    for (let x = 0; x < picture.width; x += 1) {
      const column = Math.floor((x + 0.5 - view.square.x) * scale + SIDE / 2);
      // Two pixels more than the region, for the strands at its border.
      const near = [-2, 0, 2].some((away) => head.regions.labels[row * SIDE + column + away] === LABEL.hair);
      if (!near || column < 2 || column >= SIDE - 2) continue;
      const from = (y * picture.width + (x < picture.width / 2 ? 2 : picture.width - 3)) * 4;
      rgba.set(picture.rgba.subarray(from, from + 4), (y * picture.width + x) * 4);
    }
  }
  return { ...picture, rgba };
}

/** The picture with everything below the chin wider by `factor`, more and more over the height of the neck. */
export function bodyWidened({ picture, head }: Portrait, factor: number): Picture {
  const { mesh, box } = head.face;
  const [chin, middle] = [mesh[152]?.y ?? 0, mesh[152]?.x ?? 0];
  return resampled(picture, ({ x, y }) => {
    const down = Math.min(Math.max((y - chin) / (0.25 * box.height), 0), 1);
    return { x: middle + (x - middle) / (1 + (factor - 1) * down * down * (3 - 2 * down)), y };
  });
}

/** A colour with its hue turned and its largest and smallest channel kept (HSV). */
function spun(red: number, green: number, blue: number, degrees: number): [number, number, number] {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const hue = (((wheelHue(red, green, blue) + degrees) % 360) + 360) % 360;
  const channel = (offset: number) => {
    const sector = (offset + hue / 60) % 6;
    return most - (most - least) * Math.max(0, Math.min(sector, 4 - sector, 1));
  };
  return [channel(5), channel(3), channel(1)];
}

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
