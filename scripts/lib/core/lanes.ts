import { parentsOf } from './graph.ts';
import { byCodeUnit } from './json.ts';
import type { ArtifactName } from './names.ts';
import type { StaleItem } from './plan.ts';

/** What one runner builds in one job: no lane waits for another. */
export interface Lane {
  readonly name: string;
  /** In the order of the plan. */
  readonly artifacts: readonly ArtifactName[];
  /** Expected on the GPU, minutes. */
  readonly minutes: number;
}

/**
 * Splits what is stale over `runners` machines that share nothing while they build. Artifacts that read each other stay
 * together; a stale artifact without GPU work that others read (canon) is cheap and deterministic, so each lane makes it
 * for itself and it ties nothing together. Groups go to the emptiest lane, longest first: R. L. Graham, "Bounds on
 * multiprocessing timing anomalies", 1969 (LPT, at most 4/3 of the best).
 */
export function splitIntoLanes(stale: readonly StaleItem[], runners: number): Lane[] {
  const items = new Map(stale.map((item) => [item.name, item]));
  const shared = new Set(
    stale
      .filter(({ node }) => node.gpu === undefined && parentsOf(node).every((parent) => !items.has(parent)))
      .map(({ name }) => name),
  );
  const groups = groupsOf(stale, shared);
  const lanes: { members: Set<ArtifactName>; minutes: number }[] = [];
  const minutesOf = (names: Iterable<ArtifactName>) =>
    [...names].reduce((sum, name) => sum + (items.get(name)?.node.gpu?.minutes ?? 0), 0);
  const byLength = groups.toSorted(
    (a, b) => minutesOf(b) - minutesOf(a) || byCodeUnit(a[0] ?? '', b[0] ?? ''),
  );
  for (const group of byLength) {
    const emptiest = lanes.toSorted((a, b) => a.minutes - b.minutes)[0];
    const lane =
      lanes.length < Math.max(1, Math.min(runners, groups.length)) || emptiest === undefined
        ? { members: new Set<ArtifactName>(), minutes: 0 }
        : emptiest;
    if (!lanes.includes(lane)) lanes.push(lane);
    for (const name of group) lane.members.add(name);
    lane.minutes += minutesOf(group);
  }
  for (const lane of lanes) {
    for (const name of lane.members) {
      const item = items.get(name);
      for (const parent of item === undefined ? [] : parentsOf(item.node))
        if (shared.has(parent)) lane.members.add(parent);
    }
  }
  return lanes.map(({ members, minutes }, index) => ({
    name: `lane-${index + 1}`,
    artifacts: stale.map(({ name }) => name).filter((name) => members.has(name)),
    minutes,
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
