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
  const count = positions.length / 3;
  // −0 and 0 are one place.
  const bits = new Uint32Array(positions.map((value) => value + 0).buffer);
  /** Open addressing: the first vertex of each place, and 1; twice as many slots as places and more. */
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * count + 2)));
  const numbers = new Uint32Array(count);
  let next = 0;
  for (let vertex = 0; vertex < count; vertex += 1) {
    const [x, y, z] = [bits[vertex * 3] ?? 0, bits[vertex * 3 + 1] ?? 0, bits[vertex * 3 + 2] ?? 0];
    // Knuth's multiplicative hash of each number (TAOCP 6.4), the last bits of floats being often 0.
    const mixed =
      Math.imul(x, 0x9e37_79b1) ^ Math.imul(y ^ (x >>> 15), 0x85eb_ca77) ^ Math.imul(z, 0xc2b2_ae3d);
    let slot = (mixed ^ (mixed >>> 15)) & (slots.length - 1);
    for (;;) {
      const first = (slots[slot] ?? 0) - 1;
      if (first === -1) {
        slots[slot] = vertex + 1;
        numbers[vertex] = next;
        next += 1;
        break;
      }
      if (bits[first * 3] === x && bits[first * 3 + 1] === y && bits[first * 3 + 2] === z) {
        numbers[vertex] = numbers[first] ?? 0;
        break;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
  }
  return numbers;
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
