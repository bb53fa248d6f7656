import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ball, cubeGlb } from '../compare/sample-models.ts';
import type { Picture } from '../picture.ts';
import { writeSplat } from '../splat/ply.ts';
import { closeBrowser, withBrowser } from './browser.ts';
import { DEVICES, hasCard } from './card.ts';
import { drawIn } from './desk.ts';
import {
  chooseRenderer,
  drawWith,
  OWN_RASTERISER,
  probeChromium,
  rendererHere,
  SOFTWARE,
} from './renderer.ts';
import { renderAlike, renderViews } from './views.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'views-'));
});
afterEach(() => drawWith(undefined));
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
  const first = await renderViews({ medium: 'splat', file, size: SIZE, drawer: 'software' });
  const second = await renderViews({ medium: 'splat', file, size: SIZE, drawer: 'software' });
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

/** As if a card were there: on a machine without one Vulkan gives no context here, or the processor draws under its name. */
const CLAIMED = { has: () => true, list: () => ['renderD128'] };

test.skipIf(hasCard(DEVICES))(
  'where a card is claimed and none draws, Chromium is asked and software draws',
  async () => {
    expect(await chooseRenderer('auto', CLAIMED, probeChromium)).toEqual(SOFTWARE);
    expect(await probeChromium('software')).toContain('SwiftShader');
  },
);

test.skipIf(hasCard(DEVICES))('a browser without WebGL is an error, not a verdict', async () => {
  const file = await cube();
  const background = [206, 206, 210] as const;
  const job = { medium: 'mesh', cameras: [], ...SIZE, background } as const;
  const drawn = withBrowser('vulkan', (browser) => drawIn(browser, job, file, undefined));
  await expect(drawn).rejects.toMatchObject({
    code: 'render-failed',
    message: 'Chromium has no WebGL 2 here',
  });
});

test('a card that fails is left: software draws the model, and what comes after it', async () => {
  drawWith({ name: 'a card that is not there', mesh: 'vulkan', splat: 'vulkan' });
  const [mesh, splat] = [await cube(), await ballFile()];
  const drawn = await renderViews({ medium: 'mesh', file: mesh, size: SIZE });
  expect(drawn.renderer).toContain('SwiftShader');
  expect((await renderViews({ medium: 'splat', file: splat, size: SIZE })).renderer).toBe(OWN_RASTERISER);
  drawWith(SOFTWARE);
  expect(await renderViews({ medium: 'mesh', file: mesh, size: SIZE })).toEqual(drawn);
});

test('a model that nobody can draw is no reason to leave a card', async () => {
  drawWith({ name: 'a card that is not there', mesh: 'vulkan', splat: 'vulkan' });
  const path = join(folder, 'torn.glb');
  await writeFile(path, (await cubeGlb()).subarray(0, 700));
  const frame = { min: [-1, -1, -1], max: [1, 1, 1] } as const;
  await expect(renderViews({ medium: 'mesh', file: path, frame, size: SIZE })).rejects.toMatchObject({
    code: 'model-unreadable',
  });
  expect(await rendererHere()).toMatchObject({ mesh: 'vulkan' });
});

test('both sides of a pair are drawn by one renderer, though a card fails between them', async ({ skip }) => {
  // Mesa's OpenGL ES draws without a card, on the processor: another renderer, with other bytes.
  if ((await probeChromium('gl')) === undefined) skip('this machine has one renderer alone');
  drawWith({ name: 'a card for a while', mesh: 'gl', splat: 'gl' });
  const request = { medium: 'mesh', file: await cube(), size: SIZE } as const;
  const names: string[] = [];
  const pair = renderAlike(
    async () => {
      const drawn = await renderViews(request);
      names.push(drawn.renderer);
      return drawn;
    },
    async () => {
      drawWith(SOFTWARE);
      return renderViews(request);
    },
  );
  const [before, after] = await pair;
  expect(names).toHaveLength(2);
  expect(names[0]).not.toBe(names[1]);
  expect(after).toEqual(before);
});
