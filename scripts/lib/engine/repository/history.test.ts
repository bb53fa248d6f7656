import { expect, test } from 'vitest';
import { RepoPath } from '#core/repo-path.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { ask } from './git.ts';
import { commitOf, isAncestor, lastTouch, mergeBase } from './history.ts';

test('history answers who came before whom, and where two lines parted', async () => {
  await using repo = await lfsRepo();
  const first = await repo.commit('first', { 'a.txt': '1' });
  const left = await repo.commit('left', { 'b.txt': '1' });
  await repo.git('checkout', '--quiet', '-b', 'right', first);
  const right = await repo.commit('right', { 'c.txt': '1' });
  await repo.git('checkout', '--quiet', '--orphan', 'alone');
  const alone = await repo.commit('alone', {});

  expect(await mergeBase(repo.root, { before: left, after: right })).toBe(first);
  expect(await mergeBase(repo.root, { before: left, after: alone })).toBeUndefined();
  expect(await isAncestor(repo.root, { before: first, after: right })).toBe(true);
  expect(await isAncestor(repo.root, { before: right, after: right })).toBe(true);
  expect(await isAncestor(repo.root, { before: left, after: right })).toBe(false);
  expect(await ask(repo.root, lastTouch(left, RepoPath.parse('a.txt')))).toBe(first);
  expect(await ask(repo.root, lastTouch(left, RepoPath.parse('nowhere')))).toBeUndefined();
  expect(await commitOf(repo.root, 'main')).toBe(left);
});

test.each(['nowhere', '--all', '', 'HEAD:a.txt', '0'.repeat(40)])('%j is no commit', async (name) => {
  await using repo = await lfsRepo();
  await repo.commit('first', { 'a.txt': '1' });
  await expect(commitOf(repo.root, name)).rejects.toMatchObject({ code: 'no-such-commit' });
});
