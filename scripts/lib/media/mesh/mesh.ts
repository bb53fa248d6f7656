import type { Picture } from '../picture.ts';

/** A textured surface of triangles in glTF's world: +y is up, the front faces +z. */
export interface Mesh {
  /** x, y, z a vertex. */
  readonly positions: Float32Array;
  /** Unit vectors, x, y, z a vertex. */
  readonly normals: Float32Array;
  /** u, v a vertex; 0, 0 is the upper left corner of the texture. */
  readonly uvs: Float32Array;
  /** Three vertices a triangle, counter-clockwise as seen from outside. */
  readonly indices: Uint32Array;
}

/** A mesh and the colours on it. */
export interface PaintedMesh extends Mesh {
  readonly texture: Picture;
}

/** The numbers of the positions, equal positions with equal numbers: what is one point in space is one number. */
export function welded({ positions }: Pick<Mesh, 'positions'>): Uint32Array {
  const bits = new Uint32Array(positions.buffer, positions.byteOffset, positions.length);
  const seen = new Map<string, number>();
  return Uint32Array.from({ length: positions.length / 3 }, (_, vertex) => {
    // −0 and 0 are one place.
    const key = [0, 1, 2]
      .map((axis) => (positions[vertex * 3 + axis] === 0 ? 0 : bits[vertex * 3 + axis]))
      .join();
    const number = seen.get(key) ?? seen.size;
    seen.set(key, number);
    return number;
  });
}

/**
 * How many edges do not lie in exactly two triangles, once each way: 0 for a closed surface. Vertices that stand at one
 * place are one (a seam of the texture is no gap); triangles without area are looked at like others.
 */
export function openEdges(mesh: Pick<Mesh, 'positions' | 'indices'>): number {
  const numbers = welded(mesh);
  const edges = new Map<number, number>();
  const size = numbers.length;
  const { indices } = mesh;
  for (let at = 0; at < indices.length; at += 3)
    for (let side = 0; side < 3; side += 1) {
      const from = numbers[indices[at + side] ?? 0] ?? 0;
      const to = numbers[indices[at + ((side + 1) % 3)] ?? 0] ?? 0;
      const key = from * size + to;
      edges.set(key, (edges.get(key) ?? 0) + 1);
    }
  let open = 0;
  for (const [key, count] of edges) {
    const back = edges.get((key % size) * size + Math.floor(key / size)) ?? 0;
    if (count !== 1 || back !== 1) open += 1;
  }
  return open;
}
