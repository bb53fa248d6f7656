import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eyeOf, glMatrices, lens, lensOf35mm, lensOfFieldOfView, lookAt, orbit, project } from './camera.ts';
import type { Vector3, World } from './camera.ts';

const size = { width: 640, height: 512 };
const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
const angles = {
  yawDeg: fc.double({ min: -180, max: 180, noNaN: true }),
  pitchDeg: fc.double({ min: -80, max: 80, noNaN: true }),
};

test('a 30 mm lens on a square picture of 1024 pixels has the focal length that SHARP assumes', () => {
  expect(lensOf35mm(30, { width: 1024, height: 1024 }).focal * 1024).toBeCloseTo(1004.1, 1);
});

test('a field of view reaches from the top edge to the bottom edge', () => {
  const camera = lookAt([0, 0, 5], [0, 0, 0], [0, 1, 0], lensOfFieldOfView(40));
  const top = 5 * Math.tan((20 * Math.PI) / 180);
  expect(project(camera, [0, top, 0], size).y).toBeCloseTo(0, 9);
  expect(project(camera, [0, -top, 0], size).y).toBeCloseTo(512, 9);
});

test('right, up and near are right, up and near in both worlds', () => {
  const looks: [World, Vector3, Vector3][] = [
    ['y-down', [0, -1, 0], [0, 0, -1]],
    ['y-up', [0, 1, 0], [0, 0, 1]],
  ];
  for (const [world, up, front] of looks) {
    const camera = orbit({ world, target: [0, 0, 0], distance: 4, yawDeg: 0, pitchDeg: 0, lens: lens(1) });
    expect(project(camera, up, size).y).toBeLessThan(256);
    expect(project(camera, front, size).depth).toBeCloseTo(3, 9);
    expect(project(camera, [1, 0, 0], size).x).toBeGreaterThan(320);
    const turned = orbit({ world, target: [0, 0, 0], distance: 4, yawDeg: 30, pitchDeg: 20, lens: lens(1) });
    expect(eyeOf(turned)[0]).toBeGreaterThan(0);
    expect(project(turned, front, size).x).toBeLessThan(320);
    expect(project(turned, front, size).y).toBeGreaterThan(256);
  }
});

test('from anywhere on the sphere the target lies in the middle, at its distance', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<World>('y-up', 'y-down'),
      fc.tuple(coordinate, coordinate, coordinate),
      fc.double({ min: 0.1, max: 9, noNaN: true }),
      fc.record(angles),
      (world, target, distance, { yawDeg, pitchDeg }) => {
        const camera = orbit({ world, target, distance, yawDeg, pitchDeg, lens: lens(1.2) });
        const seen = project(camera, target, size);
        expect(seen.x).toBeCloseTo(320, 6);
        expect(seen.y).toBeCloseTo(256, 6);
        expect(seen.depth).toBeCloseTo(distance, 9);
        expect(Math.hypot(...eyeOf(camera).map((value, axis) => value - (target[axis] ?? 0)))).toBeCloseTo(
          distance,
          9,
        );
      },
    ),
  );
});

test('OpenGL gets the same picture', () => {
  fc.assert(
    fc.property(
      fc.record(angles),
      fc.tuple(coordinate, coordinate, coordinate),
      ({ yawDeg, pitchDeg }, point) => {
        const camera = {
          ...orbit({
            world: 'y-up',
            target: [0.2, 0.1, -0.3],
            distance: 9,
            yawDeg,
            pitchDeg,
            lens: lens(1.1),
          }),
          centre: { x: 0.4, y: 0.7 },
        };
        const { view, projection } = glMatrices(camera, size, 100);
        const [x = 0, y = 0, z = 0, w = 0] = times(projection, times(view, [...point, 1]));
        const seen = project(camera, point, size);
        expect(((x / w + 1) / 2) * 640).toBeCloseTo(seen.x, 6);
        expect(((1 - y / w) / 2) * 512).toBeCloseTo(seen.y, 6);
        expect(w).toBeCloseTo(seen.depth, 9);
        expect(Math.abs(z / w)).toBeLessThanOrEqual(1);
      },
    ),
  );
});

test('a camera without a direction is refused', () => {
  expect(() => lookAt([1, 1, 1], [1, 1, 1], [0, 1, 0], lens(1))).toThrow('no direction');
  expect(() =>
    orbit({ world: 'y-up', target: [0, 0, 0], distance: 1, yawDeg: 0, pitchDeg: 90, lens: lens(1) }),
  ).toThrow('no direction');
});

const times = (matrix: readonly number[], vector: readonly number[]) =>
  [0, 1, 2, 3].map((row) =>
    [0, 1, 2, 3].reduce((sum, column) => sum + (matrix[column * 4 + row] ?? 0) * (vector[column] ?? 0), 0),
  );
