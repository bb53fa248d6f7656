import { rm } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatLock } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import type { CommitId } from '#core/oid.ts';
import { explain, makePlan, staleOf } from '#core/plan.ts';
import { pointerText } from '#core/pointer.ts';
import { RepoPath } from '#core/repo-path.ts';
import { pixelDigest } from '#media/canon/reference.ts';
import { ATTRIBUTES, lfsRepo } from '#test/lfs-repo.ts';
import type { LfsRepo } from '#test/lfs-repo.ts';
import { lfsServer } from '#test/lfs-server.ts';
import { catalog } from '#test/small-world/declarations.ts';
import { fullLock } from '#test/small-world/full-lock.ts';
import * as world from '#test/small-world/small-world.ts';
import { writeDurably } from '../store/durable-file.ts';
import { makeCommit } from './branch.ts';
import type { Content } from './branch.ts';
import { lfsFolder, lfsReader } from './lfs-objects.ts';
import { lfsPath, lfsRemote } from './lfs-remote.ts';
import { knownPixels, readSnapshot, readWorkTree } from './snapshot.ts';
import type { SnapshotOptions } from './snapshot.ts';

const { WORLD, RED, NAVY, REFERENCE, CARD, reference, drawing } = world;

const options = async (
  repo: LfsRepo,
  trust: SnapshotOptions['trust'] = 'cards',
): Promise<SnapshotOptions> => ({
  catalog,
  bytesOf: await lfsReader(repo.root, { maxBytes: 1_000_000 }),
  trust,
});

const read = async (repo: LfsRepo, commit: CommitId, trust?: SnapshotOptions['trust']) =>
  readSnapshot(repo.root, commit, await options(repo, trust));

const encodedAgain = (picture: typeof RED) =>
  sharp(picture.rgba, { raw: { width: world.SIDE, height: world.SIDE, channels: 4 } })
    .png({ compressionLevel: 1 })
    .toBuffer();

test('a commit gives everything that its plan needs, and nothing of the work tree', async () => {
  await using repo = await lfsRepo();
  const commit = await repo.commit('world', WORLD);
  await repo.write({
    'assets/alpha.yml': 'broken: [',
    [REFERENCE]: 'no picture',
    'episodes/one/narration.txt': '?',
  });
  const snapshot = await read(repo, commit);
  expect([...snapshot.graph.keys()]).toEqual(
    'ambient/one ambient/two canon voice/one voice/two clip mesh splat scene video/one video/two'.split(' '),
  );
  expect(Object.fromEntries([...snapshot.facts].map(([name, { digests }]) => [name, digests]))).toEqual({
    'episode.one.ambient': { text: oidOf('rain on a roof') },
    'episode.one.narration': { text: oidOf('This is number 1.\n') },
    'episode.two.ambient': { text: oidOf('a quiet room') },
    'episode.two.narration': { text: oidOf('This is number 2.\n') },
    'source.reference': { picture: pixelDigest(RED) },
    'source.voice-tokens': { tokens: oidOf('tokens of a voice'), transcript: oidOf('Это мой голос.') },
  });
});

test('the work tree says what is not committed yet, and a clean one says what its commit says', async () => {
  await using repo = await lfsRepo();
  const commit = await repo.commit('world', WORLD);
  const committed = await read(repo, commit);
  const clean = await readWorkTree(repo.root, await options(repo));
  const bytesAtHand = new Map(
    [...clean.inputs].map(([name, input]) => [
      name,
      input.kind === 'lfs' ? { ...input, bytes: undefined } : input,
    ]),
  );
  expect({ ...clean, inputs: bytesAtHand }).toEqual({ ...committed, commit: undefined });
  await repo.write({ [REFERENCE]: drawing(NAVY) });
  const changed = await readWorkTree(repo.root, await options(repo));
  expect(changed.inputs.get('source.reference/picture')).toMatchObject({ bytes: drawing(NAVY) });
  expect(changed.facts.get('source.reference')?.digests).toEqual({ picture: pixelDigest(NAVY) });
  expect(changed.remarks).toEqual([expect.stringContaining(`${CARD} describes another file`)]);
  // A clone that was not smudged has the pointer in its work tree.
  await repo.write({ [REFERENCE]: await repo.git('show', `HEAD:${REFERENCE}`).then((text) => `${text}\n`) });
  const pointers = await readWorkTree(repo.root, await options(repo));
  expect(pointers.facts).toEqual(committed.facts);
});

/** A repository whose LFS objects are at a counting server and not in the clone. */
async function served(
  repo: LfsRepo,
  server: Awaited<ReturnType<typeof lfsServer>>,
): Promise<SnapshotOptions> {
  for (const shown of [drawing(RED), drawing(NAVY), await encodedAgain(RED)])
    server.objects.set(oidOf(shown), shown);
  await rm(join(repo.root, '.git', 'lfs', 'objects'), { recursive: true });
  await repo.git('config', 'remote.origin.lfsurl', server.url);
  const bytesOf = await lfsReader(repo.root, { remote: await lfsRemote(repo.root), maxBytes: 1_000_000 });
  return { catalog, bytesOf, trust: 'cards' };
}

