import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openClone } from '../clone.ts';
import { openSandbox } from '../sandbox.ts';
import { openTables } from './tables.ts';

const CHILD = `
const { openSandbox } = await import(${JSON.stringify(join(import.meta.dirname, '../sandbox.ts'))});
const sandbox = await openSandbox({ root: process.argv[1] });
console.log(sandbox.url);
`;

test('a forge that is killed with SIGKILL has everything that it acknowledged', async () => {
  const root = await mkdtemp(join(tmpdir(), 'killed-'));
  try {
    {
      await using sandbox = await openSandbox({ root });
      const clone = await sandbox.clone('owner');
      await clone.commit('first', { 'a.txt': 'a' });
      await clone.push('HEAD:refs/heads/main');
      await clone.git('switch', '-q', '-c', 'topic');
      await clone.commit('topic', { 'a.txt': 'b' });
      await clone.push();
      const [owner = '', repo = ''] = sandbox.slug.split('/');
      await sandbox.api('owner').request('POST /repos/{owner}/{repo}/pulls', {
        owner,
        repo,
        title: 't',
        head: 'topic',
        base: 'main',
      });
    }
    const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    using _child = { [Symbol.dispose]: () => void child.kill('SIGKILL') };
    const [url] = await once(createInterface({ input: child.stdout }), 'line');
    const acknowledged: number[] = [];
    const tables = openTables(join(root, 'forge/journal.jsonl'));
    const [user] = tables.users.list(({ login }) => login === 'alpha');
    tables.journal.close();
    if (!user?.token) throw new Error('no owner');
    const { token } = user;
    const clone = await openClone(
      { path: join(root, 'late'), home: join(root, 'home'), url: String(url), slug: 'alpha/alpha-ref' },
      user,
    );
    await clone.git('switch', '-q', 'topic');
    const head = await clone.commit('late', { 'late.txt': 'late' });
    await clone.push();
    const began = performance.now();
    const writer = async (): Promise<void> => {
      while (performance.now() - began < 40_000) {
        const response = await fetch(`${String(url)}/api/v3/repos/alpha/alpha-ref/issues/1/comments`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
          body: JSON.stringify({ body: 'x'.repeat(3000) }),
        });
        const text = await response.text();
        acknowledged.push(Number(/"id":(\d+)/u.exec(text)?.[1]));
      }
    };
    const writers = [writer(), writer(), writer()].map((work) => work.catch(() => undefined));
    await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(30);
    child.kill('SIGKILL');
    await Promise.all(writers);

    await using again = await openSandbox({ root });
    const kept = new Set(again.forge.tables.comments.list().map(({ id }) => id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    expect(again.forge.tables.pulls.list()[0]?.head.sha).toBe(head);
    expect(again.url).toBe(url);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
