import fc from 'fast-check';
import { expect, test } from 'vitest';
import { likeness } from './outputs-first-frame.ts';

test('a picture is wholly like itself, also lighter and paler, and wholly unlike its negative', () => {
  const one = Uint8Array.from({ length: 300 }, (_, at) => (at * 37) % 200);
  expect(likeness(one, one)).toBeCloseTo(1, 10);
  expect(
    likeness(
      one,
      one.map((value) => 20 + value / 2),
    ),
  ).toBeGreaterThan(0.999);
  expect(
    likeness(
      one,
      one.map((value) => 255 - value),
    ),
  ).toBeCloseTo(-1, 10);
  expect(likeness(one, new Uint8Array(300).fill(7))).toBe(0);
});

test('it never leaves −1 to 1, whichever comes first', () => {
  const bytes = fc.uint8Array({ minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(bytes, bytes, (one, two) => {
      expect(Math.abs(likeness(one, two))).toBeLessThanOrEqual(1 + 1e-9);
      expect(likeness(one, two)).toBeCloseTo(likeness(two, one), 10);
    }),
  );
});
