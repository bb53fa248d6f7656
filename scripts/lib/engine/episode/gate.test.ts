import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Axis, AxisAnswer, IdentityReport } from '#core/identity.ts';
import { LedgerRecord } from '#core/ledger-record.ts';
import { formatLock } from '#core/lock.ts';
import type { LockLine } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import { pixelDigest } from '#media/canon/reference.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { catalog } from '#test/small-world/declarations.ts';
import { fullLock } from '#test/small-world/full-lock.ts';
import { MANIFEST, NAVY, RED, WORLD } from '#test/small-world/small-world.ts';
import { extend } from '../ledger/chain.ts';
import type { Ledger } from '../ledger/chain.ts';
import { digestsOf } from '../ledger/queries.ts';
import { lfsReader } from '../repository/lfs-objects.ts';
import { readSnapshot } from '../repository/snapshot.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import { accepting } from './accept.ts';
import { gateOf, gatesOfTree, gateSentence, isClosed, picturesOf, requireOpenGates } from './gate.ts';

const commit = CommitId.parse('c'.repeat(40));
const mesh = ArtifactName.parse('mesh');
const AT = '2026-01-01T00:00:00.000Z';

let world: Snapshot;
let line: LockLine;
beforeAll(async () => {
  await using repo = await lfsRepo();
  // The mesh ships; the clip never does, and has a gate as well.
  const manifest = MANIFEST.replace('mesh: {', 'mesh: { gate: identity,').replace(
    'clip: {',
    'clip: { gate: identity,',
  );
  const at = await repo.commit('world', { ...WORLD, 'assets/alpha.yml': manifest });
  const bytesOf = await lfsReader(repo.root, { maxBytes: 1_000_000 });
  const snapshot = await readSnapshot(repo.root, at, { catalog, bytesOf, trust: 'cards' });
  const lock = fullLock(snapshot.graph, snapshot.facts, catalog, pixelDigest(RED));
  world = { ...snapshot, lock, lockOid: oidOf(formatLock(lock.values())) };
  const found = lock.get(mesh);
  if (found === undefined) throw new Error('no mesh');
  line = found;
});

const report = (
  answers: Partial<Record<Axis, AxisAnswer>>,
  answer?: IdentityReport['answer'],
): IdentityReport => {
  const given = Object.values(answers);
  return {
    method: 'test 1',
    answer:
      answer ?? (given.includes('fail') ? 'fail' : given.every((one) => one === 'pass') ? 'pass' : 'look'),
    axes: (['hair-colour', 'face-structure'] as const).map((axis) => ({
      axis,
      value: answers[axis] === 'not-measured' ? null : 21.456,
      unit: 'ΔE00',
      limit: 4,
      answer: answers[axis] ?? ('pass' as const),
      note: 'hue turned by 58°',
    })),
  };
};

const look = (
  found: IdentityReport | null,
  against = pixelDigest(RED),
  digests = digestsOf(line),
): LedgerRecord => LedgerRecord.parse({ kind: 'gate', artifact: mesh, digests, against, report: found });

const ledgerOf = (...records: readonly (LedgerRecord | undefined)[]): Ledger =>
  extend(
    [],
    records.flatMap((one) => one ?? []),
    AT,
  );

const word = { artifact: 'mesh', by: 'owner', reason: 'it is meant so', commit };
const accepted = (ledger: Ledger, more = {}) => accepting(world, ledger, { ...word, ...more }).record;
const gate = (ledger: Ledger) => gateOf(ledger, line, picturesOf(world)).kind;

test('a measure that fails closes the gate; one that asks for a look, or that could not be made, does not', () => {
  expect(gate(ledgerOf(look(report({ 'hair-colour': 'fail' }))))).toBe('failed');
  expect(gate(ledgerOf(look(report({ 'hair-colour': 'look' }))))).toBe('open');
  expect(gate(ledgerOf(look(report({ 'face-structure': 'not-measured' }))))).toBe('open');
  expect(gate(ledgerOf(look(report({}, 'fail'))))).toBe('failed');
});

test('what was never measured, or not these bytes, or nothing of it, never counts as a pass', () => {
  const pass = report({});
  expect(gate(ledgerOf())).toBe('unmeasured');
  expect(gate(ledgerOf(look(null)))).toBe('unmeasured');
  expect(gate(ledgerOf(look(pass, pixelDigest(RED), [oidOf('other bytes')])))).toBe('unmeasured');
  expect(gate(ledgerOf(look(pass)))).toBe('open');
});

test('I17: a look counts only against the picture of the tree, never against another or an older output', () => {
  const pass = report({});
  expect(gate(ledgerOf(look(pass, pixelDigest(NAVY))))).toBe('unmeasured');
  expect(gate(ledgerOf(look(pass, line.outputs[0]?.digest)))).toBe('unmeasured');
  // A pass against another picture does not hide a failure against this one, in either order.
  const fail = look(report({ 'hair-colour': 'fail' }));
  expect(gate(ledgerOf(fail, look(pass, pixelDigest(NAVY))))).toBe('failed');
  expect(gate(ledgerOf(look(pass, pixelDigest(NAVY)), fail))).toBe('failed');
});

test('an accepted gate stays open when the same is found again, and closes when another axis fails', () => {
  const hair = look(report({ 'hair-colour': 'fail' }));
  const opened = ledgerOf(hair, accepted(ledgerOf(hair)));
  expect(gate(opened)).toBe('accepted');
  expect(gate(extend(opened, [hair], AT))).toBe('accepted');
  const both = look(report({ 'hair-colour': 'fail', 'face-structure': 'fail' }));
  const again = extend(opened, [both], AT);
  expect(gateOf(again, line, picturesOf(world))).toMatchObject({
    kind: 'failed',
    failed: [{ axis: 'face-structure' }],
  });
  const rest = accepted(again);
  expect(gate(extend(again, rest === undefined ? [] : [rest], AT))).toBe('accepted');
});

