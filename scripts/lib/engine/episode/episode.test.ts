import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { formatLock } from '#core/lock.ts';
import type { Lock } from '#core/lock.ts';
import { LedgerRecord } from '#core/ledger-record.ts';
import { ArtifactName, EpisodeSlug } from '#core/names.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { pixelDigest } from '#media/canon/reference.ts';
import { lfsRepo } from '#test/lfs-repo.ts';
import { catalog } from '#test/small-world/declarations.ts';
import { fullLock } from '#test/small-world/full-lock.ts';
import { MANIFEST, NAVY, RED, reference, WORLD } from '#test/small-world/small-world.ts';
import { extend } from '../ledger/chain.ts';
import type { Ledger } from '../ledger/chain.ts';
import { lfsReader } from '../repository/lfs-objects.ts';
import { readSnapshot } from '../repository/snapshot.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import { checkShip, refusalsOf } from './check-ship.ts';
import type { ShipQuestion } from './check-ship.ts';
import { episodeFiles } from './files.ts';
import { parseTag } from './tag.ts';
import { faultSentence, requireVerifiedLock, verifyLock } from './verify-lock.ts';

const commit = CommitId.parse('c'.repeat(40));
const slug = EpisodeSlug.parse('one');
const gated = MANIFEST.replace('mesh: { system: weave,', 'mesh: { gate: identity, system: weave,');

/** The small world as it stands, with a picture for its reference, read from a real repository. */
async function tree(shown: typeof RED, manifest = gated): Promise<Snapshot> {
  await using repo = await lfsRepo();
  const at = await repo.commit('world', { ...WORLD, 'assets/alpha.yml': manifest, ...reference(shown) });
  const bytesOf = await lfsReader(repo.root, { maxBytes: 1_000_000 });
  const snapshot = await readSnapshot(repo.root, at, { catalog, bytesOf, trust: 'cards' });
  return withLock(snapshot, fullLock(snapshot.graph, snapshot.facts, catalog, pixelDigest(shown)));
}

const withLock = (snapshot: Snapshot, lock: Lock): Snapshot => ({
  ...snapshot,
  lock,
  lockOid: oidOf(formatLock(lock.values())),
});

const record = (fields: object): LedgerRecord => LedgerRecord.parse(fields);

const gate = (digest: Oid, against: Oid, answer: string, more = {}) =>
  record({
    kind: 'gate',
    artifact: 'mesh',
    digests: [digest],
    against,
    report: {
      method: 'test 1',
      answer,
      axes: [{ axis: 'hair-colour', value: 1, unit: '°', limit: 2, answer, note: '' }],
    },
    ...more,
  });

/** Everything that must have happened before the world may ship. */
function history({ lock, lockOid }: Snapshot, by = 'a-person'): LedgerRecord[] {
  const builds = [...lock.values()].map(({ name, key, recipe, outputs, preview }) =>
    record({
      kind: 'build',
      artifact: name,
      key,
      recipe,
      outputs,
      preview,
      commit,
      runner: 'r',
      cost: { seconds: 1 },
    }),
  );
  const mesh = lock.get(ArtifactName.parse('mesh'));
  const looks = (mesh?.outputs ?? []).map(({ digest }) => gate(digest, mesh?.reference ?? digest, 'pass'));
  return [...builds, ...looks, record({ kind: 'review', pull: 1, commit, lock: lockOid, by })];
}

const ledgerOf = (records: readonly LedgerRecord[]): Ledger =>
  extend([], records, '2026-01-01T00:00:00.000Z');

const shipped = (episode: string, ambient: string, more = {}) =>
  record({
    kind: 'ship',
    tag: `ep/${episode}/v1.0.0`,
    episode,
    commit,
    ambient,
    ambientDigest: oidOf(ambient),
    preview: true,
    assets: {},
    ...more,
  });

let red: Snapshot;
let navy: Snapshot;
beforeAll(async () => {
  red = await tree(RED);
  navy = await tree(NAVY);
});

const question = (more: Partial<ShipQuestion> = {}): ShipQuestion => ({
  tag: parseTag('ep/one/v1.0.0-preview.1'),
  commit,
  tagged: red,
  main: red,
  onMain: true,
  ledger: ledgerOf(history(red)),
  catalog,
  owner: undefined,
  ...more,
});

