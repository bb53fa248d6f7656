import { z } from 'zod';
import type { Graph, Input, Node } from '#core/graph.ts';
import { contentKey } from '#core/key.ts';
import type { Recipe } from '#core/key.ts';
import type { Lock, LockLine, Output } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { factName } from '#core/plan.ts';
import type { Fact } from '#core/plan.ts';
import { RepoPath } from '#core/repo-path.ts';
import type { Catalog } from '#core/system.ts';

/** 0 ≤ x < 1, the same row for a seed on every machine: mulberry32, T. Ettinger 2017. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A graph that was wholly built, and then touched in a few places. */
export interface RandomWorld {
  readonly graph: Graph;
  readonly facts: Map<string, Fact>;
  readonly lock: Lock;
  readonly catalog: Catalog;
  /** Whose own recipe no longer fits its line: known from what was done to them, not from any plan. */
  readonly touched: ReadonlySet<ArtifactName>;
  /** In the lock, no longer in the graph. */
  readonly removed: readonly ArtifactName[];
  outputs(system: string): Output[];
}

const NAMES = Array.from({ length: 6 }, (_, index) => ArtifactName.parse(`a${index}`));
const SOURCES = ['s0', 's1', 's2'];
const DIGESTS: readonly Oid[] = Array.from({ length: 4096 }, (_, index) => oidOf(String(index)));
const PATH = RepoPath.parse('assets/x.txt');
const FILES = { main: RepoPath.parse('main.bin'), more: RepoPath.parse('more.bin') } as const;

const systemOf = (name: string, roles: readonly string[], version: string) => ({
  name,
  slots: [],
  params: z.record(z.string(), z.json()),
  outputs: roles.map((role) => ({ role, file: `${role}.bin`, medium: 'text' as const })),
  versions: { preview: version, upstream: version },
});
const catalogOf = (twoVersion: string): Catalog =>
  new Map([
    ['one', systemOf('one', ['main'], '1')],
    ['two', systemOf('two', ['main', 'more'], twoVersion)],
  ]);
const BEFORE = catalogOf('1');
const AFTER = catalogOf('2');

