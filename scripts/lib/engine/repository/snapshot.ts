import { parseCard } from '#core/card.ts';
import type { Card } from '#core/card.ts';
import { parseEpisode } from '#core/episode.ts';
import type { Episode } from '#core/episode.ts';
import { UserError } from '#core/errors.ts';
import { expandGraph } from '#core/graph.ts';
import type { Graph } from '#core/graph.ts';
import { inOrder } from '#core/json.ts';
import { LOCK_PATH, parseLock } from '#core/lock.ts';
import type { Lock } from '#core/lock.ts';
import { MANIFEST_PATH, parseManifest } from '#core/manifest.ts';
import type { Manifest, Source } from '#core/manifest.ts';
import type { EpisodeSlug } from '#core/names.ts';
import { oidOf, short } from '#core/oid.ts';
import type { CommitId, Oid } from '#core/oid.ts';
import { factName } from '#core/plan.ts';
import type { Fact, Facts } from '#core/plan.ts';
import type { LfsPointer } from '#core/pointer.ts';
import { RepoPath } from '#core/repo-path.ts';
import type { Catalog } from '#core/system.ts';
import { readReference } from '#media/canon/reference.ts';
import { ask } from './git.ts';
import { lastTouch } from './history.ts';
import { commitTree, workTree } from './source-tree.ts';
import type { LfsFile, SourceTree } from './source-tree.ts';

/** Where the bytes behind a fact's role are. */
export type InputBytes =
  | {
      readonly kind: 'lfs';
      readonly path: RepoPath;
      readonly pointer: LfsPointer;
      /** The bytes themselves, of a file in the work tree: Git LFS may not have them yet. */
      readonly bytes: Uint8Array | undefined;
    }
  | { readonly kind: 'text'; readonly text: string };

/** An episode as one tree has it. */
export interface EpisodeWords {
  readonly episode: Episode;
  readonly narration: string;
}

/** Everything that a plan needs, from one tree. */
export interface Snapshot {
  /** `undefined` for the work tree. */
  readonly commit: CommitId | undefined;
  readonly manifest: Manifest;
  readonly graph: Graph;
  readonly facts: Facts;
  readonly lock: Lock;
  /** SHA-256 of the lock's text: what a review binds. */
  readonly lockOid: Oid;
  readonly episodes: ReadonlyMap<EpisodeSlug, EpisodeWords>;
  /** By the name of their picture source; a card that is not there is left out. */
  readonly cards: ReadonlyMap<string, Card>;
  /** `source.<name>/<role>` or `episode.<slug>.<field>/<role>` → its bytes. */
  readonly inputs: ReadonlyMap<string, InputBytes>;
  /** What is not wrong and should be known, such as a card that describes another file. */
  readonly remarks: readonly string[];
}

export interface SnapshotOptions {
  readonly catalog: Catalog;
  /** The bytes of an LFS object, checked against its name; asked for only when a picture must be looked at. */
  readonly bytesOf: (pointer: LfsPointer) => Promise<Uint8Array>;
  /**
   * Whose word on a picture's pixels is taken. `cards`: of each card whose `file` is the picture's; right for main,
   * where it was checked before. A map of file → pixels: of these files only; right for a pull request, which may
   * bring a card that lies.
   */
  readonly trust: 'cards' | ReadonlyMap<Oid, Oid>;
}

const MAX_YAML_BYTES = 4_000_000;
const MAX_LOCK_BYTES = 64_000_000;
const MAX_NARRATION_BYTES = 1_000_000;
const NONE: ReadonlyMap<RepoPath, Uint8Array> = new Map();

/**
 * Reads one commit from git's objects alone; nothing of the work tree counts.
 *
 * @throws {UserError} one of many, with every fault of every file in its message
 */
export const readSnapshot = (root: string, commit: CommitId, options: SnapshotOptions): Promise<Snapshot> =>
  snapshotOf(root, commitTree(root, commit), options);

/** Reads what lies in the work tree, committed or not. Same shape and faults as `readSnapshot`. */
export const readWorkTree = (root: string, options: SnapshotOptions): Promise<Snapshot> =>
  snapshotOf(root, workTree(root), options);

/** What a snapshot knows of its pictures: file → pixels. With it, a later one need not look at files that are still there. */
export function knownPixels({ manifest, facts, inputs }: Snapshot): ReadonlyMap<Oid, Oid> {
  const known = new Map<Oid, Oid>();
  for (const name of Object.keys(manifest.sources)) {
    const bytes = inputs.get(`source.${name}/picture`);
    const pixels = facts.get(`source.${name}`)?.digests['picture'];
    if (bytes?.kind === 'lfs' && pixels !== undefined) known.set(bytes.pointer.oid, pixels);
  }
  return known;
}

