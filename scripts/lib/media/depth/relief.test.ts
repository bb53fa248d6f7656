import { expect, test } from 'vitest';
import type { Face, Point3 } from '../face/landmarks.ts';
import type { Picture } from '../picture.ts';
import { bilinear, settled } from './poisson.ts';
import { reliefOf } from './relief.ts';

const size = { width: 200, height: 200 };

function figureWhere(inside: (x: number, y: number) => boolean): Picture {
  const rgba = new Uint8ClampedArray(size.width * size.height * 4);
  for (let pixel = 0; pixel < size.width * size.height; pixel += 1)
    if (inside((pixel % size.width) + 0.5, Math.floor(pixel / size.width) + 0.5)) rgba[pixel * 4 + 3] = 255;
  return { ...size, rgba };
}

const bust = figureWhere(
  (x, y) => Math.hypot((x - 100) / 40, (y - 65) / 50) < 1 || Math.hypot((x - 100) / 85, (y - 210) / 85) < 1,
);

/** A face of 468 points on a bowl, its nose 30 pixels before its eyes; eyes 33 and 263, chin 152, ears 234 and 454. */
function bowl(): Face {
  const mesh: Point3[] = Array.from({ length: 468 }, (_, index) => {
    const angle = index * 2.399963;
    const radius = Math.sqrt(index / 468);
    return {
      x: 100 + 30 * radius * Math.cos(angle),
      y: 65 + 38 * radius * Math.sin(angle),
      z: 40 * radius * radius - 30,
    };
  });
  mesh[33] = { x: 85, y: 58, z: 0 };
  mesh[263] = { x: 115, y: 58, z: 0 };
  mesh[152] = { x: 100, y: 103, z: 8 };
  mesh[234] = { x: 70, y: 65, z: 35 };
  mesh[454] = { x: 130, y: 65, z: 35 };
  return { box: { x: 70, y: 27, width: 60, height: 76 }, confidence: 1, landmarks: [], mesh };
}

test('under even pressure a disc becomes a dome whose root is a half-ellipse', () => {
  const grid = { width: 128, height: 128 };
  const free = new Uint8Array(128 * 128);
  for (let cell = 0; cell < free.length; cell += 1)
    free[cell] = Math.hypot((cell % 128) - 63.5, Math.floor(cell / 128) - 63.5) < 50 ? 1 : 0;
  const dome = settled({ ...grid, free, pressure: new Float32Array(free.length).fill(4) });
  for (const r of [0, 20, 40])
    expect(Math.sqrt(bilinear(dome, grid, 64 + r, 64))).toBeCloseTo(Math.sqrt(50 * 50 - r * r), -0.5);
});

test('a figure is a closed body: its front lies before its back, and both end at the outline', () => {
  const relief = reliefOf(bust, undefined);
  for (const [x, y] of [
    [100, 40],
    [100, 65],
    [75, 70],
    [100, 150],
    [60, 180],
  ] as const) {
    const { front, back } = relief.at(x, y);
    expect(front).toBeLessThan(relief.rim - 4);
    expect(back).toBeGreaterThan(relief.rim + 4);
  }
  const outside = relief.at(10, 10);
  expect(outside).toEqual({ front: relief.rim, back: relief.rim });
  expect(relief.at(61, 65).front).toBeGreaterThan(relief.at(80, 65).front);
});

test('the face is where its landmarks say, and the rest follows without a step', () => {
  const relief = reliefOf(bust, bowl());
  expect(relief.eyes).toBe(30);
  expect(relief.at(100, 65).front).toBeLessThan(-14);
  expect(relief.at(100, 65).front).toBeLessThan(relief.at(85, 58).front - 10);
  let before = relief.at(60, 65).front;
  for (let x = 61; x < 140; x += 1) {
    const { front } = relief.at(x, 65);
    if (x > 64 && x < 136) expect(Math.abs(front - before)).toBeLessThan(6);
    before = front;
  }
});

test('a torso that the picture cuts off does not close at its lower edge', () => {
  const relief = reliefOf(bust, undefined);
  expect(relief.at(100, 199).front).toBeLessThan(relief.at(100, 160).front + 3);
});
