import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Medium } from '#core/names.ts';
import { lens } from '../camera.ts';
import { encodePng } from '../picture-file.ts';
import { closeBrowser } from '../render/browser.ts';
import { drawWith, OWN_RASTERISER, SOFTWARE, SWIFTSHADER } from '../render/renderer.ts';
import { writeSplat } from '../splat/ply.ts';
import { encodeSequence } from '../video/sequence.ts';
import { encodeZip } from '../zip/zip.ts';
import { compareFiles } from './compare.ts';
import { randomPair } from './kernel/random-pair.ts';
import { previewPanels } from './preview.ts';
import { randomly } from './random.ts';
import { ball, cubeGlb } from './sample-models.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
});
afterAll(async () => {
  await closeBrowser();
  await rm(folder, { recursive: true, force: true });
});

let files = 0;
async function compared(medium: Medium, before: Uint8Array | undefined, after: Uint8Array | undefined) {
  const number = (files += 1);
  const write = async (bytes: Uint8Array | undefined, name: string) => {
    if (bytes === undefined) return undefined;
    await writeFile(join(folder, `${number}-${name}`), bytes);
    return join(folder, `${number}-${name}`);
  };
  return compareFiles({
    medium,
    before: await write(before, 'before'),
    after: await write(after, 'after'),
    outDir: join(folder, `out-${number}`),
  });
}

describe('two meshes', () => {
  test('with the same values in another layout are equal by content', async () => {
    const verdict = await compared('mesh', await cubeGlb(), await cubeGlb({ otherLayout: true }));
    expect(verdict).toMatchObject({ kind: 'equal', by: 'content' });
  });

  test('with the same triangles say how far the vertices moved', async () => {
    const verdict = await compared('mesh', await cubeGlb(), await cubeGlb({ deeper: 0.5 }));
    expect(verdict.finding).toMatch(/; vertices moved by up to 13\.\d % of the size \(mean 6\.\d+ %\)\.$/u);
    const largest = verdict.measures.find(({ label }) => label === 'vertex shift, largest')?.value;
    expect(largest).toBeCloseTo(0.5 / Math.hypot(2, 2, 2.5), 6);
    expect(verdict.panels.map(({ role }) => role)).toEqual(['before', 'after', 'difference']);
    expect(verdict.renderer).toContain('SwiftShader');
  });

  test('with other triangles on the same surface are as near as their samples', async () => {
    const verdict = await compared('mesh', await cubeGlb(), await cubeGlb({ finer: true }));
    expect(verdict.finding).toContain('the triangles are others');
    expect(verdict.measures.find(({ label }) => label === 'surface distance, mean')?.value).toBeLessThan(
      0.01,
    );
  });

  test('of another colour say which side shows it', async () => {
    const verdict = await compared('mesh', await cubeGlb(), await cubeGlb({ front: [0.05, 0.05, 0.8] }));
    expect(verdict.finding).toMatch(/ most from the front; materials changed\.$/u);
  });

  test('one of which is damaged are a verdict that names the side', async () => {
    const good = await cubeGlb();
    const next = randomly(3);
    for (let k = 0; k < 200; k += 1) {
      const bytes = Buffer.from(good);
      for (let flips = 1 + next(5); flips > 0; flips -= 1) bytes[next(300)] = next(256);
      const verdict = await compared('mesh', bytes.subarray(0, next(bytes.length)), undefined).catch(
        (thrown: unknown) => thrown,
      );
      expect(verdict).toMatchObject({ kind: 'unreadable', side: 'before' });
    }
  });
});

test('a new mesh is shown from four sides, with what the Khronos validator says', async () => {
  const verdict = await compared('mesh', undefined, await cubeGlb());
  expect(verdict).toMatchObject({ kind: 'added', finding: 'A new mesh of 4 triangles.' });
  expect(verdict.measures.find(({ label }) => label === 'errors by the Khronos validator')?.value).toBe(0);
  expect(verdict.panels).toHaveLength(1);
});

