import { unreachable } from '#core/errors.ts';
import { parentsOf } from '#core/graph.ts';
import type { Graph, Node } from '#core/graph.ts';
import { byCodeUnit } from '#core/json.ts';
import type { Lock } from '#core/lock.ts';
import type { Licence } from '#core/manifest.ts';
import type { ArtifactName } from '#core/names.ts';
import type { Owner } from './owner.ts';
import { excludedFor } from './regions.ts';

/** What a licence forbids of one artifact. */
export interface LicenceFault {
  /** What was to be used. */
  readonly artifact: ArtifactName;
  /** What carries the licence: the artifact itself, or one that it descends from. */
  readonly because: ArtifactName;
  readonly system: string;
  /** By name, as in "Tencent Hunyuan 3D 2.1 Community License". */
  readonly licence: string;
  readonly kind: 'region' | 'commercial' | 'research' | 'unstated';
  /** For people, whole. */
  readonly sentence: string;
}

/**
 * What the licences of the models forbid the owner to do with `artifacts`. A licence goes down to everything that descends
 * from a model's output, and binds only what that model really made: a preview is computed by this repository alone.
 * Without an owner every condition that would need one is a fault.
 */
export function licenceFaults(
  graph: Graph,
  lock: Lock,
  owner: Owner | undefined,
  artifacts: Iterable<ArtifactName>,
): LicenceFault[] {
  const faults: LicenceFault[] = [];
  for (const artifact of [...new Set(artifacts)].toSorted(byCodeUnit)) {
    for (const { node, licence } of licencesOf(graph, lock, artifact)) {
      for (const kind of forbidden(licence, owner)) {
        const fault = { artifact, because: node.name, system: node.system, licence: licence.name, kind };
        faults.push({ ...fault, sentence: sentence(fault, licence, owner) });
      }
    }
  }
  return faults;
}

/** A licence that travels with what is used, for plan, comment and release notes. */
export interface LicenceNotice {
  readonly licence: string;
  readonly systems: readonly string[];
  /** In a few words each: "non-commercial", "no licence in EU, GB, KR". */
  readonly conditions: readonly string[];
  readonly note: string | undefined;
  /** Which of the artifacts asked for carry it. */
  readonly artifacts: readonly ArtifactName[];
}

/** The licences that go with `artifacts`, by name; equal ones told once. */
export function licenceNotices(graph: Graph, lock: Lock, artifacts: Iterable<ArtifactName>): LicenceNotice[] {
  const found = new Map<string, { licence: Licence; systems: Set<string>; artifacts: Set<ArtifactName> }>();
  for (const artifact of artifacts) {
    for (const { node, licence } of licencesOf(graph, lock, artifact)) {
      const entry = found.get(licence.name) ?? { licence, systems: new Set(), artifacts: new Set() };
      entry.systems.add(node.system);
      entry.artifacts.add(artifact);
      found.set(licence.name, entry);
    }
  }
  return [...found.values()]
    .map(({ licence, systems, artifacts: carriers }) => ({
      licence: licence.name,
      systems: [...systems].toSorted(byCodeUnit),
      conditions: conditionsOf(licence),
      note: licence.note,
      artifacts: [...carriers].toSorted(byCodeUnit),
    }))
    .toSorted((a, b) => byCodeUnit(a.licence, b.licence));
}

/** What a licence asks, in a few words each; the strictest first. */
export function conditionsOf({ researchOnly, nonCommercial, excludedRegions }: Licence): string[] {
  return [
    ...(researchOnly ? ['research only'] : []),
    ...(nonCommercial ? ['non-commercial'] : []),
    ...(excludedRegions.length > 0 ? [`no licence in ${excludedRegions.join(', ')}`] : []),
  ];
}

/** The licences on an artifact and all that it descends from, nearest first, each artifact once. */
function licencesOf(
  graph: Graph,
  lock: Lock,
  artifact: ArtifactName,
): { readonly node: Node; readonly licence: Licence }[] {
  const found: { readonly node: Node; readonly licence: Licence }[] = [];
  const seen = new Set<ArtifactName>();
  const open = [artifact];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const node = graph.get(name);
    if (node === undefined || seen.has(name)) continue;
    seen.add(name);
    const backend = lock.get(name)?.recipe.backend ?? node.backend;
    if (node.licence !== undefined && backend !== 'preview') found.push({ node, licence: node.licence });
    open.push(...parentsOf(node).toSorted(byCodeUnit));
  }
  return found;
}

/** What a licence forbids this owner; without one, every condition is a question. */
export function forbidden(licence: Licence, owner: Owner | undefined): LicenceFault['kind'][] {
  if (owner === undefined) return conditionsOf(licence).length > 0 ? ['unstated'] : [];
  const kinds: LicenceFault['kind'][] = [];
  if (excludedFor(owner.region, licence.excludedRegions) !== undefined) kinds.push('region');
  if (licence.researchOnly && owner.use !== 'research') kinds.push('research');
  else if (licence.nonCommercial && owner.use === 'commercial') kinds.push('commercial');
  return kinds;
}

function sentence(
  { artifact, because, system, kind }: Omit<LicenceFault, 'sentence'>,
  licence: Licence,
  owner: Owner | undefined,
): string {
  const carries =
    artifact === because
      ? `${artifact} was made by ${system}`
      : `${artifact} descends from ${because}, made by ${system}`;
  return `${carries}: ${faultClause(kind, licence, owner)}`;
}

/** "the Apple Research licence allows research only, and the owner's use is personal" */
export function faultClause(kind: LicenceFault['kind'], licence: Licence, owner: Owner | undefined): string {
  const { name } = licence;
  switch (kind) {
    case 'region':
      return `the ${name} gives no licence in ${excludedFor(owner?.region ?? '', licence.excludedRegions) ?? 'this region'}, and the owner is in ${owner?.region ?? 'it'}`;
    case 'research':
      return `the ${name} allows research only, and the owner's use is ${owner?.use ?? 'not stated'}`;
    case 'commercial':
      return `the ${name} allows no commercial use, and the owner's use is commercial`;
    case 'unstated':
      return `the ${name} has conditions (${conditionsOf(licence).join(', ')}), and the owner has stated neither region nor use`;
    default:
      return unreachable(kind);
  }
}
