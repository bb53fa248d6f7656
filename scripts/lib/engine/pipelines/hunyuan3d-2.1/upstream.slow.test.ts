import { readFile } from 'node:fs/promises';
import { NodeIO } from '@gltf-transform/core';
import { expect, test } from 'vitest';
import { mesh } from '#test/upstream-samples.ts';
import { place } from './upstream.fixture.ts';

test('a textured mesh is taken, its pictures called what they are', async () => {
  await using made = await place();
  expect(await made.builds(await mesh(200, true))).toEqual(['alpha.glb']);
  const document = await new NodeIO().readBinary(await readFile(made.out('alpha.glb')));
  expect(
    document
      .getRoot()
      .listTextures()
      .map((texture) => texture.getMimeType()),
  ).toEqual(['image/jpeg', 'image/jpeg']);
});

test('a bare shape, OBJ text under the name of a GLB and missing maps are failures', async () => {
  await using made = await place();
  expect(await made.builds(await mesh(200, false))).toBe('output-untextured');
  expect(await made.builds('# OBJ\nv 0 0 0\n')).toBe('output-unreadable');
  expect(await made.builds('no maps')).toBe('output-untextured');
});

test('what the model says of itself has its own code', async () => {
  await using made = await place();
  expect(await made.builds('says CUDA out of memory')).toBe('gpu-memory');
  expect(await made.builds("says No module named 'custom_rasterizer'")).toBe('python-module');
  expect(await made.builds('says no kernel image is available for execution on the device')).toBe(
    'gpu-kernel',
  );
  expect(await made.builds('says input image is empty')).toBe('picture-empty');
  expect(await made.builds('says Failed to generate 3D mesh: x')).toBe('output-missing');
  expect(await made.builds('says Texture generation failed: x')).toBe('output-untextured');
});

test('the extension that is missing is told with how it is built', async () => {
  await using made = await place();
  await made.builds("says No module named 'custom_rasterizer'");
  expect((await made.fault()).hint).toContain('TORCH_CUDA_ARCH_LIST=12.0');
});
