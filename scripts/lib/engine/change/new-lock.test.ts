import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { contentKey } from '#core/key.ts';
import type { LockLine } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { makePlan, staleOf } from '#core/plan.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { catalog } from '#test/small-world/declarations.ts';
import { fullLock } from '#test/small-world/full-lock.ts';
import { NAVY, reference, WORLD } from '#test/small-world/small-world.ts';
import { lfsReader } from '../repository/lfs-objects.ts';
import { readSnapshot } from '../repository/snapshot.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import type { Built } from './built.ts';
import { newLock } from './new-lock.ts';

let red: Snapshot;
let navy: Snapshot;
let lines: Map<string, LockLine>;
beforeAll(async () => {
  await using repo = await lfsRepo();
  const first = await repo.commit('world', WORLD);
  const redrawn = await repo.commit('redrawn', reference(NAVY));
  const bytesOf = await lfsReader(repo.root, { maxBytes: 1_000_000 });
  const options = { catalog, bytesOf, trust: 'cards' as const };
  const before = await readSnapshot(repo.root, first, options);
  const lock = fullLock(before.graph, before.facts, catalog);
  red = { ...before, lock };
  const after = await readSnapshot(repo.root, redrawn, options);
  navy = { ...after, lock };
  lines = builtAnew(navy);
});

/** The lines that builds of all that is stale would give, each with bytes of its own. */
function builtAnew({ graph, facts, lock }: Snapshot): Map<string, LockLine> {
  const now = new Map(lock);
  const anew = new Map<string, LockLine>();
  for (let stale = staleOf(makePlan(graph, facts, now, catalog)); stale.length > 0;) {
    for (const { name, recipe, line } of stale) {
      if (recipe === undefined || line === undefined) continue;
      const outputs = line.outputs.map((output) => ({ ...output, digest: oidOf(`${name} built anew`) }));
      const built = { ...line, key: contentKey(recipe), recipe, outputs };
      now.set(name, built);
      anew.set(name, built);
    }
    stale = staleOf(makePlan(graph, facts, now, catalog));
  }
  return anew;
}

const built = (line: LockLine): Built => ({ kind: 'built', line, cost: { seconds: 1 } });
const staleNames = ({ graph, facts, lock }: Snapshot) =>
  staleOf(makePlan(graph, facts, lock, catalog)).map(({ name }) => name);
const lineOf = (name: ArtifactName): LockLine => {
  const line = lines.get(name);
  if (line === undefined) throw new Error(`no ${name}`);
  return line;
};

test('all that is stale and was built is taken, and what was fresh stays as it is', () => {
  const stale = staleNames(navy);
  const { lock, taken, missing } = newLock(navy, stale.map(lineOf).map(built), catalog);
  expect(stale.length).toBeGreaterThan(5);
  expect(taken.map(({ line }) => line.name).toSorted()).toEqual(stale.toSorted());
  expect(missing.size).toBe(0);
  for (const [name, line] of navy.lock) if (!stale.includes(name)) expect(lock.get(name)).toEqual(line);
});

test('I11: whichever is not built, or could not be, is missing, and so is what reads it', () => {
  const stale = staleNames(navy);
  fc.assert(
    fc.property(fc.subarray(stale, { minLength: 1 }), fc.boolean(), (left, told) => {
      const results = stale.flatMap((name): Built[] =>
        left.includes(name)
          ? told
            ? [{ kind: 'failed', name, reason: 'no memory' }]
            : []
          : [built(lineOf(name))],
      );
      const { missing } = newLock(navy, results, catalog);
      for (const name of left) expect(missing.get(name)).toBe(told ? 'no memory' : 'no job built it');
    }),
    { numRuns: 50 },
  );
});

test('I14: a result for another key than this commit asks for is never taken, whoever says so', () => {
  const stale = staleNames(navy);
  const fresh = [...navy.lock.keys()].filter((name) => !stale.includes(name));
  const forged = oidOf('bytes that nobody built for this');
  const forge = (line: LockLine): Built =>
    built({ ...line, outputs: line.outputs.map((output) => ({ ...output, digest: forged })) });
  fc.assert(
    fc.property(fc.constantFrom(...stale), fc.constantFrom(...fresh), (one, other) => {
      // The key of the tree before, and a word on an artifact that this commit does not ask for at all.
      const old = red.lock.get(one);
      const asked = navy.lock.get(other);
      if (old === undefined || asked === undefined) throw new Error('not locked');
      const { lock, missing } = newLock(navy, [forge(old), forge(asked)], catalog);
      expect(missing.get(one)).toBe('what was built is not what this commit asks for');
      for (const { outputs } of lock.values())
        for (const { digest } of outputs) expect(digest).not.toBe(forged);
      expect(lock.get(other)).toEqual(asked);
    }),
    { numRuns: 50 },
  );
});
