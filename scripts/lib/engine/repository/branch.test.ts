import { expect, test } from 'vitest';
import { RepoPath } from '#core/repo-path.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { localBranch, makeCommit, moveLocal, moveRemote, remoteBranch } from './branch.ts';
import type { NewCommit } from './branch.ts';
import { join } from 'node:path';

const by = { name: 'alpha', email: 'alpha@example.invalid', seconds: 1_700_000_000 };
const file = RepoPath.parse('deep/file.txt');
const first: NewCommit = {
  parent: null,
  base: 'nothing',
  files: new Map([[file, Buffer.from('one\r\n')]]),
  message: 'one\n',
  by,
};

test('a commit is made beside the work tree, and equal work gives an equal commit', async () => {
  await using repo = await lfsRepo();
  const head = await repo.commit('work', { 'work.txt': 'w' });
  await repo.write({ 'work.txt': 'changed', 'new.txt': 'n' });
  const one = await makeCommit(repo.root, first);
  expect(await makeCommit(repo.root, first)).toBe(one);
  const two = await makeCommit(repo.root, {
    ...first,
    parent: one,
    base: 'parent',
    files: new Map([[RepoPath.parse('copy.txt'), { file: join(repo.root, 'work.txt') }]]),
  });
  const three = await makeCommit(repo.root, {
    ...first,
    parent: two,
    base: 'parent',
    files: new Map([[file, 'delete']]),
  });
  expect(await repo.git('show', `${two}:${file}`)).toBe('one');
  expect(await repo.git('ls-tree', '-r', '--name-only', three)).toBe('copy.txt');
  expect(await repo.git('show', `${three}:copy.txt`)).toBe('changed');
  expect(await repo.git('rev-parse', 'HEAD')).toBe(head);
  expect(await repo.git('status', '--porcelain')).toBe('M work.txt\n?? new.txt');
});

test('a branch moves only from where it was seen: here and on a remote', async () => {
  await using repo = await lfsRepo();
  const one = await makeCommit(repo.root, first);
  const two = await makeCommit(repo.root, { ...first, parent: one, message: 'two\n' });
  const rival = await makeCommit(repo.root, { ...first, parent: one, message: 'rival\n' });
  const branch = 'alpha-test';
  const remote = 'origin';
  for (const move of [
    (from: typeof one | null, to: typeof one) => moveLocal(repo.root, { branch, from, to }),
    (from: typeof one | null, to: typeof one) => moveRemote(repo.root, remote, { branch, from, to }),
  ]) {
    expect(await move(null, one)).toBe(true);
    expect(await move(null, two)).toBe(false);
    expect(await move(one, two)).toBe(true);
    expect(await move(one, rival)).toBe(false);
  }
  expect(await localBranch(repo.root, branch)).toBe(two);
  expect(await remoteBranch(repo.root, remote, branch)).toBe(two);
  expect(await localBranch(repo.root, 'none')).toBeUndefined();
  expect(await remoteBranch(repo.root, remote, 'none')).toBeUndefined();
});

test('a branch that somebody else pushed is fetched', async () => {
  await using repo = await lfsRepo();
  await using other = await lfsRepo();
  const one = await makeCommit(other.root, first);
  expect(await moveRemote(other.root, repo.origin, { branch: 'b', from: null, to: one })).toBe(true);
  expect(await remoteBranch(repo.root, 'origin', 'b')).toBe(one);
  expect(await repo.git('cat-file', '-t', one)).toBe('commit');
});

test('a remote that is not there is told as that', async () => {
  await using repo = await lfsRepo();
  await repo.git('config', 'remote.origin.url', `${repo.root}/none`);
  await expect(remoteBranch(repo.root, 'origin', 'b')).rejects.toMatchObject({ code: 'remote-failed' });
});
