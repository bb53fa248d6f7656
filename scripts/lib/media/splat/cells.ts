import type { Picture } from '../picture.ts';

/** Squares of a picture, each with what it holds on the mean. */
export interface Cells {
  readonly count: number;
  /** Where the opacity of each has its middle, x and y, pixels from the top left corner of the picture. */
  readonly centres: Float32Array;
  /** In pixels: 1, 2, 4 or 8. */
  readonly sides: Uint8Array;
  /** Red, green, blue, 0 to 255, weighted by opacity. */
  readonly colours: Float32Array;
  /** 0 to 1. */
  readonly opacities: Float32Array;
}

/** The second constant of SSIM for 8 bits, (0.03 · 255)²: differences far below it are not seen. */
const C2 = 58.5;
/** A square that is less opaque than this is left empty. */
const CLEAR = 0.03;
const LEVELS = 4;
/** Halvings of the limit: it is then right to some hundred squares. */
const SEARCHES = 12;

/** Per square of a level: sums over its pixels. */
interface Level {
  readonly across: number;
  readonly down: number;
  /** Of opacity · (1, red, green, blue, x, y), six a square. */
  readonly sums: Float64Array;
  /** Of squares of the brightness over black. */
  readonly squares: Float64Array;
  /** What dividing it, or one of those inside it, gains at most; 0 where it is empty. */
  readonly gains: Float32Array;
}

const FIELDS = 6;

/**
 * Divides the opaque part of a picture into squares of 8, 4, 2 and 1 pixels, so that those which lose most detail are the
 * finest and there are as many as may be, or as few as can be. What a square loses is the variance of brightness inside it, measured against that
 * around it, as SSIM does.
 */
export function divided(picture: Picture, most: number): Cells {
  const levels = levelsOf(picture);
  const counted = counter(levels);
  // The fewest are those of 8 pixels, however many may be.
  if (counted(Infinity) >= most) return gathered(levels, Infinity, counted(Infinity));
  let low = 0;
  let high = 1;
  while (counted(high) > most) high *= 2;
  for (let search = 0; search < SEARCHES; search += 1) {
    const middle = (low + high) / 2;
    if (counted(middle) > most) low = middle;
    else high = middle;
  }
  return gathered(levels, high, counted(high));
}

/**
 * How many squares there are when every one that gains more than a limit is divided. A square gains at least what those inside
 * it do, so that each division may be counted by itself.
 */
function counter(levels: readonly Level[]): (limit: number) => number {
  const gains: number[] = [];
  const more: number[] = [];
  let fewest = 0;
  // From the largest down, since nothing is looked for inside a square that is left empty.
  const enter = (number: number, cell: number) => {
    const [level, below] = [levels[number], levels[number - 1]];
    if (level === undefined || below === undefined || (level.gains[cell] ?? 0) <= 0) return;
    const children = childrenOf(level, below, cell).filter((child) => isOpaque(below, child, number - 1));
    gains.push(level.gains[cell] ?? 0);
    more.push(children.length - 1);
    for (const child of children) enter(number - 1, child);
  };
  const top = levels.at(-1);
  top?.gains.forEach((_, cell) => {
    if (!isOpaque(top, cell, LEVELS - 1)) return;
    fewest += 1;
    enter(LEVELS - 1, cell);
  });
  return (limit) => {
    let count = fewest;
    for (let at = 0; at < gains.length; at += 1) if ((gains[at] ?? 0) > limit) count += more[at] ?? 0;
    return count;
  };
}

const isOpaque = ({ sums }: Level, cell: number, number: number) =>
  (sums[cell * FIELDS] ?? 0) >= CLEAR * 4 ** number;

function levelsOf({ width, height, rgba }: Picture): Level[] {
  const first = emptyLevel(width, height);
  for (let y = 0, pixel = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, pixel += 1) {
      const alpha = (rgba[pixel * 4 + 3] ?? 0) / 255;
      const [red, green, blue] = [rgba[pixel * 4] ?? 0, rgba[pixel * 4 + 1] ?? 0, rgba[pixel * 4 + 2] ?? 0];
      const at = pixel * FIELDS;
      first.sums[at] = alpha;
      first.sums[at + 1] = alpha * red;
      first.sums[at + 2] = alpha * green;
      first.sums[at + 3] = alpha * blue;
      first.sums[at + 4] = alpha * (x + 0.5);
      first.sums[at + 5] = alpha * (y + 0.5);
      first.squares[pixel] = brightness(first.sums, at) ** 2;
    }
  const levels = [first];
  for (let level = 1; level <= LEVELS; level += 1) levels.push(above(levels[level - 1] ?? first));
  for (let level = 1; level < LEVELS; level += 1) weigh(levels, level);
  return levels.slice(0, LEVELS);
}

