import { XMLValidator } from 'fast-xml-parser';
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

const plot = (labels: readonly string[]) =>
  driftPlot(labels.map((label, at) => ({ label, report: report(at / 4) })));
const tags = (svg: string) => Array.from(svg.matchAll(/<(\/?[a-z]+)/gu), ([, tag]) => tag);

test('whatever a label says, it is text: no label adds a tag', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 12 }), (labels) => {
      const svg = plot(labels);

      expect(tags(svg)).toEqual(tags(plot(labels.map(() => 'v'))));
      expect(count(svg, '<')).toBe(tags(svg).length);
      expect(svg.isWellFormed()).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a label that looks like markup leaves the plot well-formed', () => {
  expect(XMLValidator.validate(plot(['<script>alert(1)</script>', '"&amp;\u0000\ud800', ']]>']))).toBe(true);
});

test('no report yet, and one alone, are plots too', () => {
  expect(driftPlot([])).toContain('No report yet.');
  expect(count(driftPlot([{ label: 'v1', report: report(1) }]), '<circle')).toBe(1);
});
