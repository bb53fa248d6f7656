import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { beforeAll, describe, expect, test } from 'vitest';
import { Axis, type IdentityReport } from '#core/identity.ts';
import { readPicture } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { blurred, grained, moved, reencoded, relit } from './altered.ts';
import { examineFrames } from './frames.ts';
import { bodyWidened } from './graded-body.ts';
import { faceTurned, mouthOpened, rebuilt } from './graded-face.ts';
import { hairCut, hairTurned, trimTurned } from './graded.ts';
import { examine, identify } from './identify.ts';
import { isPortrait } from './measure.ts';
import type { Portrait } from './registration.ts';
import { sightOf } from './sight.ts';

const VARIANTS = 'scripts/test/fixtures/variants';
const Labels = z.array(
  z.object({ file: z.string(), label: z.enum(['same', 'changed']), axis: z.string(), amount: z.number() }),
);
const labels = Labels.parse(JSON.parse(await readFile(`${VARIANTS}/labels.json`, 'utf8')));

let canonical: Picture;
let portrait: Portrait;
beforeAll(async () => {
  canonical = await readPicture('assets/alpha-ref.png');
  const sight = await sightOf(canonical);
  if (!isPortrait(sight)) throw new Error('The reference shows no face');
  portrait = sight;
});

const axisOf = (report: IdentityReport, axis: Axis) => report.axes.find((one) => one.axis === axis);

const valuesOf = (reports: readonly IdentityReport[], axis: Axis) =>
  reports.map((report) => axisOf(report, axis)?.value ?? Number.NaN);

const rank = (values: readonly number[]) =>
  values.map((value) => values.filter((other) => other < value).length);

/** Spearman's rank correlation of two lists without ties. */
function spearman(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [rank(first), rank(second)];
  const squares = a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0);
  return 1 - (6 * squares) / (a.length * (a.length ** 2 - 1));
}

const variant = async (file: string): Promise<IdentityReport> =>
  identify(await readPicture(`${VARIANTS}/${file}`), canonical);

describe('of the labelled pictures', () => {
  test.each(labels.filter(({ label }) => label === 'same'))('$file is the same', async ({ file }) => {
    expect(await variant(file)).toMatchObject({ answer: 'pass' });
  });

  test.each(labels.filter(({ label }) => label === 'changed'))(
    '$file changed in $axis, and that is said first',
    async ({ file, axis }) => {
      const report = await variant(file);

      expect(report.answer).not.toBe('pass');
      expect(report.axes[0]?.axis).toBe(Axis.parse(axis));
    },
  );

  test.each(labels.filter(({ file }) => file.startsWith('hair_hue')))(
    'the hue of $file turned by $amount°, give or take 4°',
    async ({ file, amount }) => {
      const { changes } = await examine(await readPicture(`${VARIANTS}/${file}`), canonical);
      const hue = changes.hairColour.kind === 'measured' ? changes.hairColour.change.hue : Number.NaN;

      expect(Math.abs(hue - amount)).toBeLessThan(4);
    },
  );

  test('hair over an eye is said, and the face is not judged', async () => {
    const { axes } = await variant('hair_shape_bob02.png');

    expect(axes.find(({ axis }) => axis === 'face-structure')).toMatchObject({
      answer: 'not-measured',
      value: null,
    });
    expect(axes.find(({ axis }) => axis === 'face-structure')?.note).toMatch(/^face partly hidden by hair/u);
  });
});

