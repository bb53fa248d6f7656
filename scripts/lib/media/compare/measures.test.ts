import { describe, expect, test } from 'vitest';
import { place, union, withContext } from './box.ts';
import { powerSpectrum } from './fourier.ts';
import { lagOf } from './lag.ts';
import { BANDS, frameDistance, HOP, logMel, MEL_RATE, peakDb } from './mel.ts';
import { setDistance } from './point-distance.ts';
import { randomly } from './random.ts';
import { figure, grouped, percent, sayBytes, saySeconds } from './say.ts';
import { histogramDistance, plyTable, sameRows } from './splat-figures.ts';

describe('figures in words', () => {
  test.each([
    [0, '0'],
    [0.00123, '0.00123'],
    [12.345, '12.3'],
    [1234.5, '1\u202f235'],
    [-0.5, '-0.5'],
    [100, '100'],
    [1e-9, '0'],
  ])('%f is said as %s', (value, said) => expect(figure(value)).toBe(said));

  test.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.99999, 'more than 99.9 %'],
    [0.00001, 'less than 0.01 %'],
    [0.1234, '12.3 %'],
  ])('the share %f is said as %s', (value, said) => expect(percent(value)).toBe(said));

  test('thousands are grouped, bytes and seconds have their units', () => {
    expect(grouped(1_048_576)).toBe('1\u202f048\u202f576');
    expect([sayBytes(1), sayBytes(1234), sayBytes(1_400_000)]).toEqual(['1 byte', '1.23 kB', '1.4 MB']);
    expect([saySeconds(1.25), saySeconds(125)]).toEqual(['1.25 s', '2 min 5 s']);
  });
});

describe('a crop with context', () => {
  test('stays inside, holds its box, and is the whole picture when little is left out', () => {
    const next = randomly(5);
    for (let k = 0; k < 500; k += 1) {
      const within = { width: 1 + next(2000), height: 1 + next(2000) };
      const [x, y] = [next(within.width), next(within.height)];
      const box = { x, y, width: 1 + next(within.width - x), height: 1 + next(within.height - y) };
      const crop = withContext(box, within);
      expect(union(crop, box)).toEqual(crop);
      expect(union(crop, { x: 0, y: 0, ...within })).toEqual({ x: 0, y: 0, ...within });
    }
    expect(withContext({ x: 10, y: 10, width: 85, height: 85 }, { width: 100, height: 100 })).toEqual({
      x: 0,
      y: 0,
      width: 100,
      height: 100,
    });
  });

  test('is named by where it lies', () => {
    const within = { width: 900, height: 900 };
    expect(place({ x: 0, y: 0, width: 90, height: 90 }, within)).toBe('in the upper left');
    expect(place({ x: 400, y: 400, width: 90, height: 90 }, within)).toBe('in the middle');
    expect(place({ x: 0, y: 800, width: 900, height: 90 }, within)).toBe('in the lower part');
    expect(place({ x: 800, y: 0, width: 90, height: 900 }, within)).toBe('on the right');
    expect(place({ x: 0, y: 0, width: 900, height: 900 }, within)).toBe('all over the picture');
  });
});

test('a power spectrum is that of the sum that defines it', () => {
  const next = randomly(9);
  const n = 64;
  const signal = Float32Array.from({ length: n }, () => next(2001) / 1000 - 1);
  const out = new Float64Array(n / 2 + 1);
  powerSpectrum(n)(signal, out);
  for (let k = 0; k <= n / 2; k += 1) {
    let [re, im] = [0, 0];
    for (const [i, value] of signal.entries()) {
      re += value * Math.cos((2 * Math.PI * k * i) / n);
      im -= value * Math.sin((2 * Math.PI * k * i) / n);
    }
    expect(out[k]).toBeCloseTo(re * re + im * im, 8);
  }
});

const tone = (hz: number, seconds: number, amplitude = 1) =>
  Float32Array.from(
    { length: seconds * MEL_RATE },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / MEL_RATE),
  );

