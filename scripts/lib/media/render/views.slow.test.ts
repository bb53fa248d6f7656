import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document, NodeIO } from '@gltf-transform/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Picture } from '../picture.ts';
import { emptyCloud } from '../splat/cloud.ts';
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

/** A cube, its front (+z) red, the rest green. */
async function cube(): Promise<string> {
  const document = new Document();
  const buffer = document.createBuffer();
  const face = (points: number[], colour: [number, number, number, number]) => {
    const position = document
      .createAccessor()
      .setType('VEC3')
      .setArray(new Float32Array(points))
      .setBuffer(buffer);
    const indices = document
      .createAccessor()
      .setType('SCALAR')
      .setArray(new Uint16Array([0, 1, 2, 0, 2, 3]))
      .setBuffer(buffer);
    const material = document
      .createMaterial()
      .setBaseColorFactor(colour)
      .setMetallicFactor(0)
      .setDoubleSided(true);
    return document
      .createPrimitive()
      .setAttribute('POSITION', position)
      .setIndices(indices)
      .setMaterial(material);
  };
  const red: [number, number, number, number] = [0.8, 0.05, 0.05, 1];
  const green: [number, number, number, number] = [0.05, 0.8, 0.05, 1];
  const mesh = document
    .createMesh()
    .addPrimitive(face([-1, -1, 1, 1, -1, 1, 1, 1, 1, -1, 1, 1], red))
    .addPrimitive(face([1, -1, -1, -1, -1, -1, -1, 1, -1, 1, 1, -1], green));
  document.createScene().addChild(document.createNode().setMesh(mesh));
  const path = join(folder, 'cube.glb');
  await writeFile(path, await new NodeIO().writeBinary(document));
  return path;
}

/** Two thousand Gaussians on a ball around 0, 0, 3; those nearer to the origin (the front, −z) blue, the others yellow. */
async function ball(): Promise<string> {
  const count = 2000;
  const cloud = emptyCloud(count);
  for (let i = 0; i < count; i += 1) {
    const turn = i * 2.399963;
    const y = 1 - (2 * (i + 0.5)) / count;
    const r = Math.sqrt(1 - y * y);
    const z = r * Math.cos(turn);
    cloud.positions.set([r * Math.sin(turn), y, 3 + z], i * 3);
    cloud.scales.set([0.05, 0.05, 0.05], i * 3);
    cloud.colours.set(z < 0 ? [0.1, 0.1, 0.9] : [0.9, 0.9, 0.1], i * 3);
    cloud.opacities[i] = 0.95;
  }
  const path = join(folder, 'ball.ply');
  await writeFile(path, writeSplat(cloud));
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

test('a splat is seen from its own front, and twice alike to the last bit', async () => {
  const file = await ball();
  const first = await renderViews({ medium: 'splat', file, size: SIZE });
  const second = await renderViews({ medium: 'splat', file, size: SIZE });
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
