import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ball, cubeGlb } from '../compare/sample-models.ts';
import type { Picture } from '../picture.ts';
import { writeSplat } from '../splat/ply.ts';
import { closeBrowser } from './browser.ts';
import { renderViews } from './views.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'views-'));
});
afterAll(async () => {
  await closeBrowser();
  await rm(folder, { recursive: true, force: true });
});

const SIZE = { width: 96, height: 96 };

async function cube(): Promise<string> {
  const path = join(folder, 'cube.glb');
  await writeFile(path, await cubeGlb());
  return path;
}

async function ballFile(): Promise<string> {
  const path = join(folder, 'ball.ply');
  await writeFile(path, writeSplat(ball()));
  return path;
}

const middle = ({ rgba, width, height }: Picture) => [
  ...rgba.subarray(
    ((height >> 1) * width + (width >> 1)) * 4,
    ((height >> 1) * width + (width >> 1)) * 4 + 3,
  ),
];

test('a mesh is seen from the front first and from behind last', async () => {
  const { views, renderer } = await renderViews({ medium: 'mesh', file: await cube(), size: SIZE });
  expect(views.map(({ name }) => name)).toEqual(['front', 'left', 'right', 'back']);
  const [front = [0, 0, 0], , , back = [0, 0, 0]] = views.map(({ picture }) => middle(picture));
  expect(front[0]).toBeGreaterThan((front[1] ?? 0) + 60);
  expect(back[1]).toBeGreaterThan((back[0] ?? 0) + 60);
  expect(renderer).toContain('SwiftShader');
});

test('what was drawn before has no say in what is drawn next', async () => {
  const [one, other] = [join(folder, 'one.glb'), join(folder, 'other.glb')];
  await writeFile(one, await cubeGlb());
  await writeFile(other, await cubeGlb({ front: [0.1, 0.1, 0.9], deeper: 1 }));
  const first = await renderViews({ medium: 'mesh', file: one, size: SIZE });
  await renderViews({ medium: 'mesh', file: other, size: { width: 64, height: 80 } });
  const again = await renderViews({ medium: 'mesh', file: one, size: SIZE });
  await closeBrowser();
  const anew = await renderViews({ medium: 'mesh', file: one, size: SIZE });
  expect(again).toEqual(first);
  expect(anew).toEqual(first);
});

test('a splat is seen from its own front, and twice alike to the last bit', async () => {
  const file = await ballFile();
  const first = await renderViews({ medium: 'splat', file, size: SIZE, drawing: 'software' });
  const second = await renderViews({ medium: 'splat', file, size: SIZE, drawing: 'software' });
  const [front = [0, 0, 0], , , back = [0, 0, 0]] = first.views.map(({ picture }) => middle(picture));
  expect(front[2]).toBeGreaterThan((front[0] ?? 0) + 60);
  expect(back[0]).toBeGreaterThan((back[2] ?? 0) + 60);
  expect(second).toEqual(first);
});

test('a view that shows nothing is an error, not a grey picture', async () => {
  const frame = { min: [90, 90, 90], max: [91, 91, 91] } as const;
  await expect(renderViews({ medium: 'mesh', file: await cube(), frame, size: SIZE })).rejects.toThrow(
    /the front view of .* shows nothing/u,
  );
});

test('what is no model says so', async () => {
  const path = join(folder, 'broken.glb');
  await writeFile(path, 'glTF, or so it says');
  await expect(renderViews({ medium: 'mesh', file: path, size: SIZE })).rejects.toMatchObject({
    code: 'model-unreadable',
  });
});

test('a render that is no longer wanted stops', async () => {
  const signal = AbortSignal.timeout(30);
  await expect(renderViews({ medium: 'mesh', file: await cube(), size: SIZE, signal })).rejects.toThrow(
    /time/iu,
  );
});
