import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { oidOf } from '#core/oid.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { openSandbox } from './sandbox.ts';

const checkout = resolve(import.meta.dirname, '../../..');

const refs = async () => (await execa('git', ['-C', checkout, 'for-each-ref'])).stdout;

test('a sandbox of this very repository serves its commits and its LFS objects, and leaves the checkout alone', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sandbox-'));
  const before = await refs();
  try {
    await using sandbox = await openSandbox({ root, seedFrom: checkout });
    const clone = await sandbox.clone('reviewer');
    const picture = await readFile(join(clone.path, 'assets/alpha-ref.png'));
    const pointer = await clone.git('show', 'HEAD:assets/alpha-ref.png');
    expect(pointer).toContain(oidOf(picture));
    expect(sandbox.forge.lfs.counts('download').get(oidOf(picture))).toBe(1);
    expect(await clone.git('status', '--short')).toBe('');
    const head = (await execa('git', ['-C', checkout, 'rev-parse', 'HEAD'])).stdout;
    expect(await clone.git('rev-parse', 'HEAD')).toBe(head);
    expect(await refs()).toBe(before);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

test('a shallow checkout, whatever its path, gives the commits that it has and can be pushed upon', async () => {
  await using folder = await temporaryFolder();
  const shallow = join(folder.path, 'a shallow:one "here"');
  await execa('git', ['clone', '--quiet', '--depth=2', `file://${checkout}`, shallow]);
  await using sandbox = await openSandbox({ root: join(folder.path, 'sandbox'), seedFrom: shallow });
  const clone = await sandbox.clone('owner');
  expect(await clone.git('rev-list', '--count', '--first-parent', 'HEAD')).toBe('2');
  const head = await clone.commit('one more', { 'a.txt': 'a' });
  await clone.push();
  expect((await sandbox.forge.git(sandbox.slug).ref('refs/heads/main'))?.sha).toBe(head);
});

test('a sandbox is opened again where it was closed, with all that it knew', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sandbox-'));
  try {
    let token: string | null;
    {
      await using sandbox = await openSandbox({ root });
      const clone = await sandbox.clone('owner');
      await clone.commit('first', { 'a.txt': 'a' });
      await clone.push('HEAD:refs/heads/main');
      await clone.git('switch', '-q', '-c', 'topic');
      await clone.commit('topic', { 'topic.txt': 'x' });
      await clone.push();
      const [owner = '', repo = ''] = sandbox.slug.split('/');
      await sandbox.api('owner').request('POST /repos/{owner}/{repo}/pulls', {
        owner,
        repo,
        title: 't',
        head: 'topic',
        base: 'main',
      });
      token = sandbox.users.owner.token;
      await sandbox.idle();
    }
    await using sandbox = await openSandbox({ root });
    const [owner = '', repo = ''] = sandbox.slug.split('/');
    const { data } = await sandbox
      .api('reviewer')
      .request('GET /repos/{owner}/{repo}/pulls', { owner, repo });
    expect(data.map(({ number, title }) => [number, title])).toEqual([[1, 't']]);
    expect(sandbox.users.owner.token).toBe(token);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
