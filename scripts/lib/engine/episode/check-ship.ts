import { foldPrompt } from '#core/ambient-prompt.ts';
import { UserError } from '#core/errors.ts';
import { researchAncestor } from '#core/graph.ts';
import { canonicalJson } from '#core/json.ts';
import type { LockLine } from '#core/lock.ts';
import { short } from '#core/oid.ts';
import type { CommitId, Oid } from '#core/oid.ts';
import type { Catalog } from '#core/system.ts';
import type { Ledger } from '../ledger/chain.ts';
import { entriesOf, shippedPrompts, shippedSounds } from '../ledger/queries.ts';
import { licenceFaults } from '../licence/licence.ts';
import { OWNER_PATH } from '../licence/owner.ts';
import type { Owner } from '../licence/owner.ts';
import type { EpisodeWords, Snapshot } from '../repository/snapshot.ts';
import { episodeFiles, ownArtifact } from './files.ts';
import type { EpisodeFile } from './files.ts';
import { gateSentence, gateStates, isClosed } from './gate.ts';
import { withAncestors } from './lineage.ts';
import type { EpisodeTag } from './tag.ts';
import { faultSentence, verifyLock } from './verify-lock.ts';

export interface ShipQuestion {
  readonly tag: EpisodeTag;
  /** The commit that is tagged, and its tree. */
  readonly commit: CommitId;
  readonly tagged: Snapshot;
  /** Main's tree now. */
  readonly main: Snapshot;
  /** Whether the tagged commit is main's, or an ancestor of it. */
  readonly onMain: boolean;
  readonly ledger: Ledger;
  readonly catalog: Catalog;
  /** Who ships, as the tagged commit states it. */
  readonly owner: Owner | undefined;
}

/** Why an episode may not ship. */
export interface Refusal {
  readonly code:
    | 'tag-not-on-main'
    | 'no-such-episode'
    | 'lock-unverified'
    | 'other-reference'
    | 'incomplete'
    | 'research-only'
    | 'licence-forbids'
    | 'owner-unstated'
    | 'preview-made'
    | 'gate'
    | 'ambient-used'
    | 'tag-used';
  /** A sentence for people. */
  readonly because: string;
}

/** What is shipped: bytes that were reviewed, each by its digest; nothing is assembled. */
export interface Shipment {
  readonly tag: EpisodeTag;
  readonly commit: CommitId;
  readonly words: EpisodeWords;
  readonly files: readonly EpisodeFile[];
  /** The release says so, because something in it was made by a preview backend. */
  readonly preview: boolean;
  readonly ambientDigest: Oid;
  /** What the episode's files descend from, each after what it reads. */
  readonly lineage: readonly LockLine[];
}

/**
 * Whether an episode may ship under a tag.
 *
 * @throws {UserError} `ship-refused`, with every reason at once
 */
export function checkShip(question: ShipQuestion): Shipment {
  const refusals = refusalsOf(question);
  const { tag, commit, tagged } = question;
  const words = tagged.episodes.get(tag.slug);
  const files = episodeFiles(tagged.graph, tagged.lock, tag.slug);
  const ambient = tagged.lock.get(ownArtifact('ambient', tag.slug))?.outputs[0];
  if (refusals.length > 0 || words === undefined || ambient === undefined) {
    throw new UserError(
      'ship-refused',
      `${tag.tag} may not ship:\n${refusals.map(({ code, because }) => `${code}: ${because}`).join('\n')}`,
      { hint: 'Nothing was shipped. Mend what stands above on main, and tag that commit.' },
    );
  }
  const lineage = withAncestors(
    tagged.graph,
    files.map(({ artifact }) => artifact),
  );
  return {
    tag,
    commit,
    words,
    files,
    preview: tag.preview !== undefined,
    ambientDigest: ambient.digest,
    lineage: lineage.flatMap((name) => tagged.lock.get(name) ?? []),
  };
}

/** Every reason against it; none when it may ship. Pure. */
export function refusalsOf(question: ShipQuestion): Refusal[] {
  const { tag, tagged, onMain, ledger, catalog } = question;
  const refusals: Refusal[] = [];
  const refuse = (code: Refusal['code'], because: string) => refusals.push({ code, because });
  if (!onMain) refuse('tag-not-on-main', `${short(question.commit)} is not in main's history`);
  for (const fault of verifyLock(tagged, ledger, catalog)) refuse('lock-unverified', faultSentence(fault));
  refusals.push(...referenceRefusals(question));
  const words = tagged.episodes.get(tag.slug);
  if (words === undefined) {
    refuse('no-such-episode', `there is no episode ${tag.slug} at ${short(question.commit)}`);
    return refusals;
  }
  const files = episodeFiles(tagged.graph, tagged.lock, tag.slug);
  for (const { name, episode, ships } of tagged.graph.values())
    if (episode === tag.slug && ships === 'yes' && !tagged.lock.has(name))
      refuse('incomplete', `${name} was never built`);
  for (const word of ['voice', 'ambient', 'video'])
    if (!tagged.graph.has(ownArtifact(word, tag.slug)))
      refuse('incomplete', `the manifest makes no ${word} for ${tag.slug}`);
  const lineage = withAncestors(
    tagged.graph,
    files.map(({ artifact }) => artifact),
  );
  for (const name of lineage) {
    const line = tagged.lock.get(name);
    if (line === undefined) continue; // told as stale
    refusals.push(...lineRefusals(question, line));
  }
  // I17: looked at, held against the picture that it was made from, and found good or accepted by a person.
  for (const state of gateStates(tagged, ledger, new Set(lineage)))
    if (isClosed(state)) refuse('gate', gateSentence(state));
  refusals.push(...licenceRefusals(question, files));
  refusals.push(...ambientRefusals(question, words));
  refusals.push(...tagRefusals(question, files));
  return refusals;
}

