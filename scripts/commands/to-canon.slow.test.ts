import { join, resolve } from 'node:path';
import { execa } from 'execa';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Measure } from '#core/verdict.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';

const checkout = resolve(import.meta.dirname, '../..');
const Told = z.object({
  answer: z.string(),
  pictures: z.array(
    z.object({
      of: z.string(),
      picture: z.string(),
      axes: z.array(z.object({ axis: z.string() })),
      measures: z.array(Measure),
    }),
  ),
});

test('an output is put beside the canonical picture: axes, how near the figures lie, and a picture that marks both', async () => {
  await using folder = await temporaryFolder();
  const picture = join(folder.path, 'beside.png');
  const alpha = (...words: readonly string[]) =>
    execa(
      process.execPath,
      [
        join(checkout, 'scripts/alpha.ts'),
        'compare',
        '--to-canon',
        'scripts/test/fixtures/variants/body_shoulder_p75.png',
        '--report',
        picture,
        ...words,
      ],
      { cwd: checkout, reject: false },
    );
  const [json, text] = [await alpha('--json'), await alpha()];
  const told = Told.parse(JSON.parse(json.stdout));
  const [only] = told.pictures;
  expect(only).toMatchObject({ of: 'body_shoulder_p75.png', picture });
  expect(only?.axes).toHaveLength(5);
  expect(only?.measures.map(({ metric }) => metric)).toEqual([
    'canon/silhouette-iou@1',
    'canon/ciede2000-mean@1',
    'canon/ssim-wang2004@1',
  ]);
  for (const { label } of only?.measures ?? []) expect(text.stdout).toContain(label);
  expect(text.exitCode).toBe(json.exitCode);
  expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: 1600 });
});
