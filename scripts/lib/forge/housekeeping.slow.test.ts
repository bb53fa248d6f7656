import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LedgerRecord } from '#core/ledger-record.ts';
import { formatLock, LOCK_PATH } from '#core/lock.ts';
import { oidOf } from '#core/oid.ts';
import { appendToLedger, readLedger } from '#engine/ledger/ledger.ts';
import { entriesOf } from '#engine/ledger/queries.ts';
import { folderStore } from '#engine/store/folder.ts';
import type { Clone } from '#sandbox/clone.ts';
import { openSandbox } from '#sandbox/sandbox.ts';
import type { Sandbox, WorkflowRun } from '#sandbox/sandbox.ts';
import { randomOf, randomWorld } from '#test/random-world.ts';
import { imageBranch } from './image-branch.ts';

const checkout = resolve(import.meta.dirname, '../../..');
const CRON = '23 3 * * 1';
const DAY_MS = 86_400_000;
const [line] = randomWorld(randomOf(1)).lock.values();

/** A lock of one line, whose output is what this word hashes to. */
function lockOf(word: string): string {
  if (line === undefined) throw new Error('the world has no line');
  const outputs = line.outputs
    .slice(0, 1)
    .map(({ role, file, medium }) => ({ role, file, medium, size: word.length, digest: oidOf(word) }));
  return formatLock([{ ...line, outputs }]);
}

let root: string;
let sandbox: Sandbox;
let clone: Clone;
/** The sandbox' clock: it begins 40 days ago, for the actions know only the real one. */
let now = new Date(Date.now() - 40 * DAY_MS);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'alpha-housekeeping-'));
  sandbox = await openSandbox({
    root,
    seedFrom: checkout,
    now: () => now,
    runner: { disabled: ['check.yml', 'reference.yml', 'publish.yml', 'ship.yml', 'commands.yml'] },
  });
  clone = await sandbox.clone('owner');
  await clone.commit('Lock what main has', { [LOCK_PATH]: lockOf('main') });
  await clone.push();
});

afterAll(async () => {
  await sandbox.close();
  await rm(root, { recursive: true, force: true });
});

const place = () => {
  const [owner = '', repo = ''] = sandbox.slug.split('/');
  return { owner, repo };
};

/** A pull request whose lock names a word, with an image branch. */
async function pullOf(word: string): Promise<number> {
  await clone.git('switch', '--quiet', '-c', word, 'main');
  await clone.commit(word, { [LOCK_PATH]: lockOf(word) });
  await clone.push('--set-upstream', word);
  const { data } = await sandbox
    .api('owner')
    .request('POST /repos/{owner}/{repo}/pulls', { ...place(), title: word, head: word, base: 'main' });
  const nothing = await clone.git('hash-object', '-t', 'tree', '-w', '/dev/null');
  const pictures = await clone.git('commit-tree', nothing, '-m', 'pictures');
  await clone.push(`${pictures}:refs/heads/${imageBranch(data.number)}`);
  return data.number;
}

/** Where the machine with the GPU keeps its store, and what lies there. */
const storeOf = () => join(root, 'runner', 'machines', 'gpu-1', 'tool', 'alpha-ref');
async function put(word: string, old: boolean): Promise<void> {
  const folder = storeOf();
  await mkdir(folder, { recursive: true });
  const from = join(root, 'word');
  await writeFile(from, word);
  const { digest } = await folderStore(folder).put(from);
  const then = new Date(Date.now() - (old ? 20 : 1) * DAY_MS);
  await utimes(join(folder, 'sha256', digest.slice(0, 2), digest), then, then);
}
const isThere = (word: string) => folderStore(storeOf()).has({ digest: oidOf(word) });

async function housekeeping(): Promise<WorkflowRun> {
  await sandbox.runner.schedule(sandbox.slug, CRON);
  await sandbox.idle();
  const run = (await sandbox.runs()).findLast(({ path }) => path.endsWith('/housekeeping.yml'));
  if (run === undefined) throw new Error('housekeeping did not run');
  return run;
}

test('the clock sweeps the store, prunes pictures of pull requests that were closed long ago, and writes it down', async () => {
  const [open, closed, merged] = [await pullOf('open'), await pullOf('closed'), await pullOf('merged')];
  const close = (number: number) =>
    sandbox.api('owner').request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
      ...place(),
      pull_number: number,
      state: 'closed',
    });
  await close(closed);
  await clone.git('push', '--quiet', 'origin', '--delete', 'closed');
  now = new Date();
  await close(merged); // just now: its pictures stay for a while
  await clone.git('push', '--quiet', 'origin', '--delete', 'merged');
  // What was shipped stays, whatever branches say.
  const shipped = LedgerRecord.parse({
    kind: 'ship',
    tag: 'ep/one/v1.0.0',
    episode: 'one',
    commit: await clone.git('rev-parse', 'HEAD'),
    ambient: 'rain',
    ambientDigest: oidOf('rain'),
    preview: true,
    assets: { 'one.mp4': oidOf('shipped') },
  });
  const ledger = { root: clone.path, remote: 'origin' };
  await appendToLedger(ledger, [shipped], {
    now: () => now,
    by: { name: 'alpha', email: 'alpha@users.noreply.example' },
  });
  for (const word of ['main', 'open', 'closed', 'merged', 'shipped', 'stray']) await put(word, true);
  await put('young', false);

  const run = await housekeeping();
  expect(
    run.jobs.map(({ name, conclusion, log }) => [name, conclusion, conclusion === 'success' ? '' : log]),
  ).toEqual([
    ['sweep the store', 'success', ''],
    ['keep house', 'success', ''],
  ]);
  const kept = [];
  for (const word of ['main', 'open', 'closed', 'merged', 'shipped', 'stray', 'young'])
    if (await isThere(word)) kept.push(word);
  expect(kept).toEqual(['main', 'open', 'shipped', 'young']);
  const branches = await clone.git('ls-remote', '--heads', 'origin', 'refs/heads/alpha-images/*');
  expect(branches).toContain(imageBranch(open));
  expect(branches).toContain(imageBranch(merged));
  expect(branches).not.toContain(imageBranch(closed));
  const [swept] = entriesOf(await readLedger(ledger), 'sweep');
  expect(swept?.record.deleted.toSorted()).toEqual(['closed', 'merged', 'stray'].map(oidOf).toSorted());
  expect(sandbox.forge.violations()).toEqual([]);
  expect(sandbox.runner.leaks()).toEqual([]);
});

test('a ledger that was touched ends it before anything is removed', async () => {
  await put('stray', true);
  await clone.git('fetch', '--quiet', 'origin', 'alpha-ledger');
  await clone.git('switch', '--quiet', '--detach', 'FETCH_HEAD');
  const text = Buffer.from(await clone.read('ledger.jsonl')).toString();
  await clone.commit('touch', { 'ledger.jsonl': text.replace('"rain"', '"snow"') });
  await clone.push('HEAD:refs/heads/alpha-ledger');
  const run = await housekeeping();
  expect(run.jobs.map(({ conclusion }) => conclusion)).toEqual(['failure', 'failure']);
  for (const { log } of run.jobs) expect(log).toContain('the ledger is broken');
  expect(await isThere('stray')).toBe(true);
  expect(await clone.git('ls-remote', '--heads', 'origin', 'refs/heads/alpha-images/*')).toContain('pr-3');
});
