import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { comfyServer } from '#test/comfyui-server.ts';
import { residentOf, residents } from './residents.ts';

let folder: string;
let before: string | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alpha-residents-'));
  before = process.env['XDG_CONFIG_HOME'];
  process.env['XDG_CONFIG_HOME'] = folder;
  await mkdir(join(folder, 'alpha-ref'));
});
afterEach(async () => {
  if (before === undefined) delete process.env['XDG_CONFIG_HOME'];
  else process.env['XDG_CONFIG_HOME'] = before;
  await rm(folder, { recursive: true, force: true });
});

test('what a ComfyUI holds counts until another model needs the room: then it is asked to free it', async () => {
  await using server = await comfyServer({ picture: new Uint8Array() });
  const runner = { schema: 'alpha-runner/1', comfyui: { url: server.url } };
  await writeFile(join(folder, 'alpha-ref', 'runner.yml'), JSON.stringify(runner));
  const comfyui = residentOf({ backend: 'comfyui', system: 'pulid-flux' });
  expect(comfyui).toBe(residentOf({ backend: 'comfyui', system: 'flux-1-dev' }));
  expect(comfyui).not.toBe(residentOf({ backend: 'upstream', system: 'pulid-flux' }));

  await using vram = residents();
  vram.begins(comfyui, 30);
  expect(vram.idle()).toEqual(new Map());
  vram.left(comfyui);
  expect(vram.idle()).toEqual(new Map([[comfyui, 30]]));
  await vram.end(comfyui);
  expect(server.asked).toEqual(['POST /free']);
  expect(vram.idle()).toEqual(new Map());
});

test('a ComfyUI that is no longer there holds nothing', async () => {
  const server = await comfyServer({ picture: new Uint8Array() });
  const runner = { schema: 'alpha-runner/1', comfyui: { url: server.url } };
  await writeFile(join(folder, 'alpha-ref', 'runner.yml'), JSON.stringify(runner));
  await server[Symbol.asyncDispose]();
  await using vram = residents();
  vram.begins('comfyui', 30);
  vram.left('comfyui');
  await vram.end('comfyui');
  expect(vram.idle()).toEqual(new Map());
});
