import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomOf, randomWorld } from '#test/random-world.ts';
import { canonicalJson } from './json.ts';
import { contentKey } from './key.ts';
import { formatLock, parseLock } from './lock.ts';
import type { Lock } from './lock.ts';

const locks = fc.nat(10_000).map((seed): Lock => randomWorld(randomOf(seed)).lock);

function fault(text: string): string {
  try {
    parseLock(text);
    return 'taken';
  } catch (error) {
    expect(error).toMatchObject({ code: 'lock-invalid' });
    return String(error);
  }
}

test('a lock reads back as it was written, one line an artifact, in the order of their names', () => {
  fc.assert(
    fc.property(locks, (lock) => {
      const text = formatLock([...lock.values()].toReversed());
      expect(parseLock(text)).toEqual(new Map([...lock].toSorted(([a], [b]) => (a < b ? -1 : 1))));
      expect(formatLock(parseLock(text).values())).toBe(text);
      expect(text.split('\n')).toHaveLength(lock.size + 1);
    }),
    { numRuns: 50 },
  );
  expect(parseLock('').size).toBe(0);
});

test('I3: whichever letter of a lock is changed, it is refused, or says the same', () => {
  const lock = randomWorld(randomOf(3)).lock;
  const text = formatLock(lock.values());
  let digests = 0;
  fc.assert(
    fc.property(
      fc.nat(text.length - 1),
      fc.constantFrom('0', 'a', '"', '{', ' ', '\n', '1', ','),
      (at, letter) => {
        const edited = text.slice(0, at) + letter + text.slice(at + 1);
        fc.pre(edited !== text);
        if (fault(edited) !== 'taken') return;
        // Only what is no part of the recipe can be edited unseen here; the ledger finds that (`verifyLock`).
        digests += 1;
        for (const [name, line] of parseLock(edited)) expect(line.recipe).toEqual(lock.get(name)?.recipe);
      },
    ),
    { numRuns: 600 },
  );
  expect(digests).toBeGreaterThan(0);
});

test('what stands wrong in a lock is told by its line, all at once', () => {
  const line = [...randomWorld(randomOf(3)).lock.values()][0];
  const [output] = line?.outputs ?? [];
  if (line === undefined || output === undefined) throw new Error('no line');
  const good = canonicalJson(line);
  const recipe = { ...line.recipe, seed: 99 };
  const other = { ...line, recipe, key: contentKey(recipe), name: 'b' };
  expect(fault(`${good}\n`)).toBe('taken');
  expect(fault(good)).toMatch(/jsonl:1: the last line has no line end/u);
  expect(fault(`${good}\n${good}\n`)).toMatch(/jsonl:2: a0 has a line already/u);
  expect(fault(`${canonicalJson(other)}\n${good}\n`)).toMatch(/jsonl:2: a0 must come before b/u);
  expect(fault(`${canonicalJson({ ...line, recipe })}\n`)).toMatch(
    /jsonl:1: the key of a0 is not that of its recipe/u,
  );
  expect(fault(`${JSON.stringify(line, null, 1).replaceAll('\n', '')}\n`)).toMatch(
    /jsonl:1: .* not in the form that builds write/u,
  );
  expect(fault(`${good.slice(0, -1)},"name":"a0"}\n`)).toMatch(/not in the form/u);
  expect(fault(`${canonicalJson({ ...line, outputs: [output, output] })}\n`)).toMatch(
    /two outputs of a0 have one role/u,
  );
  expect(fault(`${canonicalJson({ ...line, outputs: [] })}\n`)).toMatch(/jsonl:1: .*outputs/u);
  expect(fault(`<<<<<<< ours\n${good}\n=======\n`).split('\n')).toHaveLength(2);
  expect(fault(`${'['.repeat(100_000)}${']'.repeat(100_000)}\n`)).toMatch(/jsonl:1: /u);
  expect(fault('{}\n'.repeat(5000)).split('\n')).toHaveLength(101);
});

test('whatever a text says, it is a lock or refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json().map((json) => `${json}\n`),
      ),
      (text) => {
        fault(text);
      },
    ),
  );
});