async function snapshotOf(root: string, tree: SourceTree, options: SnapshotOptions): Promise<Snapshot> {
  await tree.ahead([MANIFEST_PATH, LOCK_PATH]);
  const manifestBytes = (await tree.read([MANIFEST_PATH], MAX_YAML_BYTES)).get(MANIFEST_PATH);
  if (manifestBytes === undefined) {
    throw new UserError('manifest-missing', `there is no ${MANIFEST_PATH}`, {
      hint: 'Start this in a repository that has one, at a commit that has it.',
    });
  }
  const manifest = parseManifest(utf8(manifestBytes, MANIFEST_PATH), MANIFEST_PATH, options.catalog);

  await tree.ahead(namedBy(manifest));
  const faults = new Faults();
  const lockText = await faults.of(async () =>
    utf8((await tree.read([LOCK_PATH], MAX_LOCK_BYTES)).get(LOCK_PATH) ?? Buffer.alloc(0), LOCK_PATH),
  );
  const lock = await faults.of(() => parseLock(lockText ?? ''));
  const episodes = await readEpisodes(tree, manifest.episodes, faults);
  const sources = await readSources(tree, manifest, options, faults);
  faults.throwAny();

  const facts = new Map([...sources.facts, ...episodes.facts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const graph = expandGraph(manifest, [...episodes.words.keys()]);
  const known = lock ?? new Map();
  return {
    commit: tree.commit,
    manifest,
    graph,
    facts: tree.commit === undefined ? facts : await withCommits(root, tree.commit, graph, facts, known),
    lock: known,
    lockOid: oidOf(lockText ?? ''),
    episodes: episodes.words,
    cards: sources.cards,
    inputs: new Map([...sources.inputs, ...episodes.inputs]),
    remarks: sources.remarks,
  };
}

/** Where a manifest's sources, their cards and its episodes lie. */
const namedBy = ({ sources, episodes }: Manifest): RepoPath[] => [
  episodes,
  ...Object.values(sources).flatMap((source) =>
    source.kind === 'picture' ? [source.path, source.card] : [source.path],
  ),
];

/** Gathers what is wrong, so that all of it is told at once. */
class Faults {
  readonly #told: UserError[] = [];

  async of<T>(attempt: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await attempt();
    } catch (cause) {
      if (!(cause instanceof UserError)) throw cause;
      this.#told.push(cause);
      return undefined;
    }
  }

  /** @throws {UserError} with the code of the first and the words of all */
  throwAny(): void {
    const [first, ...others] = this.#told;
    if (first === undefined) return;
    if (others.length === 0) throw first;
    throw new UserError(first.code, this.#told.map(({ message }) => message).join('\n'), {
      hint: [...new Set(this.#told.map(({ hint }) => hint))].join('\n'),
      cause: new AggregateError(this.#told),
    });
  }
}

interface Sources {
  readonly facts: Map<string, Fact>;
  readonly inputs: Map<string, InputBytes>;
  readonly cards: Map<string, Card>;
  readonly remarks: string[];
}

async function readSources(
  tree: SourceTree,
  manifest: Manifest,
  options: SnapshotOptions,
  faults: Faults,
): Promise<Sources> {
  const found: Sources = { facts: new Map(), inputs: new Map(), cards: new Map(), remarks: [] };
  for (const [name, source] of inOrder(manifest.sources)) {
    const file = await faults.of(async () => (await tree.lfs(source.path)) ?? missing(source.path));
    const card = source.kind === 'picture' ? await faults.of(() => readCard(tree, source)) : undefined;
    if (card !== undefined) found.cards.set(name, card);
    if (file === undefined) continue;
    const { pointer } = file;
    if (source.kind === 'tokens') {
      const digests = { tokens: pointer.oid, transcript: oidOf(source.transcript) };
      found.facts.set(`source.${name}`, { kind: 'tokens', path: source.path, digests });
      found.inputs.set(`source.${name}/tokens`, {
        kind: 'lfs',
        path: source.path,
        pointer,
        bytes: file.bytes,
      });
      found.inputs.set(`source.${name}/transcript`, { kind: 'text', text: source.transcript });
      continue;
    }
    if (card !== undefined && card.file !== pointer.oid) {
      found.remarks.push(
        `${source.card} describes another file than ${source.path}: \`npm run alpha -- card\` writes it anew`,
      );
    }
    const pixels = await faults.of(() => pixelsOf(source, file, card, options));
    if (pixels === undefined) continue;
    found.facts.set(`source.${name}`, { kind: 'picture', path: source.path, digests: { picture: pixels } });
    found.inputs.set(`source.${name}/picture`, {
      kind: 'lfs',
      path: source.path,
      pointer,
      bytes: file.bytes,
    });
  }
  return found;
}

type PictureSource = Extract<Source, { kind: 'picture' }>;

/** `undefined` when there is none. @throws {UserError} `card-invalid`, `card-of-another` */
async function readCard(tree: SourceTree, source: PictureSource): Promise<Card | undefined> {
  const bytes = (await tree.read([source.card], MAX_YAML_BYTES)).get(source.card);
  if (bytes === undefined) return undefined;
  const card = parseCard(utf8(bytes, source.card), source.card);
  if (card.picture === source.path) return card;
  throw new UserError(
    'card-of-another',
    `${source.card} is the card of ${card.picture}, not of ${source.path}`,
    {
      hint: `Write \`picture: ${source.path}\` in ${source.card}, or name its own card in ${MANIFEST_PATH}.`,
    },
  );
}

/** @throws {UserError} `card-false` when the bytes were looked at and the card says otherwise; what `readReference` finds */
async function pixelsOf(
  source: PictureSource,
  { pointer, bytes }: LfsFile,
  card: Card | undefined,
  { trust, bytesOf }: SnapshotOptions,
): Promise<Oid> {
  const claim = card?.file === pointer.oid ? card.pixels : undefined;
  const vouched = trust === 'cards' ? claim : trust.get(pointer.oid);
  const pixels = vouched ?? readReference(bytes ?? (await bytesOf(pointer)), source).pixels;
  if (claim === undefined || claim === pixels) return pixels;
  throw new UserError(
    'card-false',
    `${source.card} says that the pixels of ${source.path} are ${short(claim)}; they are ${short(pixels)}`,
    { hint: `\`npm run alpha -- card\` writes ${source.card} anew.` },
  );
}

interface Episodes {
  readonly words: Map<EpisodeSlug, EpisodeWords>;
  readonly facts: Map<string, Fact>;
  readonly inputs: Map<string, InputBytes>;
}

async function readEpisodes(tree: SourceTree, folder: RepoPath, faults: Faults): Promise<Episodes> {
  const found: Episodes = { words: new Map(), facts: new Map(), inputs: new Map() };
  const manifests = (await tree.list([folder])).filter((path) =>
    /^[^/]+\/episode\.yml$/u.test(path.slice(folder.length + 1)),
  );
  const texts = (await faults.of(() => tree.read(manifests, MAX_YAML_BYTES))) ?? NONE;
  const parsed = new Map<RepoPath, Episode>();
  for (const [path, bytes] of texts) {
    const episode = await faults.of(() => parseEpisode(utf8(bytes, path), path));
    if (episode === undefined) continue;
    if (path === `${folder}/${episode.slug}/episode.yml`) parsed.set(path, episode);
    else await faults.of(() => misplaced(path, folder, episode));
  }
  const spokenAt = ({ slug, narration }: Episode) => RepoPath.parse(`${folder}/${slug}/${narration}`);
  const narrations =
    (await faults.of(() => tree.read([...parsed.values()].map(spokenAt), MAX_NARRATION_BYTES))) ?? NONE;
  for (const [path, episode] of parsed) {
    const spoken = spokenAt(episode);
    await faults.of(() => {
      const bytes = narrations.get(spoken) ?? missing(spoken);
      const text = utf8(bytes, spoken);
      found.words.set(episode.slug, { episode, narration: text });
      for (const [field, at, said, digest] of [
        ['ambient', path, episode.ambient, oidOf(episode.ambient)],
        ['narration', spoken, text, oidOf(bytes)],
      ] as const) {
        const name = factName({ kind: 'episode', episode: episode.slug, field });
        found.facts.set(name, { kind: 'text', path: at, digests: { text: digest } });
        found.inputs.set(`${name}/text`, { kind: 'text', text: said });
      }
    });
  }
  return found;
}

function misplaced(path: RepoPath, folder: RepoPath, { slug }: Episode): never {
  throw new UserError('episode-misplaced', `${path} says that its slug is ${slug}`, {
    hint: `Move it to ${folder}/${slug}/episode.yml, or change the slug.`,
  });
}

function missing(path: RepoPath): never {
  throw new UserError('file-missing', `${path} is not there`, {
    hint: `Add ${path}, or change what names it.`,
  });
}

function utf8(bytes: Uint8Array, path: RepoPath): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError('not-utf8', `${path} is not UTF-8 text`, {
      hint: `Save ${path} as UTF-8.`,
      cause,
    });
  }
}

/** Adds the last commit that touched a fact, where the lock was made from another: elsewhere nobody asks for it. */
async function withCommits(
  root: string,
  commit: CommitId,
  graph: Graph,
  facts: Facts,
  lock: Lock,
): Promise<Facts> {
  const dated = new Map(facts);
  const asked = new Map<RepoPath, CommitId | undefined>();
  for (const node of graph.values()) {
    const was = lock.get(node.name)?.recipe.inputs;
    for (const [slot, input] of was === undefined ? [] : node.reads) {
      const fact = input.kind === 'artifact' ? undefined : dated.get(factName(input));
      if (was === undefined || fact === undefined || input.kind === 'artifact') continue;
      if (Object.entries(fact.digests).every(([role, digest]) => was[`${slot}/${role}`] === digest)) continue;
      if (!asked.has(fact.path)) asked.set(fact.path, await ask(root, lastTouch(commit, fact.path)));
      dated.set(factName(input), { ...fact, commit: asked.get(fact.path) });
    }
  }
  return dated;
}
