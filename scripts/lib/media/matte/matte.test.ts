import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readPicture } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { distanceWithin } from './distance.ts';
import { filledIn } from './fill.ts';
import { matteOf } from './matte.ts';

const size = { width: 256, height: 256 };
const reference = await readPicture(await sharp('assets/alpha-ref.png').resize(256).png().toBuffer());
const { figure, plate } = matteOf(reference);

/** Deterministic noise, −1 to 1. */
const noise = (seed: number) => {
  const value = Math.sin(seed * 12.9898) * 43_758.5453;
  return (value - Math.floor(value)) * 2 - 1;
};

function over(ground: (x: number, y: number) => readonly [number, number, number]): Picture {
  const rgba = new Uint8ClampedArray(figure.rgba.length);
  for (let pixel = 0; pixel < rgba.length >> 2; pixel += 1) {
    const share = (figure.rgba[pixel * 4 + 3] ?? 0) / 255;
    const colour = ground(pixel % size.width, Math.floor(pixel / size.width));
    for (let c = 0; c < 3; c += 1)
      rgba[pixel * 4 + c] = (figure.rgba[pixel * 4 + c] ?? 0) * share + (colour[c] ?? 0) * (1 - share);
    rgba[pixel * 4 + 3] = 255;
  }
  return { ...size, rgba };
}

/** Intersection over union of what is more than half opaque. */
function overlap(one: Picture, two: Picture): number {
  let both = 0;
  let either = 0;
  for (let at = 3; at < one.rgba.length; at += 4) {
    const [a, b] = [(one.rgba[at] ?? 0) > 127, (two.rgba[at] ?? 0) > 127];
    if (a && b) both += 1;
    if (a || b) either += 1;
  }
  return both / either;
}

const opacity = (x: number, y: number) =>
  figure.rgba[(Math.round(y * 255) * 256 + Math.round(x * 255)) * 4 + 3];

test('the figure of the reference is whole: hair, face and both sleeves, and nothing of the backdrop', () => {
  for (const [x, y] of [
    [0.5, 0.12],
    [0.5, 0.4],
    [0.32, 0.55],
    [0.7, 0.6],
    [0.12, 0.85],
    [0.88, 0.85],
    [0.5, 0.99],
  ] as const)
    expect(opacity(x, y)).toBe(255);
  for (const [x, y] of [
    [0, 0],
    [1, 0],
    [0.2, 0.5],
    [0.8, 0.5],
    [0.02, 0.9],
    [0.98, 0.9],
    [0.5, 0.05],
  ] as const)
    expect(opacity(x, y)).toBe(0);
});

test('figure over plate is the picture again', () => {
  let worst = 0;
  let sum = 0;
  for (let at = 0; at < reference.rgba.length; at += 1) {
    const share = (figure.rgba[at | 3] ?? 0) / 255;
    const again = (figure.rgba[at] ?? 0) * share + (plate.rgba[at] ?? 0) * (1 - share);
    const off = at % 4 === 3 ? 0 : Math.abs(again - (reference.rgba[at] ?? 0));
    worst = Math.max(worst, off);
    sum += off;
  }
  expect(sum / reference.rgba.length).toBeLessThan(0.5);
  expect(worst).toBeLessThan(90);
});

type Ground = (x: number, y: number) => readonly [number, number, number];

const STRIPES = [
  [200, 190, 150],
  [90, 120, 80],
  [235, 230, 225],
] as const;

const GROUNDS: [string, number, Ground][] = [
  [
    'a coloured gradient with grain',
    0.985,
    (x, y) => [40 + x * 0.4 + 3 * noise(x + y * 256), 90 + y * 0.3, 130 - x * 0.2],
  ],
  [
    'a dark vignette',
    0.985,
    (x, y) => {
      const light = 110 - ((x - 128) ** 2 + (y - 100) ** 2) / 500;
      return [light * 0.5, light, light * 0.8];
    },
  ],
  ['a wall of three colours', 0.97, (x) => STRIPES[Math.floor(x / 22) % 3] ?? [0, 0, 0]],
];

test.each(GROUNDS)('the same figure is found before %s', (_, least, ground) => {
  expect(overlap(matteOf(over(ground)).figure, figure)).toBeGreaterThan(least);
});

test('transparency of its own is taken at its word', () => {
  const again = matteOf(figure);
  for (let at = 3; at < figure.rgba.length; at += 4) expect(again.figure.rgba[at]).toBe(figure.rgba[at]);
});

test('where nothing can be told apart, a bust in the middle is the figure', () => {
  const grey = matteOf({ ...size, rgba: new Uint8ClampedArray(256 * 256 * 4).fill(255) });
  const shown = (x: number, y: number) => grey.figure.rgba[(y * 256 + x) * 4 + 3];
  expect([shown(128, 90), shown(60, 240), shown(10, 10), shown(128, 8)]).toEqual([255, 255, 0, 0]);
});

test('the same picture gives the same matte', () => {
  expect(matteOf(reference).figure.rgba).toEqual(figure.rgba);
});

test.each([0, 1, 2.5, 6, 29.3, 100])('within %d pixels distances are those to the nearest mark', (limit) => {
  const marked = new Uint8Array(40 * 30);
  const marks = [3, 470, 471, 1100].map((pixel) => ({ x: pixel % 40, y: Math.floor(pixel / 40), pixel }));
  for (const { pixel } of marks) marked[pixel] = 1;
  distanceWithin(marked, { width: 40, height: 30 }, limit).forEach((distance, pixel) => {
    const nearest = Math.min(
      ...marks.map(({ x, y }) => Math.hypot(x - (pixel % 40), y - Math.floor(pixel / 40))),
    );
    if (nearest <= limit) expect(distance).toBeCloseTo(nearest, 4);
    else expect(distance).toBeGreaterThan(1e5);
  });
  const unmarked = distanceWithin(new Uint8Array(6), { width: 3, height: 2 }, limit);
  expect(unmarked.every((distance) => distance > 1e5)).toBe(true);
});

test('what is known stays, and the unknown lies between', () => {
  const values = new Float32Array(33 * 17).fill(-1);
  const weights = new Float32Array(33 * 17);
  for (let y = 0; y < 17; y += 1) {
    values[y * 33] = 10;
    values[y * 33 + 32] = 50;
    weights[y * 33] = 1;
    weights[y * 33 + 32] = 1;
  }
  const filled = filledIn({ width: 33, height: 17, channels: 1, values }, weights).values;
  const row = filled.subarray(8 * 33, 9 * 33);
  expect([row[0], row[32]]).toEqual([10, 50]);
  row.forEach((value, x) => {
    expect(value).toBeGreaterThanOrEqual(10);
    expect(value).toBeLessThanOrEqual(50);
    if (x > 0) expect(value).toBeGreaterThanOrEqual(row[x - 1] ?? 0);
  });
});
