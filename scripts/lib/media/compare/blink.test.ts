import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareFiles } from './compare.ts';

const REFERENCE = 'assets/alpha-ref.png';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blink-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function panelsOf(variant: string, out: string, blink = true) {
  const after = `scripts/test/fixtures/variants/${variant}.png`;
  const outDir = join(folder, out);
  const { panels } = await compareFiles({ medium: 'picture', before: REFERENCE, after, outDir, blink });
  return panels;
}

test('a face that changed a little blinks between before and after, small and for ever', async () => {
  const panel = (await panelsOf('face_s12_075', 'one')).find(({ role }) => role === 'blink');
  expect(panel?.alt).toMatch(/^Before and after by turns: .* pixels changed/u);
  expect(Math.max(panel?.width ?? 999, (panel?.height ?? 999) - 28)).toBeLessThanOrEqual(256);
  expect(panel?.bytes).toBeLessThan(40_000);
  const bytes = await readFile(join(folder, 'one', panel?.file ?? ''));
  const { pages, loop, delay } = await sharp(bytes).metadata();
  expect({ pages, loop, delay }).toEqual({ pages: 2, loop: 0, delay: [700, 700] });
  const [first, second] = await Promise.all(
    [0, 1].map((page) => sharp(bytes, { page }).removeAlpha().raw().toBuffer()),
  );
  expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
});

test('a light that moved everywhere by one step blinks, too', async () => {
  expect((await panelsOf('same_exposure_m6', 'light')).map(({ role }) => role)).toContain('blink');
});

test('it has the same bytes every time', async () => {
  const [first, second] = [await panelsOf('face_s12_075', 'two'), await panelsOf('face_s12_075', 'three')];
  expect(second).toEqual(first);
});

test.each(['hair_hue_m60', 'outfit_garment_tshirt'])(
  '%s is plain side by side and does not blink',
  async (name) => {
    expect((await panelsOf(name, name)).map(({ role }) => role)).toEqual(['before', 'after', 'difference']);
  },
);

test('what no eye sees does not blink, nor does anything that nobody asked to', async () => {
  for (const panels of [await panelsOf('same_jpeg85', 'jpeg'), await panelsOf('face_s12_075', 'not', false)])
    expect(panels.map(({ role }) => role)).not.toContain('blink');
});
