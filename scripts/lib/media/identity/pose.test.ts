import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Point3 } from '../face/landmarks.ts';
import { poseBetween } from './pose.ts';

/** Points on a bowl, as a face is one: 8 by 8 over ±70, up to 45 deep. */
const bowl: readonly Point3[] = Array.from({ length: 64 }, (_, at) => {
  const [x, y] = [((at % 8) - 3.5) * 20, (Math.floor(at / 8) - 3.5) * 20];
  return { x, y, z: (x * x + y * y) / 220 + 3 * Math.sin(at) };
});
const ones = bowl.map(() => 1);

function spin(u: number, v: number, by = 0): number[] {
  return [u * Math.cos(by) - v * Math.sin(by), u * Math.sin(by) + v * Math.cos(by)];
}

function angles(yaw: number, pitch: number, roll: number): number[] {
  const pose = poseBetween(bowl, seenFrom(bowl, yaw, pitch, roll, 1), ones);
  return [pose.yaw, pose.pitch, pose.roll].map((angle) => Math.round(angle * 10) / 10 + 0);
}

/** Turns about the upright axis, then nods, then tilts (degrees), resizes and moves. */
function seenFrom(
  points: readonly Point3[],
  yaw: number,
  pitch: number,
  roll: number,
  scale: number,
): Point3[] {
  const [p, q, r] = [yaw, pitch, roll].map((degrees) => (degrees * Math.PI) / 180);
  return points.map(({ x, y, z }) => {
    const [z1 = 0, x1 = 0] = spin(z, x, p);
    const [y1 = 0, z2 = 0] = spin(y, z1, q);
    const [x2 = 0, y2 = 0] = spin(x1, y1, r);
    return { x: scale * x2 + 30, y: scale * y2 - 12, z: scale * z2 };
  });
}

test('whatever the pose, it is found, and nothing is left over', () => {
  const turn = fc.double({ min: -20, max: 20, noNaN: true });
  fc.assert(
    fc.property(turn, turn, turn, fc.double({ min: 0.3, max: 3, noNaN: true }), (yaw, pitch, roll, scale) => {
      const pose = poseBetween(bowl, seenFrom(bowl, yaw, pitch, roll, scale), ones);

      expect(pose.scale).toBeCloseTo(scale, 5);
      for (const { x, y } of pose.residual) expect(Math.hypot(x, y)).toBeLessThan(1e-4);
    }),
    { numRuns: 50 },
  );
});

test('each turn is told by its own name', () => {
  expect(angles(7, 0, 0).map(Math.abs)).toEqual([7, 0, 0]);
  expect(angles(0, 7, 0).map(Math.abs)).toEqual([0, 7, 0]);
  expect(angles(0, 0, 7)).toEqual([0, 0, 7]);
});

test('what moved is left over where it moved; a point without weight pulls nothing', () => {
  const moved = bowl.map((point, at) => (at === 27 ? { ...point, x: point.x + 6 } : point));
  const { residual } = poseBetween(
    bowl,
    moved,
    ones.map((_, at) => (at === 27 ? 0 : 1)),
  );

  expect(residual[27]?.x).toBeCloseTo(6, 6);
  expect(residual[10]?.x).toBeCloseTo(0, 6);
});
