import { expect, test } from 'vitest';
import { lens, orbit } from '../../camera.ts';
import type { Camera } from '../../camera.ts';
import { diceOf } from '../../sound/seeded.ts';
import { emptyCloud } from '../cloud.ts';
import type { SplatCloud } from '../cloud.ts';
import { Stage } from './stage.ts';

/** Neither side is a multiple of a cell or a tile. */
const SIZE = { width: 101, height: 83 };
const GROUND = [20, 40, 60] as const;

function randomCloud(seed: number, count: number): SplatCloud {
  const dice = diceOf('stage', seed);
  const cloud = emptyCloud(count);
  for (let i = 0; i < count; i += 1) {
    const turn = Array.from({ length: 4 }, () => dice() - 0.5);
    const length = Math.hypot(...turn);
    cloud.positions.set([dice() * 2 - 1, dice() * 2 - 1, dice() * 2 - 1], i * 3);
    cloud.scales.set([0.01 + dice() ** 4, 0.01 + 0.2 * dice(), 0.002 + 0.1 * dice()], i * 3);
    cloud.rotations.set(
      turn.map((part) => part / length),
      i * 4,
    );
    cloud.colours.set([dice(), dice(), dice()], i * 3);
    cloud.opacities[i] = dice();
  }
  return cloud;
}

type Row = readonly [number, number, number];
const dot = (a: Row, b: Row) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const three = (values: Float32Array, at: number): Row => [
  values[at] ?? 0,
  values[at + 1] ?? 0,
  values[at + 2] ?? 0,
];

/** As `Stage` should draw, a pixel at a time, in double precision and as the formulas stand in the literature. */
function drawnPlainly(cloud: SplatCloud, camera: Camera): Float64Array {
  const focal = camera.focal * SIZE.height;
  const held = (value: number, half: number) =>
    Math.min(Math.max(value, (-1.3 * half) / focal), (1.3 * half) / focal);
  const splats = Array.from({ length: cloud.count }, (_, i) => {
    const place = three(cloud.positions, i * 3);
    const [x, y, z] = camera.rotation.map((row, axis) => dot(row, place) + (camera.translation[axis] ?? 0));
    const [w = 1, a = 0, b = 0, c = 0] = cloud.rotations.subarray(i * 4, i * 4 + 4);
    const axes: readonly Row[] = [
      [1 - 2 * (b * b + c * c), 2 * (a * b + w * c), 2 * (a * c - w * b)],
      [2 * (a * b - w * c), 1 - 2 * (a * a + c * c), 2 * (b * c + w * a)],
      [2 * (a * c + w * b), 2 * (b * c - w * a), 1 - 2 * (a * a + b * b)],
    ];
    const depth = z ?? 0;
    const [u, v] = [(x ?? 0) / depth, (y ?? 0) / depth];
    const row = (axis: Row, off: number): Row => {
      const at = (part: 0 | 1 | 2) => (focal / depth) * (axis[part] - off * camera.rotation[2][part]);
      return [at(0), at(1), at(2)];
    };
    const across = row(camera.rotation[0], held(u, SIZE.width / 2));
    const down = row(camera.rotation[1], held(v, SIZE.height / 2));
    const spread = axes.map((axis, at) => {
      const scale = cloud.scales[i * 3 + at] ?? 0;
      return [dot(across, axis) * scale, dot(down, axis) * scale] as const;
    });
    const sum = (of: (pair: readonly [number, number]) => number) =>
      spread.reduce((all, pair) => all + of(pair), 0);
    const sharp = { xx: sum(([p]) => p * p), xy: sum(([p, q]) => p * q), yy: sum(([, q]) => q * q) };
    const [xx, yy] = [sharp.xx + 0.3, sharp.yy + 0.3];
    const det = xx * yy - sharp.xy ** 2;
    const strength =
      (cloud.opacities[i] ?? 0) * Math.sqrt(Math.max(sharp.xx * sharp.yy - sharp.xy ** 2, 0) / det);
    return {
      depth,
      strength,
      x: SIZE.width / 2 + focal * u,
      y: SIZE.height / 2 + focal * v,
      a: yy / det,
      b: -sharp.xy / det,
      c: xx / det,
      colour: three(cloud.colours, i * 3),
    };
  })
    .filter(({ depth, strength }) => depth >= camera.near && strength >= 1 / 255)
    .toSorted((one, two) => one.depth - two.depth);
  const out = new Float64Array(SIZE.width * SIZE.height * 3);
  for (let y = 0, at = 0; y < SIZE.height; y += 1)
    for (let x = 0; x < SIZE.width; x += 1, at += 3) {
      let through = 1;
      for (const splat of splats) {
        const [dx, dy] = [x + 0.5 - splat.x, y + 0.5 - splat.y];
        const q = splat.a * dx * dx + 2 * splat.b * dx * dy + splat.c * dy * dy;
        if (q > Math.min(8, 2 * Math.log(255 * splat.strength))) continue;
        const share = through * splat.strength * Math.exp(-q / 2);
        for (let channel = 0; channel < 3; channel += 1)
          out[at + channel] = (out[at + channel] ?? 0) + 255 * share * (splat.colour[channel] ?? 0);
        through -= share;
      }
      for (let channel = 0; channel < 3; channel += 1)
        out[at + channel] = (out[at + channel] ?? 0) + through * (GROUND[channel] ?? 0);
    }
  return out;
}

test.each([1, 2, 3, 4])('what it draws of random clouds is what the formulas give, seed %i', (seed) => {
  const cloud = randomCloud(seed, 60 * seed);
  const camera = orbit({
    world: 'y-up',
    target: [0, 0, 0],
    distance: 2,
    yawDeg: 40 * seed,
    pitchDeg: 10 * seed - 30,
    lens: lens(0.8, 0.2),
  });
  const rgba = new Uint8ClampedArray(SIZE.width * SIZE.height * 4);
  new Stage(SIZE).draw(cloud, camera, [...GROUND, 255], rgba);
  const plain = drawnPlainly(cloud, camera);
  let sum = 0;
  let most = 0;
  for (let pixel = 0; pixel < SIZE.width * SIZE.height; pixel += 1)
    for (let channel = 0; channel < 3; channel += 1) {
      const off = Math.abs((rgba[pixel * 4 + channel] ?? 0) - (plain[pixel * 3 + channel] ?? 0));
      sum += off;
      most = Math.max(most, off);
    }
  expect(sum / plain.length).toBeLessThan(0.4);
  expect(most).toBeLessThan(4);
});

test('a cloud of any number of Gaussians is drawn, after a larger and after a smaller one', () => {
  const stage = new Stage(SIZE);
  const camera = orbit({
    world: 'y-up',
    target: [0, 0, 0],
    distance: 3,
    yawDeg: 0,
    pitchDeg: 0,
    lens: lens(1),
  });
  const draw = (count: number, on: Stage) => {
    const rgba = new Uint8ClampedArray(SIZE.width * SIZE.height * 4);
    on.draw(randomCloud(count, count), camera, [0, 0, 0, 0], rgba);
    return rgba;
  };
  for (const count of [7, 2000, 0, 1, 30, 2001])
    expect(draw(count, stage), `${count}`).toEqual(draw(count, new Stage(SIZE)));
  expect(draw(0, stage).every((value) => value === 0)).toBe(true);
});
