import { UserError } from '#core/errors.ts';
import type { Graph } from '#core/graph.ts';
import type { Axis, AxisReport, IdentityReport } from '#core/identity.ts';
import type { LedgerRecord } from '#core/ledger-record.ts';
import type { LockLine } from '#core/lock.ts';
import type { ArtifactName, EpisodeSlug } from '#core/names.ts';
import { short } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import type { Ledger } from '../ledger/chain.ts';
import { gatesOf } from '../ledger/queries.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import { episodeFiles } from './files.ts';
import { withAncestors } from './lineage.ts';

type GateRecord = Extract<LedgerRecord, { kind: 'gate' }>;
type Accepted = NonNullable<GateRecord['accepted']>;

/** Whether the bytes of an artifact still show her, as the ledger has it. */
export type Gate =
  /** Every measure passes, or asks for a look. What could not be measured (a face seen from behind) is a look, never a pass. */
  | { readonly kind: 'open'; readonly report: IdentityReport }
  /** It would be closed; a maintainer looked and said why it may pass. */
  | { readonly kind: 'accepted'; readonly report: IdentityReport | null; readonly words: readonly Accepted[] }
  /** Measures failed, and nobody accepted these. Empty `failed`: nobody is to be seen on it at all. */
  | { readonly kind: 'failed'; readonly report: IdentityReport; readonly failed: readonly AxisReport[] }
  /** Nobody knows: that is not a pass. */
  | { readonly kind: 'unmeasured'; readonly because: 'never-looked' | 'other-picture' | 'nothing-to-see' };

/** The gate of one artifact. */
export interface GateState {
  readonly artifact: ArtifactName;
  readonly line: LockLine;
  readonly gate: Gate;
  /** What waits while it is closed. */
  readonly holds: Holds;
}

export interface Holds {
  /** All of the site: see `publicNames`. */
  readonly publishing: boolean;
  /** The releases of these episodes, which descend from it. */
  readonly episodes: readonly EpisodeSlug[];
}

/** What of a snapshot decides about gates. */
export type Gated = Pick<Snapshot, 'graph' | 'facts' | 'lock'>;

export const isClosed = ({ gate: { kind } }: GateState): boolean =>
  kind === 'failed' || kind === 'unmeasured';

/** What an acceptance is good for: the axes that failed when it was given, or one of two words. */
type Fault = Axis | 'nobody' | 'unmeasured';

function faultsOf(report: IdentityReport | null): Fault[] {
  if (report === null) return ['unmeasured'];
  if (report.answer !== 'fail') return [];
  const axes = report.axes.filter(({ answer }) => answer === 'fail').map(({ axis }) => axis);
  return axes.length === 0 ? ['nobody'] : axes;
}

/**
 * The gate of a lock's line: its newest look against one of these pictures, less what maintainers accepted of the very same
 * bytes. An acceptance outlives a later look, unless that finds an axis failing which did not when the word was given.
 */
export function gateOf(ledger: Ledger, line: LockLine, pictures: ReadonlySet<Oid>): Gate {
  const ever = gatesOf(ledger, line).map(({ record }) => record);
  const records = ever.filter(({ against }) => pictures.has(against));
  const last = records.findLast(({ accepted }) => accepted === undefined) ?? records.at(-1);
  if (last === undefined)
    return { kind: 'unmeasured', because: ever.length === 0 ? 'never-looked' : 'other-picture' };
  const { report } = last;
  const faults = faultsOf(report);
  if (report !== null && faults.length === 0) return { kind: 'open', report };
  const words = records.flatMap(({ accepted, report: then }) =>
    accepted === undefined ? [] : [{ accepted, covers: faultsOf(then) }],
  );
  const standing = faults.filter((fault) => !words.some(({ covers }) => covers.includes(fault)));
  if (standing.length === 0)
    return { kind: 'accepted', report, words: words.map(({ accepted }) => accepted) };
  if (report === null) return { kind: 'unmeasured', because: 'nothing-to-see' };
  const open = new Set<Fault>(standing);
  return {
    kind: 'failed',
    report,
    failed: report.axes.filter(({ axis, answer }) => answer === 'fail' && open.has(axis)),
  };
}

/** The canonical pictures of a tree, by their pixels: what its artifacts are held against (I17). */
export const picturesOf = ({ facts }: Pick<Gated, 'facts'>): ReadonlySet<Oid> =>
  new Set(
    [...facts.values()].flatMap(({ kind, digests }) =>
      kind === 'picture' && digests['picture'] !== undefined ? [digests['picture']] : [],
    ),
  );

