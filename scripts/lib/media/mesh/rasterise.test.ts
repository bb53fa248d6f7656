import { expect, test } from 'vitest';
import { lens, orbit, project } from '../camera.ts';
import type { Camera } from '../camera.ts';
import { cube } from './cube.fixture.ts';
import type { PaintedMesh } from './mesh.ts';
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

/** A square from −1 to 1 that looks along +z, red growing to the right of its texture and green downwards. */
function square(texture = 64): PaintedMesh {
  const rgba = new Uint8ClampedArray(texture * texture * 4).fill(255);
  for (let pixel = 0; pixel < texture * texture; pixel += 1)
    rgba.set([(pixel % texture) * 3, Math.floor(pixel / texture) * 3, 7], pixel * 4);
  return {
    positions: Float32Array.from([-1, 1, 0, 1, 1, 0, -1, -1, 0, 1, -1, 0]),
    normals: Float32Array.from([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]),
    uvs: Float32Array.from([0, 0, 1, 0, 0, 1, 1, 1]),
    indices: Uint32Array.from([0, 2, 1, 1, 2, 3]),
    texture: { width: texture, height: texture, rgba },
  };
}

test('colours lie where perspective puts them, and every finer pixel knows its place on the texture', () => {
  const odd = { width: 97, height: 83 };
  const camera = from(35, -20);
  const rasteriser = meshRasteriser(odd);
  const { rgba } = rasteriser.draw(square(), camera);
  let looked = 0;
  for (let down = 0.1; down < 0.9; down += 0.07)
    for (let across = 0.1; across < 0.9; across += 0.07) {
      const { x, y, depth } = project(camera, [across * 2 - 1, 1 - down * 2, 0], odd);
      const [column, row] = [Math.floor(x * rasteriser.finer), Math.floor(y * rasteriser.finer)];
      if (column < 1 || row < 1 || column >= 193 || row >= 165) continue;
      looked += 1;
      const pixel = Math.floor(y) * odd.width + Math.floor(x);
      // A pixel is less than 3 texels wide here, and a texel 3 levels.
      expect(Math.abs((rgba[pixel * 4] ?? 0) - (across * 64 - 0.5) * 3)).toBeLessThan(9);
      expect(Math.abs((rgba[pixel * 4 + 1] ?? 0) - (down * 64 - 0.5) * 3)).toBeLessThan(9);
      expect(rgba[pixel * 4 + 2]).toBe(7);
      expect(rgba[pixel * 4 + 3]).toBe(255);
      const fine = row * odd.width * rasteriser.finer + column;
      expect(rasteriser.nearness[fine]).toBeCloseTo(1 / depth, 2);
      const [u, v] = rasteriser.uvAt(column, row);
      expect(Math.abs(u - across)).toBeLessThan(0.03);
      expect(Math.abs(v - down)).toBeLessThan(0.03);
    }
  expect(looked).toBeGreaterThan(50);
});

test('another texture, other triangles and another mesh are seen at the next picture', () => {
  const rasteriser = meshRasteriser(SIZE);
  const middle = (mesh: PaintedMesh) => [
    ...rasteriser.draw(mesh, from(0)).rgba.subarray((48 * 96 + 48) * 4, (48 * 96 + 49) * 4),
  ];
  const first = square();
  expect(middle(first)).toEqual([96, 96, 7, 255]);
  const blue = { width: 3, height: 5, rgba: new Uint8ClampedArray(60).fill(200) };
  expect(middle({ ...first, texture: blue })).toEqual([200, 200, 200, 255]);
  expect(middle({ ...first, indices: first.indices.toReversed() })).toEqual([0, 0, 0, 0]);
  expect(middle(cube())).toEqual([255, 0, 0, 255]);
  expect(middle(first)).toEqual([96, 96, 7, 255]);
});

test('a triangle with a corner that the mesh has not is refused', () => {
  const mesh = { ...square(), indices: Uint32Array.from([0, 1, 4]) };
  expect(() => rasteriseMesh(mesh, from(0), SIZE)).toThrow('a corner beyond the 4 of the mesh');
});
