import { byCodeUnit, inOrder } from './json.ts';
import type { Json } from './json.ts';
import type { Artifact, Licence, Manifest, SystemChoice } from './manifest.ts';
import { ArtifactName } from './names.ts';
import type { BackendName, EpisodeSlug } from './names.ts';

/** What a slot is filled from. */
export type Input =
  | { readonly kind: 'source'; readonly source: string }
  | { readonly kind: 'episode'; readonly episode: EpisodeSlug; readonly field: 'narration' | 'ambient' }
  | { readonly kind: 'artifact'; readonly artifact: ArtifactName };

/** One artifact to be. */
export interface Node {
  readonly name: ArtifactName;
  readonly system: string;
  readonly backend: BackendName;
  readonly pins: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, Json>>;
  readonly seed: number;
  /** By slot. */
  readonly reads: ReadonlyMap<string, Input>;
  readonly episode: EpisodeSlug | undefined;
  readonly ships: Artifact['ships'];
  readonly gate: 'identity' | undefined;
  readonly licence: Licence | undefined;
  readonly gpu: SystemChoice['gpu'];
}

/** All artifacts, each after those that it reads; among equals in code-unit order of their names. */
export type Graph = ReadonlyMap<ArtifactName, Node>;

/** Expands the manifest's templates over the episodes. The manifest has been parsed: names exist and no circle closes. */
export function expandGraph(manifest: Manifest, episodes: readonly EpisodeSlug[]): Graph {
  const nodes = new Map<ArtifactName, Node>();
  const slugs = episodes.toSorted(byCodeUnit);
  for (const [word, artifact] of inOrder(manifest.artifacts)) {
    for (const episode of artifact.per === 'episode' ? slugs : [undefined]) {
      const name = nameOf(word, episode);
      nodes.set(name, nodeOf(manifest, name, artifact, episode));
    }
  }
  return inReadingOrder(nodes);
}

const nameOf = (word: string, episode: EpisodeSlug | undefined): ArtifactName =>
  ArtifactName.parse(episode === undefined ? word : `${word}/${episode}`);

function nodeOf(
  manifest: Manifest,
  name: ArtifactName,
  artifact: Artifact,
  episode: EpisodeSlug | undefined,
): Node {
  const system = manifest.systems[artifact.system];
  if (system === undefined)
    throw new RangeError(`systems.${artifact.system} is missing: the manifest was not parsed`);
  const reads = new Map<string, Input>();
  for (const [slot, read] of inOrder(artifact.reads)) {
    const [kind, rest] = read.split('.');
    if (kind === 'source' && rest !== undefined) reads.set(slot, { kind: 'source', source: rest });
    else if (read === 'episode.narration' || read === 'episode.ambient') {
      if (episode === undefined)
        throw new RangeError(`${name} reads ${read} without an episode: the manifest was not parsed`);
      reads.set(slot, {
        kind: 'episode',
        episode,
        field: read === 'episode.narration' ? 'narration' : 'ambient',
      });
    } else {
      const perEpisode = manifest.artifacts[read]?.per === 'episode';
      reads.set(slot, { kind: 'artifact', artifact: nameOf(read, perEpisode ? episode : undefined) });
    }
  }
  return {
    name,
    system: artifact.system,
    backend: system.backend,
    pins: system.backend === 'preview' ? {} : system.pins,
    params: artifact.params,
    seed: artifact.seed,
    reads,
    episode,
    ships: artifact.ships,
    gate: artifact.gate,
    licence: system.licence,
    gpu: system.gpu,
  };
}

/** The artifacts that a node reads, each once. */
export const parentsOf = (node: Node): ArtifactName[] => [
  ...new Set(
    [...node.reads.values()].flatMap((input) => (input.kind === 'artifact' ? [input.artifact] : [])),
  ),
];

/** A. B. Kahn, "Topological sorting of large networks", 1962; a node is taken when the last of what it reads was. */
function inReadingOrder(nodes: ReadonlyMap<ArtifactName, Node>): Graph {
  const ordered = new Map<ArtifactName, Node>();
  const readers = readersOf(nodes);
  const waiting = new Map([...nodes.values()].map((node) => [node.name, parentsOf(node).length]));
  let ready = [...nodes.values()].filter((node) => waiting.get(node.name) === 0);
  while (ready.length > 0) {
    const next: Node[] = [];
    for (const node of ready) {
      ordered.set(node.name, node);
      for (const reader of readers.get(node.name) ?? []) {
        const left = (waiting.get(reader) ?? 0) - 1;
        waiting.set(reader, left);
        const freed = left === 0 ? nodes.get(reader) : undefined;
        if (freed !== undefined) next.push(freed);
      }
    }
    ready = next.toSorted((a, b) => byCodeUnit(a.name, b.name));
  }
  if (ordered.size !== nodes.size)
    throw new RangeError('the graph has a circle or reads what it lacks: the manifest was not parsed');
  return ordered;
}

/** Who reads an artifact, directly. */
export function readersOf(
  graph: ReadonlyMap<ArtifactName, Node>,
): ReadonlyMap<ArtifactName, readonly ArtifactName[]> {
  const readers = new Map<ArtifactName, ArtifactName[]>();
  for (const node of graph.values()) {
    for (const parent of parentsOf(node)) {
      const list = readers.get(parent);
      if (list === undefined) readers.set(parent, [node.name]);
      else list.push(node.name);
    }
  }
  return readers;
}

/** Whether anything that `name` descends from, or `name` itself, may never ship (I15). */
export function researchAncestor(graph: Graph, name: ArtifactName): ArtifactName | undefined {
  const seen = new Set<ArtifactName>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = graph.get(next);
    if (node === undefined || seen.has(next)) continue;
    seen.add(next);
    if (node.ships === 'never') return next;
    open.push(...parentsOf(node));
  }
  return undefined;
}
