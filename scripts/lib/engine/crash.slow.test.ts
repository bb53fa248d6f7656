import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { parseLock } from '#core/lock.ts';
import { Oid } from '#core/oid.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { readLedger } from './ledger/ledger.ts';
import { entriesOf } from './ledger/queries.ts';
import { contentsOf } from './store/durable-file.ts';
import { clearPartials, folderStore } from './store/folder.ts';

const CRASHER = fileURLToPath(new URL('../../test/crasher.ts', import.meta.url));

/** Starts a writer, kills it so long after its third deed, and gives what it said that it had done. */
async function killed(kind: string, folder: string, first: number, milliseconds: number): Promise<string[]> {
  const argv = [CRASHER, kind, folder, String(first)];
  const running = execa(process.execPath, argv, { reject: false, lines: true });
  const lines = running.iterable();
  for (let deeds = 0; deeds <= 3; deeds += 1) await lines.next();
  await wait(milliseconds);
  running.kill('SIGKILL');
  const { stdout } = await running;
  return stdout.slice(1);
}

test('whatever moment a put into the store is killed at, what was said to be in it is, and all that is in it is whole', async () => {
  await using folder = await temporaryFolder();
  const store = folderStore(join(folder.path, 'store'));
  let done = 0;
  for (let kill = 0; kill < 8; kill += 1) {
    for (const digest of await killed('store', folder.path, kill * 1000, 7 * kill)) {
      expect(await store.has({ digest: Oid.parse(digest) })).toBe(true);
      done += 1;
    }
  }
  expect(done).toBeGreaterThan(0);
  for await (const { digest, size } of store.list()) {
    const path = join(folder.path, 'store', 'sha256', digest.slice(0, 2), digest);
    expect(await contentsOf(path)).toEqual({ digest, size });
  }
  await clearPartials(join(folder.path, 'store'), 0, Date.now() + 1000);
  expect(await clearPartials(join(folder.path, 'store'), 0, Date.now() + 1000)).toBe(0);
});

test('whatever moment a write of the lock is killed at, there is a whole lock', async () => {
  await using folder = await temporaryFolder();
  let done = 0;
  for (let kill = 0; kill < 8; kill += 1) {
    const said = await killed('lock', folder.path, kill * 1000, 5 * kill);
    done += said.length;
    const text = await readFile(join(folder.path, 'alpha.lock.jsonl'), 'utf8').catch(() => '');
    expect(text !== '' || said.length === 0).toBe(true);
    parseLock(text);
  }
  expect(done).toBeGreaterThan(0);
});

test('whatever moment an append to the ledger is killed at, the chain holds, and what was said to be in it is', async () => {
  await using repo = await lfsRepo();
  const place = { root: repo.root, remote: 'origin' };
  const said = new Set<number>();
  let length = 0;
  for (let kill = 0; kill < 8; kill += 1) {
    for (const pull of await killed('ledger', repo.root, kill * 1000, 13 * kill)) said.add(Number(pull));
    const ledger = await readLedger(place);
    expect(ledger.length).toBeGreaterThanOrEqual(length);
    length = ledger.length;
    const pulls = new Set(entriesOf(ledger, 'review').map(({ record }) => record.pull));
    for (const pull of said) expect(pulls.has(pull)).toBe(true);
  }
  expect(said.size).toBeGreaterThan(0);
});
