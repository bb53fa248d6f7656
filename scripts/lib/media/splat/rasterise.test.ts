import { expect, test } from 'vitest';
import { lens, lookAt, orbit } from '../camera.ts';
import { emptyCloud } from './cloud.ts';
import type { SplatCloud } from './cloud.ts';
import { rasterise, rasteriser } from './rasterise.ts';

const size = { width: 96, height: 80 };
const front = lookAt([0, 0, 0], [0, 0, 1], [0, -1, 0], lens(1));

interface Gaussian {
  readonly position: readonly [number, number, number];
  readonly scale: readonly [number, number, number];
  readonly rotation?: readonly [number, number, number, number];
  readonly colour: readonly [number, number, number];
  readonly opacity: number;
}

function cloudOf(gaussians: readonly Gaussian[]): SplatCloud {
  const cloud = emptyCloud(gaussians.length);
  gaussians.forEach(({ position, scale, rotation = [1, 0, 0, 0], colour, opacity }, i) => {
    cloud.positions.set(position, i * 3);
    cloud.scales.set(scale, i * 3);
    cloud.rotations.set(rotation, i * 4);
    cloud.colours.set(colour, i * 3);
    cloud.opacities[i] = opacity;
  });
  return cloud;
}

const at = (picture: { rgba: Uint8ClampedArray }, x: number, y: number) => [
  ...picture.rgba.subarray((y * size.width + x) * 4, (y * size.width + x) * 4 + 4),
];
const RED = { colour: [1, 0, 0], opacity: 0.8 } as const;
const GREEN = { colour: [0, 1, 0], opacity: 0.6 } as const;

test('a ball falls off as a Gaussian of the projected width', () => {
  const cloud = cloudOf([{ position: [0.00625 * 2, 0.00625 * 2, 2], scale: [0.1, 0.1, 0.1], ...RED }]);
  const picture = rasterise(cloud, front, size, [0, 0, 0, 255]);
  // 80 pixels of focal length, 2 m away: 4 pixels of standard deviation; its centre is that of pixel (48, 40).
  const variance = 16 + 0.3;
  for (const [dx, dy] of [
    [0, 0],
    [3, 0],
    [0, 5],
    [-4, 4],
    [9, 0],
  ] as const) {
    const expected = 255 * 0.8 * (16 / variance) * Math.exp((-0.5 * (dx * dx + dy * dy)) / variance);
    expect(Math.abs((at(picture, 48 + dx, 40 + dy)[0] ?? 0) - expected)).toBeLessThan(1.5);
  }
});

test('near Gaussians cover far ones, whatever their order in the file', () => {
  const near: Gaussian = { position: [0, 0, 1], scale: [0.2, 0.2, 0.2], ...RED };
  const far: Gaussian = { position: [0, 0, 3], scale: [0.6, 0.6, 0.6], ...GREEN };
  const one = rasterise(cloudOf([near, far]), front, size, [0, 0, 0, 255]);
  const two = rasterise(cloudOf([far, near]), front, size, [0, 0, 0, 255]);
  expect(two.rgba).toEqual(one.rgba);
  const [red = 0, green = 0] = at(one, 48, 40);
  expect(red).toBeCloseTo(255 * 0.8, -1);
  expect(green).toBeCloseTo(255 * 0.2 * 0.6, -1);
});

test('a turned rod lies as it was turned', () => {
  // 30° about the line of sight: along +x becomes to the right and down, in OpenCV's axes.
  const half = Math.PI / 12;
  const rod: Gaussian = {
    position: [0, 0, 2],
    scale: [0.3, 0.01, 0.01],
    rotation: [Math.cos(half), 0, 0, Math.sin(half)],
    ...RED,
  };
  const picture = rasterise(cloudOf([rod]), front, size, [0, 0, 0, 255]);
  const moment = [0, 0, 0];
  for (let y = 0; y < size.height; y += 1)
    for (let x = 0; x < size.width; x += 1) {
      const red = at(picture, x, y)[0] ?? 0;
      moment[0] = (moment[0] ?? 0) + red * (x - 47.5) ** 2;
      moment[1] = (moment[1] ?? 0) + red * (x - 47.5) * (y - 39.5);
      moment[2] = (moment[2] ?? 0) + red * (y - 39.5) ** 2;
    }
  const [xx = 0, xy = 0, yy = 0] = moment;
  expect((Math.atan2(2 * xy, xx - yy) / 2) * (180 / Math.PI)).toBeCloseTo(30, 0);
});

