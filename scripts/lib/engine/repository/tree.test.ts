import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RepoPath } from '#core/repo-path.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { ask } from './git.ts';
import { rawDiff, readFiles, treeFiles } from './tree.ts';

const path = (text: string) => RepoPath.parse(text);

test('files of a tree come with their bytes, whatever their names', async () => {
  await using repo = await lfsRepo();
  const files = { 'episodes/ü ё/a b.txt': 'один\n', 'episodes/[x]*.txt': 'two', 'episodes/empty.txt': '' };
  const commit = await repo.commit('names', { ...files, 'elsewhere.txt': 'no' });
  const found = await ask(repo.root, treeFiles(commit, [path('episodes')]));
  const bytes = await readFiles(repo.root, found, 100);
  expect(Object.fromEntries([...bytes].map(([name, content]) => [name, content.toString()]))).toEqual(files);
});

test('a pattern in a path is no pattern', async () => {
  await using repo = await lfsRepo();
  const commit = await repo.commit('names', { 'a.txt': 'a', 'b.txt': 'b' });
  expect(await ask(repo.root, treeFiles(commit, [path('*.txt')]))).toEqual([]);
});

test('a file past its limit and a symbolic link are refused by name', async () => {
  await using repo = await lfsRepo();
  await repo.write({ 'a.txt': 'x'.repeat(101) });
  await symlink('/etc/passwd', join(repo.root, 'link.txt'));
  const commit = await repo.commit('both', {});
  const files = await ask(repo.root, treeFiles(commit, [path('a.txt'), path('link.txt')]));
  const [large, link] = files;
  await expect(readFiles(repo.root, large ? [large] : [], 100)).rejects.toMatchObject({
    code: 'file-too-large',
  });
  await expect(readFiles(repo.root, link ? [link] : [], 100)).rejects.toMatchObject({ code: 'not-a-file' });
});

test('what differs between two trees is told by path, without renames', async () => {
  await using repo = await lfsRepo();
  const before = await repo.commit('before', { 'a b.txt': '1', 'b.txt': 'same', 'c.txt': '3' });
  const after = await repo.commit('after', { 'a b.txt': '2', 'c.txt': null, 'd.txt': '3' });
  const changes = await ask(repo.root, rawDiff({ before, after }));
  expect(
    changes.map(({ path: name, before: old, after: now }) => [name, old === null, now === null]),
  ).toEqual([
    ['a b.txt', false, false],
    ['c.txt', false, true],
    ['d.txt', true, false],
  ]);
});