describe('two splats', () => {
  test('of another colour on one side say so', async () => {
    const verdict = await compared('splat', writeSplat(ball()), writeSplat(ball(1500, [0.9, 0.1, 0.1])));
    expect(verdict.finding).toMatch(
      / most from the (?:front|left|right); 1\u202f500 Gaussians as before, moved by 0 % /u,
    );
    expect(verdict.visibility).toBeGreaterThan(0.3);
  });

  test('of another density say how many', async () => {
    const verdict = await compared('splat', writeSplat(ball()), writeSplat(ball(1200)));
    expect(verdict.finding).toMatch(/; 1\u202f500 Gaussians became 1\u202f200 Gaussians, moved by/u);
  });

  test('one of which is cut off are a verdict that names the side', async () => {
    const good = writeSplat(ball());
    expect(await compared('splat', good, good.subarray(0, 9000))).toMatchObject({
      kind: 'unreadable',
      side: 'after',
    });
  });
});

test('what one renderer drew is not given for what another would draw', async () => {
  const [before, after] = [join(folder, 'was.ply'), join(folder, 'is.ply')];
  await writeFile(before, writeSplat(ball()));
  await writeFile(after, writeSplat(ball(1500, [0.9, 0.1, 0.1])));
  const request = { medium: 'splat', before, after, cache: join(folder, 'cache') } as const;
  const rendererOf = async (out: string) =>
    (await compareFiles({ ...request, outDir: join(folder, out) })).renderer;
  try {
    expect(await rendererOf('plain')).toBe(OWN_RASTERISER);
    drawWith(SWIFTSHADER);
    expect(await rendererOf('by-spark')).toContain('SwiftShader');
    expect(await rendererOf('by-spark-again')).toContain('SwiftShader');
    drawWith(SOFTWARE);
    expect(await rendererOf('plain-again')).toBe(OWN_RASTERISER);
    drawWith({ name: 'a card that fails', mesh: 'vulkan', splat: 'vulkan' });
    expect(await rendererOf('by-a-card')).toBe(OWN_RASTERISER);
  } finally {
    drawWith(undefined);
  }
  expect((await readdir(join(folder, 'cache'))).filter((name) => !name.startsWith('.'))).toHaveLength(2);
});

describe('two scenes', () => {
  test('of moving splats are compared at four moments', async () => {
    const verdict = await compared('scene', sequence(900), sequence(900, [0.9, 0.1, 0.1]));
    expect(verdict).toMatchObject({ kind: 'changed', medium: 'scene' });
    expect(verdict.panels).toHaveLength(3);
  });

  test('of training pictures are compared by their pictures', async () => {
    const next = randomly(12);
    const { before, after } = randomPair(next);
    const [one, two] = [await encodePng(before), await encodePng(after)];
    const verdict = await compared('scene', archive(one, one, one, one), archive(one, two, one, one));
    expect(verdict.finding).toContain('25 % of the pictures changed');
    expect(await compared('scene', archive(one), archive(one, two))).toMatchObject({
      finding: '1 picture came; the 1 picture that both have are equal.',
    });
  });

  test('one of which is no archive are a verdict that names the side', async () => {
    expect(await compared('scene', sequence(20), Buffer.from('PK or not'))).toMatchObject({
      kind: 'unreadable',
      side: 'after',
    });
  });
});

test.each([
  ['mesh', () => cubeGlb()],
  ['splat', () => Promise.resolve(writeSplat(ball()))],
] as const)('a %s has a preview that depends on its bytes alone', async (medium, bytes) => {
  const file = join(folder, `preview.${medium}`);
  await writeFile(file, await bytes());
  const [first] = await previewPanels({ medium, file, outDir: join(folder, 'one') });
  const [second] = await previewPanels({ medium, file, outDir: join(folder, 'two') });
  expect(second).toEqual(first);
  const [a, b] = [
    await readFile(join(folder, 'one/preview.webp')),
    await readFile(join(folder, 'two/preview.webp')),
  ];
  expect(a.equals(b)).toBe(true);
});

const sequence = (count: number, front?: readonly [number, number, number]) =>
  encodeSequence({
    periodSeconds: 2,
    clouds: Array.from({ length: 4 }, () => ball(count, front)),
    standpoint: { target: [0, 0, 3], distance: 6, lens: lens(1.5) },
  });

const archive = (...pictures: readonly Uint8Array[]) =>
  encodeZip(new Map(pictures.map((bytes, i) => [`train/r_${i}.png`, bytes] as const)));