test('I19: detection downloads nothing while the picture is known, and one object when it is new', async () => {
  await using server = await lfsServer();
  await using repo = await lfsRepo();
  const first = await repo.commit('world', WORLD);
  const words = await repo.commit('words', { 'episodes/one/narration.txt': 'Other words.\n' });
  const redrawn = await repo.commit('redrawn', reference(NAVY));
  const cards = await served(repo, server);

  const base = await readSnapshot(repo.root, first, cards);
  const wary = { ...cards, trust: knownPixels(base) };
  await readSnapshot(repo.root, words, wary);
  expect(server.seen).toEqual([]);

  const head = await readSnapshot(repo.root, redrawn, wary);
  expect(head.facts.get('source.reference')?.digests).toEqual({ picture: pixelDigest(NAVY) });
  expect(server.downloads()).toBe(1);
  await readSnapshot(repo.root, redrawn, wary);
  expect(server.downloads()).toBe(1);
});

test('I6: a re-encoded reference gives the same facts', async () => {
  await using repo = await lfsRepo();
  const before = await repo.commit('world', WORLD);
  const file = await encodedAgain(RED);
  expect(oidOf(file)).not.toBe(oidOf(drawing(RED)));
  const after = await repo.commit('smaller file', reference(RED, file));
  const base = await read(repo, before);
  expect((await read(repo, after, knownPixels(base))).facts).toEqual(base.facts);
});

test('a card that lies about its pixels is believed by nobody who looks', async () => {
  await using repo = await lfsRepo();
  await repo.commit('world', WORLD);
  const lie = await repo.commit('a lie', {
    [REFERENCE]: drawing(NAVY),
    [CARD]: world.card(drawing(NAVY), RED),
  });
  await expect(read(repo, lie, new Map())).rejects.toMatchObject({ code: 'card-false' });
});

test('the plan names the commit that redrew the reference', async () => {
  await using repo = await lfsRepo();
  const first = await repo.commit('world', WORLD);
  const before = await read(repo, first);
  const lines = fullLock(before.graph, before.facts, catalog).values();
  await repo.commit('lock', { 'assets/alpha.lock.jsonl': formatLock(lines) });
  const redrawn = await repo.commit('redrawn', reference(NAVY));
  const later = await repo.commit('later', { 'README.md': 'later' });
  const after = await read(repo, later);
  const stale = makePlan(after.graph, after.facts, after.lock, catalog);
  expect(staleOf(stale).map(({ name }) => name)).toEqual(
    'canon clip mesh splat scene video/one video/two'.split(' '),
  );
  expect(explain(stale, ArtifactName.parse('scene'))).toContain(
    `canon's pixels changed: ${REFERENCE} was redrawn in ${redrawn.slice(0, 12)}`,
  );
});

test('I5: the reference touches neither voice nor ambient, and the voice tokens nothing else', async () => {
  await using repo = await lfsRepo();
  const first = await read(repo, await repo.commit('world', WORLD));
  const lock = fullLock(first.graph, first.facts, catalog);
  const staleAfter = async (files: typeof WORLD) => {
    const { graph, facts } = await read(repo, await repo.commit('change', { ...WORLD, ...files }));
    return staleOf(makePlan(graph, facts, lock, catalog))
      .map(({ name }) => name)
      .join(' ');
  };
  expect(await staleAfter(reference(NAVY))).toBe('canon clip mesh splat scene video/one video/two');
  expect(await staleAfter({ [world.TOKENS]: 'another voice' })).toBe(
    'voice/one voice/two video/one video/two',
  );
  expect(await staleAfter(world.episode('two', 2, 'wind'))).toBe('ambient/two video/two');
});

