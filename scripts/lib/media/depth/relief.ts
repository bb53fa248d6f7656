import type { Face } from '../face/landmarks.ts';
import type { Picture, Size } from '../picture.ts';
import { bilinear, settled } from './poisson.ts';

/** The depth of a figure, as a closed body: a front and a back that meet at its outline. */
export interface Relief extends Size {
  /**
   * How far the front and the back lie behind the plane of the eyes, at a place of the picture in pixels from its top left
   * corner; in pixels as well (of that plane), smaller is nearer. Outside of the figure both are `rim`.
   */
  at(x: number, y: number): { readonly front: number; readonly back: number };
  /** The plane of the outline. */
  readonly rim: number;
  /** Pixels between the outer corners of the eyes, or what they would be where no face was found. */
  readonly eyes: number;
}

/** Height of the grid on which depth is found. */
const GRID = 256;
/** Half the depth of a part to half its width: a head with hair is rounder than a torso. */
const ROUND = { head: 0.6, torso: 0.31 };
/** The back bulges less than the front. */
const BACK = 0.8;
/** Around the chin, in heights of the face, a head becomes a torso. */
const NECK = 0.25;
/** The mesh is made for faces nearer to a lens: its noses are too long. */
const FLATTER = 0.85;
const SMOOTHINGS = 4;
/** A throat lies so far behind the chin, in widths of the face; so far below it, in rows, and to both sides. */
const THROAT = { behind: 0.2, below: [0.18, 0.24, 0.3], half: 0.24 };
/** What of the face turns further to the side than this share of the way to the ears is left to the hair that lies over it. */
const FRONT = 0.5;
const CHIN = 152;
const EYE_CORNERS = [33, 263] as const;
const EARS = [234, 454] as const;

/**
 * The body of a figure from its outline and its face: what the outline encloses is inflated, as a soap film under pressure
 * whose height is drawn by its root, so that it meets the outline steeply, as round things do; then the mesh of the
 * face pulls it to where it says, and what lies between follows as a membrane does. Where no face is known, one of the usual size is
 * taken to be in the middle of the upper part.
 *
 * @param figure its alpha is the outline
 */
export function reliefOf(figure: Picture, face: Face | undefined): Relief {
  const scale = figure.height / Math.min(figure.height, GRID);
  const grid = { width: Math.ceil(figure.width / scale), height: Math.ceil(figure.height / scale) };
  const free = covered(figure, grid, scale);
  const head = face === undefined ? supposedHead(free, grid, scale) : headOf(face);

  const pressure = new Float32Array(free.length);
  for (let y = 0; y < grid.height; y += 1) {
    const down = ((y + 0.5) * scale - head.chin) / (NECK * head.height);
    const share = smoothStep((down + 1) / 2);
    const round = ROUND.head + (ROUND.torso - ROUND.head) * share;
    pressure.fill(4 * round * round, y * grid.width, (y + 1) * grid.width);
  }
  // In cells² of height; its root is the height in cells.
  const inflated = settled({ ...grid, free, pressure });
  const rise = (x: number, y: number) =>
    Math.sqrt(Math.max(bilinear(inflated, grid, x / scale, y / scale), 0)) * scale;

  const weights = new Uint8Array(free.length);
  const values = new Float32Array(free.length);
  for (const { x, y, z } of head.points) {
    const cell = Math.floor(y / scale) * grid.width + Math.floor(x / scale);
    if (x < 0 || y < 0 || x >= figure.width || y >= figure.height || free[cell] !== 1) continue;
    const off = z - (head.rim - rise(x, y));
    // Where two points share a cell, the nearer one shows.
    values[cell] = weights[cell] === 1 ? Math.min(values[cell] ?? 0, off) : off;
    weights[cell] = 1;
  }
  const pull = smoothed(settled({ ...grid, free, held: { weights, values } }), free, grid);

  return {
    width: figure.width,
    height: figure.height,
    rim: head.rim,
    eyes: head.eyes,
    at(x, y) {
      const height = rise(x, y);
      return {
        front: head.rim - height + bilinear(pull, grid, x / scale, y / scale),
        back: head.rim + height * BACK,
      };
    },
  };
}

