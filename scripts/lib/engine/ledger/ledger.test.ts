import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LedgerRecord } from '#core/ledger-record.ts';
import { oidOf } from '#core/oid.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { extend, formatLedger, hashOf, parseLedger } from './chain.ts';
import { appendToLedger, LEDGER_BRANCH, readLedger } from './ledger.ts';
import { entriesOf, reviewsOf, shippedPrompts } from './queries.ts';

const commit = 'c'.repeat(40);
const review = (pull: number): LedgerRecord =>
  LedgerRecord.parse({ kind: 'review', pull, commit, lock: oidOf(String(pull)), by: 'someone' });
const ship = (episode: string, ambient: string): LedgerRecord =>
  LedgerRecord.parse({
    kind: 'ship',
    tag: `ep/${episode}/v1.0.0`,
    episode,
    commit,
    ambient,
    ambientDigest: oidOf(ambient),
    preview: true,
    assets: {},
  });
const at = '2026-01-02T03:04:05.678Z';
const appending = { now: () => new Date(at), by: { name: 'alpha', email: 'alpha@example.invalid' } };

test('a ledger reads back as it was written, and grows only at its end', () => {
  const one = extend([], [review(1), ship('one', 'rain')], at);
  const two = extend(one, [review(2)], at);
  expect(parseLedger(formatLedger(two))).toEqual(two);
  expect(formatLedger(two).startsWith(formatLedger(one))).toBe(true);
  expect(two.map(({ n }) => n)).toEqual([0, 1, 2]);
  expect(parseLedger('')).toEqual([]);
});

test('I20: whatever is changed, left out, put in, moved or cut off in a ledger is found', () => {
  const text = formatLedger(extend([], [review(1), review(2), ship('one', 'rain'), review(3)], at));
  const lines = text.trimEnd().split('\n');
  const edits = fc.oneof(
    fc.nat(text.length - 1).map((cut) => text.slice(0, cut) || 'x'),
    fc
      .tuple(fc.nat(text.length - 1), fc.constantFrom('0', 'f', '"', ' ', '\n', '9'))
      .map(([place, letter]) => text.slice(0, place) + letter + text.slice(place + 1)),
    fc.nat(lines.length - 2).map((gone) => `${lines.toSpliced(gone, 1).join('\n')}\n`),
    fc
      .tuple(fc.nat(lines.length - 1), fc.nat(lines.length))
      .map(([from, to]) => `${lines.toSpliced(to, 0, lines[from] ?? '').join('\n')}\n`),
  );
  fc.assert(
    fc.property(edits, (edited) => {
      // Whole entries gone from the end leave a shorter chain that fits: git's own history tells of that.
      fc.pre(edited !== text && !text.startsWith(edited));
      expect(() => parseLedger(edited)).toThrow(expect.objectContaining({ code: 'ledger-broken' }));
    }),
    { numRuns: 500 },
  );
});

test('I20: an entry that was written anew, with a hash of its own, does not fit into the chain', () => {
  const ledger = extend([], [review(1), review(2), ship('one', 'rain'), review(3)], at);
  for (const [index, entry] of ledger.entries()) {
    const forgeries = [
      { ...entry, previous: index === 0 ? oidOf('before') : oidOf('elsewhere') },
      ...(index === ledger.length - 1 ? [] : [{ ...entry, record: review(9) }]),
    ];
    for (const open of forgeries) {
      const forged = ledger.with(index, { ...open, hash: hashOf(open) });
      expect(() => parseLedger(formatLedger(forged))).toThrow(
        expect.objectContaining({ message: expect.stringContaining('does not follow the entry before it') }),
      );
    }
  }
});

test('no text makes the reader of ledgers crash', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json().map((line) => `${line}\n`),
      ),
      (text) => {
        fc.pre(text !== '');
        expect(() => parseLedger(text)).toThrow(expect.objectContaining({ code: 'ledger-broken' }));
      },
    ),
  );
});

test.each(['origin', undefined])('writers that meet at %s lose nothing', async (remote) => {
  await using repo = await lfsRepo();
  const place = { root: repo.root, remote };
  const pulls = [1, 2, 3, 4];
  await Promise.all(pulls.map((pull) => appendToLedger(place, [review(pull)], appending)));
  const ledger = await readLedger(place);
  expect(new Set(entriesOf(ledger, 'review').map(({ record }) => record.pull))).toEqual(new Set(pulls));
  expect(reviewsOf(ledger, oidOf('3'))).toHaveLength(1);
  const tip = remote === undefined ? LEDGER_BRANCH : `--git-dir=${repo.origin}`;
  const count =
    remote === undefined
      ? await repo.git('rev-list', '--count', tip)
      : await repo.git(tip, 'rev-list', '--count', LEDGER_BRANCH);
  expect(count).toBe('4');
});

test('nothing is appended to a broken ledger', async () => {
  await using repo = await lfsRepo();
  await repo.commit('not a ledger', { 'ledger.jsonl': '{"n":0}\n' });
  await repo.git('branch', LEDGER_BRANCH);
  const place = { root: repo.root, remote: undefined };
  await expect(appendToLedger(place, [review(1)], appending)).rejects.toMatchObject({
    code: 'ledger-broken',
  });
});

test('shipped prompts are known whatever their case, spacing and Unicode form', () => {
  const ledger = extend(
    [],
    [ship('one', 'Rain  on a ROOF'), ship('two', 'cafe\u0301'), ship('three', 'rain on a roof')],
    at,
  );
  expect([...shippedPrompts(ledger)]).toEqual([
    ['rain on a roof', 'one'],
    ['caf\u00e9', 'two'],
  ]);
});
