import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSandbox } from './sandbox.ts';

test('a change goes from a clone to a pull request to a merge, over HTTP, as GitHub describes it', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sandbox-'));
  try {
    await using sandbox = await openSandbox({ root });
    const clone = await sandbox.clone('owner');
    await clone.commit('first', { 'a.txt': 'one\n' });
    await clone.push('HEAD:refs/heads/main');
    await clone.git('switch', '-q', '-c', 'topic');
    const head = await clone.commit('second', { 'a.txt': 'two\n' });
    await clone.push();
    const [owner = '', repo = ''] = sandbox.slug.split('/');
    const api = sandbox.api('owner');
    const opened = await api.request('POST /repos/{owner}/{repo}/pulls', {
      owner,
      repo,
      title: 't',
      head: 'topic',
      base: 'main',
    });
    expect(opened.data.mergeable).toBe(true);
    expect(opened.data.head.sha).toBe(head);
    const files = await api.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
      owner,
      repo,
      pull_number: opened.data.number,
    });
    expect(files.data.map((file) => [file.filename, file.status, file.additions])).toEqual([
      ['a.txt', 'modified', 1],
    ]);
    const merged = await api.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', {
      owner,
      repo,
      pull_number: opened.data.number,
    });
    expect(merged.data.merged).toBe(true);
    await clone.git('fetch', '-q', 'origin');
    expect(await clone.git('rev-list', '--parents', '-n1', 'origin/main')).toMatch(
      new RegExp(`^${merged.data.sha} [0-9a-f]{40} ${head}$`, 'u'),
    );
    expect(sandbox.forge.events().map(({ name, action }) => `${name} ${action ?? ''}`.trim())).toEqual([
      'push',
      'push',
      'pull_request opened',
      'pull_request closed',
      'push',
    ]);
    expect(sandbox.forge.violations()).toEqual([]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
