import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readPicture } from '../picture-file.ts';
import type { Picture } from '../picture.ts';
import { besideCanon } from './beside-canon.ts';
import { examineFrames } from './frames.ts';
import { examine } from './identify.ts';
import { swatchesOf } from './swatches.ts';

const reference = await readPicture('assets/alpha-ref.png');

async function compareToCanon(picture: Picture, canonical: Picture) {
  const examination = await examine(picture, canonical);
  return { examination, png: await besideCanon([examination], examination.report) };
}

test('the picture of a report shows both views, the same bytes on every run', async () => {
  const blue = await readPicture('scripts/test/fixtures/variants/hair_hue_m60.png');
  const { png, examination } = await compareToCanon(blue, reference);
  const again = await compareToCanon(blue, reference);

  expect(again.png.equals(png)).toBe(true);
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1600, hasAlpha: false });
  // The second panel is the examined picture: blue where the canonical one is purple.
  const redAt = async (left: number) => {
    const patch = await sharp(png).extract({ left, top: 195, width: 8, height: 4 }).raw().toBuffer();
    return (
      patch.filter((_, index) => index % 3 === 0).reduce((sum, value) => sum + value, 0) / (patch.length / 3)
    );
  };
  expect((await redAt(300)) - (await redAt(924))).toBeGreaterThan(15);
  expect(swatchesOf(examination).map(({ label }) => label)).toEqual([
    'hair',
    'skin',
    'outfit, top',
    'outfit, middle',
    'outfit, bottom',
  ]);
});

test.each([
  [1, 1],
  [2000, 3],
  [3, 900],
])('a picture of %i × %i with nobody on it is drawn too', async (width, height) => {
  const { png, examination } = await compareToCanon(
    { width, height, rgba: new Uint8ClampedArray(width * height * 4).fill(90) },
    reference,
  );

  expect(examination.report.answer).toBe('fail');
  expect((await sharp(png).metadata()).width).toBe(1600);
});

test('of several frames the gravest one is drawn', async () => {
  const blue = await readPicture('scripts/test/fixtures/variants/hair_hue_m60.png');
  const { report, examinations } = await examineFrames([reference, blue, reference], reference, {
    kind: 'frames',
  });
  const png = await besideCanon(examinations, report);
  const data = await sharp(png).extract({ left: 924, top: 195, width: 8, height: 4 }).raw().toBuffer();
  const mean = (channel: number) =>
    data.filter((_, at) => at % 3 === channel).reduce((sum, value) => sum + value, 0) / (data.length / 3);

  expect(report.answer).toBe('look');
  expect(mean(2)).toBeGreaterThan(mean(0) + 40);
});
