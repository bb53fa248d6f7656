import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { contentKey } from '#core/key.ts';
import type { Recipe } from '#core/key.ts';
import { RepoPath } from '#core/repo-path.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { folderStore } from './folder.ts';
import { folderResults } from './results.ts';
import type { BuildResult } from './results.ts';

const recipe: Recipe = {
  system: 'weave',
  backend: 'preview',
  version: '1',
  pins: {},
  params: {},
  seed: 1,
  inputs: {},
};
const key = contentKey(recipe);

async function world() {
  const folder = await temporaryFolder();
  const root = join(folder.path, 'store');
  const store = folderStore(root);
  const results = folderResults(root, store);
  const result = async (text: string): Promise<BuildResult> => {
    const from = join(folder.path, 'from');
    await writeFile(from, text);
    const { digest, size } = await store.put(from);
    return {
      schema: 'alpha-result/1',
      key,
      recipe,
      outputs: [{ role: 'text', file: RepoPath.parse('text.txt'), medium: 'text', digest, size }],
      preview: null,
      log: digest,
      cost: { seconds: 1 },
      runner: 'here',
      confinement: { reads: 'any', network: 'any' },
    };
  };
  const lease = async () => {
    const taken = await results.lease(key);
    if (taken === undefined) throw new Error('it was settled');
    return taken;
  };
  return { root, store, results, result, lease, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

test('a result stands once, and the first stays', async () => {
  await using at = await world();
  const lease = await at.lease();
  const first = await at.result('first');
  expect(await at.results.get(key)).toBeUndefined();
  expect(await at.results.put(first, lease)).toBe('kept');
  expect(await at.results.put(await at.result('second'), lease)).toBe('there');
  expect(await at.results.get(key)).toEqual(first);
  expect(await Array.fromAsync(at.results.list())).toEqual([key]);
  expect(await at.results.lease(key)).toBeUndefined();
});

test('I12: a writer that slept through its lease changes nothing when it wakes', async () => {
  await using at = await world();
  const late = await at.result('late');
  const holder = fileURLToPath(new URL('../../../test/lease-holder.ts', import.meta.url));
  const zombie = execa(process.execPath, [holder, at.root, JSON.stringify(late)], { stdin: 'pipe' });
  const lines = zombie.iterable();
  expect(await lines.next()).toMatchObject({ value: 'leased 1' });
  zombie.kill('SIGSTOP');
  const lease = await at.lease();
  expect(lease.fence).toBe(2);
  zombie.kill('SIGCONT');
  zombie.stdin.end();
  expect(await lines.next()).toMatchObject({ value: 'put late' });
  await zombie;
  expect(await at.results.get(key)).toBeUndefined();
  const good = await at.result('good');
  expect(await at.results.put(good, lease)).toBe('kept');
  expect(await at.results.get(key)).toEqual(good);
});

test('a builder that was killed is followed at once', async () => {
  await using at = await world();
  const holder = fileURLToPath(new URL('../../../test/lease-holder.ts', import.meta.url));
  const late = await at.result('late');
  const killed = execa(process.execPath, [holder, at.root, JSON.stringify(late), '600000'], {
    reject: false,
  });
  await killed.iterable().next();
  killed.kill('SIGKILL');
  await killed;
  expect((await at.lease()).fence).toBe(2);
});

test('whoever waits for a living builder takes its result', async () => {
  await using at = await world();
  const builder = await at.lease();
  const waiting = at.results.lease(key);
  const result = await at.result('built');
  expect(await at.results.put(result, builder)).toBe('kept');
  expect(await waiting).toBeUndefined();
});

test('a result whose bytes are gone is dead, and may be made anew', async () => {
  await using at = await world();
  const first = await at.result('first');
  const lease = await at.lease();
  expect(await at.results.put(first, lease)).toBe('kept');
  await lease.release();
  await at.store.delete(first.log);
  expect(await at.results.get(key)).toBeUndefined();
  const second = await at.result('second');
  expect(await at.results.put(second, await at.lease())).toBe('kept');
  expect(await at.results.get(key)).toEqual(second);
});

test('a record that is not whole, or of another key, is none', async () => {
  await using at = await world();
  const result = await at.result('x');
  await at.results.put(result, await at.lease());
  const path = join(at.root, 'results', key.slice(0, 2), `${key}.json`);
  for (const text of ['', '{"schema":', JSON.stringify({ ...result, recipe: { ...recipe, seed: 2 } })]) {
    await writeFile(path, text);
    expect(await at.results.get(key)).toBeUndefined();
  }
});

test('waiting ends when it is cancelled', async () => {
  await using at = await world();
  await at.lease();
  await expect(at.results.lease(key, { signal: AbortSignal.timeout(20) })).rejects.toThrow(/abort/u);
});
