import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lfsRepo } from '#test/lfs-repo.ts';
import { watchHead } from './newer-head.ts';

test('a branch that moves on is noticed, also after its server was away', async () => {
  await using repo = await lfsRepo();
  const head = await repo.commit('one', { 'a.txt': 'a' });
  await repo.git('push', '--quiet', 'origin', 'HEAD:refs/heads/work');
  const access = { serverUrl: 'https://example.invalid', token: 'x', temp: join(repo.root, '..') };
  using watch = watchHead(repo.root, { branch: 'work', head }, access, 0.02);
  expect(await watch.moved()).toBe(false);

  const later = await repo.commit('two', { 'a.txt': 'b' });
  await rename(repo.origin, `${repo.origin}.away`);
  await expect(watch.moved()).rejects.toThrow(/away|not appear|does not exist|fail/u);
  await rename(`${repo.origin}.away`, repo.origin);
  await repo.git('push', '--quiet', 'origin', 'HEAD:refs/heads/work');
  expect(await watch.newer).toBe(later);
  expect(await watch.moved()).toBe(true);
});
