import { expect, test } from 'vitest';
import { faceLandmarks } from './face/landmarks.ts';
import { sitterIn } from './sitter.ts';

test('the face of half a picture is where it is found there', async () => {
  const sitter = await sitterIn('assets/alpha-ref.png');
  const half = sitter.halved();
  const told = await half.face();
  const found = await faceLandmarks(half.picture);
  if (told === undefined || found === undefined) throw new Error('no face');
  const far = told.mesh.map((point, index) => {
    const other = found.mesh[index] ?? point;
    return Math.hypot(point.x - other.x, point.y - other.y, point.z - other.z);
  });
  expect(Math.max(...far)).toBeLessThan(0.02 * found.box.width);
});
