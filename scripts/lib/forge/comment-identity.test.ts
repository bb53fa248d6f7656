import { expect, test } from 'vitest';
import type { AxisReport, IdentityReport } from '#core/identity.ts';
import { identityNotes, identityTable, swatchLine } from './comment-identity.ts';

const axis = (more: Partial<AxisReport>): AxisReport => ({
  axis: 'hair-colour',
  value: 0.4,
  unit: 'ΔE00',
  limit: 2,
  answer: 'pass',
  note: 'as it was',
  ...more,
});
const report = (axes: readonly AxisReport[], answer: IdentityReport['answer'] = 'pass'): IdentityReport => ({
  method: 'test 1',
  answer,
  axes: [...axes],
});

test('a limit that all share stands above its column once, and figures stand below it', () => {
  const table = identityTable([
    ['mesh', report([axis({})])],
    ['splat', report([axis({ value: 1.25 })])],
  ]);
  expect(table).toContain('hair colour<br><sub>limit 2 ΔE00</sub>');
  expect(table).toContain('| **mesh** | ✓ 0.40 ΔE00 | – |');
  expect(table.match(/limit 2/gu)).toHaveLength(1);
});

test('limits that differ stand beside their figures', () => {
  const table = identityTable([
    ['mesh', report([axis({})])],
    ['talk/one', report([axis({ limit: 3 })])],
  ]);
  expect(table).toContain('✓ 0.40 ΔE00 <sub>limit 2 ΔE00</sub>');
  expect(table).toContain('✓ 0.40 ΔE00 <sub>limit 3 ΔE00</sub>');
});

test('who is furthest from passing stands first; not measured is said and is no pass', () => {
  const table = identityTable([
    ['mesh', report([axis({})])],
    ['clip', report([axis({ value: null, answer: 'not-measured' })], 'look')],
    ['stills', report([axis({ value: 21.5, answer: 'fail' })], 'fail')],
  ]);
  const places = ['stills', 'clip', 'mesh'].map((name) => table.indexOf(`**${name}**`));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(table).toContain('**fail** 21.5 ΔE00');
  expect(table).toContain('– <sub>not measured</sub>');
});

test('what was seen is told where an axis did not pass, and as text', () => {
  const notes = identityNotes([
    [
      'mesh',
      report([axis({}), axis({ axis: 'outfit', answer: 'look', note: 'a <b>seam</b> moved' })], 'look'),
    ],
  ]);
  expect(notes).toContain('What was seen: 1 note');
  expect(notes).toContain('- **mesh**, outfit (look): a &lt;b&gt;seam&lt;/b&gt; moved');
  expect(identityNotes([['mesh', report([axis({})])]])).toBe('');
});

test('colours are named where they differ to the eye', () => {
  const swatches = [
    { label: 'hair', reference: '#6c2f98', measured: '#2f5698' },
    { label: 'skin', reference: '#bc9a88', measured: '#bb9988' },
  ];
  expect(swatchLine({ ...report([axis({})]), swatches })).toBe('hair `#6c2f98` → `#2f5698`');
  expect(swatchLine(report([axis({})]))).toBe('');
});
