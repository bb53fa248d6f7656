import type { PaintedMesh } from './mesh.ts';

/** The two directions of each side of a cube; their cross product looks outwards. */
const SIDES = [
  [
    [1, 0, 0],
    [0, 1, 0],
  ],
  [
    [-1, 0, 0],
    [0, 1, 0],
  ],
  [
    [0, 0, -1],
    [0, 1, 0],
  ],
  [
    [0, 0, 1],
    [0, 1, 0],
  ],
  [
    [1, 0, 0],
    [0, 0, -1],
  ],
  [
    [1, 0, 0],
    [0, 0, 1],
  ],
] as const;

/** A cube from −size to size, its sides painted red, green, blue, yellow, cyan, magenta: +z, −z, +x, −x, +y, −y. */
export function cube(size = 0.5): PaintedMesh {
  const positions: number[] = [];
  const normals: number[] = [];
  const uvs: number[] = [];
  const indices: number[] = [];
  SIDES.forEach(([u, v], side) => {
    const normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    const first = positions.length / 3;
    for (const [a, b] of [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const) {
      for (const axis of [0, 1, 2] as const)
        positions.push(((normal[axis] ?? 0) + a * u[axis] + b * v[axis]) * size);
      normals.push(...normal);
      // Well inside the side's own texels.
      uvs.push((side + 0.5 + a * 0.2) / SIDES.length, 0.5 + b * 0.2);
    }
    indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
  });
  const colours = [0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0x00ffff, 0xff00ff];
  const width = 8 * colours.length;
  const rgba = new Uint8ClampedArray(width * 8 * 4);
  for (let pixel = 0; pixel < width * 8; pixel += 1) {
    const colour = colours[Math.floor((pixel % width) / 8)] ?? 0;
    rgba.set([colour >> 16, (colour >> 8) & 255, colour & 255, 255], pixel * 4);
  }
  return {
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    uvs: Float32Array.from(uvs),
    indices: Uint32Array.from(indices),
    texture: { width, height: 8, rgba },
  };
}
