import { describe, expect, test } from 'vitest';
import { IdentityReport } from '#core/identity.ts';
import { LIMITS } from './limits.ts';
import type { Changes } from './measure.ts';
import { reported } from './report.ts';

/** Nothing moved at all. */
const still: Changes = {
  faces: 1,
  person: 0.4,
  registration: undefined,
  light: [1, 1, 1],
  hairColour: {
    kind: 'measured',
    change: { difference: 0, hue: 0, hueSeen: 0, lightness: 0, chroma: 0, vividness: 0.2 },
  },
  hairShape: { kind: 'measured', change: { brow: 0, apart: 0, gone: 0, grown: 0, shown: 1, elsewhere: [] } },
  face: {
    kind: 'measured',
    change: {
      embedding: 0,
      geometry: 0,
      features: 0,
      tracked: 72,
      parts: { jaw: 0, brows: 0, eyes: 0, nose: 0, mouth: 0 },
    },
  },
  outfit: {
    kind: 'measured',
    change: { difference: 0, moved: 0, shown: 1, by: 'place', swatches: [], elsewhere: [] },
  },
  proportions: {
    kind: 'measured',
    change: { shoulders: 0, neck: 0, head: 0, shown: 1, found: 1, rest: 0 },
  },
};
const report = (changes: Partial<Changes>) => reported({ ...still, ...changes }, LIMITS, 'test');
const { limits } = LIMITS;
const hue = (difference: number): Partial<Changes> => ({
  hairColour: {
    kind: 'measured',
    change: { difference, hue: -58, hueSeen: -44, lightness: 4, chroma: -0.05, vividness: 0.15 },
  },
});

const at = (difference: number) => report(hue(difference)).axes[0];
const note = (change: { shoulders: number; neck: number; head: number }) =>
  report({ proportions: { kind: 'measured', change: { ...change, shown: 1, found: 1, rest: 0 } } }).axes[0]
    ?.note;

test('when nothing moved, everything passes, and the report is of the shape that others read', () => {
  expect(report({}).answer).toBe('pass');
  expect(IdentityReport.parse(report({})).axes).toHaveLength(5);
});

describe('an answer', () => {
  const { pass, fail } = limits['hair-colour.difference'];

  test('passes at the limit, asks to look above it, fails above twice or so of it', () => {
    expect(at(pass)?.answer).toBe('pass');
    expect(at(pass * 1.01)?.answer).toBe('look');
    expect(at(fail * 1.01)?.answer).toBe('fail');
    expect(report(hue(pass * 1.01)).answer).toBe('look');
    expect(report(hue(fail * 1.01)).answer).toBe('fail');
  });

  test('says what was seen', () => {
    expect(at(20)).toMatchObject({
      axis: 'hair-colour',
      value: 20,
      unit: 'ΔE00',
      limit: pass,
      note: 'hue turned by −58°, +4.0 L* lighter, duller',
    });
  });
});

test('the worst axis stands first: what failed, then the further over its limit, then what was not measured', () => {
  const { axes } = report({
    ...hue(limits['hair-colour.difference'].fail * 1.1),
    outfit: {
      kind: 'measured',
      change: {
        difference: limits['outfit.difference'].fail * 3,
        moved: 0.98,
        shown: 1,
        by: 'place',
        swatches: [],
        elsewhere: [],
      },
    },
    face: { kind: 'none', why: 'face partly hidden by hair (33 %)' },
  });

  expect(axes.map(({ axis }) => axis).slice(0, 3)).toEqual(['outfit', 'hair-colour', 'face-structure']);
  expect(axes[2]).toMatchObject({
    value: null,
    answer: 'not-measured',
    note: 'face partly hidden by hair (33 %)',
  });
});

test('a face is as bad as the worst of its measures, and the parts that moved most are named', () => {
  const { pass } = limits['face-structure.geometry'];
  const { axes } = report({
    face: {
      kind: 'measured',
      change: {
        embedding: 0,
        geometry: pass * 3,
        features: undefined,
        tracked: 3,
        parts: { jaw: pass * 2, brows: 0, eyes: pass * 4, nose: 0, mouth: 0 },
      },
    },
  });

  expect(axes[0]).toMatchObject({ axis: 'face-structure', value: 3, limit: 1, unit: '× limit' });
  expect(axes[0]?.note).toMatch(/most in eyes .* %, jaw .* %, brows .* %$/u);
});

test('what was not measured is never a pass', () => {
  const why = { kind: 'none', why: 'no face on the picture: turned away or hidden' } as const;
  const nothing = { hairColour: why, hairShape: why, face: why, outfit: why, proportions: why, faces: 0 };

  expect(report({ face: why }).answer).toBe('look');
  expect(report({ ...nothing, person: 0.4 }).answer).toBe('look');
  expect(report({ ...nothing, person: 0 }).answer).toBe('fail');
});

test('with a second face a pass becomes a look, and the report says why', () => {
  const crowd = report({ faces: 2 });

  expect(crowd.answer).toBe('look');
  expect(crowd.axes[0]).toMatchObject({ axis: 'face-structure', answer: 'look' });
  expect(crowd.axes[0]?.note).toContain('2 faces on the picture');
});

test('shoulders, head and neck are told apart in words', () => {
  expect(note({ shoulders: 0.18, neck: 0, head: 0 })).toBe('shoulders 18 % wider against the head');
  expect(note({ shoulders: -0.1, neck: -0.05, head: 0.11 })).toBe(
    'head 11 % larger against the body, shoulders 5 % of a face height higher',
  );
});