test('an acceptance is for these bytes against this picture', () => {
  const hair = report({ 'hair-colour': 'fail' });
  const opened = ledgerOf(look(hair), accepted(ledgerOf(look(hair))));
  const [output] = line.outputs;
  if (output === undefined) throw new Error('no output');
  const other = { ...line, outputs: [{ ...output, digest: oidOf('built again') }] };
  const after = extend(opened, [look(hair, pixelDigest(RED), digestsOf(other))], AT);
  expect(gateOf(after, other, picturesOf(world)).kind).toBe('failed');
  expect(gateOf(after, line, new Set([pixelDigest(NAVY)])).kind).toBe('unmeasured');
});

test('what was never measured can be accepted, until a look finds something', () => {
  const opened = ledgerOf(accepted(ledgerOf()));
  expect(gate(opened)).toBe('accepted');
  expect(gate(extend(opened, [look(report({ 'hair-colour': 'fail' }))], AT))).toBe('failed');
  expect(gate(extend(opened, [look(null)], AT))).toBe('accepted');
});

test('only a closed gate is accepted, once, with a reason, by its name', () => {
  const pass = ledgerOf(look(report({})));
  const fail = ledgerOf(look(report({ 'hair-colour': 'fail' })));
  const code = (ledger: Ledger, more = {}) => {
    try {
      return accepted(ledger, more) === undefined ? 'nothing new' : 'accepted';
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : 'a bug';
    }
  };
  expect(code(fail)).toBe('accepted');
  expect(code(ledgerOf(look(report({ 'hair-colour': 'fail' })), accepted(fail)))).toBe('nothing new');
  expect(code(pass)).toBe('gate-open');
  expect(code(fail, { artifact: 'splat' })).toBe('not-gated');
  expect(code(fail, { artifact: 'nobody' })).toBe('no-such-artifact');
  expect(code(fail, { artifact: '../mesh' })).toBe('no-such-artifact');
  for (const reason of ['', '  ', 'ok', 'two\nlines of it', 'x'.repeat(501), 'turned \u202e around'])
    expect(code(fail, { reason })).toBe('reason-unfit');
});

test('publishing is refused with artifact, measure, figure, limit and what accepts it; what never ships holds nothing up', () => {
  const failed = ledgerOf(look(report({ 'hair-colour': 'fail' })));
  expect(gatesOfTree(world, failed).map(({ artifact, holds }) => [artifact, holds])).toEqual([
    ['clip', { publishing: false, episodes: [] }],
    ['mesh', { publishing: true, episodes: ['one', 'two'] }],
  ]);
  expect(() => requireOpenGates(world, failed)).toThrow(
    expect.objectContaining({
      code: 'gate-closed',
      message: expect.stringMatching(
        /mesh is no longer her by hair colour 21\.5 ΔE00 \(limit 4\): hue turned by 58°/u,
      ),
      hint: expect.stringMatching(
        /\/alpha accept mesh <reason>[^]*npm run alpha -- accept mesh --reason "<reason>"/u,
      ),
    }),
  );
  expect(() => requireOpenGates(world, ledgerOf())).toThrow(
    expect.objectContaining({ message: expect.stringContaining('mesh') }),
  );
  requireOpenGates(
    world,
    extend(
      failed,
      [accepted(failed)].flatMap((one) => one ?? []),
      AT,
    ),
  );
  requireOpenGates(world, ledgerOf(look(report({}))));
});

test('what one episode alone ships, and no page shows, waits for that episode’s release', () => {
  const talk = ArtifactName.parse('talk/one');
  const node = world.graph.get(ArtifactName.parse('voice/one'));
  if (node === undefined) throw new Error('no voice');
  const graph = new Map(world.graph).set(talk, { ...node, name: talk, gate: 'identity' });
  const lock = new Map(world.lock).set(talk, { ...line, name: talk });
  const state = gatesOfTree({ ...world, graph, lock }, ledgerOf()).find(({ artifact }) => artifact === talk);
  expect(state?.holds).toEqual({ publishing: false, episodes: ['one'] });
});

test('whatever was recorded in whatever order, a gate is open only when its newest look found no failure', () => {
  const answers = fc.constantFrom<AxisAnswer>('pass', 'look', 'fail', 'not-measured');
  const looks = fc
    .record({ 'hair-colour': answers, 'face-structure': answers })
    .map((given) => look(report(given)));
  const other = fc.constantFrom(
    look(report({}), pixelDigest(NAVY)),
    look(report({}), pixelDigest(RED), [oidOf('x')]),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(looks, other), { maxLength: 6 }), (records) => {
      const mine = records.filter(
        (one) =>
          one.kind === 'gate' &&
          one.against === pixelDigest(RED) &&
          one.digests.length > 0 &&
          one.digests[0] === line.outputs[0]?.digest,
      );
      const last = mine.at(-1);
      const failed = last?.kind === 'gate' && last.report?.answer === 'fail';
      const state = gatesOfTree(world, ledgerOf(...records)).find(({ artifact }) => artifact === mesh);
      if (state === undefined) throw new Error('no gate');
      expect(isClosed(state)).toBe(last === undefined || failed);
      expect(gateSentence(state)).toContain('mesh');
    }),
  );
});
