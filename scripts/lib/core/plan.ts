import { clause, chain } from './cause.ts';
import type { Cause, Causes } from './cause.ts';
import { parentsOf } from './graph.ts';
import type { Graph, Input, Node } from './graph.ts';
import { byCodeUnit, canonicalJson, inOrder } from './json.ts';
import { contentKey } from './key.ts';
import type { ContentKey, Recipe } from './key.ts';
import type { Lock, LockLine } from './lock.ts';
import type { ArtifactName } from './names.ts';
import type { CommitId, Oid } from './oid.ts';
import type { RepoPath } from './repo-path.ts';
import type { Catalog } from './system.ts';

/** A source or an episode's text as it stands in one tree. */
export interface Fact {
  readonly kind: 'picture' | 'tokens' | 'text';
  readonly path: RepoPath;
  /** By role. A picture's digest is that of its pixels. */
  readonly digests: Readonly<Record<string, Oid>>;
  /** The last commit that touched `path`, where it is known. */
  readonly commit?: CommitId | undefined;
}

/** `source.<name>` or `episode.<slug>.<field>` → what stands there. */
export type Facts = ReadonlyMap<string, Fact>;

export const factName = (input: Exclude<Input, { kind: 'artifact' }>): string =>
  input.kind === 'source' ? `source.${input.source}` : `episode.${input.episode}.${input.field}`;

/** One artifact of a plan. */
export type PlanItem =
  | { readonly name: ArtifactName; readonly status: 'fresh'; readonly node: Node; readonly line: LockLine }
  | {
      readonly name: ArtifactName;
      readonly status: 'stale';
      readonly node: Node;
      /** What the lock has of it now. */
      readonly line: LockLine | undefined;
      /** At least one, the plainest first. */
      readonly causes: readonly Cause[];
      /** Known once everything that it reads is fresh: `undefined` while a digest is still to come. */
      readonly recipe: Recipe | undefined;
      readonly key: ContentKey | undefined;
    };

export type StaleItem = Extract<PlanItem, { status: 'stale' }>;

/** Lock against manifest: what is stale, in which order, and why. A pure function of one commit's tree (I25). */
export interface Plan {
  /** Each after those that it reads. */
  readonly items: readonly PlanItem[];
  /** In the lock, no longer in the manifest. */
  readonly removed: readonly ArtifactName[];
}

export const staleOf = (plan: Plan): StaleItem[] => plan.items.filter((item) => item.status === 'stale');

export function makePlan(graph: Graph, facts: Facts, lock: Lock, catalog: Catalog): Plan {
  const items = new Map<ArtifactName, PlanItem>();
  for (const node of graph.values()) {
    const line = lock.get(node.name);
    const recipe = recipeOf(node, facts, items, catalog);
    const key = recipe === undefined ? undefined : contentKey(recipe);
    if (line !== undefined && key === line.key)
      items.set(node.name, { name: node.name, status: 'fresh', node, line });
    else
      items.set(node.name, {
        name: node.name,
        status: 'stale',
        node,
        line,
        recipe,
        key,
        causes: causesOf(node, line, facts, items, catalog),
      });
  }
  const removed = [...lock.keys()].filter((name) => !graph.has(name)).toSorted(byCodeUnit);
  return { items: [...items.values()], removed };
}

/** `undefined` while something that the node reads is stale. */
function recipeOf(
  node: Node,
  facts: Facts,
  items: ReadonlyMap<ArtifactName, PlanItem>,
  catalog: Catalog,
): Recipe | undefined {
  const inputs: Record<string, Oid> = {};
  for (const [slot, input] of node.reads) {
    const digests = digestsOf(input, facts, items);
    if (digests === undefined) return undefined;
    for (const [role, digest] of inOrder(digests)) inputs[`${slot}/${role}`] = digest;
  }
  return { ...describe(node, catalog), inputs };
}

function describe(node: Node, catalog: Catalog): Omit<Recipe, 'inputs'> {
  const version = catalog.get(node.system)?.versions[node.backend];
  if (version === undefined)
    throw new RangeError(`${node.system} has no ${node.backend} backend: the manifest was not parsed`);
  return {
    system: node.system,
    backend: node.backend,
    version,
    pins: { ...node.pins },
    params: { ...node.params },
    seed: node.seed,
  };
}

function digestsOf(
  input: Input,
  facts: Facts,
  items: ReadonlyMap<ArtifactName, PlanItem>,
): Readonly<Record<string, Oid>> | undefined {
  if (input.kind !== 'artifact') return factOf(input, facts).digests;
  const item = items.get(input.artifact);
  if (item?.status !== 'fresh') return undefined;
  return Object.fromEntries(item.line.outputs.map(({ role, digest }) => [role, digest]));
}

function factOf(input: Exclude<Input, { kind: 'artifact' }>, facts: Facts): Fact {
  const fact = facts.get(factName(input));
  if (fact === undefined) throw new RangeError(`no fact ${factName(input)}: it was not read from the tree`);
  return fact;
}

