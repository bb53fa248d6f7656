import { parentsOf } from './graph.ts';
import { byCodeUnit } from './json.ts';
import type { ArtifactName } from './names.ts';
import type { StaleItem } from './plan.ts';

/** What one runner builds in one job: no lane waits for another. */
export interface Lane {
  readonly name: string;
  /** In the order of the plan. */
  readonly artifacts: readonly ArtifactName[];
  /** Expected, seconds. */
  readonly seconds: number;
}

/**
 * Splits what is stale over `runners` machines that share nothing while they build. Artifacts that read each other stay
 * together; a stale artifact without GPU work that others read (canon) is cheap and deterministic, so each lane makes it
 * for itself and it ties nothing together. Groups go to the emptiest lane, longest first: R. L. Graham, "Bounds on
 * multiprocessing timing anomalies", 1969 (LPT, at most 4/3 of the best). `secondsOf` says what a build is expected to take.
 */
export function splitIntoLanes(
  stale: readonly StaleItem[],
  runners: number,
  secondsOf: (name: ArtifactName) => number,
): Lane[] {
  const items = new Map(stale.map((item) => [item.name, item]));
  const shared = new Set(
    stale
      .filter(({ node }) => node.gpu === undefined && parentsOf(node).every((parent) => !items.has(parent)))
      .map(({ name }) => name),
  );
  const groups = groupsOf(stale, shared);
  const lanes: { members: Set<ArtifactName>; seconds: number }[] = [];
  const sumOf = (names: Iterable<ArtifactName>) => [...names].reduce((sum, name) => sum + secondsOf(name), 0);
  const byLength = groups.toSorted((a, b) => sumOf(b) - sumOf(a) || byCodeUnit(a[0] ?? '', b[0] ?? ''));
  for (const group of byLength) {
    const emptiest = lanes.toSorted((a, b) => a.seconds - b.seconds)[0];
    const lane =
      lanes.length < Math.max(1, Math.min(runners, groups.length)) || emptiest === undefined
        ? { members: new Set<ArtifactName>(), seconds: 0 }
        : emptiest;
    if (!lanes.includes(lane)) lanes.push(lane);
    for (const name of group) lane.members.add(name);
    lane.seconds += sumOf(group);
  }
  for (const lane of lanes) {
    for (const name of lane.members) {
      const item = items.get(name);
      for (const parent of item === undefined ? [] : parentsOf(item.node))
        if (shared.has(parent)) lane.members.add(parent);
    }
  }
  return lanes.map(({ members, seconds }, index) => ({
    name: `lane-${index + 1}`,
    artifacts: stale.map(({ name }) => name).filter((name) => members.has(name)),
    seconds,
  }));
}

/** Connected parts of the stale graph, without the artifacts that each lane makes for itself; those alone if nothing else is stale. */
function groupsOf(stale: readonly StaleItem[], shared: ReadonlySet<ArtifactName>): ArtifactName[][] {
  const leader = new Map<ArtifactName, ArtifactName>();
  const find = (name: ArtifactName): ArtifactName => {
    let at = name;
    for (let next = leader.get(at); next !== undefined && next !== at; next = leader.get(at)) at = next;
    return at;
  };
  const rest = stale.filter(({ name }) => !shared.has(name));
  for (const { name } of rest) leader.set(name, name);
  for (const { name, node } of rest)
    for (const parent of parentsOf(node)) if (leader.has(parent)) leader.set(find(name), find(parent));
  const groups = new Map<ArtifactName, ArtifactName[]>();
  for (const { name } of rest) {
    const head = find(name);
    const group = groups.get(head);
    if (group === undefined) groups.set(head, [name]);
    else group.push(name);
  }
  const read = new Set(rest.flatMap(({ node }) => parentsOf(node)));
  const alone = [...shared].filter((name) => !read.has(name)).map((name) => [name]);
  return [...groups.values(), ...alone];
}
