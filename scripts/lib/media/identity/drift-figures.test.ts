import { expect, test } from 'vitest';
import type { IdentityReport } from '#core/identity.ts';
import { driftOf } from './drift-figures.ts';
import type { Stop } from './drift.ts';

const axis = (name: 'hair-colour' | 'face-structure', value: number | null) => ({
  axis: name,
  value,
  unit: 'u',
  limit: 2,
  answer: value === null ? ('not-measured' as const) : ('pass' as const),
  note: '',
});
const stop = (hair: number | null, face: number, method = 'm', against = 'a'): Stop => {
  const report: IdentityReport = {
    method,
    answer: 'pass',
    axes: [axis('hair-colour', hair), axis('face-structure', face)],
  };
  return { label: 'v', report, against };
};

test('a slow drift is told by its slope, and when it would cross the limit', () => {
  const { stops, axes } = driftOf([stop(0.2, 1), stop(0.4, 1), stop(0.6, 1), stop(0.8, 1)]);

  expect(stops).toBe(4);
  expect(axes[0]).toMatchObject({ axis: 'hair-colour', measured: 4, stopsToLimit: 6 });
  expect(axes[0]?.perStop).toBeCloseTo(0.1, 10);
  expect(axes[1]).toMatchObject({ axis: 'face-structure', perStop: 0, stopsToLimit: null });
});

test('what was held against another canonical picture, or measured otherwise, is left out', () => {
  expect(driftOf([stop(2, 2), stop(0, 0, 'm', 'b'), stop(0, 0, 'm', 'b')]).stops).toBe(2);
  expect(driftOf([stop(2, 2), stop(0, 0, 'n'), stop(0, 0, 'n')]).stops).toBe(2);
});

test('what was not measured is no zero', () => {
  const { axes } = driftOf([stop(1, 1), stop(null, 1), stop(1, 1)]);

  expect(axes.find((one) => one.axis === 'hair-colour')).toMatchObject({ measured: 2, perStop: 0 });
});

test('without a report there is nothing to tell', () => {
  expect(driftOf([])).toEqual({ stops: 0, axes: [] });
});
