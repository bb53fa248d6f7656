import type { GraphNode } from './comment-model.ts';

/** A drawing of more is no drawing. */
const MOST_NODES = 60;

/** A Mermaid flow chart; names are letters, digits, `_`, `-` and `/` only, by their grammar. */
export function graphDrawing(graph: readonly GraphNode[]): string {
  if (graph.length === 0 || graph.length > MOST_NODES) return '';
  const ids = new Map(graph.map(({ name }, index) => [name, `n${index}`]));
  const lines = ['```mermaid', 'flowchart LR'];
  for (const { name, state } of graph) {
    const label = `"${name.replaceAll('"', "'")}"`;
    const shape = state === 'source' || state === 'changed-source' ? `[(${label})]` : `(${label})`;
    lines.push(`  ${ids.get(name)}${shape}:::${state === 'changed-source' ? 'changed' : state}`);
  }
  for (const { name, reads } of graph)
    for (const read of reads) if (ids.has(read)) lines.push(`  ${ids.get(read)} --> ${ids.get(name)}`);
  lines.push(
    '  classDef changed fill:#8250df,stroke:#6639ba,color:#fff',
    '  classDef touched fill:#ddf4ff,stroke:#0969da,color:#0a3069',
    '  classDef failed fill:#ffebe9,stroke:#cf222e,color:#82071e',
    '  classDef source fill:#f6f8fa,stroke:#8c959f,color:#57606a',
    '  classDef untouched fill:#fff,stroke:#d0d7de,color:#8c959f',
    '```',
  );
  return `<details open><summary><b>What follows from what</b>: blue is touched, grey is not</summary>\n\n${lines.join('\n')}\n\n</details>`;
}
