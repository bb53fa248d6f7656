import { expect, test } from 'vitest';
import { orbit } from '../camera.ts';
import { rasterise } from '../splat/rasterise.ts';
import { cube } from './cube.fixture.ts';
import { standpointOf } from './multi-view.ts';
import { rasteriseMesh } from './rasterise.ts';
import { splatsOf } from './splats.ts';

const SIZE = { width: 128, height: 128 };

test('from all sides a splat shows what its mesh shows, without holes', () => {
  const mesh = cube();
  const standpoint = standpointOf(mesh);
  const { cloud, front } = splatsOf(mesh, standpoint, 6000);
  expect(cloud.count).toBeGreaterThan(4000);
  expect(cloud.count).toBeLessThan(7000);
  expect(front.tiles.length).toBeLessThan(cloud.count);
  for (const yawDeg of [0, 25, -90, 180]) {
    const camera = orbit({ world: 'y-up', ...standpoint, yawDeg, pitchDeg: 0 });
    const wanted = rasteriseMesh(mesh, camera, SIZE).rgba;
    const shown = rasterise(cloud, camera, SIZE, [0, 0, 0, 0]).rgba;
    let inside = 0;
    let error = 0;
    let holes = 0;
    for (let at = 0; at < wanted.length; at += 4) {
      if (wanted[at + 3] !== 255) continue;
      inside += 1;
      if ((shown[at + 3] ?? 0) < 200) holes += 1;
      for (let c = 0; c < 3; c += 1) error += Math.abs((wanted[at + c] ?? 0) - (shown[at + c] ?? 0));
    }
    expect(holes / inside).toBeLessThan(0.06);
    expect(error / inside / 3).toBeLessThan(16);
  }
});