export function randomWorld(random: () => number): RandomWorld {
  const pick = (below: number) => Math.floor(random() * below);
  let fresh = 0;
  const digest = (): Oid => DIGESTS[(fresh += 1)] ?? oidOf(`more ${fresh}`);
  const facts = new Map<string, Fact>();
  for (const source of SOURCES)
    facts.set(`source.${source}`, { kind: 'text', path: PATH, digests: { text: digest() } });

  const graph = new Map<ArtifactName, Node>();
  const lock = new Map<ArtifactName, LockLine>();
  const outputs = (system: string): Output[] =>
    (system === 'two' ? (['main', 'more'] as const) : (['main'] as const)).map((role) => ({
      role,
      file: FILES[role],
      medium: 'text',
      digest: digest(),
      size: 1,
    }));
  const count = 1 + pick(NAMES.length);
  for (let index = 0; index < count; index += 1) {
    const name = NAMES[index];
    if (name === undefined) break;
    const reads = new Map<string, Input>();
    for (let slot = 0; slot < 1 + pick(3); slot += 1) reads.set(`r${slot}`, inputOf(pick, index));
    graph.set(name, {
      name,
      system: pick(2) === 0 ? 'one' : 'two',
      backend: pick(2) === 0 ? 'preview' : 'upstream',
      pins: pick(3) === 0 ? { commit: 'x' } : {},
      params: { steps: pick(3) },
      seed: pick(2),
      reads,
      episode: undefined,
      ships: 'yes',
      gate: undefined,
      licence: undefined,
      gpu: undefined,
    });
  }
  for (const node of graph.values()) {
    const recipe = recipeOf(node, facts, lock);
    lock.set(node.name, {
      name: node.name,
      key: contentKey(recipe),
      recipe,
      outputs: outputs(node.system),
      preview: null,
      reference: null,
    });
  }

  const touched = new Set<ArtifactName>();
  const removed: ArtifactName[] = [];
  let catalog = BEFORE;
  for (let change = pick(4); change > 0; change -= 1) {
    const name = NAMES[pick(count)];
    const node = name === undefined ? undefined : graph.get(name);
    if (name === undefined || node === undefined) continue;
    const line = lock.get(name);
    switch (pick(10)) {
      case 0: {
        const source = SOURCES[pick(SOURCES.length)] ?? '';
        facts.set(`source.${source}`, { kind: 'text', path: PATH, digests: { text: digest() } });
        touch(graph, touched, (input) => input.kind === 'source' && input.source === source);
        break;
      }
      case 1:
        graph.set(name, { ...node, seed: node.seed + 10 + pick(100) });
        touched.add(name);
        break;
      case 2:
        graph.set(name, {
          ...node,
          params: { ...node.params, [pick(2) === 0 ? 'steps' : `p${pick(9)}`]: { deep: [(fresh += 1)] } },
        });
        touched.add(name);
        break;
      case 3:
        lock.delete(name);
        touched.add(name);
        break;
      case 4: // built anew elsewhere: it is fresh, and what reads it is not
        if (line === undefined) break;
        lock.set(name, {
          ...line,
          outputs: line.outputs.map((output, at) =>
            Object.assign({}, output, at === 0 ? { digest: digest() } : {}),
          ),
        });
        touch(graph, touched, (input) => input.kind === 'artifact' && input.artifact === name);
        break;
      case 5: {
        const reads = new Map(node.reads).set(`extra${change}`, {
          kind: 'source',
          source: SOURCES[pick(3)] ?? '',
        });
        graph.set(name, { ...node, reads });
        touched.add(name);
        break;
      }
      case 6: {
        const [slot] = node.reads.keys();
        if (slot === undefined || node.reads.size < 2) break;
        const reads = new Map(node.reads);
        reads.delete(slot);
        graph.set(name, { ...node, reads });
        touched.add(name);
        break;
      }
      case 7:
        graph.set(name, { ...node, pins: { ...node.pins, [`q${pick(9)}`]: String(fresh) } });
        touched.add(name);
        fresh += 1;
        break;
      case 8:
        catalog = AFTER;
        break;
      default: // its line stays, its node goes: nobody may read it then
        if (
          removed.length > 0 ||
          [...graph.values()].some(({ reads }) =>
            reads.values().some((input) => input.kind === 'artifact' && input.artifact === name),
          )
        )
          break;
        graph.delete(name);
        touched.delete(name);
        if (lock.has(name)) removed.push(name);
    }
  }
  if (catalog === AFTER)
    for (const { name, system } of graph.values()) if (system === 'two') touched.add(name);
  return { graph, facts, lock, catalog, touched, removed, outputs };
}

function touch(graph: Graph, touched: Set<ArtifactName>, reads: (input: Input) => boolean): void {
  for (const node of graph.values()) if (node.reads.values().some(reads)) touched.add(node.name);
}

function inputOf(pick: (below: number) => number, index: number): Input {
  const artifact = index > 0 && pick(3) > 0 ? NAMES[pick(index)] : undefined;
  if (artifact !== undefined) return { kind: 'artifact', artifact };
  return { kind: 'source', source: SOURCES[pick(SOURCES.length)] ?? '' };
}

/** The recipe of a node whose inputs are all there; written apart from the planner's. */
function recipeOf(node: Node, facts: ReadonlyMap<string, Fact>, lock: Lock): Recipe {
  const inputs: Record<string, Oid> = {};
  for (const [slot, input] of node.reads) {
    if (input.kind === 'artifact')
      for (const { role, digest } of lock.get(input.artifact)?.outputs ?? [])
        inputs[`${slot}/${role}`] = digest;
    else
      for (const [role, digest] of Object.entries(facts.get(factName(input))?.digests ?? {}))
        inputs[`${slot}/${role}`] = digest;
  }
  const { system, backend, pins, params, seed } = node;
  return { system, backend, version: '1', pins: { ...pins }, params: { ...params }, seed, inputs };
}
