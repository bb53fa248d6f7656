import type { Graph } from '#core/graph.ts';
import { contentKey } from '#core/key.ts';
import type { Lock, LockLine, Output } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { makePlan, staleOf } from '#core/plan.ts';
import type { Facts } from '#core/plan.ts';
import { RepoPath } from '#core/repo-path.ts';
import type { Catalog } from '#core/system.ts';

/** The bytes that stand for an output, where nothing is really built. */
export const stub = (name: ArtifactName, role: string): Buffer => Buffer.from(`${role} of ${name}`);

/** A lock in which everything of the graph is fresh; the digests are those of `stub`. */
export function fullLock(graph: Graph, facts: Facts, catalog: Catalog, reference: Oid | null = null): Lock {
  const lock = new Map<ArtifactName, LockLine>();
  for (let stale = staleOf(makePlan(graph, facts, lock, catalog)); stale.length > 0;) {
    for (const { name, recipe } of stale) {
      if (recipe === undefined) continue;
      const outputs: Output[] = [];
      for (const { role, file, medium } of catalog.get(recipe.system)?.outputs ?? []) {
        const bytes = stub(name, role);
        outputs.push({ role, file: RepoPath.parse(file), medium, digest: oidOf(bytes), size: bytes.length });
      }
      lock.set(name, { name, key: contentKey(recipe), recipe, outputs, preview: null, reference });
    }
    stale = staleOf(makePlan(graph, facts, lock, catalog));
  }
  return lock;
}
