import type { Face } from '../face/landmarks.ts';
import type { Picture } from '../picture.ts';
import { faceDepths, faceFrame } from './face-depth.ts';
import { inflated } from './inflate.ts';
import { welded } from './mesh.ts';
import type { Mesh } from './mesh.ts';
import { portraitFrame } from './portrait.ts';
import { sheetsOf } from './sheets.ts';
import type { Sheets } from './sheets.ts';
import { silhouetteOf, solidOf } from './silhouette.ts';
import { bustSkin } from './skin.ts';
import type { BustSkin } from './skin.ts';

/** A figure in the round. */
export interface Bust extends Mesh {
  readonly skin: BustSkin;
}

/** Share of the face's width (of a quarter of the picture's where there is no face): how deep a body is in front and behind. */
const DEEP = { front: 0.66, back: 0.6 };
/** Where on the lower edge of the picture the cap takes its colour: a share of the width. */
const CAP = 0.38;
/** Nodes of the grid to a height, at most. */
const FINEST = 160;

/**
 * A closed figure whose front is the picture: its silhouette inflated, its face raised by landmarks.
 *
 * @param figure the figure alone, transparent elsewhere
 * @param faces at most so many triangles, about
 */
export function bustOf(figure: Picture, face: Face | undefined, faces: number): Bust {
  const frame = portraitFrame(figure);
  const measures = face && faceFrame(face);
  const unit = measures?.width ?? figure.width / 4;
  const solid = solidOf(figure);
  let cell = figure.height / FINEST;
  let grid = silhouetteOf(solid, figure, cell);
  // Four triangles a node inside, two to a sheet.
  const nodes = grid.inside.reduce((sum, value) => sum + value, 0);
  if (nodes * 4.4 > faces) {
    cell *= Math.sqrt((nodes * 4.4) / faces);
    grid = silhouetteOf(solid, figure, cell);
  }
  const front = inflated(grid, DEEP.front * unit, face && faceDepths(face, grid));
  const back = inflated(grid, DEEP.back * unit);
  const sheets = sheetsOf(grid, frame, front, back);
  return {
    positions: sheets.positions,
    indices: sheets.indices,
    uvs: atlas(sheets, figure),
    normals: normalsOf(sheets),
    skin: bustSkin(figure, solid, measures),
  };
}

/**
 * The front takes the left half of the texture, the back the right half. The cap has one colour: that of the lower edge
 * between arm and middle.
 */
function atlas({ sides, places }: Sheets, { width, height }: Picture): Float32Array {
  const uvs = new Float32Array(sides.length * 2);
  // Half a texel from the edges, so that no half reads the other's colours.
  const inHalf = (x: number) => Math.min(Math.max(x, 0.5), width - 0.5) / (2 * width);
  sides.forEach((side, vertex) => {
    uvs[vertex * 2] =
      side === 'cap' ? inHalf(CAP * width) : inHalf(places[vertex * 2] ?? 0) + (side === 'back' ? 0.5 : 0);
    uvs[vertex * 2 + 1] = Math.min(
      Math.max((places[vertex * 2 + 1] ?? 0) / height, 0.5 / height),
      1 - 0.5 / height,
    );
  });
  return uvs;
}

/** Means of the triangles' normals, weighted by area, over all that meets at one place; the cap is flat by itself. */
function normalsOf(sheets: Sheets): Float32Array {
  const { positions, indices, sides } = sheets;
  const numbers = welded(sheets);
  const sums = new Float64Array(numbers.length * 6);
  const slot = (vertex: number) => ((numbers[vertex] ?? 0) * 2 + (sides[vertex] === 'cap' ? 1 : 0)) * 3;
  for (let at = 0; at < indices.length; at += 3) {
    const [a = 0, b = 0, c = 0] = indices.subarray(at, at + 3);
    const edge = (to: number, axis: number) =>
      (positions[to * 3 + axis] ?? 0) - (positions[a * 3 + axis] ?? 0);
    const [x1, y1, z1, x2, y2, z2] = [edge(b, 0), edge(b, 1), edge(b, 2), edge(c, 0), edge(c, 1), edge(c, 2)];
    const normal = [y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2];
    for (const vertex of [a, b, c])
      for (let axis = 0; axis < 3; axis += 1)
        sums[slot(vertex) + axis] = (sums[slot(vertex) + axis] ?? 0) + (normal[axis] ?? 0);
  }
  const normals = new Float32Array(sides.length * 3);
  for (let vertex = 0; vertex < sides.length; vertex += 1) {
    const at = slot(vertex);
    const [x = 0, y = 0, z = 0] = sums.subarray(at, at + 3);
    const length = Math.hypot(x, y, z);
    const unit = length > 0 ? [x / length, y / length, z / length] : [0, 0, 1];
    normals.set(unit, vertex * 3);
  }
  return normals;
}