const codes = (more: Partial<ShipQuestion>) => [
  ...new Set(refusalsOf(question(more)).map(({ code }) => code)),
];

test('an episode that everything speaks for ships its own files, by their digests', () => {
  const shipment = checkShip(question());
  expect(shipment.files.map(({ artifact, asset, site }) => [artifact, asset, site])).toEqual([
    ['ambient/one', 'one_ambient.txt', undefined],
    ['voice/one', 'one_voice.wav', 'static/audio/one_voice.wav'],
    ['video/one', 'one.mp4', 'video/one.mp4'],
  ]);
  expect(shipment.preview).toBe(true);
  expect(shipment.lineage.map(({ name }) => name)).toEqual(
    'ambient/one canon voice/one mesh scene video/one'.split(' '),
  );
  for (const { artifact, output } of shipment.files)
    expect(red.lock.get(artifact)?.outputs).toContainEqual(output);
});

test('each reason against shipping is told by its code', async () => {
  const records = history(red);
  const mesh = red.lock.get(ArtifactName.parse('mesh'))?.outputs[0]?.digest ?? oidOf('');
  const pixels = pixelDigest(RED);
  const without = (kind: LedgerRecord['kind']) => ledgerOf(records.filter((one) => one.kind !== kind));
  const also = (...more: LedgerRecord[]) => ledgerOf([...records, ...more]);
  const taint = await tree(RED, gated.replace(/(scene: .*)ships: yes/u, '$1ships: never'));

  expect(codes({ onMain: false })).toEqual(['tag-not-on-main']);
  expect(codes({ tag: parseTag('ep/none/v1.0.0') })).toEqual(['no-such-episode']);
  expect(codes({ tag: parseTag('ep/one/v1.0.0') })).toEqual(['preview-made']);
  expect(codes({ main: navy })).toEqual(['other-reference']);
  expect(codes({ ledger: without('review') })).toEqual(['lock-unverified']);
  expect(codes({ ledger: without('build') })).toEqual(['lock-unverified']);
  expect(codes({ ledger: without('gate') })).toEqual(['gate']);
  expect(codes({ ledger: also(gate(mesh, pixels, 'fail')) })).toEqual(['gate']);
  const elsewhere = [...without('gate').map((entry) => entry.record), gate(mesh, pixelDigest(NAVY), 'pass')];
  expect(codes({ ledger: ledgerOf(elsewhere) })).toEqual(['gate']);
  const accepted = { accepted: { by: 'a-person', reason: 'it is meant so', commit } };
  expect(codes({ ledger: also(gate(mesh, pixels, 'fail', accepted)) })).toEqual([]);
  expect(codes({ tagged: taint, main: taint, ledger: ledgerOf(history(taint)) })).toEqual(['research-only']);
  expect(codes({ ledger: also(shipped('old', '  RAIN — on a roof!')) })).toEqual(['ambient-used']);
  expect(codes({ ledger: also(shipped('one', 'rain on a roof')) })).toEqual([]);
  const sound = red.lock.get(ArtifactName.parse('ambient/one'))?.outputs[0]?.digest;
  expect(codes({ ledger: also(shipped('old', 'other', { ambientDigest: sound })) })).toEqual([
    'ambient-used',
  ]);
  const tag = 'ep/one/v1.0.0-preview.1';
  const assets = Object.fromEntries(
    episodeFiles(red.graph, red.lock, slug).map(({ asset, output }) => [asset, output.digest]),
  );
  expect(codes({ ledger: also(shipped('one', 'rain on a roof', { tag, assets })) })).toEqual([]);
  expect(codes({ ledger: also(shipped('one', 'rain on a roof', { tag, assets: {} })) })).toEqual([
    'tag-used',
  ]);
  expect(() => checkShip(question({ onMain: false, main: navy }))).toThrow(
    expect.objectContaining({
      code: 'ship-refused',
      message: expect.stringMatching(/tag-not-on-main[^]*other-reference/u),
    }),
  );
});

