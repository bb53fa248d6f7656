import { expect, test } from 'vitest';
import { openEdges, welded } from './mesh.ts';
import { diceOf } from '../sound/seeded.ts';
import { cube } from './cube.fixture.ts';

test('places that are equal have one number, in the order in which they come, and no others have', () => {
  const dice = diceOf('places', 1);
  const positions = Float32Array.from({ length: 3000 }, () => Math.floor(dice() * 9) / 4 - 1);
  positions.set([0, -0, 1, -0, 0, 1], 0);
  const known = new Map<string, number>();
  const expected = Array.from({ length: 1000 }, (_, vertex) => {
    const name = [...positions.subarray(vertex * 3, vertex * 3 + 3)].map((value) => value + 0).join();
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  });
  expect([...welded({ positions })]).toEqual(expected);
  expect(known.size).toBeLessThan(1000);
});

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
