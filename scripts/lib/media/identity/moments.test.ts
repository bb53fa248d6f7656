import fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentsOf } from './moments.ts';

const flat = (value: number) => new Uint8Array(48).fill(value);
const film = (...values: readonly number[]) => values.map(flat);

test('a camera that moves without a leap is looked at in three places', () => {
  expect(momentsOf(film(...Array.from({ length: 40 }, (_, at) => at * 2)))).toEqual([0.15, 0.5, 0.85]);
});

test('what takes her place between two of them is looked at in its middle', () => {
  const values = Array.from({ length: 40 }, (_, at) => (at >= 10 && at < 14 ? 90 : 20 + at));

  expect(momentsOf(film(...values))).toEqual([0.15, 0.3, 0.5, 0.85]);
});

test('of many shots the longest are looked at', () => {
  const values = Array.from({ length: 200 }, (_, at) => (at % 20 < 2 ? 200 : 20));

  expect(momentsOf(film(...values)).length).toBeLessThanOrEqual(9);
});

test('whatever a film shows, its moments rise and lie inside it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(255), { maxLength: 80 }), (values) => {
      const moments = momentsOf(film(...values));

      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      expect(moments.every((moment) => moment > 0 && moment < 1)).toBe(true);
    }),
  );
});
