import { expect, test } from 'vitest';
import { Oid } from '#core/oid.ts';
import type { FileVerdict } from '#core/verdict.ts';
import type { Picture } from '../picture.ts';
import { groupVerdicts, type Named, panelsWithin } from './group.ts';
import { measurePictures, pictureMeasures } from './picture.ts';
import { randomly } from './random.ts';

/** A grainy picture whose upper half has a colour. */
function still(seed: number, colour: readonly [number, number, number]): Picture {
  const next = randomly(seed);
  const [width, height] = [64, 64];
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i += 1) {
    const grain = next(40);
    const base = i < (width * height) / 2 ? colour : [90, 95, 100];
    rgba.set([(base[0] ?? 0) + grain, (base[1] ?? 0) + grain, (base[2] ?? 0) + grain, 255], i * 4);
  }
  return { width, height, rgba };
}

function turned(
  seed: number,
  from: readonly [number, number, number],
  to: readonly [number, number, number],
): FileVerdict {
  const [before, after] = [still(seed, from), still(seed, to)];
  const difference = measurePictures(before, after);
  const { visibility } = difference;
  return {
    kind: 'changed',
    medium: 'picture',
    finding: '',
    visibility,
    measures: pictureMeasures(difference, before),
    panels: [],
  };
}

const PURPLE = [90, 30, 170] as const;
const PINK = [170, 30, 140] as const;
const GREEN = [30, 150, 60] as const;

test('the same turn of hue in forty stills is one line with forty members', () => {
  const verdicts: Named[] = Array.from({ length: 40 }, (_, i) => ({
    name: `stills/${i}`,
    verdict: turned(i + 1, PURPLE, PINK),
  }));
  const groups = groupVerdicts(verdicts);
  expect(groups).toHaveLength(1);
  expect(groups[0]?.members).toHaveLength(40);
});

test('another turn of hue is another line, and the order of the input has no say', () => {
  const verdicts: Named[] = Array.from({ length: 12 }, (_, i) => ({
    name: `stills/${i}`,
    verdict: turned(i + 1, PURPLE, i % 3 === 0 ? GREEN : PINK),
  }));
  const groups = groupVerdicts(verdicts);
  expect(groups.map(({ members }) => members.length).toSorted((a, b) => a - b)).toEqual([4, 8]);
  expect(groupVerdicts(verdicts.toReversed())).toEqual(groups);
});

test('what is seen most comes first', () => {
  const equal: Named = {
    name: 'same',
    verdict: {
      kind: 'equal',
      by: 'digest',
      medium: 'text',
      finding: '',
      visibility: 0,
      measures: [],
      panels: [],
    },
  };
  const gone: Named = { name: 'gone', verdict: { ...equal.verdict, kind: 'removed', visibility: 1 } };
  expect(groupVerdicts([equal, words('a', 0.4), gone]).map(({ first }) => first.name)).toEqual([
    'gone',
    'a',
    'same',
  ]);
});

test('panels are shown while there is room, all of a member or none', () => {
  const groups = groupVerdicts([
    { name: 'large', verdict: withPanels(0.9, [60, 60]) },
    { name: 'first', verdict: withPanels(1, [50, 20]) },
    { name: 'small', verdict: withPanels(0.1, [20]) },
  ]);
  expect([...panelsWithin(groups, 100).keys()]).toEqual(['first', 'small']);
});

const words = (name: string, visibility: number): Named => ({
  name,
  verdict: { kind: 'changed', medium: 'text', finding: name, visibility, measures: [], panels: [] },
});

const withPanels = (visibility: number, bytes: readonly number[]): FileVerdict => ({
  kind: 'unreadable',
  side: 'after',
  reason: String(visibility),
  medium: 'picture',
  finding: '',
  visibility,
  measures: [],
  panels: bytes.map((size) => ({
    role: 'after',
    file: 'after.webp',
    type: 'image/webp',
    width: 1,
    height: 1,
    bytes: size,
    digest: Oid.parse('0'.repeat(64)),
    alt: '',
  })),
});
