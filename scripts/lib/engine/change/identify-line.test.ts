import fc from 'fast-check';
import { expect, test } from 'vitest';
import { severity } from '#core/identity.ts';
import type { Axis, AxisAnswer, IdentityReport } from '#core/identity.ts';
import { mergedReport } from './identify-line.ts';

const AXES: readonly Axis[] = ['hair-colour', 'face-structure'];

function report(hair: AxisAnswer, face: AxisAnswer, value = 1): IdentityReport {
  const answers = [hair, face];
  return {
    method: 'test 1',
    answer: answers.includes('fail') ? 'fail' : answers.every((one) => one === 'pass') ? 'pass' : 'look',
    axes: AXES.map((axis, at) => {
      const answer = answers[at] ?? 'pass';
      return {
        axis,
        value: answer === 'not-measured' ? null : value,
        unit: '×',
        limit: 1,
        answer,
        note: 'seen',
      };
    }),
  };
}

test('no failure of one file hides behind another’s', () => {
  const merged = mergedReport([
    ['still-1', report('fail', 'pass')],
    ['still-2', report('pass', 'fail', 3)],
    ['still-3', report('pass', 'pass')],
  ]);
  expect(merged?.answer).toBe('fail');
  expect(merged?.axes.map(({ axis, answer, note }) => [axis, answer, note])).toEqual([
    ['face-structure', 'fail', 'still-2: seen'],
    ['hair-colour', 'fail', 'still-1: seen'],
  ]);
});

test('one file is its own report, none is none', () => {
  const one = report('look', 'pass');
  expect(mergedReport([['front', one]])).toBe(one);
  expect(mergedReport([])).toBeUndefined();
});

test('together they are as true as the least true of them, on each axis by those that show it', () => {
  const answers = fc.constantFrom<AxisAnswer>('pass', 'look', 'fail', 'not-measured');
  const reports = fc.array(
    fc.tuple(answers, answers).map(([hair, face]) => report(hair, face)),
    { minLength: 2, maxLength: 4 },
  );
  fc.assert(
    fc.property(reports, (all) => {
      const merged = mergedReport(all.map((one, at) => [`still-${at}`, one]));
      expect(severity(merged?.answer ?? 'pass')).toBe(Math.max(...all.map(({ answer }) => severity(answer))));
      for (const axis of AXES) {
        const own = all.flatMap(({ axes }) =>
          axes.filter((one) => one.axis === axis).map(({ answer }) => answer),
        );
        const shown = own.filter((answer) => answer !== 'not-measured');
        const answer = merged?.axes.find((one) => one.axis === axis)?.answer;
        expect(severity(answer ?? 'pass')).toBe(Math.max(...(shown.length > 0 ? shown : own).map(severity)));
      }
    }),
  );
});
