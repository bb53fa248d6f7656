import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelOf, nth } from './select.ts';

test('the value of a rank is that of the sorted list, whatever the order and however many are equal', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 60 }),
      fc.nat(),
      (list, seed) => {
        const rank = seed % list.length;
        expect(nth(Float32Array.from(list), rank)).toBe(list.toSorted((a, b) => a - b)[rank]);
      },
    ),
  );
});

test('a rank beyond the list is refused', () => {
  expect(() => nth(new Float32Array(), 0)).toThrow(RangeError);
});

test('a channel of chosen pixels stands in their order', () => {
  expect([...channelOf(Float32Array.of(1, 2, 3, 4, 5, 6), [1, 0], 2)]).toEqual([6, 3]);
});