const about = (tagged: Snapshot, owner: ShipQuestion['owner']) =>
  refusalsOf(question({ tagged, main: tagged, ledger: ledgerOf(history(tagged)), owner }));
const ownerOf = (region: string, use: 'personal' | 'commercial') => ({
  schema: 'alpha-owner/1' as const,
  region,
  use,
});

test('what a licence forbids its owner does not ship, and its name is told; a preview carries none', async () => {
  const licence = 'licence: { name: Community License 1.0, excludedRegions: [EU], nonCommercial: true }';
  const licensed = (backend: string) =>
    gated.replace('weave: { backend: preview }', `weave: { backend: ${backend}, ${licence} }`);
  const [made, previewed] = [await tree(RED, licensed('upstream')), await tree(RED, licensed('preview'))];
  const codesOf = (tagged: Snapshot, who: ShipQuestion['owner']) => [
    ...new Set(about(tagged, who).map(({ code }) => code)),
  ];
  expect(codesOf(made, ownerOf('FR', 'personal'))).toEqual(['licence-forbids']);
  expect(codesOf(made, ownerOf('US', 'commercial'))).toEqual(['licence-forbids']);
  expect(codesOf(made, undefined)).toEqual(['owner-unstated']);
  expect(codesOf(made, ownerOf('US', 'personal'))).toEqual([]);
  expect(codesOf(previewed, undefined)).toEqual([]);
  expect(about(made, ownerOf('FR', 'personal')).map(({ because }) => because)).toContain(
    'video/one descends from mesh, made by weave: the Community License 1.0 gives no licence in EU, and the owner is in FR',
  );
});

test('I1: nothing ships from another picture than main’s, whichever of the two was redrawn', () => {
  expect(codes({ main: navy })).toEqual(['other-reference']);
  expect(codes({ tagged: navy, ledger: ledgerOf(history(navy)) })).toEqual(['other-reference']);
  // The lock of one picture at a commit that has the other: what stands there was made from another reference.
  const mixed = { ...navy, lock: red.lock, lockOid: red.lockOid };
  expect(codes({ tagged: mixed, main: navy })).toContain('lock-unverified');
  expect(codes({ tagged: navy, main: navy, ledger: ledgerOf(history(navy)) })).toEqual([]);
});

test('I15: nothing ships that descends from what is only for research, at any distance, or by its licence', async () => {
  const taints: [RegExp | string, string][] = [
    [/(scene: .*)ships: yes/u, '$1ships: never'],
    [/(mesh: .*)ships: yes/u, '$1ships: never'],
    [/(canon: .*)ships: no/u, '$1ships: never'],
    ['weave: { backend: preview }', 'weave: { backend: preview, licence: { name: R, researchOnly: true } }'],
  ];
  for (const [from, to] of taints) {
    const tainted = await tree(RED, gated.replace(from, to));
    expect(codes({ tagged: tainted, main: tainted, ledger: ledgerOf(history(tainted)) })).toEqual([
      'research-only',
    ]);
  }
  const beside = await tree(RED, gated.replace(/(splat: .*)ships: yes/u, '$1ships: never'));
  expect(codes({ tagged: beside, main: beside, ledger: ledgerOf(history(beside)) })).toEqual([]);
});

test('I16: an ambient sound that shipped once ships with no other episode, whatever its prompt says', () => {
  const digest = red.lock.get(ArtifactName.parse('ambient/one'))?.outputs[0]?.digest;
  const also = (episode: string, more: object) => ({
    ledger: ledgerOf([...history(red), shipped(episode, 'other words', more)]),
  });
  expect(codes(also('old', { ambientDigest: digest }))).toEqual(['ambient-used']);
  expect(codes(also('one', { ambientDigest: digest }))).toEqual([]);
});

test('an episode of the same prompt, however it is written, stands in the way of both', () => {
  const two = red.episodes.get(EpisodeSlug.parse('two'));
  if (two === undefined) throw new Error('there is no episode two');
  const twin = { ...two, episode: { ...two.episode, ambient: 'Ｒain  ON a roof.' } };
  const main = { ...red, episodes: new Map([...red.episodes, [EpisodeSlug.parse('two'), twin]]) };
  expect(codes({ main })).toEqual(['ambient-used']);
});

