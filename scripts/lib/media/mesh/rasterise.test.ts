import { expect, test } from 'vitest';
import { lens, orbit, project } from '../camera.ts';
import type { Camera } from '../camera.ts';
import { cube } from './cube.fixture.ts';
import { meshRasteriser, rasteriseMesh } from './rasterise.ts';

const SIZE = { width: 96, height: 96 };
const from = (yawDeg: number, pitchDeg = 0): Camera =>
  orbit({ world: 'y-up', target: [0, 0, 0], distance: 4, yawDeg, pitchDeg, lens: lens(2) });
const colourAt = (camera: Camera, x = 48, y = 48) => [
  ...rasteriseMesh(cube(), camera, SIZE).rgba.subarray((y * 96 + x) * 4, (y * 96 + x) * 4 + 4),
];

test('each camera sees the side that looks at it', () => {
  expect(colourAt(from(0))).toEqual([255, 0, 0, 255]);
  expect(colourAt(from(180))).toEqual([0, 255, 0, 255]);
  expect(colourAt(from(90))).toEqual([0, 0, 255, 255]);
  expect(colourAt(from(-90))).toEqual([255, 255, 0, 255]);
  expect(colourAt(from(0, 80))).toEqual([0, 255, 255, 255]);
  expect(colourAt(from(0, -80))).toEqual([255, 0, 255, 255]);
});

test('its outline is where the camera projects its corners, soft by less than a pixel', () => {
  const camera = from(0);
  const picture = rasteriseMesh(cube(), camera, SIZE);
  const left = project(camera, [-0.5, 0, 0.5], SIZE).x;
  const alphas = Array.from({ length: 96 }, (_, x) => picture.rgba[(48 * 96 + x) * 4 + 3] ?? 0);
  expect(alphas.reduce((sum, alpha) => sum + alpha / 255, 0)).toBeCloseTo(96 - 2 * left, 0);
  expect(alphas[Math.floor(left) - 1]).toBe(0);
  expect(alphas[Math.ceil(left) + 1]).toBe(255);
});

test('no gap opens between triangles from any side', () => {
  const rasteriser = meshRasteriser(SIZE);
  for (let yaw = 0; yaw < 360; yaw += 7) {
    const { rgba } = rasteriser.draw(cube(), from(yaw, (yaw % 60) - 30));
    for (let y = 40; y < 56; y += 1)
      for (let x = 40; x < 56; x += 1) expect(rgba[(y * 96 + x) * 4 + 3]).toBe(255);
  }
});

test('what lies behind the camera is not drawn, and memory of the last picture does not show', () => {
  const rasteriser = meshRasteriser(SIZE);
  const seen = rasteriser.draw(cube(), from(0));
  expect(seen.rgba.some((value) => value > 0)).toBe(true);
  const inside = orbit({
    world: 'y-up',
    target: [0, 0, 0],
    distance: 0.2,
    yawDeg: 0,
    pitchDeg: 0,
    lens: lens(2),
  });
  expect(rasteriser.draw(cube(), inside).rgba.every((value) => value === 0)).toBe(true);
  expect([...rasteriser.draw(cube(), from(0)).rgba]).toEqual([...seen.rgba]);
});
