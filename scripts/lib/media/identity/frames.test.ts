import { expect, test } from 'vitest';
import type { AxisAnswer, AxisReport, IdentityReport } from '#core/identity.ts';
import { merged } from './frames.ts';

const axis = (name: AxisReport['axis'], value: number | null, answer: AxisAnswer): AxisReport => ({
  axis: name,
  value,
  unit: '%',
  limit: 2,
  answer,
  note: value === null ? 'no face on the picture: turned away or hidden' : 'as they were',
});
const frame = (value: number | null): IdentityReport => {
  const answer = value === null ? 'not-measured' : value <= 2 ? 'pass' : value <= 4 ? 'look' : 'fail';
  return {
    method: 'm',
    answer: answer === 'not-measured' ? 'look' : answer,
    axes: [axis('outfit', value, answer), axis('hair-colour', 1, 'pass')],
  };
};
const outfit = (values: readonly (number | null)[]) =>
  merged(values.map(frame), 'frames').axes.find((one) => one.axis === 'outfit');

test('the middle frame speaks, and one bad frame among many does not', () => {
  const values = [1, 1, 1, 9, 1, 1, 1, 1, 1, 1, 1];

  expect(outfit(values)).toMatchObject({ value: 1, answer: 'pass' });
  expect(outfit(values)?.note).toContain('1 of 11 frames fail; worst 9 in frame 4');
});

test('when more than a tenth of the frames fails, somebody looks', () => {
  expect(outfit([1, 1, 9, 1, 1, 1, 9, 1])).toMatchObject({ value: 1, answer: 'look' });
  expect(merged([1, 9, 9].map(frame), 'frames').answer).toBe('fail');
});

test('a side from which nothing can be measured takes nothing away, but says so', () => {
  const report = merged([frame(1), frame(null), frame(null), frame(null)], 'views');

  expect(report.answer).toBe('pass');
  expect(report.axes.find((one) => one.axis === 'outfit')?.note).toContain('measured in 1 of 4 views');
});

test('what no picture shows was not measured, and never passes', () => {
  const report = merged([frame(null), frame(null)], 'views');

  expect(report.answer).toBe('look');
  expect(report.axes[0]).toMatchObject({ axis: 'outfit', value: null, answer: 'not-measured' });
  expect(report.axes[0]?.note).toMatch(/^in none of 2 views/u);
});

test('no frame at all is no answer', () => {
  expect(() => merged([], 'frames')).toThrow(RangeError);
});