test('I2, I3: a lock is relied on only when its tree asks for it, a build gave it and a person saw it', () => {
  const sentences = (snapshot: Snapshot, ledger = ledgerOf(history(snapshot))) =>
    verifyLock(snapshot, ledger, catalog).map(faultSentence);
  expect(sentences(red)).toEqual([]);
  expect(sentences(withLock(red, new Map()), [])).toContain(
    'canon is not what this tree asks for: it was never built',
  );
  // Another pull request redrew the reference while this lock was reviewed: a clean merge that nobody built.
  expect(sentences({ ...navy, lock: red.lock, lockOid: red.lockOid }, ledgerOf(history(red)))).toContain(
    'canon is not what this tree asks for: assets/alpha-ref.png was redrawn',
  );
  const bot = ledgerOf(history(red, 'github-actions[bot]'));
  expect(sentences(red, bot)).toEqual(['no person approved this lock']);
  expect(() => requireVerifiedLock(red, bot, catalog)).toThrow(
    expect.objectContaining({ code: 'lock-unverified' }),
  );

  const canon = red.lock.get(ArtifactName.parse('canon'));
  if (canon === undefined) throw new Error('no canon');
  const name = ArtifactName.parse('gone');
  const more = withLock(red, new Map(red.lock).set(name, { ...canon, name }));
  expect(sentences(more)).toEqual(['gone has a line and is not in the manifest']);
});

test('I2: one digest, size or preview that no build gave is found, wherever it stands', () => {
  const ledger = ledgerOf(history(red));
  const lines = [...red.lock.values()];
  fc.assert(
    fc.property(fc.nat(lines.length - 1), fc.constantFrom('digest', 'size', 'preview'), (index, field) => {
      const line = lines[index];
      const [output] = line?.outputs ?? [];
      if (line === undefined || output === undefined) throw new Error('no line');
      const forged =
        field === 'preview'
          ? { ...line, preview: oidOf('forged') }
          : {
              ...line,
              outputs: [{ ...output, ...(field === 'size' ? { size: 9 } : { digest: oidOf('forged') }) }],
            };
      const snapshot = withLock(red, new Map(red.lock).set(line.name, forged));
      const review = record({ kind: 'review', pull: 2, commit, lock: snapshot.lockOid, by: 'a-person' });
      const faults = verifyLock(snapshot, extend(ledger, [review], '2026-01-02T00:00:00.000Z'), catalog);
      expect(faults).toContainEqual({ kind: 'never-built', artifact: line.name });
    }),
    { numRuns: 30 },
  );
});

test.each(['ep/alpha_d13_episode72/v1.2.3', 'ep/a/v0.0.0', 'ep/a-b/v10.20.30-preview.4'])(
  '%s is a tag',
  (tag) => {
    const parsed = parseTag(tag);
    const preview = parsed.preview === undefined ? '' : `-preview.${parsed.preview}`;
    expect(`ep/${parsed.slug}/v${parsed.version}${preview}`).toBe(tag);
  },
);

test.each([
  'v1.2.3',
  'ep/a/1.2.3',
  'ep/a/v1.2',
  'ep/a/v1.2.3.4',
  'ep/a/v01.2.3',
  'ep/a/v1.2.3-preview',
  'ep/a/v1.2.3-beta.1',
  'ep/a/b/v1.2.3',
  'ep/A/v1.2.3',
  'ep/../v1.2.3',
  'ep//v1.2.3',
  ' ep/a/v1.2.3',
  'ep/a/v1.2.3\n',
  'ep/a/v1.2.3-preview.0',
  '',
])('%j is no tag', (tag) => {
  expect(() => parseTag(tag)).toThrow(expect.objectContaining({ code: 'tag-invalid' }));
});

test('no text makes the reader of tags crash', () => {
  const parts = fc.constantFrom('ep', '/', 'v', '1', '.', '-preview.', 'a', '_');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(parts).map((all) => all.join('')),
      ),
      (text) => {
        try {
          const { slug: read, version } = parseTag(text);
          expect(text.startsWith(`ep/${read}/v${version}`)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'tag-invalid' });
        }
      },
    ),
  );
});