interface Head {
  /** Rows of the picture. */
  readonly chin: number;
  readonly height: number;
  readonly rim: number;
  readonly eyes: number;
  /** What the front must go through. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly z: number }[];
}

function headOf({ mesh, box }: Face): Head {
  const at = (index: number) => mesh[index] ?? { x: box.x + box.width / 2, y: box.y + box.height / 2, z: 0 };
  const [left, right] = EYE_CORNERS.map(at);
  const eyeDepth = ((left?.z ?? 0) + (right?.z ?? 0)) / 2;
  const chin = at(CHIN);
  const rim = EARS.reduce((sum, index) => sum + at(index).z, 0) / EARS.length - eyeDepth;
  const throat = THROAT.below.flatMap((below) =>
    Array.from({ length: 25 }, (_, index) => ({
      x: chin.x + ((index - 12) / 12) * THROAT.half * box.width,
      y: chin.y + below * box.width,
      z: chin.z - eyeDepth + THROAT.behind * box.width,
    })),
  );
  const front = mesh
    .map(({ x, y, z }) => ({ x, y, z: (z - eyeDepth) * FLATTER }))
    .filter(({ z }) => z < FRONT * rim);
  return {
    chin: chin.y,
    height: box.height,
    rim,
    eyes: Math.hypot((left?.x ?? 0) - (right?.x ?? 0), (left?.y ?? 0) - (right?.y ?? 0)),
    points: [...front, ...throat],
  };
}

/** A bust's usual measures, from the extent of the figure alone. */
function supposedHead(free: Uint8Array, { width, height }: Size, scale: number): Head {
  let top = height;
  let bottom = 0;
  for (let cell = 0; cell < free.length; cell += 1) {
    if (free[cell] === 0) continue;
    top = Math.min(top, Math.floor(cell / width));
    bottom = Math.max(bottom, Math.floor(cell / width) + 1);
  }
  const tall = Math.max(bottom - top, 1) * scale;
  return {
    chin: top * scale + tall * 0.5,
    height: tall * 0.32,
    rim: tall * 0.11,
    eyes: tall * 0.18,
    points: [],
  };
}

/** 1 where more than half of a cell is figure. */
function covered({ width, height, rgba }: Picture, grid: Size, scale: number): Uint8Array {
  const free = new Uint8Array(grid.width * grid.height);
  for (let y = 0; y < grid.height; y += 1)
    for (let x = 0; x < grid.width; x += 1) {
      let sum = 0;
      let count = 0;
      for (let v = Math.floor(y * scale); v < Math.min((y + 1) * scale, height); v += 1)
        for (let u = Math.floor(x * scale); u < Math.min((x + 1) * scale, width); u += 1) {
          sum += rgba[(v * width + u) * 4 + 3] ?? 0;
          count += 255;
        }
      free[y * grid.width + x] = sum * 2 > count ? 1 : 0;
    }
  return free;
}

/** Takes the points out of the membrane that it was held by: means over three cells, again and again, inside the figure. */
function smoothed(values: Float32Array, free: Uint8Array, { width, height }: Size): Float32Array {
  let from = values;
  for (let round = 0; round < SMOOTHINGS; round += 1)
    for (const [step, along, length] of [
      [1, (cell: number) => cell % width, width],
      [width, (cell: number) => Math.floor(cell / width), height],
    ] as const) {
      const to = Float32Array.from(from);
      for (let cell = 0; cell < from.length; cell += 1) {
        if (free[cell] === 0 || along(cell) === 0 || along(cell) === length - 1) continue;
        to[cell] = ((from[cell - step] ?? 0) + 2 * (from[cell] ?? 0) + (from[cell + step] ?? 0)) / 4;
      }
      from = to;
    }
  return from;
}

function smoothStep(share: number): number {
  const t = Math.min(Math.max(share, 0), 1);
  return t * t * (3 - 2 * t);
}