/** Why the line does not fit the node any more: a comparison of two preimages. */
function causesOf(
  node: Node,
  line: LockLine | undefined,
  facts: Facts,
  items: ReadonlyMap<ArtifactName, PlanItem>,
  catalog: Catalog,
): Cause[] {
  if (line === undefined) return [{ kind: 'never-built' }];
  const now = describe(node, catalog);
  const was = line.recipe;
  const causes: Cause[] = [];
  const wanted = new Set<string>();
  const added: string[] = [];
  for (const [slot, input] of node.reads) {
    const item = input.kind === 'artifact' ? items.get(input.artifact) : undefined;
    if (input.kind === 'artifact' && item?.status === 'stale') {
      causes.push({ kind: 'reads-stale', artifact: input.artifact });
      for (const name of Object.keys(was.inputs)) if (name.startsWith(`${slot}/`)) wanted.add(name);
      continue;
    }
    const digests = inOrder(digestsOf(input, facts, items) ?? {});
    for (const [role] of digests) wanted.add(`${slot}/${role}`);
    if (digests.every(([role]) => was.inputs[`${slot}/${role}`] === undefined)) added.push(slot);
    else if (digests.some(([role, digest]) => was.inputs[`${slot}/${role}`] !== digest))
      causes.push(changeOf(input, facts));
  }
  const removed = [
    ...new Set(
      Object.keys(was.inputs)
        .filter((name) => !wanted.has(name))
        .map((name) => name.split('/')[0] ?? name),
    ),
  ].toSorted(byCodeUnit);
  if (added.length > 0 || removed.length > 0) causes.push({ kind: 'inputs-changed', added, removed });
  if (was.system !== now.system) causes.push({ kind: 'system-changed', from: was.system, to: now.system });
  if (was.backend !== now.backend)
    causes.push({ kind: 'backend-changed', from: was.backend, to: now.backend });
  else if (was.version !== now.version)
    causes.push({ kind: 'version-changed', from: was.version, to: now.version });
  const params = namesThatDiffer(was.params, now.params, canonicalJson);
  if (params.length > 0) {
    causes.push({
      kind: 'params-changed',
      changes: params.map((name) => ({
        name,
        from: JSON.stringify(was.params[name]) ?? 'nothing',
        to: JSON.stringify(now.params[name]) ?? 'nothing',
      })),
    });
  }
  if (was.seed !== now.seed) causes.push({ kind: 'seed-changed', from: was.seed, to: now.seed });
  const pins = namesThatDiffer(was.pins, now.pins, String);
  if (pins.length > 0) causes.push({ kind: 'pins-changed', names: pins });
  return causes;
}

function changeOf(input: Input, facts: Facts): Cause {
  if (input.kind === 'artifact') return { kind: 'input-rebuilt', artifact: input.artifact };
  const { kind, path, commit } = factOf(input, facts);
  if (kind === 'picture') return { kind: 'picture-redrawn', path, commit };
  if (kind === 'tokens') return { kind: 'file-replaced', path, commit };
  return { kind: 'text-edited', what: input.kind === 'episode' ? input.field : 'text', path, commit };
}

function namesThatDiffer<T>(
  was: Readonly<Record<string, T>>,
  now: Readonly<Record<string, T>>,
  form: (value: T) => string,
): string[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(now)])].toSorted(byCodeUnit);
  return names.filter((name) => {
    const [a, b] = [was[name], now[name]];
    return a === undefined || b === undefined ? a !== b : form(a) !== form(b);
  });
}

/** Why one line of an artifact followed another: the causes that the comment tells after the build. */
export function whyRebuilt(
  node: Node,
  before: LockLine | undefined,
  facts: Facts,
  lock: Lock,
  catalog: Catalog,
): Cause[] {
  const items = new Map<ArtifactName, PlanItem>();
  for (const parent of parentsOf(node)) {
    const line = lock.get(parent);
    if (line !== undefined) items.set(parent, { name: parent, status: 'fresh', node, line });
  }
  return causesOf(node, before, facts, items, catalog);
}

/** "scene is stale: it reads mesh, which is stale: canon's pixels changed: assets/alpha-ref.png was redrawn in 0123456789ab" */
export function explain(plan: Plan, name: ArtifactName): string {
  const item = plan.items.find((candidate) => candidate.name === name);
  if (item === undefined)
    return plan.removed.includes(name)
      ? `${name} is no longer in the manifest`
      : `${name} is not in the manifest`;
  if (item.status === 'fresh') return `${name} is fresh: its key is that of its lock line`;
  const causes: Causes = new Map(staleOf(plan).map((stale) => [stale.name, stale.causes]));
  const [first, ...others] = item.causes;
  if (first === undefined) return `${name} is stale, and no cause was found: please report this as a bug`;
  return [
    `${name} is stale: ${chain(first, causes)}`,
    ...others.map((other) => `also: ${clause(other)}`),
  ].join('; ');
}