function emptyLevel(across: number, down: number): Level {
  const cells = across * down;
  return {
    across,
    down,
    sums: new Float64Array(cells * FIELDS),
    squares: new Float64Array(cells),
    gains: new Float32Array(cells),
  };
}

/** Rec. 601 luma of a square's sums. */
const brightness = (sums: Float64Array, at: number) =>
  0.299 * (sums[at + 1] ?? 0) + 0.587 * (sums[at + 2] ?? 0) + 0.114 * (sums[at + 3] ?? 0);

function above(below: Level): Level {
  const level = emptyLevel((below.across + 1) >> 1, (below.down + 1) >> 1);
  for (let y = 0, from = 0; y < below.down; y += 1)
    for (let x = 0; x < below.across; x += 1, from += 1) {
      const to = (y >> 1) * level.across + (x >> 1);
      level.squares[to] = (level.squares[to] ?? 0) + (below.squares[from] ?? 0);
      for (let field = 0; field < FIELDS; field += 1)
        level.sums[to * FIELDS + field] =
          (level.sums[to * FIELDS + field] ?? 0) + (below.sums[from * FIELDS + field] ?? 0);
    }
  return level;
}

/** Fills the gains of a level; those below it are there already. */
function weigh(levels: readonly Level[], number: number): void {
  const [level, below, around] = [levels[number], levels[number - 1], levels[LEVELS]];
  if (!level || !below || !around) return;
  const pixels = 4 ** number;
  const up = LEVELS - number;
  for (let y = 0, cell = 0; y < level.down; y += 1)
    for (let x = 0; x < level.across; x += 1, cell += 1) {
      if ((level.sums[cell * FIELDS] ?? 0) < CLEAR * pixels) continue;
      const outer = (y >> up) * around.across + (x >> up);
      const opaque = Math.max(around.sums[outer * FIELDS] ?? 0, 1);
      const mean = brightness(around.sums, outer * FIELDS) / opaque;
      const variance = Math.max((around.squares[outer] ?? 0) / opaque - mean * mean, 0);
      let kept = 0;
      let most = 0;
      for (let v = 2 * y; v < Math.min(2 * y + 2, below.down); v += 1)
        for (let u = 2 * x; u < Math.min(2 * x + 2, below.across); u += 1) {
          const child = v * below.across + u;
          kept += brightness(below.sums, child * FIELDS) ** 2 / (pixels / 4);
          most = Math.max(most, below.gains[child] ?? 0);
        }
      const lost = brightness(level.sums, cell * FIELDS) ** 2 / pixels;
      level.gains[cell] = Math.max(Math.max(kept - lost, 0) / (variance + C2), most);
    }
}

function childrenOf({ across }: Level, below: Level, cell: number): number[] {
  const [x, y] = [(cell % across) * 2, Math.floor(cell / across) * 2];
  const first = y * below.across + x;
  const children = [first];
  if (x + 1 < below.across) children.push(first + 1);
  if (y + 1 < below.down) {
    children.push(first + below.across);
    if (x + 1 < below.across) children.push(first + below.across + 1);
  }
  return children;
}

/** The squares that stay when every one that gains more than `limit` is divided: row by row, the inner before the next. */
function gathered(levels: readonly Level[], limit: number, count: number): Cells {
  const cells = {
    count,
    centres: new Float32Array(count * 2),
    sides: new Uint8Array(count),
    colours: new Float32Array(count * 3),
    opacities: new Float32Array(count),
  };
  let next = 0;
  const enter = (number: number, cell: number) => {
    const level = levels[number];
    if (level === undefined || !isOpaque(level, cell, number)) return;
    const below = levels[number - 1];
    if (below !== undefined && (level.gains[cell] ?? 0) > limit) {
      for (const child of childrenOf(level, below, cell)) enter(number - 1, child);
      return;
    }
    const at = cell * FIELDS;
    const opaque = level.sums[at] ?? 0;
    cells.sides[next] = 2 ** number;
    cells.opacities[next] = opaque / 4 ** number;
    for (let channel = 0; channel < 3; channel += 1)
      cells.colours[next * 3 + channel] = (level.sums[at + 1 + channel] ?? 0) / opaque;
    cells.centres[next * 2] = (level.sums[at + 4] ?? 0) / opaque;
    cells.centres[next * 2 + 1] = (level.sums[at + 5] ?? 0) / opaque;
    next += 1;
  };
  const squares = levels[LEVELS - 1]?.gains.length ?? 0;
  for (let cell = 0; cell < squares; cell += 1) enter(LEVELS - 1, cell);
  return cells;
}
