import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IdentityReport } from '#core/identity.ts';
import { driftPlot } from './drift.ts';

const report = (value: number | null, method = 'm'): IdentityReport => ({
  method,
  answer: 'pass',
  axes: [
    {
      axis: 'hair-colour',
      value,
      unit: 'ΔE00',
      limit: 2,
      answer: value === null ? 'not-measured' : value > 2 ? 'look' : 'pass',
      note: 'hue as it was',
    },
  ],
});
const count = (svg: string, piece: string) => svg.split(piece).length - 1;

test('a slow drift is a line that rises to and over the limit', () => {
  const svg = driftPlot(
    [0.4, 0.8, 1.6, 2.4].map((value, at) => ({ label: `v${at}`, report: report(value) })),
  );
  const heights = Array.from(svg.matchAll(/<circle cx="[\d.]+" cy="([\d.]+)"/gu), ([, y]) => Number(y));
  const limit = Number(
    /y1="([\d.]+)" y2="[\d.]+" stroke="currentColor" stroke-opacity="0.9"/u.exec(svg)?.[1],
  );

  expect(heights).toEqual(heights.toSorted((a, b) => b - a));
  expect(heights.map((y) => y < limit)).toEqual([false, false, false, true]);
  expect(svg).toContain('at the last one, v3: hair-colour 1.2 times its limit');
});

test('what was not measured leaves a gap, not a zero', () => {
  const svg = driftPlot([1, null, 1].map((value, at) => ({ label: `v${at}`, report: report(value) })));

  expect(count(svg, '<circle')).toBe(2);
  expect(/<path d="(M[^"]*)"/u.exec(svg)?.[1]?.match(/[ML]/gu)).toEqual(['M', 'M']);
});

test('another method is marked where it begins', () => {
  const stops = ['a', 'a', 'b'].map((method, at) => ({ label: `v${at}`, report: report(1, method) }));

  expect(count(driftPlot(stops), 'another method from here')).toBe(1);
});

test('whatever a label says, the plot is well-formed and the label is text', () => {
  const parser = new XMLParser({ ignoreAttributes: false, stopNodes: [] });
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 30 }), (labels) => {
      const svg = driftPlot(labels.map((label, at) => ({ label, report: report(at / 4) })));

      expect(() => parser.parse(svg, true)).not.toThrow();
      expect(count(svg, '<script')).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('no report yet, and one alone, are plots too', () => {
  expect(driftPlot([])).toContain('No report yet.');
  expect(count(driftPlot([{ label: 'v1', report: report(1) }]), '<circle')).toBe(1);
});
