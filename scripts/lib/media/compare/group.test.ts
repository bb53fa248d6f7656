import { expect, test } from 'vitest';
import { Oid } from '#core/oid.ts';
import type { FileVerdict, Measure } from '#core/verdict.ts';
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

/** A film of so many seconds, all of whose frames changed by so much. */
const film = (seconds: number, ssim: number, psnr: number, more: readonly Measure[] = []): FileVerdict => ({
  kind: 'changed',
  medium: 'video',
  finding: `100 % of the frames changed to the eye, the worst to SSIM ${ssim}.`,
  visibility: 1 - ssim,
  measures: [
    measure('frames-below-40db/ffmpeg-psnr@1', 'frames changed to the eye', 1, 'share'),
    measure('ssim/ffmpeg-all@1', 'SSIM, worst frame', ssim, 'SSIM'),
    measure('psnr/ffmpeg-average@1', 'PSNR, mean', psnr, 'dB'),
    measure('shift/frames@1', 'starts later by', 0, 's'),
    ...(more.length > 0 ? more : [measure('duration@1', 'duration', seconds, 's')]),
  ],
  panels: [],
});
const measure = (metric: string, label: string, value: number, unit: string): Measure => ({
  metric,
  label,
  value,
  unit,
});
const sizes = (verdicts: readonly FileVerdict[]) =>
  groupVerdicts(verdicts.map((verdict, i) => ({ name: `films/${i}`, verdict }))).map(
    ({ members }) => members.length,
  );

test('the same change in a long film and a short one is one line', () => {
  expect(sizes([film(32.12, 0.8707, 27), film(8.08, 0.8754, 27.01), film(600, 0.86, 26.2)])).toEqual([3]);
});

test('a film that lost its end has not changed as one that kept its length', () => {
  const cut = [
    measure('duration@1', 'duration before', 32, 's'),
    measure('duration@1', 'duration after', 20, 's'),
  ];
  const longer = [
    measure('duration@1', 'duration before', 8, 's'),
    measure('duration@1', 'duration after', 20, 's'),
  ];
  const films = [film(32, 0.87, 27), film(20, 0.87, 27, cut), film(20, 0.87, 27, longer)];
  expect(sizes(films)).toEqual([1, 1, 1]);
});

const graded = (lightness: number): FileVerdict => ({
  ...film(8, 0.9, 27),
  measures: [measure('lightness-mean/oklab-differing@1+4k', 'lighter by', lightness, 'OKLab')],
});

test('what grew brighter and what grew darker are two lines', () => {
  expect(sizes([graded(0.03), graded(-0.03), graded(0.035)]).toSorted((a, b) => a - b)).toEqual([1, 2]);
});

test('texts are joined when the same words changed, pictures when they have the same new size', () => {
  expect(
    sizes([
      saying('changed', 'text', '1 word came.'),
      saying('changed', 'text', '900 words went.'),
      saying('changed', 'text', '1 word came.'),
      saying('resized', 'picture', 'From 4 × 4 to 8 × 8.'),
      saying('resized', 'picture', 'From 4 × 4 to 2 × 8.'),
    ]).toSorted((a, b) => a - b),
  ).toEqual([1, 1, 1, 2]);
});

test('what others made is another line, however near its figures are', () => {
  const named = [
    { name: 'talk/one', family: 'talk', verdict: film(32, 0.87, 27) },
    { name: 'talk/two', family: 'talk', verdict: film(8, 0.87, 27) },
    { name: 'clip', family: 'clip', verdict: film(5, 0.87, 27) },
  ];
  expect(groupVerdicts(named).map(({ members }) => members.map(({ name }) => name))).toEqual([
    ['clip'],
    ['talk/one', 'talk/two'],
  ]);
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

const saying = (
  kind: 'changed' | 'resized',
  medium: FileVerdict['medium'],
  finding: string,
): FileVerdict => ({
  kind,
  medium,
  finding,
  visibility: 0.5,
  measures: [],
  panels: [],
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
