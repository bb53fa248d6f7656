import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LedgerRecord } from '#core/ledger-record.ts';
import { formatLock, LOCK_PATH } from '#core/lock.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { randomOf, randomWorld } from '#test/random-world.ts';
import { extend } from '../ledger/chain.ts';
import { digestsIn, gatherRoots } from './roots.ts';

const { lock } = randomWorld(randomOf(1));
const [line] = lock.values();
if (line === undefined) throw new Error('the world has no line');
/** A lock of one line, whose output is what these words hash to. */
const lockOf = (words: string): string => {
  const outputs = line.outputs
    .slice(0, 1)
    .map(({ role, file, medium, size }) => ({ role, file, medium, size, digest: oidOf(words) }));
  return formatLock([{ ...line, outputs }]);
};
const named = (digests: ReadonlySet<Oid>, words: readonly string[]) =>
  words.filter((word) => digests.has(oidOf(word)));

test('I10: locks of branches, tags and pull requests are roots, here and on the remote; so is what was shipped and is shown', async () => {
  await using repo = await lfsRepo();
  await repo.commit('main', { [LOCK_PATH]: lockOf('main') });
  await repo.git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');
  await repo.commit('old', { [LOCK_PATH]: lockOf('old') });
  for (const [ref, word] of [
    ['refs/heads/theirs', 'theirs'],
    ['refs/pull/1/head', 'open pull'],
    ['refs/pull/2/head', 'closed pull'],
  ] as const) {
    await repo.commit(word, { [LOCK_PATH]: lockOf(word) });
    await repo.git('push', '--quiet', 'origin', `HEAD:${ref}`);
  }
  await repo.commit('tagged', { [LOCK_PATH]: lockOf('tagged') });
  await repo.git('tag', '-a', '-m', 'x', 'ep/one/v1.0.0');
  await repo.git('push', '--quiet', 'origin', 'ep/one/v1.0.0');
  await repo.git('tag', '-d', 'ep/one/v1.0.0');
  // A schema that this version does not know: each digest in it counts.
  await repo.commit('mine', { [LOCK_PATH]: `{"schema":"alpha-lock/9","x":"${oidOf('mine')}"}\n` });
  const commit = await repo.git('rev-parse', 'HEAD');
  const publish = (word: string) =>
    LedgerRecord.parse({ kind: 'publish', commit, lock: oidOf('x'), files: { 'index.html': oidOf(word) } });
  const ship = LedgerRecord.parse({
    kind: 'ship',
    tag: 'ep/one/v1.0.0',
    episode: 'one',
    commit,
    ambient: 'rain',
    ambientDigest: oidOf('rain'),
    preview: true,
    assets: { 'one.mp4': oidOf('asset') },
  });
  const ledger = extend([], [publish('page before'), publish('page'), ship], '2026-01-01T00:00:00Z');
  const words = [
    'main',
    'theirs',
    'open pull',
    'closed pull',
    'tagged',
    'mine',
    'old',
    'asset',
    'rain',
    'page before',
    'page',
  ];

  const question = { root: repo.root, remote: 'origin', pulls: [1], ledger };
  const before = await repo.git('for-each-ref');
  const { digests } = await gatherRoots(question);
  expect(named(digests, words)).toEqual(
    words.filter((word) => !['closed pull', 'old', 'page before'].includes(word)),
  );
  expect(named((await gatherRoots({ ...question, pulls: 'all' })).digests, words)).toContain('closed pull');
  expect(await repo.git('for-each-ref')).toBe(before);

  const alone = await gatherRoots({ ...question, remote: undefined, ledger: [] });
  expect(named(alone.digests, words)).toEqual(['main', 'theirs', 'mine']); // as it was pushed

  // What cannot be asked is never taken for empty.
  await expect(gatherRoots({ ...question, pulls: [3] })).rejects.toMatchObject({ code: 'remote-failed' });
  await rm(repo.origin, { recursive: true });
  await expect(gatherRoots(question)).rejects.toMatchObject({ code: 'remote-failed' });
});

test('whatever stands where a lock should, no digest in it is lost', () => {
  const digest = fc.stringMatching(/^[0-9a-f]{64}$/u);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), digest)), (parts) => {
      const text = parts.map(([noise, word]) => `${noise.replaceAll(/[0-9a-f]/gu, '-')} ${word} `).join('\n');
      const found = new Set<string>(digestsIn(text));
      expect(parts.every(([, word]) => found.has(word))).toBe(true);
    }),
  );
  expect(digestsIn('').size).toBe(0);
});