/** Every gate of a lock, in the graph's order; an artifact without a line has none yet. */
export function gatesOfTree(tree: Gated, ledger: Ledger): GateState[] {
  const pictures = picturesOf(tree);
  const published = publicNames(tree);
  const releases = releasedNames(tree);
  return [...tree.graph.values()].flatMap(({ name, gate }) => {
    const line = tree.lock.get(name);
    if (gate === undefined || line === undefined) return [];
    const episodes = [...releases].flatMap(([slug, names]) => (names.has(name) ? [slug] : []));
    const holds = { publishing: published.has(name), episodes };
    return [{ artifact: name, line, gate: gateOf(ledger, line, pictures), holds }];
  });
}

/** The gates of these artifacts, in the graph's order; those without a gate, and without a line, are left out. */
export const gateStates = (tree: Gated, ledger: Ledger, names: ReadonlySet<ArtifactName>): GateState[] =>
  gatesOfTree(tree, ledger).filter(({ artifact }) => names.has(artifact));

/**
 * What publishing answers for, with all that it descends from: what is on the pages, and what is the character's own and may ship.
 * What one episode alone ships and no page shows waits for that episode's release; what never ships is not held up at all.
 */
function publicNames({ graph, lock }: Gated): Set<ArtifactName> {
  const own = [...graph.values()].filter(({ ships, episode }) => ships === 'yes' && episode === undefined);
  const played = slugsOf(graph)
    .flatMap((slug) => episodeFiles(graph, lock, slug))
    .filter(({ site }) => site !== undefined);
  const names = [...own.map(({ name }) => name), ...played.map(({ artifact }) => artifact)];
  return new Set(withAncestors(graph, names));
}

const releasedNames = ({ graph, lock }: Gated): Map<EpisodeSlug, Set<ArtifactName>> =>
  new Map(
    slugsOf(graph).map((slug) => {
      const files = episodeFiles(graph, lock, slug).map(({ artifact }) => artifact);
      return [slug, new Set(withAncestors(graph, files))];
    }),
  );

const slugsOf = (graph: Graph): EpisodeSlug[] => [
  ...new Set([...graph.values()].flatMap(({ episode }) => episode ?? [])),
];

const axisWords = (axis: Axis): string => axis.replace('-', ' ');

/** "face structure 2.31 × limit (limit 1): embedding 0.612 …" */
export function axisSentence({ axis, value, unit, limit, note }: AxisReport): string {
  const figure = value === null ? 'not measured' : `${Number(value.toPrecision(3))} ${unit}`;
  return `${axisWords(axis)} ${figure} (limit ${limit}): ${note}`;
}

/** A gate in a sentence: which artifact, which measure, its figure and its limit. */
export function gateSentence({ artifact, line, gate }: GateState): string {
  switch (gate.kind) {
    case 'open':
      return `${artifact} is still her${gate.report.answer === 'look' ? ', with a look to be had' : ''}`;
    case 'accepted':
      return `${artifact} was accepted by ${gate.words.map(({ by, reason }) => `${by}: ${reason}`).join('; ')}`;
    case 'failed':
      return gate.failed.length === 0
        ? `${artifact}: nobody is to be seen on it`
        : `${artifact} is no longer her by ${gate.failed.map(axisSentence).join(' · ')}`;
    case 'unmeasured':
      return `${artifact} (${line.outputs.map(({ digest }) => short(digest)).join(', ')}) ${UNMEASURED[gate.because]}`;
    default:
      return gate satisfies never;
  }
}

const UNMEASURED = {
  'never-looked': 'was never held against the reference',
  'other-picture': 'was held against another picture than the reference of this tree',
  'nothing-to-see': 'has nothing in it that could be held against the reference',
} as const;

/** The command that accepts an artifact, on the pull request and in a terminal. */
export const acceptCommand = (artifact: ArtifactName): { comment: string; terminal: string } => ({
  comment: `/alpha accept ${artifact} <reason>`,
  terminal: `npm run alpha -- accept ${artifact} --reason "<reason>"`,
});

/**
 * Holds publishing up: all of it, for what is shown is the lock of one commit or none of it (I2, I9).
 *
 * @throws {UserError} `gate-closed`, naming every artifact with its measure, figure, limit, and what accepts it
 */
export function requireOpenGates(tree: Gated, ledger: Ledger): void {
  const closed = gatesOfTree(tree, ledger).filter((state) => isClosed(state) && state.holds.publishing);
  const [first] = closed;
  if (first === undefined) return;
  const commands = closed.map(({ artifact }) => acceptCommand(artifact));
  throw new UserError(
    'gate-closed',
    `nothing was published, and readers see what they saw before:\n${closed.map(gateSentence).join('\n')}`,
    {
      hint: [
        'Mend it in a new pull request; or a maintainer who has looked accepts it, by a comment on the pull request that brought it:',
        ...commands.map(({ comment }) => `  ${comment}`),
        'or in a clone of this commit:',
        ...commands.map(({ terminal }) => `  ${terminal}`),
      ].join('\n'),
    },
  );
}