/** I1: what stands at the tag was made from the picture that main has. */
function referenceRefusals({ tagged, main }: ShipQuestion): Refusal[] {
  const refusals: Refusal[] = [];
  for (const [name, source] of Object.entries(main.manifest.sources)) {
    if (source.kind !== 'picture') continue;
    const now = main.facts.get(`source.${name}`)?.digests['picture'];
    const then = tagged.facts.get(`source.${name}`)?.digests['picture'];
    if (now === then) continue;
    const was = then === undefined ? 'nothing' : short(then);
    const is = now === undefined ? 'nothing' : short(now);
    refusals.push({
      code: 'other-reference',
      because: `${source.path} had other pixels at the tag (${was}) than on main now (${is})`,
    });
  }
  return refusals;
}

/** What the licences of the models forbid the owner. They bind what the model really made: a preview carries none. */
const licenceRefusals = ({ tagged, owner }: ShipQuestion, files: readonly EpisodeFile[]): Refusal[] =>
  licenceFaults(
    tagged.graph,
    tagged.lock,
    owner,
    files.map(({ artifact }) => artifact),
  ).map(({ kind, sentence }) =>
    kind === 'unstated'
      ? { code: 'owner-unstated', because: `${sentence}: ${OWNER_PATH} states it` }
      : { code: 'licence-forbids', because: sentence },
  );

function lineRefusals({ tag, tagged, catalog }: ShipQuestion, line: LockLine): Refusal[] {
  const refusals: Refusal[] = [];
  const node = tagged.graph.get(line.name);
  const research = researchAncestor(tagged.graph, line.name);
  if (research !== undefined)
    refusals.push({
      code: 'research-only',
      because: `${line.name} descends from ${research}, which never ships`,
    });
  if (node?.licence?.researchOnly === true) {
    refusals.push({
      code: 'research-only',
      because: `${line.name} is made by ${node.system}, whose licence (${node.licence.name}) allows research only`,
    });
  }
  if (tag.preview === undefined && isPreviewMade(line, catalog)) {
    refusals.push({
      code: 'preview-made',
      because: `${line.name} was made by a preview backend: tag it as ${tag.tag}-preview.1, or build it for real`,
    });
  }
  return refusals;
}

/** A system that has only a preview backend, such as canon, is made for real by it. */
const isPreviewMade = ({ recipe }: LockLine, catalog: Catalog): boolean =>
  recipe.backend === 'preview' &&
  Object.keys(catalog.get(recipe.system)?.versions ?? {}).some((backend) => backend !== 'preview');

/** I16: over all episodes of both trees, and all that ever shipped. */
function ambientRefusals({ tag, tagged, main, ledger }: ShipQuestion, words: EpisodeWords): Refusal[] {
  const refusals: Refusal[] = [];
  const prompt = foldPrompt(words.episode.ambient);
  const others = new Set<string>();
  for (const snapshot of [tagged, main])
    for (const [slug, other] of snapshot.episodes)
      if (slug !== tag.slug && foldPrompt(other.episode.ambient) === prompt) others.add(slug);
  const before = shippedPrompts(ledger).get(prompt);
  if (before !== undefined && before !== tag.slug) others.add(before);
  for (const slug of others)
    refusals.push({ code: 'ambient-used', because: `its ambient prompt is that of ${slug}` });
  const digest = tagged.lock.get(ownArtifact('ambient', tag.slug))?.outputs[0]?.digest;
  const sounded = digest === undefined ? undefined : shippedSounds(ledger).get(digest);
  if (sounded !== undefined && sounded !== tag.slug)
    refusals.push({
      code: 'ambient-used',
      because: `its ambient sound is that of ${sounded}, byte for byte`,
    });
  return refusals;
}

/** A version is shipped once: again with the same bytes is nothing new, with others is refused. */
function tagRefusals({ tag, ledger }: ShipQuestion, files: readonly EpisodeFile[]): Refusal[] {
  const shipped = entriesOf(ledger, 'ship').find(({ record }) => record.tag === tag.tag)?.record.assets;
  if (shipped === undefined) return [];
  const differs = files.some(({ asset, output }) => shipped[asset] !== output.digest);
  const assets = Object.fromEntries(files.map(({ asset, output }) => [asset, output.digest]));
  return differs
    ? [{ code: 'tag-used', because: `${tag.tag} was shipped with other bytes: ${canonicalJson(assets)}` }]
    : [];
}
