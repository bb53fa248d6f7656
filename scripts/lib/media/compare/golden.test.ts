import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPicture } from '../picture-file.ts';
import { compareFiles } from './compare.ts';

const REFERENCE = 'assets/alpha-ref.png';
const variant = (name: string) => `scripts/test/fixtures/variants/${name}.png`;
const GOLDEN = join(import.meta.dirname, 'golden');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'golden-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['hair_hue_p30', 'face_s12_075'])(
  'the panels of %s are the ones that a person has looked at',
  async (name) => {
    const outDir = join(folder, name);
    const verdict = await compareFiles({
      medium: 'picture',
      before: REFERENCE,
      after: variant(name),
      outDir,
    });
    expect(verdict.panels.map(({ role }) => role)).toEqual(['before', 'after', 'difference']);
    for (const { file } of verdict.panels) {
      const [drawn, golden] = [await readFile(join(outDir, file)), join(GOLDEN, `${name}-${file}`)];
      if (process.env['UPDATE'] === '1') {
        await mkdir(GOLDEN, { recursive: true });
        await writeFile(golden, drawn);
      }
      expect(drawn.equals(await readFile(golden))).toBe(true);
    }
  },
);

test('a turn of hue that structure is blind to is said in its degrees', async () => {
  const outDir = join(folder, 'hue');
  const verdict = await compareFiles({
    medium: 'picture',
    before: REFERENCE,
    after: variant('hair_hue_m60'),
    outDir,
  });
  const measure = (label: string) => verdict.measures.find((one) => one.label === label)?.value ?? Number.NaN;
  expect(measure('structure kept (SSIM)')).toBeGreaterThan(0.98);
  expect(measure('hue turned by')).toBeLessThan(-25);
});

test.each([
  'body_shoulder_p75',
  'hair_shape_bob02',
  'outfit_garment_tshirt',
  'same_exposure_m6',
  'same_jpeg85',
  'same_seed7',
])('%s has the count that pixelmatch gives', async (name) => {
  const [before, after] = [await readPicture(REFERENCE), await readPicture(variant(name))];
  const { width, height } = before;
  const verdict = await compareFiles({
    medium: 'picture',
    before: REFERENCE,
    after: variant(name),
    outDir: join(folder, name),
  });
  const counted = verdict.measures.find(({ label }) => label === 'pixels changed')?.value;
  expect(counted).toBe(pixelmatch(before.rgba, after.rgba, undefined, width, height, { threshold: 0.1 }));
});
