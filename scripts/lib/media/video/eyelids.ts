import type { Face, Point } from '../face/landmarks.ts';
import type { Picture } from '../picture.ts';

/** Edges of an eye in MediaPipe's mesh from one corner to the other, and the lower edge of the brow above it. */
const EYES = [
  {
    upper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
    brow: [46, 53, 52, 65, 55],
  },
  {
    upper: [362, 398, 384, 385, 386, 387, 388, 466, 263],
    lower: [362, 382, 381, 380, 374, 373, 390, 249, 263],
    brow: [285, 295, 282, 283, 276],
  },
] as const;

/** The lid is drawn from so much of the way up to the brow. */
const LID = 0.72;
/** The landmarks lie on the edge of the eyeball; lid and lashes end so much above it: pixels a pixel of the eye's width. */
const LASHES = 0.07;

/** Where an eyelid moves: columns from `left` on, rows in pixels. */
export interface Eyelid {
  readonly left: number;
  /** For each column: where the lid begins, its edge when the eye is open, and its edge when it is closed. */
  readonly columns: readonly { readonly top: number; readonly open: number; readonly closed: number }[];
}

const lineOf = (mesh: Face['mesh'], indices: readonly number[]): readonly Point[] =>
  indices.map((index): Point => mesh[index] ?? { x: 0, y: 0 }).toSorted((a, b) => a.x - b.x);

/** The eyelids of a face, in the pixels of its picture. */
export function eyelidsOf({ mesh }: Face): readonly Eyelid[] {
  return EYES.map(({ upper, lower, brow }) => {
    const [above, below, over] = [lineOf(mesh, upper), lineOf(mesh, lower), lineOf(mesh, brow)];
    const from = Math.ceil(above[0]?.x ?? 0);
    const to = Math.floor(above.at(-1)?.x ?? 0);
    const lash = LASHES * (to - from);
    return {
      left: from,
      columns: Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => {
        const x = from + index;
        const edge = yAt(above, x);
        // Towards the corners the lashes run out.
        const open = edge - lash * Math.sin((Math.PI * index) / Math.max(1, to - from));
        return {
          top: edge - LID * (edge - yAt(over, x)),
          open,
          closed: Math.max(open, yAt(below, x) + lash * 0.3),
        };
      }),
    };
  });
}

/** Height of a line of points, ordered by x, at x; beyond its ends it goes on level. */
function yAt(points: readonly Point[], x: number): number {
  const next = points.findIndex((point) => point.x >= x);
  const b = points[next] ?? points.at(-1);
  const a = points[next - 1] ?? b;
  if (a === undefined || b === undefined) return 0;
  return a.x === b.x ? b.y : a.y + ((x - a.x) / (b.x - a.x)) * (b.y - a.y);
}

/**
 * Lowers the eyelids in place: what lies between brow and lid is stretched downwards over the eye.
 *
 * @param closed 0 leaves the eyes open, 1 closes them
 * @param source the picture with open eyes, of the same size
 */
export function lowerEyelids(
  picture: Picture,
  source: Picture,
  eyelids: readonly Eyelid[],
  closed: number,
): void {
  const { width, height, rgba } = picture;
  for (const { left, columns } of eyelids)
    columns.forEach(({ top, open, closed: down }, index) => {
      const x = left + index;
      if (x < 0 || x >= width) return;
      const edge = open + (down - open) * closed;
      const stretch = (open - top) / Math.max(1e-6, edge - top);
      for (let y = Math.max(0, Math.ceil(top)); y < Math.min(height - 1, edge); y += 1) {
        const from = Math.max(0, top + (y - top) * stretch);
        const row = Math.min(Math.floor(from), height - 2);
        const share = from - row;
        const to = (y * width + x) * 4;
        const a = (row * width + x) * 4;
        const b = a + width * 4;
        // The edge of the lid is soft by a pixel.
        const cover = Math.min(1, edge - y);
        for (let c = 0; c < 3; c += 1) {
          const value = (source.rgba[a + c] ?? 0) * (1 - share) + (source.rgba[b + c] ?? 0) * share;
          rgba[to + c] = value * cover + (rgba[to + c] ?? 0) * (1 - cover);
        }
      }
    });
}
