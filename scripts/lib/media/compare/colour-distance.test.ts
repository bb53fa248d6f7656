import { expect, test } from 'vitest';
import { ciede2000, cieLab, colourMove, hyab, nth, okLab } from './colour-distance.ts';
import { randomly } from './random.ts';

/** The published test data of Sharma, Wu and Dalal 2005, table 1: the pairs that catch wrong implementations. */
const SHARMA: readonly (readonly [number, number, number, number, number, number, number])[] = [
  [50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425],
  [50, 3.1571, -77.2803, 50, 0, -82.7485, 2.8615],
  [50, 2.8361, -74.02, 50, 0, -82.7485, 3.4412],
  [50, -1.3802, -84.2814, 50, 0, -82.7485, 1],
  [50, -1.1848, -84.8006, 50, 0, -82.7485, 1],
  [50, -0.9009, -85.5211, 50, 0, -82.7485, 1],
  [50, 0, 0, 50, -1, 2, 2.3669],
  [50, -1, 2, 50, 0, 0, 2.3669],
  [50, 2.49, -0.001, 50, -2.49, 0.0009, 7.1792],
  [50, 2.49, -0.001, 50, -2.49, 0.001, 7.1792],
  [50, 2.49, -0.001, 50, -2.49, 0.0011, 7.2195],
  [50, 2.49, -0.001, 50, -2.49, 0.0012, 7.2195],
  [50, -0.001, 2.49, 50, 0.0009, -2.49, 4.8045],
  [50, -0.001, 2.49, 50, 0.001, -2.49, 4.8045],
  [50, -0.001, 2.49, 50, 0.0011, -2.49, 4.7461],
  [50, 2.5, 0, 50, 0, -2.5, 4.3065],
  [50, 2.5, 0, 73, 25, -18, 27.1492],
  [50, 2.5, 0, 61, -5, 29, 22.8977],
  [50, 2.5, 0, 56, -27, -3, 31.903],
  [50, 2.5, 0, 58, 24, 15, 19.4535],
  [50, 2.5, 0, 50, 3.1736, 0.5854, 1],
  [50, 2.5, 0, 50, 3.2972, 0, 1],
  [50, 2.5, 0, 50, 1.8634, 0.5757, 1],
  [50, 2.5, 0, 50, 3.2592, 0.335, 1],
  [60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644],
  [63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.263],
  [61.2901, 3.7196, -5.3901, 61.4292, 2.248, -4.962, 1.8731],
  [35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645],
  [22.7233, 20.0904, -46.694, 23.0331, 14.973, -42.5619, 2.0373],
  [36.4612, 47.858, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146],
  [90.8027, -2.0831, 1.441, 91.1528, -1.6435, 0.0447, 1.4441],
  [90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381],
  [6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377],
  [2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082],
];

test.each(SHARMA)('CIEDE2000 of (%f %f %f) and (%f %f %f) is %f', (l1, a1, b1, l2, a2, b2, wanted) => {
  expect(ciede2000([l1, a1, b1], [l2, a2, b2])).toBeCloseTo(wanted, 4);
});

test('white is white and black is black in both spaces', () => {
  expect(cieLab(255, 255, 255)[0]).toBeCloseTo(100, 3);
  expect(cieLab(0, 0, 0)[0]).toBeCloseTo(0, 6);
  expect(okLab(255, 255, 255)[0]).toBeCloseTo(1, 5);
  expect(hyab(okLab(0, 0, 0), okLab(255, 255, 255))).toBeCloseTo(1, 4);
});

test('sRGB red has the OKLab that its author published', () => {
  const [l, a, b] = okLab(255, 0, 0);
  expect([l, a, b].map((value) => Number(value.toFixed(3)))).toEqual([0.628, 0.225, 0.126]);
});

test('the n-th value is that of the sorted values', () => {
  const next = randomly(6);
  for (let k = 0; k < 300; k += 1) {
    const values = Float64Array.from({ length: 1 + next(40) }, () => next(k % 2 === 0 ? 5 : 1000));
    const rank = next(values.length);
    expect(nth(values.slice(), rank)).toBe(values.toSorted()[rank]);
  }
});

test('a turn of hue is found as what it is', () => {
  const size = { width: 2, height: 1 };
  const before = { ...size, rgba: Uint8ClampedArray.of(120, 40, 200, 255, 120, 40, 200, 255) };
  const after = { ...size, rgba: Uint8ClampedArray.of(200, 40, 160, 255, 200, 40, 160, 255) };
  const { common, ciede2000: delta, plainness } = colourMove(before, after, Uint32Array.of(0, 1));
  const [, a1, b1] = okLab(120, 40, 200);
  const [, a2, b2] = okLab(200, 40, 160);
  const degrees = ((Math.atan2(b2, a2) - Math.atan2(b1, a1)) * 180) / Math.PI;
  expect(common.hueDeg).toBeCloseTo(degrees, 8);
  expect(delta.mean).toBeCloseTo(ciede2000(cieLab(120, 40, 200), cieLab(200, 40, 160)), 10);
  expect(plainness).toBe(1);
});

test('a colour that only white hides has moved all the same', () => {
  const size = { width: 1, height: 1 };
  const before = { ...size, rgba: Uint8ClampedArray.of(255, 255, 255, 255) };
  const after = { ...size, rgba: Uint8ClampedArray.of(0, 0, 0, 0) };
  expect(colourMove(before, after, Uint32Array.of(0)).ciede2000.mean).toBeGreaterThan(50);
});
