import { expect, test } from 'vitest';
import { readPicture } from '../picture-file.ts';
import { examine } from './identify.ts';
import { outlineBesideCanonical } from './outline.ts';

const reference = await readPicture('assets/alpha-ref.png');

async function figures(variant: string) {
  const picture = await readPicture(`scripts/test/fixtures/variants/${variant}.png`);
  const measures = outlineBesideCanonical(await examine(picture, reference));
  const of = (metric: string) => measures.find((one) => one.metric === metric)?.value ?? Number.NaN;
  return { iou: of('canon/silhouette-iou@1'), colour: of('canon/ciede2000-mean@1') };
}

test('other shoulders are told by the outline, another hair colour by the colours', async () => {
  const [same, wide, blue] = [
    await figures('same_seed7'),
    await figures('body_shoulder_p75'),
    await figures('hair_hue_m60'),
  ];
  expect(same.iou).toBeGreaterThan(0.99);
  expect(wide.iou).toBeLessThan(same.iou - 0.03);
  expect(blue.iou).toBeGreaterThan(0.98);
  expect(blue.colour).toBeGreaterThan(same.colour + 1.5);
});

test('where nobody is, nothing is laid upon her', async () => {
  const nobody = { width: 300, height: 300, rgba: new Uint8ClampedArray(300 * 300 * 4).fill(120) };
  expect(outlineBesideCanonical(await examine(nobody, reference))).toEqual([]);
});