const refused: [string, string, RegExp, typeof WORLD][] = [
  ['file-missing', 'the reference is not there', /alpha-ref\.png is not there/u, { [REFERENCE]: null }],
  [
    'not-in-lfs',
    'the reference is not in LFS',
    /committed to Git itself/u,
    { '.gitattributes': '* -text\n', [REFERENCE]: drawing(NAVY) },
  ],
  ['reference-not-png', 'a reference that is no PNG', /no PNG/u, { [REFERENCE]: 'GIF89a' }],
  ['reference-16-bit', 'a reference of 16 bits', /16 bits/u, { [REFERENCE]: header(16, 16, 16) }],
  ['reference-size', 'a reference of another size', /17 × 16/u, { [REFERENCE]: header(17, 16, 8) }],
  [
    'reference-too-large',
    'a bomb, by its header',
    /12000 × 12000/u,
    { [REFERENCE]: header(12_000, 12_000, 8) },
  ],
  [
    'reference-damaged',
    'a reference that is cut off',
    /damaged/u,
    { [REFERENCE]: drawing(RED).subarray(0, 60) },
  ],
  ['manifest-missing', 'no manifest', /alpha\.yml/u, { 'assets/alpha.yml': null }],
  ['manifest-invalid', 'a broken manifest', /alpha\.yml:1:1/u, { 'assets/alpha.yml': 'schema: alpha/2' }],
  ['not-utf8', 'a manifest in another encoding', /UTF-8/u, { 'assets/alpha.yml': Buffer.from([0xff, 0xfe]) }],
  ['lock-invalid', 'a lock by hand', /jsonl:1/u, { 'assets/alpha.lock.jsonl': '{}\n' }],
  ['card-invalid', 'a card without its fields', /alpha-ref\.yml/u, { [CARD]: 'schema: alpha-card/1' }],
  [
    'card-of-another',
    'the card of another picture',
    /not of assets\/alpha-ref\.png/u,
    { [CARD]: world.card(drawing(RED), RED).replace(REFERENCE, 'assets/other.png') },
  ],
  [
    'episode-misplaced',
    'an episode in the folder of another',
    /slug is one/u,
    { 'episodes/three/episode.yml': String(WORLD['episodes/one/episode.yml']) },
  ],
  ['file-missing', 'an episode without its words', /narration\.txt/u, { 'episodes/two/narration.txt': null }],
  [
    'episode-invalid',
    'an episode with a path that leads out',
    /narration/u,
    {
      'episodes/two/episode.yml': String(WORLD['episodes/two/episode.yml']).replace(
        'narration.txt',
        '../one/x',
      ),
    },
  ],
];

describe('what cannot be a plan is refused, by code and by file', () => {
  let repo: LfsRepo;
  let base: CommitId;
  let wary: SnapshotOptions;
  beforeAll(async () => {
    repo = await lfsRepo();
    base = await repo.commit('world', WORLD);
    wary = await options(repo, new Map());
  });
  afterAll(() => repo[Symbol.asyncDispose]());

  test.each(refused)('%s: %s', async (code, _, message, files) => {
    const changed = new Map<RepoPath, Content>();
    for (const [path, content] of Object.entries(files))
      changed.set(RepoPath.parse(path), await blobOf(repo, path, content, files));
    const commit = await makeCommit(repo.root, {
      parent: base,
      base: 'parent',
      files: changed,
      message: 'bad\n',
      by: { name: 'a', email: 'a@example.invalid', seconds: 1 },
    });
    const refusal = { code, message: expect.stringMatching(message) };
    await expect(readSnapshot(repo.root, commit, wary)).rejects.toMatchObject(refusal);
    await repo.write(files);
    const before = await repo.git('status', '--porcelain');
    await expect(readWorkTree(repo.root, wary)).rejects.toMatchObject({ code });
    expect(await repo.git('status', '--porcelain')).toBe(before);
    await repo.write(Object.fromEntries(Object.keys(files).map((path) => [path, WORLD[path] ?? null])));
    await repo.write({ '.gitattributes': ATTRIBUTES });
  });
});

/** What Git would commit: the pointer of a file in LFS, whose object then lies in the clone. */
async function blobOf(
  repo: LfsRepo,
  path: string,
  content: string | Uint8Array | null,
  files: typeof WORLD,
): Promise<Content> {
  if (content === null) return 'delete';
  const bytes = Buffer.from(content);
  if (!path.endsWith('.png') || '.gitattributes' in files) return bytes;
  const pointer = { oid: oidOf(bytes), size: bytes.length };
  await writeDurably(lfsPath(await lfsFolder(repo.root), pointer.oid), bytes);
  return Buffer.from(pointerText(pointer));
}

/** A PNG whose header says so, its checksum right, and nothing behind it that is. */
function header(width: number, height: number, depth: number): Buffer {
  const bytes = Buffer.from(drawing(RED));
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.writeUInt8(depth, 24);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

test('all files that are wrong are told at once', async () => {
  await using repo = await lfsRepo();
  const commit = await repo.commit('bad', {
    ...WORLD,
    [CARD]: 'x: 1',
    'assets/alpha.lock.jsonl': '{}\n',
    'episodes/one/episode.yml': 'y: 2',
  });
  const message = await read(repo, commit).then(String, (error: unknown) => String(error));
  for (const file of ['alpha-ref.yml', 'alpha.lock.jsonl', 'episodes/one/episode.yml'])
    expect(message).toContain(file);
});

test('an object that nobody has is told with its name', async () => {
  await using server = await lfsServer();
  await using repo = await lfsRepo();
  const commit = await repo.commit('world', WORLD);
  const wary = { ...(await served(repo, server)), trust: new Map() };
  server.objects.clear();
  await expect(readSnapshot(repo.root, commit, wary)).rejects.toMatchObject({
    code: 'lfs-object-missing',
    message: expect.stringContaining(oidOf(drawing(RED)).slice(0, 12)),
  });
});
