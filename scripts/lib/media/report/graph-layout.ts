/** A box to place: its name and how wide its text is, in pixels. */
export interface Box {
  readonly name: string;
  readonly width: number;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** A box in its place: `x`, `y` is its top left corner. */
export interface PlacedBox extends Box {
  readonly x: number;
  readonly y: number;
}

/** An arrow as the points that it passes, from the right side of one box to the left side of another. */
export interface PlacedArrow extends Arrow {
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

export const BOX_HEIGHT = 34;
const ROW = 50;
const GAP = 56;
/** How often the rows of each column are ordered anew by their neighbours; more changes nothing on graphs of this size. */
const SWEEPS = 6;

/** A box, or a bend of an arrow that passes a column without stopping there. */
interface Slot {
  readonly box: Box | null;
  readonly before: Slot[];
  readonly after: Slot[];
  /** Place in its column, top to bottom. */
  row: number;
}

/**
 * Lays a graph out in columns, what is read to the left of what reads it: longest path for the columns, barycentres for the rows
 * (Sugiyama, Tagawa and Toda 1981). Arrows that cross columns bend around the boxes there. Arrows from or to unknown names, and
 * those that close a circle, are left out.
 */
export function layOut(boxes: readonly Box[], arrows: readonly Arrow[]): Layout {
  const column = columns(boxes, arrows);
  const drawn = arrows.filter(
    ({ from, to }) => (column.get(from) ?? Infinity) < (column.get(to) ?? -Infinity),
  );
  const slots = new Map(boxes.map((box): [string, Slot] => [box.name, slot(box)]));
  const grid = Array.from({ length: Math.max(0, ...column.values()) + 1 }, (): Slot[] => []);
  for (const box of slots.values()) grid[column.get(box.box?.name ?? '') ?? 0]?.push(box);
  const chains = drawn.map((arrow) => chain(arrow, slots, column, grid));
  order(grid);
  return place(boxes, drawn, { grid, slots, chains });
}

const slot = (box: Box | null): Slot => ({ box, before: [], after: [], row: 0 });

function columns(boxes: readonly Box[], arrows: readonly Arrow[]): Map<string, number> {
  const known = new Set(boxes.map((box) => box.name));
  const sources = new Map(boxes.map((box): [string, string[]] => [box.name, []]));
  for (const { from, to } of arrows) if (known.has(from)) sources.get(to)?.push(from);
  const column = new Map<string, number>();
  const open = new Set<string>();
  const depth = (name: string): number => {
    const found = column.get(name);
    if (found !== undefined) return found;
    open.add(name);
    const above = (sources.get(name) ?? []).filter((source) => !open.has(source)).map(depth);
    open.delete(name);
    const own = Math.max(-1, ...above) + 1;
    column.set(name, own);
    return own;
  };
  for (const { name } of boxes) depth(name);
  return column;
}

function chain(
  arrow: Arrow,
  slots: ReadonlyMap<string, Slot>,
  column: ReadonlyMap<string, number>,
  grid: readonly Slot[][],
): Slot[] {
  const first = slots.get(arrow.from) ?? slot(null);
  const last = slots.get(arrow.to) ?? slot(null);
  const bends = grid.slice((column.get(arrow.from) ?? 0) + 1, column.get(arrow.to) ?? 0).map((column) => {
    const bend = slot(null);
    column.push(bend);
    return bend;
  });
  const links = [first, ...bends, last];
  for (const [index, link] of links.entries()) {
    const next = links[index + 1];
    if (next === undefined) continue;
    link.after.push(next);
    next.before.push(link);
  }
  return links;
}

function order(grid: readonly Slot[][]): void {
  for (const column of grid) number(column);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of sweep % 2 === 0 ? grid : grid.toReversed()) {
      const weight = new Map(
        column.map((slot) => [slot, mean(sweep % 2 === 0 ? slot.before : slot.after, slot.row)]),
      );
      column.sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0) || a.row - b.row); // oxlint-disable-line unicorn/no-array-sort -- the column keeps its identity
      number(column);
    }
  }
}

function number(column: readonly Slot[]): void {
  // Rows count from the column's middle, so that columns of different heights compare.
  for (const [index, slot] of column.entries()) slot.row = index - (column.length - 1) / 2;
}

const mean = (slots: readonly Slot[], otherwise: number): number =>
  slots.length === 0 ? otherwise : slots.reduce((sum, slot) => sum + slot.row, 0) / slots.length;

interface Placing {
  readonly grid: readonly (readonly Slot[])[];
  readonly slots: ReadonlyMap<string, Slot>;
  readonly chains: readonly (readonly Slot[])[];
}

function place(boxes: readonly Box[], arrows: readonly Arrow[], { grid, slots, chains }: Placing): Layout {
  const tallest = Math.max(1, ...grid.map((column) => column.length));
  const height = (tallest - 1) * ROW + BOX_HEIGHT;
  const middle = (slot: Slot): number => height / 2 + slot.row * ROW;
  const left = new Map<Slot, number>();
  const right = new Map<Slot, number>();
  let x = 0;
  for (const column of grid) {
    const width = Math.max(0, ...column.map((slot) => slot.box?.width ?? 0));
    for (const slot of column) {
      left.set(slot, x);
      right.set(slot, x + (slot.box?.width ?? width));
    }
    x += width + GAP;
  }
  return {
    width: Math.max(0, x - GAP),
    height,
    boxes: boxes.map((box) => {
      const own = slots.get(box.name) ?? slot(box);
      return { ...box, x: left.get(own) ?? 0, y: middle(own) - BOX_HEIGHT / 2 };
    }),
    arrows: arrows.map((arrow, index) => ({
      ...arrow,
      points: (chains[index] ?? []).flatMap((slot, at, links) => {
        const start = { x: left.get(slot) ?? 0, y: middle(slot) };
        const end = { x: right.get(slot) ?? 0, y: middle(slot) };
        return at === 0 ? [end] : at === links.length - 1 ? [start] : [start, end];
      }),
    })),
  };
}
