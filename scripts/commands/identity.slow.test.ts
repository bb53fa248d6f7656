import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '#test/temporary-folder.ts';

const checkout = resolve(import.meta.dirname, '../..');
const variants = join(checkout, 'scripts/test/fixtures/variants');
const Told = z.looseObject({
  answer: z.enum(['pass', 'look', 'fail']),
  axes: z.array(
    z.looseObject({
      axis: z.enum(['hair-colour', 'hair-shape', 'face-structure', 'outfit', 'body-proportions']),
      value: z.number().nullable(),
      unit: z.string(),
      limit: z.number(),
      answer: z.enum(['pass', 'look', 'fail', 'not-measured']),
      note: z.string(),
    }),
  ),
});

const alpha = (...words: readonly string[]) =>
  execa({ cwd: checkout, reject: false })`${process.execPath} scripts/alpha.ts identity ${[...words]}`;

test('the reference of the repository is what a picture is held against; the worst axis stands first', async () => {
  const same = await alpha(join(variants, 'same_seed7.png'), '--json');
  expect(same.exitCode).toBe(0);
  expect(Told.parse(JSON.parse(same.stdout)).answer).toBe('pass');
  const blue = await alpha(join(variants, 'hair_hue_m60.png'), '--json');
  expect(blue.exitCode).toBe(1);
  const told = Told.parse(JSON.parse(blue.stdout));
  expect(told.answer).toBe('fail');
  expect(told.axes.map(({ axis }) => axis)[0]).toBe('hair-colour');
  expect(told.axes).toHaveLength(5);
}, 60_000);

test('against a picture that is named; the report is drawn, and words say the same as figures', async () => {
  await using folder = await temporaryFolder();
  const [red, drawn] = [join(variants, 'outfit_colour_red.png'), join(folder.path, 'report.png')];
  const told = await alpha(red, '--against', join(variants, 'same_light_p6.png'), '--picture', drawn);
  expect(told.exitCode).toBe(1);
  expect(told.stdout).toMatch(/^fail\nfail\s+outfit\s/u);
  expect((await readFile(drawn)).subarray(1, 4).toString()).toBe('PNG');
}, 60_000);

test('what is not there, and what shows nobody, is told with what to do', async () => {
  const missing = await alpha('no-such-picture.png');
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toContain('no-such-picture.png');
  const text = await alpha('README.md');
  expect(text.exitCode).toBe(2);
}, 60_000);
