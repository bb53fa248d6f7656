import { expect, test } from 'vitest';
import { openEdges } from './mesh.ts';
import { cube } from './cube.fixture.ts';

test('a cube is closed, though each of its sides has corners of its own', () => {
  expect(openEdges(cube())).toBe(0);
});

test('a missing, a turned and a doubled triangle are open edges', () => {
  const { positions, indices } = cube();
  const turned = Uint32Array.from(indices);
  turned.set([indices[1] ?? 0, indices[0] ?? 0], 0);
  expect(openEdges({ positions, indices: indices.slice(3) })).toBeGreaterThan(0);
  expect(openEdges({ positions, indices: turned })).toBeGreaterThan(0);
  expect(
    openEdges({ positions, indices: Uint32Array.of(...indices, ...indices.slice(0, 3)) }),
  ).toBeGreaterThan(0);
});
