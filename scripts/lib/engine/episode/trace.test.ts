import { beforeAll, expect, test } from 'vitest';
import { LedgerRecord } from '#core/ledger-record.ts';
import { formatLock } from '#core/lock.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import { pixelDigest } from '#media/canon/reference.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { catalog } from '#test/small-world/declarations.ts';
import { fullLock } from '#test/small-world/full-lock.ts';
import { MANIFEST, RED, WORLD } from '#test/small-world/small-world.ts';
import { extend } from '../ledger/chain.ts';
import { digestsOf, entriesOf } from '../ledger/queries.ts';
import { lfsReader } from '../repository/lfs-objects.ts';
import { readSnapshot } from '../repository/snapshot.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import { checkShip } from './check-ship.ts';
import { releaseManifest } from './release-manifest.ts';
import { parseTag } from './tag.ts';
import { traceRelease } from './trace.ts';
import type { AssetTrace } from './trace.ts';

const AT = '2026-01-01T00:00:00.000Z';
const commit = CommitId.parse('c'.repeat(40));
const tag = parseTag('ep/one/v1.0.0-preview.1');

let tree: Snapshot;
beforeAll(async () => {
  await using repo = await lfsRepo();
  const manifest = MANIFEST.replace('mesh: {', 'mesh: { gate: identity,');
  const at = await repo.commit('world', { ...WORLD, 'assets/alpha.yml': manifest });
  const bytesOf = await lfsReader(repo.root, { maxBytes: 1_000_000 });
  const read = await readSnapshot(repo.root, at, { catalog, bytesOf, trust: 'cards' });
  const lock = fullLock(read.graph, read.facts, catalog, pixelDigest(RED));
  tree = { ...read, lock, lockOid: oidOf(formatLock(lock.values())) };
});

const axes = [{ axis: 'hair-colour', value: 9, unit: 'ΔE00', limit: 4, answer: 'fail', note: 'hue turned' }];

/** What happened before the release: each build, a look that fails, a word that accepts it, a review. */
function history(): LedgerRecord[] {
  const mesh = [...tree.lock.values()].filter(({ name }) => name === 'mesh');
  const looks = mesh.flatMap((line) => {
    const gate = { kind: 'gate', artifact: 'mesh', digests: digestsOf(line), against: pixelDigest(RED) };
    const report = { method: 'test 1', answer: 'fail', axes };
    return [
      { ...gate, report },
      { ...gate, report, accepted: { by: 'owner', reason: 'meant so', commit } },
    ];
  });
  const builds = [...tree.lock.values()].map(({ name, key, recipe, outputs, preview }) => ({
    kind: 'build',
    artifact: name,
    key,
    recipe,
    outputs,
    preview,
    commit,
    runner: 'gpu-1',
    cost: { seconds: 1 },
  }));
  const review = { kind: 'review', pull: 7, commit, lock: tree.lockOid, by: 'reviewer' };
  return [...builds, ...looks, review].map((record) => LedgerRecord.parse(record));
}

/** Ships the episode with what happened, and traces it with what the ledger holds then. */
function traced(records: readonly LedgerRecord[], manifest?: string): AssetTrace[] {
  const { files, lineage } = checkShip({
    tag,
    commit,
    tagged: tree,
    main: tree,
    onMain: true,
    ledger: extend([], history(), AT),
    catalog,
    owner: undefined,
  });
  const assets = new Map(files.map(({ asset, output }) => [asset, output.digest]));
  const list = manifest ?? releaseManifest({ tag, commit, assets, lineage });
  const ship = LedgerRecord.parse({
    kind: 'ship',
    tag: tag.tag,
    episode: tag.slug,
    commit,
    ambient: 'rain on a roof',
    ambientDigest: oidOf('x'),
    preview: true,
    assets: { ...Object.fromEntries(assets), 'manifest.json': oidOf(list) },
  });
  const ledger = extend([], [...records, ship], AT);
  const [shipped] = entriesOf(ledger, 'ship');
  if (shipped === undefined) throw new Error('not shipped');
  // What happens afterwards makes no trace whole.
  return traceRelease(tree, extend(ledger, history(), AT), shipped);
}

const gapsOf = (traces: readonly AssetTrace[]) => traces.flatMap(({ gaps }) => gaps);

test('I20: each asset is traced to its builds, its review, the gates on the way with their acceptance, and the card', () => {
  const traces = traced(history());
  expect(gapsOf(traces)).toEqual([]);
  expect(traces.map(({ asset }) => asset)).toEqual([
    'one_ambient.txt',
    'one_voice.wav',
    'one.mp4',
    'manifest.json',
  ]);
  const [ambient, , film] = traces;
  expect(film?.builds.map(({ artifact }) => artifact).toSorted()).toEqual(
    'ambient/one canon mesh scene video/one voice/one'.split(' '),
  );
  expect(film?.builds[0]?.artifact).toBe('video/one');
  expect(film?.reviews).toMatchObject([{ pull: 7, by: 'reviewer' }]);
  expect(film?.gates).toMatchObject([
    {
      artifact: 'mesh',
      state: 'accepted',
      method: 'test 1',
      accepted: [{ by: 'owner', reason: 'meant so' }],
    },
  ]);
  expect(film?.reference).toEqual({ card: 'assets/alpha-ref.yml', pixels: pixelDigest(RED) });
  expect(ambient).toMatchObject({ reference: null, gates: [] });
});

test('I20: whatever one thing is gone from the ledger, a trace ends', () => {
  const records = history();
  for (const [at, record] of records.entries()) {
    const needed =
      record.kind !== 'build' ||
      /^(?:ambient\/one|canon|mesh|scene|video\/one|voice\/one)$/u.test(record.artifact);
    // The look alone may go: the word that was given on it holds its report.
    const spare = record.kind === 'gate' && record.accepted === undefined;
    const gaps = gapsOf(traced(records.toSpliced(at, 1)));
    expect({ record, ends: gaps.length > 0 }).toEqual({ record, ends: needed && !spare });
  }
});

test('I20: a manifest that lists something else is no trace', () => {
  expect(gapsOf(traced(history(), '{}'))).toEqual([
    'it is not the list that this tree and these assets give',
  ]);
});
