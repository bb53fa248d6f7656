import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { beforeAll, describe, expect, test } from 'vitest';
import { Axis, type IdentityReport } from '#core/identity.ts';
import { readPicture } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { blurred, grained, moved, reencoded, relit } from './altered.ts';
import { examine, identify } from './identify.ts';

const VARIANTS = 'scripts/test/fixtures/variants';
const Labels = z.array(
  z.object({ file: z.string(), label: z.enum(['same', 'changed']), axis: z.string(), amount: z.number() }),
);
const labels = Labels.parse(JSON.parse(await readFile(`${VARIANTS}/labels.json`, 'utf8')));

let canonical: Picture;
beforeAll(async () => {
  canonical = await readPicture('assets/alpha-ref.png');
});

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
  ];

  test.each(alterations)('%s', async (_, alter) => {
    expect(await identify(await alter(canonical), canonical)).toMatchObject({ answer: 'pass' });
  });
});
