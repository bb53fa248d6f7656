import { expect, test } from 'vitest';
import { lfsRepo } from '#test/lfs-repo.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { ask, GitFailure, line } from './git.ts';

test('an answer of many megabytes comes whole', async () => {
  await using repo = await lfsRepo();
  const bytes = Buffer.alloc(9_000_000, 'alpha\0\xff\n', 'latin1');
  const commit = await repo.commit('a large blob', { 'large.bin': bytes });
  const answer = await ask(repo.root, {
    argv: ['cat-file', 'blob', `${commit}:large.bin`],
    parse: (out) => out,
  });
  expect(answer.equals(bytes)).toBe(true);
});

test('what git says when it fails is kept', async () => {
  await using repo = await lfsRepo();
  const asking = ask(repo.root, { argv: ['rev-parse', '--verify', 'nowhere'], parse: line });
  await expect(asking).rejects.toThrow(GitFailure);
  await expect(asking).rejects.toMatchObject({ stderr: 'fatal: Needed a single revision\n' });
});

test('a folder outside every repository, or none, is told as that', async () => {
  await using folder = await temporaryFolder();
  for (const root of [folder.path, `${folder.path}/none`]) {
    await expect(ask(root, { argv: ['rev-parse', 'HEAD'], parse: line })).rejects.toMatchObject({
      code: 'not-a-repository',
    });
  }
});

test("a hook's GIT_DIR does not lead git elsewhere", async () => {
  await using repo = await lfsRepo();
  await using other = await lfsRepo();
  const commit = await repo.commit('here', {});
  await other.commit('there', { 'other.txt': 'x' });
  process.env['GIT_DIR'] = `${other.root}/.git`;
  try {
    expect(await ask(repo.root, { argv: ['rev-parse', 'HEAD'], parse: line })).toBe(commit);
  } finally {
    delete process.env['GIT_DIR'];
  }
});
