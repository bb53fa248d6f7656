import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentKey } from '#core/key.ts';
import type { ContentKey, Recipe } from '#core/key.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { randomOf, randomWorld } from '#test/random-world.ts';
import { temporaryFolder } from '#test/temporary-folder.ts';
import { folderStore } from './folder.ts';
import { folderResults } from './results.ts';
import { digestsOf, planSweep, sweep } from './sweep.ts';

const recipe: Recipe = {
  system: 'weave',
  backend: 'preview',
  version: '1',
  pins: {},
  params: {},
  seed: 0,
  inputs: {},
};
const DAY = 86_400;

/** A store of `objects` objects of which `old` are a month old, and results that name an output and a log each. */
async function world(
  folder: string,
  objects: number,
  old: ReadonlySet<number>,
  made: readonly (readonly [number, number])[],
) {
  const store = folderStore(folder);
  const results = folderResults(folder, store);
  const digests: Oid[] = [];
  for (let index = 0; index < objects; index += 1) {
    const from = join(folder, 'from');
    await writeFile(from, `object ${index}`);
    const { digest } = await store.put(from);
    const monthAgo = new Date(Date.now() - 30 * DAY * 1000);
    if (old.has(index)) await utimes(join(folder, 'sha256', digest.slice(0, 2), digest), monthAgo, monthAgo);
    digests.push(digest);
  }
  const keys = new Map<ContentKey, Oid[]>();
  for (const [seed, [output, log]] of made.entries()) {
    const key = contentKey({ ...recipe, seed });
    const [digest, logDigest] = [digests[output], digests[log]];
    const lease = await results.lease(key);
    if (digest === undefined || logDigest === undefined || lease === undefined) continue;
    const outputs = [
      { role: 'text', file: RepoPath.parse('text.txt'), medium: 'text' as const, digest, size: 8 },
    ];
    const facts = {
      cost: { seconds: 1 },
      runner: 'r',
      confinement: { reads: 'any', network: 'any' },
    } as const;
    await results.put(
      {
        schema: 'alpha-result/1',
        key,
        recipe: { ...recipe, seed },
        outputs,
        preview: null,
        log: logDigest,
        ...facts,
      },
      lease,
    );
    await lease.release();
    keys.set(key, [digest, logDigest]);
  }
  return { store, results, digests, keys };
}

test('I10: a sweep, also one that is killed, deletes nothing that is needed or new, and no result names what is gone', async () => {
  const size = 6;
  const index = fc.nat(size - 1);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(index),
      fc.array(fc.tuple(index, index), { maxLength: 4 }),
      fc.uniqueArray(index),
      fc.nat(size),
      async (old, made, rooted, died) => {
        await using folder = await temporaryFolder();
        const { store, results, digests, keys } = await world(folder.path, size, new Set(old), made);
        const roots = new Set(rooted.flatMap((root) => digests[root] ?? []));
        const question = { store, results, roots, graceSeconds: 14 * DAY, now: new Date() };
        const plan = await planSweep(question);
        await sweep(question, { ...plan, objects: plan.objects.slice(0, died) });

        for (const [at, digest] of digests.entries())
          if (roots.has(digest) || !old.includes(at)) expect(await store.has({ digest })).toBe(true);
        for await (const key of results.list())
          for (const digest of keys.get(key) ?? []) expect(await store.has({ digest })).toBe(true);
        for (const [key, [output]] of keys)
          if (output !== undefined && roots.has(output)) expect(await results.get(key)).toBeDefined();

        await sweep(question, await planSweep(question));
        const again = await planSweep(question);
        expect([again.results, again.objects]).toEqual([[], []]);
      },
    ),
    { numRuns: 25 },
  );
});

test('what is put again is new again', async () => {
  await using folder = await temporaryFolder();
  const { store, results, digests } = await world(folder.path, 2, new Set([0, 1]), []);
  const from = join(folder.path, 'again');
  await writeFile(from, 'object 0');
  await store.put(from);
  const plan = await planSweep({ store, results, roots: new Set(), graceSeconds: DAY, now: new Date() });
  expect(plan.objects.map(({ digest }) => digest)).toEqual(digests.slice(1));
  expect(plan).toMatchObject({ bytes: 8, kept: { objects: 1, bytes: 8 } });
});

test('of a lock, outputs and previews are needed', () => {
  const { lock } = randomWorld(randomOf(1));
  const [line] = lock.values();
  if (line === undefined) throw new Error('no line');
  const preview = oidOf('a preview');
  const needed = digestsOf(new Map(lock).set(line.name, { ...line, preview }));
  expect(needed.has(preview)).toBe(true);
  for (const { outputs } of lock.values())
    for (const { digest } of outputs) expect(needed.has(digest)).toBe(true);
});
