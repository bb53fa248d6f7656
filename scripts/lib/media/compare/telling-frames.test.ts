import { expect, test } from 'vitest';
import { randomly } from './random.ts';
import { tellingIndices } from './telling-frames.ts';

const SIDE = 32;

/** A grainy ground with a face, 11 × 11, that may be of another tone and sways with time. */
function frame(time: number, tone: number): Uint8Array {
  const next = randomly(7);
  const rgb = Uint8Array.from({ length: SIDE * SIDE * 3 }, () => 90 + next(20));
  const left = Math.round(10 + 3 * Math.sin(time / 20));
  for (let y = 8; y < 19; y += 1)
    for (let x = left; x < left + 11; x += 1) rgb.fill(tone, (y * SIDE + x) * 3, (y * SIDE + x) * 3 + 3);
  return rgb;
}

const film = (frames: number, toneAt: (index: number) => number) =>
  Array.from({ length: frames }, (_, i) => frame(i, toneAt(i)));

test('a film of one shot is looked at twice', () => {
  expect(tellingIndices(film(200, () => 180))).toHaveLength(2);
});

test.each([0, 1, 30, 99, 180, 199])('one frame of another face, at %i, is looked at', (odd) => {
  expect(tellingIndices(film(200, (i) => (i === odd ? 150 : 180)))).toContain(odd);
});

test('a second of another face is looked at somewhere within', () => {
  const indices = tellingIndices(film(300, (i) => (i >= 40 && i < 65 ? 150 : 180)));
  expect(indices.filter((i) => i >= 40 && i < 65)).toHaveLength(1);
  expect(indices).toHaveLength(3);
});

test('of twenty shots six are looked at, those that are least alike', () => {
  const indices = tellingIndices(
    film(400, (i) => (Math.floor(i / 20) % 5 === 4 ? 30 : 170 + (Math.floor(i / 20) % 2) * 20)),
  );
  expect(indices).toHaveLength(6);
  expect(indices.some((i) => Math.floor(i / 20) % 5 === 4)).toBe(true);
});

test('a film of one frame is looked at once, of none never', () => {
  expect(tellingIndices(film(1, () => 180))).toEqual([0]);
  expect(tellingIndices([])).toEqual([]);
});
