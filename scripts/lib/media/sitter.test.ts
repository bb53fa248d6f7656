import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { encodePng } from './picture-file.ts';
import { sitterIn } from './sitter.ts';

const plain = (level: number) =>
  encodePng({ width: 64, height: 64, rgba: new Uint8ClampedArray(64 * 64 * 4).fill(level) });

test('files of equal bytes give one sitter until two others came, and what is found on it is found once', async () => {
  await using folder = await temporaryFolder();
  const file = async (name: string, level: number) => {
    await writeFile(join(folder.path, name), await plain(level));
    return join(folder.path, name);
  };
  const first = await sitterIn(await file('a', 255));
  const second = await sitterIn(await file('b', 200));
  expect(second).not.toBe(first);
  expect(await sitterIn(await file('c', 255))).toBe(first);
  expect(first.matte()).toBe(first.matte());
  expect(first.halved()).toBe(first.halved());
  expect(first.halved().picture).toMatchObject({ width: 32, height: 32 });

  await sitterIn(await file('d', 100));
  await sitterIn(await file('e', 50));
  expect(await sitterIn(await file('f', 255))).not.toBe(first);
});

test('a file that is no picture is refused as often as it is asked for', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'words');
  await writeFile(path, 'words');
  for (let time = 0; time < 2; time += 1)
    await expect(sitterIn(path)).rejects.toMatchObject({ code: 'picture-unreadable' });
  await expect(sitterIn(join(folder.path, 'nothing'))).rejects.toMatchObject({ code: 'picture-unreadable' });
});
