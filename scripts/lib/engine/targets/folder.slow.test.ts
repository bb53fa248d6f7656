import { readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { CommitId, oidOf } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { folderStore } from '../store/folder.ts';
import { folderTarget } from './folder.ts';

const VERSIONS = 400;
const FILES = ['a.txt', 'deep/b.txt', 'c.txt'];
const KILLS = 12;

test('I8, I9: readers see one set, whole and never an older one, while publishers are killed at any moment', async () => {
  await using folder = await temporaryFolder();
  const store = folderStore(join(folder.path, 'store'));
  const site = join(folder.path, 'site');
  const sets = [];
  for (let version = 0; version < VERSIONS; version += 1) {
    const files: Record<string, string> = {};
    for (const file of FILES) {
      const from = join(folder.path, 'from');
      await writeFile(from, `${version} ${file}`);
      files[file] = (await store.put(from)).digest;
    }
    const commit = CommitId.parse(String(version).padStart(40, '0'));
    sets.push({ commit, lock: oidOf(String(version)), files });
  }
  const job = join(folder.path, 'job.json');
  await writeFile(job, JSON.stringify({ site, store: join(folder.path, 'store'), sets }));

  let newest = -1;
  let reads = 0;
  const read = async (): Promise<void> => {
    const set = await realpath(join(site, 'current')).catch(() => undefined);
    if (set === undefined) return;
    const texts = await Promise.all(FILES.map((file) => readFile(join(set, file), 'utf8')));
    const versions = new Set(texts.map((text) => Number(text.split(' ')[0])));
    expect(versions.size).toBe(1);
    const [version = -1] = versions;
    expect(version).toBeGreaterThanOrEqual(newest);
    newest = version;
    reads += 1;
  };
  const publisher = fileURLToPath(new URL('../../../test/publisher.ts', import.meta.url));
  for (let kill = 0; kill < KILLS; kill += 1) {
    const running = execa(process.execPath, [publisher, job], { reject: false });
    await running.iterable().next();
    const until = performance.now() + 17 * kill;
    while (performance.now() < until) {
      await read();
      await wait(1);
    }
    running.kill('SIGKILL');
    await running;
    await read();
  }
  expect(newest).toBeGreaterThan(0);
  expect(reads).toBeGreaterThan(KILLS);

  const order = sets.map(({ commit }) => commit);
  const target = folderTarget(site, {
    store,
    isAncestor: ({ before, after }) => Promise.resolve(order.indexOf(before) <= order.indexOf(after)),
  });
  const last = sets.at(-1);
  if (last === undefined) throw new Error('no set');
  const files = new Map(
    FILES.map(
      (file) => [RepoPath.parse(file), { kind: 'stored', digest: oidOf(`${VERSIONS - 1} ${file}`) }] as const,
    ),
  );
  await target.publish({ ...last, files });
  await read();
  expect(newest).toBe(VERSIONS - 1);
  expect((await readdir(join(site, 'sets'))).filter((name) => name.startsWith('.'))).toEqual([]);
});
