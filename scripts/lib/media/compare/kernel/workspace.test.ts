import pixelmatch from 'pixelmatch';
import { expect, test } from 'vitest';
import { randomly } from '../random.ts';
import { agreement } from './agreement.ts';
import { randomPair } from './random-pair.ts';
import { workspace } from './workspace.ts';

test('a thousand random pictures have the count that pixelmatch gives', () => {
  const { faults, counted, smoothed } = agreement(1000, 20_261_122);
  expect(faults).toEqual([]);
  expect(counted).toBeGreaterThan(600); // else the pictures test nothing
  expect(smoothed).toBeGreaterThan(100);
});

test('every grey step has the count that pixelmatch gives, on both sides of the threshold', () => {
  const size = { width: 256, height: 256 };
  const before = new Uint8ClampedArray(256 * 256 * 4);
  const after = new Uint8ClampedArray(256 * 256 * 4);
  for (let i = 0; i < 65_536; i += 1) {
    before.fill(i % 256, i * 4, i * 4 + 3);
    after.fill(i >> 8, i * 4, i * 4 + 3);
    before[i * 4 + 3] = 255;
    after[i * 4 + 3] = 255;
  }
  const room = workspace(size);
  room.rgba('before').set(before);
  room.rgba('after').set(after);
  expect(room.count().counted).toBe(pixelmatch(before, after, undefined, 256, 256, { threshold: 0.1 }));
});

test('a sample takes every n-th differing pixel in reading order', () => {
  const next = randomly(7);
  for (let k = 0; k < 50; k += 1) {
    const { before, after } = randomPair(next);
    const room = workspace(before);
    room.rgba('before').set(before.rgba);
    room.rgba('after').set(after.rgba);
    room.count();
    const all = [...room.mask.entries()].filter(([, mark]) => mark !== 0).map(([pixel]) => pixel);
    const step = 1 + next(4);
    expect([...room.sample(step, 9)]).toEqual(all.filter((_, i) => i % step === 0).slice(0, 9));
  }
});

test('structural similarity is that of the plain formula', () => {
  const next = randomly(11);
  const size = { width: 40, height: 33 };
  const grey = () => {
    const rgba = new Uint8ClampedArray(size.width * size.height * 4);
    for (let i = 0; i < rgba.length; i += 4) rgba.set([next(256), next(256), next(256), 255], i);
    return rgba;
  };
  const [before, after] = [grey(), grey()];
  const room = workspace(size);
  room.rgba('before').set(before);
  room.rgba('after').set(after);
  room.count();
  expect(room.ssim({ x: 0, y: 0, ...size })).toBeCloseTo(
    plainSsim(before, after, size.width, size.height),
    10,
  );
});

test('structural similarity of a part equals that of the whole', () => {
  const next = randomly(12);
  const size = { width: 300, height: 280 };
  const before = new Uint8ClampedArray(size.width * size.height * 4).map((_, i) =>
    i % 4 === 3 ? 255 : next(256),
  );
  const after = before.slice();
  for (let y = 100; y < 120; y += 1)
    for (let x = 40; x < 90; x += 1) after[(y * size.width + x) * 4] = next(256);
  const room = workspace(size);
  room.rgba('before').set(before);
  room.rgba('after').set(after);
  room.count();
  const whole = room.ssim({ x: 0, y: 0, ...size });
  expect(whole).toBeLessThan(1);
  expect(room.ssim({ x: 40, y: 100, width: 50, height: 20 })).toBeCloseTo(whole ?? 0, 12);
});

/** Z. Wang et al. 2004, equation 13, by four nested loops. */
function plainSsim(a: Uint8ClampedArray, b: Uint8ClampedArray, width: number, height: number): number {
  let norm = 0;
  for (let k = 0; k < 11; k += 1) norm += tap(k);
  let sum = 0;
  for (let y = 0; y + 11 <= height; y += 1) {
    for (let x = 0; x + 11 <= width; x += 1) {
      let [ma, mb, aa, bb, ab] = [0, 0, 0, 0, 0];
      for (let v = 0; v < 11; v += 1) {
        for (let u = 0; u < 11; u += 1) {
          const w = (tap(u) * tap(v)) / norm ** 2;
          const i = (y + v) * width + x + u;
          const [p, q] = [luma(a, i), luma(b, i)];
          ma += w * p;
          mb += w * q;
          aa += w * p * p;
          bb += w * q * q;
          ab += w * p * q;
        }
      }
      const [c1, c2] = [2.55 ** 2, 7.65 ** 2];
      sum +=
        ((2 * ma * mb + c1) * (2 * (ab - ma * mb) + c2)) /
        ((ma * ma + mb * mb + c1) * (aa - ma * ma + bb - mb * mb + c2));
    }
  }
  return sum / ((width - 10) * (height - 10));
}

const luma = (rgba: Uint8ClampedArray, i: number) =>
  0.299 * (rgba[i * 4] ?? 0) + 0.587 * (rgba[i * 4 + 1] ?? 0) + 0.114 * (rgba[i * 4 + 2] ?? 0);
const tap = (k: number) => Math.exp(-((k - 5) ** 2) / 4.5);
