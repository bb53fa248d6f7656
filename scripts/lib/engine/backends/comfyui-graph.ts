import { z } from 'zod';
import { Json } from '#core/json.ts';

/** A link to another node's output. */
const Link = z.tuple([z.string(), z.int().nonnegative()]);

/** A graph in ComfyUI's API format, the one that its HTTP interface takes; what its page saves is another. */
export const ComfyGraph = z.record(
  z.string(),
  z.strictObject({
    class_type: z.string().min(1),
    inputs: z.record(z.string(), Json),
    _meta: z.strictObject({ title: z.string() }).exactOptional(),
  }),
);
export type ComfyGraph = z.infer<typeof ComfyGraph>;

const isLink = (value: unknown): value is z.infer<typeof Link> => Link.safeParse(value).success;

/**
 * The graph with these inputs in place of what it had: node → input → value.
 *
 * @throws {RangeError} for a node or an input that it does not have: a bug of the backend
 */
export function filled(
  graph: ComfyGraph,
  values: Readonly<Record<string, Readonly<Record<string, Json>>>>,
): ComfyGraph {
  const copy = structuredClone(graph);
  for (const [id, inputs] of Object.entries(values)) {
    const node = copy[id];
    if (node === undefined) throw new RangeError(`the graph has no node ${id}`);
    for (const [name, value] of Object.entries(inputs)) {
      if (node.inputs[name] === undefined) throw new RangeError(`node ${id} has no input ${name}`);
      node.inputs[name] = value;
    }
  }
  return copy;
}

/**
 * The graph without a node: whoever was linked to it is linked to what stood in its input `through`, and nodes that no output
 * needs any more are left out.
 */
export function bypassed(graph: ComfyGraph, id: string, through: string): ComfyGraph {
  const link = graph[id]?.inputs[through];
  if (!isLink(link)) throw new RangeError(`node ${id} has no link in ${through}`);
  const ends = new Set(outputsOf(graph));
  const copy = structuredClone(graph);
  delete copy[id];
  for (const node of Object.values(copy))
    for (const [name, value] of Object.entries(node.inputs))
      if (isLink(value) && value[0] === id) node.inputs[name] = [...link];
  return pruned(copy, ends);
}

/** Nodes that no other node reads: what a run is for. */
export function outputsOf(graph: ComfyGraph): string[] {
  const read = new Set(linksOf(graph).map(([, to]) => to));
  return Object.keys(graph).filter((id) => !read.has(id));
}

/** Links to nodes that do not exist; empty for a sound graph. */
export const brokenLinks = (graph: ComfyGraph): string[] =>
  linksOf(graph).flatMap(([from, to]) => (graph[to] === undefined ? [`${from} reads ${to}`] : []));

const linksOf = (graph: ComfyGraph): [from: string, to: string][] =>
  Object.entries(graph).flatMap(([from, { inputs }]) =>
    Object.values(inputs).flatMap((value): [string, string][] => (isLink(value) ? [[from, value[0]]] : [])),
  );

function pruned(graph: ComfyGraph, ends: ReadonlySet<string>): ComfyGraph {
  const needed = new Set<string>();
  const open = [...ends];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = graph[id];
    if (node === undefined || needed.has(id)) continue;
    needed.add(id);
    for (const value of Object.values(node.inputs)) if (isLink(value)) open.push(value[0]);
  }
  return Object.fromEntries(Object.entries(graph).filter(([id]) => needed.has(id)));
}