test('a full-scale tone has 0 dB in its own band and half of it 6 dB less', () => {
  const [loud, soft] = [logMel(tone(1000, 1)), logMel(tone(1000, 1, 0.5))];
  expect(loud.frames).toBe(MEL_RATE / HOP);
  expect(Math.abs(peakDb(loud, 50))).toBeLessThan(2);
  expect(peakDb(loud, 50) - peakDb(soft, 50)).toBeCloseTo(6.02, 1);
  expect(frameDistance(loud, 50, loud, 50)).toBe(0);
  const bands = loud.db.subarray(50 * BANDS, 51 * BANDS);
  const low = logMel(tone(200, 1)).db.subarray(50 * BANDS, 51 * BANDS);
  expect(bands.indexOf(Math.max(...bands))).toBeGreaterThan(low.indexOf(Math.max(...low)));
});

test('a shift is found, and none is invented', () => {
  const next = randomly(3);
  const row = Array.from({ length: 300 }, () => next(1000));
  const distance = (other: readonly number[]) => (i: number, j: number) =>
    Math.abs((row[i] ?? 0) - (other[j] ?? 0));
  const late = [...Array.from({ length: 17 }, () => 0), ...row];
  expect(lagOf({ before: 300, after: 317, distance: distance(late) }, 40)).toBe(17);
  expect(lagOf({ before: 300, after: 289, distance: distance(row.slice(11)) }, 40)).toBe(-11);
  const other = Array.from({ length: 300 }, () => next(1000));
  expect(lagOf({ before: 300, after: 300, distance: distance(other) }, 40)).toBe(0);
  expect(lagOf({ before: 300, after: 300, distance: () => 0 }, 40)).toBe(0);
});

test('the distance of two sets of points is that of all pairs', () => {
  const next = randomly(21);
  for (let k = 0; k < 40; k += 1) {
    const points = (count: number) =>
      Float32Array.from({ length: count * 3 }, () => next(1000) / 100 - (k % 3) * 4);
    const [a, b] = [points(1 + next(60)), points(1 + next(60))];
    const [there, back] = [nearest(a, b), nearest(b, a)];
    const got = setDistance(a, b);
    expect(got.mean).toBeCloseTo((mean(there) + mean(back)) / 2, 5);
    expect(got.largest).toBeCloseTo(Math.max(...there, ...back), 5);
  }
});

test('histograms are as far apart as their values were moved', () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => i / 2000);
  expect(histogramDistance(values, values, 0, 1)).toBe(0);
  expect(
    histogramDistance(
      values,
      values.map((value) => value + 0.25),
      0,
      1,
    ),
  ).toBeCloseTo(0.25, 2);
});

test('rows of a splat are the same in any order, but not with one bit changed', () => {
  const next = randomly(2);
  const header =
    'ply\nformat binary_little_endian 1.0\nelement vertex 50\nproperty float x\nproperty float y\nend_header\n';
  const rows = Array.from({ length: 50 }, () => Buffer.from(Float32Array.of(next(9), next(99)).buffer));
  const file = (order: readonly Buffer[]) => plyTable(Buffer.concat([Buffer.from(header), ...order]));
  const [first, turned] = [file(rows), file(rows.toReversed())];
  const bent = file(rows.with(7, Buffer.from(Float32Array.of(1, 100).buffer)));
  if (first === undefined || turned === undefined || bent === undefined) throw new Error('no table');
  expect(first.names).toEqual(['x', 'y']);
  expect(sameRows(first, turned)).toBe(true);
  expect(sameRows(first, bent)).toBe(false);
});

/** From each point of one set to the nearest of the other, by looking at all pairs. */
const nearest = (from: Float32Array, to: Float32Array) =>
  Array.from({ length: from.length / 3 }, (_, i) => {
    let least = Infinity;
    for (let j = 0; j < to.length; j += 3) {
      const d = (axis: number) => (from[i * 3 + axis] ?? 0) - (to[j + axis] ?? 0);
      least = Math.min(least, Math.hypot(d(0), d(1), d(2)));
    }
    return least;
  });

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