test('a sheet of Gaussians hides what is behind it, without a seam', () => {
  const sheet: Gaussian[] = [];
  for (let y = -30; y <= 30; y += 1)
    for (let x = -30; x <= 30; x += 1)
      sheet.push({
        position: [x * 0.025, y * 0.025, 2],
        scale: [0.02, 0.02, 0.005],
        colour: [0.5, 0.5, 0.5],
        opacity: 0.95,
      });
  const camera = orbit({
    world: 'y-down',
    target: [0, 0, 2],
    distance: 2,
    yawDeg: 25,
    pitchDeg: 10,
    lens: lens(1.4),
  });
  const picture = rasterise(cloudOf(sheet), camera, size, [255, 0, 0, 255]);
  for (let y = 30; y < 50; y += 1)
    for (let x = 38; x < 58; x += 1) {
      const [red = 0, green = 0] = at(picture, x, y);
      expect(red - green).toBeLessThanOrEqual(3);
      expect(green).toBeGreaterThan(124);
    }
});

test('what is behind the camera or beside the picture is not drawn', () => {
  const cloud = cloudOf([
    { position: [0, 0, -2], scale: [0.5, 0.5, 0.5], ...RED },
    { position: [9, 0, 2], scale: [0.1, 0.1, 0.1], ...RED },
    { position: [0, 0, 2], scale: [0.1, 0.1, 0.1], colour: [1, 1, 1], opacity: 0.001 },
  ]);
  const picture = rasterise(cloud, front, size, [7, 8, 9, 255]);
  expect(new Set(picture.rgba)).toEqual(new Set([7, 8, 9, 255]));
});

test('without a background it keeps straight alpha; with a picture it lies on that', () => {
  const cloud = cloudOf([{ position: [0, 0, 2], scale: [0.1, 0.1, 0.1], ...RED }]);
  const clear = rasterise(cloud, front, size, [0, 0, 0, 0]);
  expect(at(clear, 44, 40).slice(0, 3)).toEqual([255, 0, 0]);
  expect(at(clear, 44, 40)[3]).toBeGreaterThan(40);
  expect(at(clear, 0, 0)).toEqual([0, 0, 0, 0]);
  const blue = {
    ...size,
    rgba: new Uint8ClampedArray(size.width * size.height * 4).map((_, i) => (i % 4 < 2 ? 0 : 255)),
  };
  expect(at(rasterise(cloud, front, size, blue), 2, 2)).toEqual([0, 0, 255, 255]);
  expect(() => rasterise(cloud, front, { width: 9, height: 9 }, blue)).toThrow('is not 9 × 9');
});

test('a second frame on the same memory is the first one again', () => {
  const cloud = cloudOf([
    { position: [0, 0, 2], scale: [0.1, 0.2, 0.1], ...RED },
    { position: [0.1, 0.1, 1.5], scale: [0.05, 0.1, 0.1], ...GREEN },
  ]);
  const frames = rasteriser(size);
  const first = frames.draw(cloud, front, [1, 2, 3, 255]);
  frames.draw(cloudOf([{ position: [0, 0, 1], scale: [1, 1, 1], ...GREEN }]), front, [9, 9, 9, 255]);
  const into = { ...size, rgba: new Uint8ClampedArray(size.width * size.height * 4) };
  expect(frames.draw(cloud, front, [1, 2, 3, 255], into)).toBe(into);
  expect(into.rgba).toEqual(first.rgba);
});
