import type { LockLine } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { oidOf, short } from '#core/oid.ts';
import type { CommitId, Oid } from '#core/oid.ts';
import type { RepoPath } from '#core/repo-path.ts';
import type { Ledger } from '../ledger/chain.ts';
import { buildsOf, gatesOf, reviewsOf } from '../ledger/queries.ts';
import type { EntryOf } from '../ledger/queries.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import { gateSentence, gateStates, isClosed } from './gate.ts';
import type { GateState } from './gate.ts';
import { withAncestors } from './lineage.ts';
import { releaseManifest } from './release-manifest.ts';
import { parseTag } from './tag.ts';
import { gave } from './verify-lock.ts';

/** A build in the ledger. */
export interface TracedBuild {
  readonly artifact: ArtifactName;
  /** Number of the ledger's entry. */
  readonly entry: number;
  readonly key: string;
  readonly commit: CommitId;
  readonly runner: string;
}

/** A gate that the artifact, or something that it descends from, went through. */
export interface TracedGate {
  readonly artifact: ArtifactName;
  /** Numbers of the ledger's entries: looks, and words of maintainers. */
  readonly entries: readonly number[];
  readonly state: GateState['gate']['kind'];
  /** Measures and limits by name and version. */
  readonly method: string | null;
  readonly accepted: readonly { readonly by: string; readonly reason: string; readonly commit: CommitId }[];
}

/** Where one asset of a release came from. */
export interface AssetTrace {
  readonly asset: string;
  readonly digest: Oid;
  /** `null` for the manifest, which lists the others. */
  readonly artifact: ArtifactName | null;
  /** Its own build first, then those of what it descends from. */
  readonly builds: readonly TracedBuild[];
  readonly reviews: readonly {
    readonly entry: number;
    readonly pull: number;
    readonly commit: CommitId;
    readonly by: string;
  }[];
  readonly gates: readonly TracedGate[];
  /** The card of the picture that it descends from; `null` when it descends from none. */
  readonly reference: { readonly card: RepoPath; readonly pixels: Oid } | null;
  /** Where the trace ends too early, each in a sentence; none: every step is there. */
  readonly gaps: readonly string[];
}

/**
 * Traces each byte of a release (I20) by what the ledger knew when it was shipped: to the build that gave it and the builds
 * behind that, to who approved its lock, through the gates on the way, to the card of the reference.
 *
 * @param tree the tree at the release's commit
 */
export function traceRelease(tree: Snapshot, ledger: Ledger, shipped: EntryOf<'ship'>): AssetTrace[] {
  const known = ledger.slice(0, shipped.n);
  const { assets, commit, tag } = shipped.record;
  const entries = Object.entries(assets);
  const traces = entries
    .filter(([asset]) => asset !== 'manifest.json')
    .map(([asset, digest]) => traceAsset(tree, known, asset, digest));
  const manifest = assets['manifest.json'];
  if (manifest === undefined) return traces;
  const own = traces.flatMap(({ artifact }) => artifact ?? []);
  const text = releaseManifest({
    tag: parseTag(tag),
    commit,
    assets: new Map(traces.map(({ asset, digest }) => [asset, digest])),
    lineage: linesOf(tree, withAncestors(tree.graph, own)),
  });
  const listed: AssetTrace = {
    asset: 'manifest.json',
    digest: manifest,
    artifact: null,
    builds: [],
    reviews: reviewsIn(tree, known),
    gates: [],
    reference: null,
    gaps: oidOf(text) === manifest ? [] : ['it is not the list that this tree and these assets give'],
  };
  return [...traces, listed];
}

function traceAsset(tree: Snapshot, ledger: Ledger, asset: string, digest: Oid): AssetTrace {
  const line = [...tree.lock.values()].find(({ outputs }) =>
    outputs.some((output) => output.digest === digest),
  );
  const reviews = reviewsIn(tree, ledger);
  const gaps = reviews.length === 0 ? [`nobody approved the lock ${short(tree.lockOid)}`] : [];
  if (line === undefined) {
    gaps.push(`no line of the lock has the digest ${short(digest)}`);
    return { asset, digest, artifact: null, builds: [], reviews, gates: [], reference: null, gaps };
  }
  const lineage = withAncestors(tree.graph, [line.name]).toReversed();
  const lines = linesOf(tree, lineage);
  for (const name of lineage)
    if (!tree.lock.has(name)) gaps.push(`${name}, which it descends from, has no line`);
  const builds = lines.flatMap((one) => buildIn(ledger, one) ?? []);
  for (const { name } of lines)
    if (!builds.some(({ artifact }) => artifact === name)) gaps.push(`no recorded build gave ${name}`);
  const states = gateStates(tree, ledger, new Set(lineage));
  for (const state of states) if (isClosed(state)) gaps.push(gateSentence(state));
  const reference = referenceOf(tree, line);
  if (reference === undefined) gaps.push('no card knows the picture that it descends from');
  return {
    asset,
    digest,
    artifact: line.name,
    builds,
    reviews,
    gates: states.map((state) => tracedGate(state, ledger)),
    reference: reference ?? null,
    gaps,
  };
}

const linesOf = ({ lock }: Snapshot, names: readonly ArtifactName[]): LockLine[] =>
  names.flatMap((name) => lock.get(name) ?? []);

const reviewsIn = ({ lockOid }: Snapshot, ledger: Ledger): AssetTrace['reviews'] =>
  reviewsOf(ledger, lockOid).map(({ n, record: { pull, commit, by } }) => ({ entry: n, pull, commit, by }));

function buildIn(ledger: Ledger, line: LockLine): TracedBuild | undefined {
  const build = buildsOf(ledger, line.key).find(({ record }) => gave(record, line));
  if (build === undefined) return undefined;
  const { artifact, key, commit, runner } = build.record;
  return { artifact, entry: build.n, key, commit, runner };
}

function tracedGate({ artifact, line, gate }: GateState, ledger: Ledger): TracedGate {
  const records = gatesOf(ledger, line);
  return {
    artifact,
    entries: records.map(({ n }) => n),
    state: gate.kind,
    method: records.findLast(({ record }) => record.report !== null)?.record.report?.method ?? null,
    accepted: records.flatMap(({ record }) => record.accepted ?? []),
  };
}

/** `undefined` when it descends from a picture that no card of the tree describes. */
function referenceOf(tree: Snapshot, line: LockLine): AssetTrace['reference'] | undefined {
  if (!readsPicture(tree, line.name)) return null;
  for (const [name, source] of Object.entries(tree.manifest.sources)) {
    const pixels = tree.cards.get(name)?.pixels;
    if (source.kind === 'picture' && pixels !== undefined && pixels === line.reference)
      return { card: source.card, pixels };
  }
  return undefined;
}

/** Whether an artifact, or something that it descends from, reads a picture that people gave. */
function readsPicture({ graph, manifest }: Snapshot, name: ArtifactName): boolean {
  return withAncestors(graph, [name]).some((ancestor) =>
    [...(graph.get(ancestor)?.reads.values() ?? [])].some(
      (input) => input.kind === 'source' && manifest.sources[input.source]?.kind === 'picture',
    ),
  );
}
