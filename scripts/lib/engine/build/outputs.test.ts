import { link, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ArtifactName } from '#core/names.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { checkOutputs } from './outputs.ts';

const promises = [
  { role: 'mesh', file: 'alpha.glb', medium: 'mesh' },
  { role: 'texture', file: 'maps/base.png', medium: 'picture' },
] as const;

test('only exactly the promised files, plain and not empty, are taken', async () => {
  await using folder = await temporaryFolder();
  const out = join(folder.path, 'out');
  const [glb, map] = [join(out, 'alpha.glb'), join(out, 'maps', 'base.png')];
  const check = () => checkOutputs(ArtifactName.parse('mesh'), out, promises).then(() => 'taken', String);
  await mkdir(join(out, 'maps'), { recursive: true });
  expect(await check()).toMatch(/alpha\.glb is missing; maps\/base\.png is missing/u);
  await writeFile(glb, 'glb');
  await writeFile(map, 'png');
  expect(await check()).toBe('taken');

  await writeFile(join(out, 'maps', 'b'), '');
  await writeFile(join(out, 'a'), '');
  expect(await check()).toMatch(/a was not promised; maps\/b was not promised/u);
  await rm(join(out, 'maps', 'b'));
  await rm(join(out, 'a'));

  await rm(glb);
  await writeFile(join(folder.path, 'elsewhere'), 'glb');
  await symlink(join(folder.path, 'elsewhere'), glb);
  expect(await check()).toMatch(/alpha\.glb is not a plain file/u);
  await rm(glb);
  await link(join(folder.path, 'elsewhere'), glb);
  expect(await check()).toMatch(/alpha\.glb is a link to a file elsewhere/u);
  await rm(glb);
  await mkdir(glb);
  expect(await check()).toMatch(/alpha\.glb is missing/u);
  await rm(glb, { recursive: true });
  await writeFile(glb, '');
  expect(await check()).toMatch(/alpha\.glb is empty/u);
});
