import { parentsOf } from '#core/graph.ts';
import type { Graph } from '#core/graph.ts';
import type { ArtifactName } from '#core/names.ts';

/** Artifacts and all that they descend from, in the graph's order: each after what it reads. */
export function withAncestors(graph: Graph, names: Iterable<ArtifactName>): ArtifactName[] {
  const wanted = new Set(names);
  for (const name of wanted) {
    const node = graph.get(name);
    for (const parent of node === undefined ? [] : parentsOf(node)) wanted.add(parent);
  }
  return [...graph.keys()].filter((name) => wanted.has(name));
}
