import type { Lock, LockLine } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { makePlan, staleOf } from '#core/plan.ts';
import type { Catalog } from '#core/system.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import { nameOfBuilt } from './built.ts';
import type { Built } from './built.ts';

/** The lock as it becomes with what was built. */
export interface NewLock {
  readonly lock: Lock;
  /** Still stale: why, by name. When it is empty, all that was affected is built (I11). */
  readonly missing: ReadonlyMap<ArtifactName, string>;
  /** The results whose lines were taken, in the order of the plan. */
  readonly taken: readonly (Built & { kind: 'built' | 'reused' })[];
}

/**
 * Takes results into a snapshot's lock, each only if its key is the one that this commit's tree asks for: what a job built
 * from something else, or says to have built, changes nothing (I14). Lines of artifacts that are no longer wanted go.
 */
export function newLock(snapshot: Snapshot, results: readonly Built[], catalog: Catalog): NewLock {
  const { graph, facts } = snapshot;
  const lock = new Map<ArtifactName, LockLine>([...snapshot.lock].filter(([name]) => graph.has(name)));
  const offered = new Map<ArtifactName, (Built & { kind: 'built' | 'reused' })[]>();
  const failures = new Map<ArtifactName, string>();
  for (const result of results) {
    if (result.kind === 'failed') failures.set(nameOfBuilt(result), result.reason);
    else offered.set(result.line.name, [...(offered.get(result.line.name) ?? []), result]);
  }
  const taken: (Built & { kind: 'built' | 'reused' })[] = [];
  for (;;) {
    const stale = staleOf(makePlan(graph, facts, lock, catalog));
    const before = taken.length;
    for (const { name, key } of stale) {
      const fitting = key === undefined ? undefined : offered.get(name)?.find(({ line }) => line.key === key);
      if (fitting === undefined) continue;
      lock.set(name, fitting.line);
      taken.push(fitting);
    }
    if (taken.length > before) continue;
    return {
      lock,
      taken,
      missing: new Map(
        stale.map(({ name }) => [
          name,
          failures.get(name) ??
            (offered.has(name) ? 'what was built is not what this commit asks for' : 'no job built it'),
        ]),
      ),
    };
  }
}
