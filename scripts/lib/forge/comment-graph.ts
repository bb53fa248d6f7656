import type { Graph, Input } from '#core/graph.ts';
import type { Detection } from '#engine/change/detect.ts';
import type { GraphNode } from './comment-model.ts';

/** An episode's texts beside its artifacts: the ambience is an artifact, so its words are the prompt. */
const textName = (field: string, episode: string): string =>
  `${field === 'ambient' ? 'prompt' : field}/${episode}`;

/** As the graph names what is read. */
export const nameOf = (input: Input): string => {
  if (input.kind === 'artifact') return input.artifact;
  return input.kind === 'source' ? input.source : textName(input.field, input.episode);
};

export interface GraphStates {
  readonly touched: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  /** Names of sources and texts that are others than on the base branch: `reference`, `narration/<episode>`. */
  readonly changed: ReadonlySet<string>;
}

/** The graph as the comment draws it: what is read first, then each artifact after those that it reads. */
export function graphNodes(graph: Graph, { touched, failed, changed }: GraphStates): GraphNode[] {
  const sources = new Map<string, GraphNode>();
  const artifacts: GraphNode[] = [];
  for (const node of graph.values()) {
    const reads = [...new Set([...node.reads.values()].map(nameOf))];
    for (const input of node.reads.values()) {
      const name = nameOf(input);
      if (input.kind !== 'artifact')
        sources.set(name, { name, reads: [], state: changed.has(name) ? 'changed-source' : 'source' });
    }
    artifacts.push({
      name: node.name,
      reads,
      state: failed.has(node.name) ? 'failed' : touched.has(node.name) ? 'touched' : 'untouched',
    });
  }
  return [...sources.values(), ...artifacts];
}

/** Names of the sources and texts that are others than on the base branch, as the graph has them. */
export function changedSources({ before, after }: Detection): Set<string> {
  const changed = new Set<string>();
  for (const [name, fact] of after.facts) {
    const was = before.facts.get(name)?.digests;
    if (was === undefined || Object.entries(fact.digests).some(([role, digest]) => was[role] !== digest))
      changed.add(graphNameOf(name));
  }
  return changed;
}

/** `source.reference` → `reference`, `episode.one.narration` → `narration/one`: as the graph names them. */
function graphNameOf(fact: string): string {
  const [kind, first = '', field] = fact.split('.');
  return kind === 'source' || field === undefined ? first : textName(field, first);
}