describe('nothing about her changed', () => {
  const alterations: readonly (readonly [string, (picture: Picture) => Picture | Promise<Picture>])[] = [
    ['8 % brighter', (picture) => relit(picture, ([r, g, b]) => [r * 1.08, g * 1.08, b * 1.08])],
    ['8 % darker', (picture) => relit(picture, ([r, g, b]) => [r * 0.92, g * 0.92, b * 0.92])],
    ['in warmer light', (picture) => relit(picture, ([r, g, b]) => [r * 1.05, g, b * 0.95])],
    [
      'lit more from one side',
      (picture) => relit(picture, ([r, g, b], x) => [r, g, b].map((v) => v * (0.92 + 0.16 * x))),
    ],
    ['as JPEG 75', (picture) => reencoded(picture, 'jpeg', 75)],
    ['as JPEG 95', (picture) => reencoded(picture, 'jpeg', 95)],
    ['as WebP 80', (picture) => reencoded(picture, 'webp', 80)],
    ['as PNG', (picture) => reencoded(picture, 'png')],
    ['a little blurred', (picture) => blurred(picture, 1.5)],
    ['with grain', (picture) => grained(picture, 4)],
    ['turned by 2°', (picture) => moved(picture, { degrees: 2 })],
    ['cropped closer', (picture) => moved(picture, { scale: 1.08 })],
    ['moved', (picture) => moved(picture, { dx: 37, dy: 23 })],
    ['with the face turned by 2°', () => faceTurned(portrait, 2)],
  ];

  test.each(alterations)('%s', async (_, alter) => {
    expect(await identify(await alter(canonical), canonical)).toMatchObject({ answer: 'pass' });
  });
});

describe('a measure grows with the change', () => {
  test('of the hue of the hair, from 15° to 120°, and the hue itself is told within 4°', async () => {
    const degrees = [15, 30, 45, 60, 75, 90, 105, 120];
    const found = [];
    for (const turn of degrees) found.push(await examine(hairTurned(portrait, turn), canonical));
    const values = found.map(({ report }) => axisOf(report, 'hair-colour')?.value ?? Number.NaN);
    const hues = found.map(({ changes }) =>
      changes.hairColour.kind === 'measured' ? changes.hairColour.change.hue : Number.NaN,
    );

    expect(spearman(degrees, values)).toBeGreaterThanOrEqual(0.9);
    for (const [index, hue] of hues.entries()) expect(Math.abs(hue - (degrees[index] ?? 0))).toBeLessThan(4);
    for (const { report } of found)
      expect(report.axes[0]).toMatchObject({ axis: 'hair-colour', answer: 'fail' });
  });

  test.each([1, 2, 3])('of the face, from 0.25 to 1, in direction %i', async (direction) => {
    const amounts = [0.25, 0.5, 0.75, 1];
    const values = [];
    for (const amount of amounts) {
      const report = await identify(rebuilt(portrait, direction, amount), canonical);
      values.push(axisOf(report, 'face-structure')?.value ?? Number.NaN);
    }

    expect(spearman(amounts, values)).toBeGreaterThanOrEqual(0.9);
    expect(values.at(-1)).toBeGreaterThan(1);
  });

  test('of the length of the hair and the width of the body, and each is named first', async () => {
    const cuts = await Promise.all(
      [0.15, 0.25, 0.35].map((share) => identify(hairCut(portrait, share), canonical)),
    );
    const widths = await Promise.all(
      [1.06, 1.12, 1.2].map((factor) => identify(bodyWidened(portrait, factor), canonical)),
    );
    expect(spearman([1, 2, 3], valuesOf(cuts, 'hair-shape'))).toBe(1);
    expect(spearman([1, 2, 3], valuesOf(widths, 'body-proportions'))).toBe(1);
    expect([...cuts, ...widths].map(({ axes }) => axes[0]?.axis)).toEqual([
      ...cuts.map(() => 'hair-shape'),
      ...widths.map(() => 'body-proportions'),
    ]);
  });

  test('of a small part of the outfit: piping in another hue is seen', async () => {
    expect((await identify(trimTurned(portrait, 60), canonical)).axes[0]).toMatchObject({ axis: 'outfit' });
  });
});

test('she may speak in a clip; on a still an open mouth is a change', async () => {
  const frames = [0, 0.05, 0.1, 0.05].map((amount) => mouthOpened(portrait, amount));

  const { report } = await examineFrames(frames, canonical, { kind: 'frames', speaking: true });

  expect(report).toMatchObject({ answer: 'pass' });
  expect(axisOf(await identify(mouthOpened(portrait, 0.15), canonical), 'face-structure')?.answer).not.toBe(
    'pass',
  );
});

test('the same picture gives the same report on every run', async () => {
  const once = await variant('face_s11_050.png');

  expect(await variant('face_s11_050.png')).toEqual(once);
});

test('without a face the canonical picture can judge nothing', async () => {
  await expect(
    identify(canonical, { width: 2, height: 2, rgba: new Uint8ClampedArray(16) }),
  ).rejects.toMatchObject({ code: 'canonical-without-face' });
});
