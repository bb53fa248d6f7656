import type { Graph } from '#core/graph.ts';
import type { Lock, LockLine } from '#core/lock.ts';
import { licenceFaults, licenceNotices } from '#engine/licence/licence.ts';
import type { Owner } from '#engine/licence/owner.ts';
import type { CarriedLicence } from './comment-model.ts';

export interface Carried {
  readonly licences: readonly CarriedLicence[];
  /** What these forbid the owner to do with it, a sentence each. */
  readonly faults: readonly string[];
}

/** The licences that go with what moved, and what they forbid of those that may ship. Previews carry none. */
export function carriedLicences(
  graph: Graph,
  lock: Lock,
  owner: Owner | undefined,
  moved: readonly LockLine[],
): Carried {
  const names = moved.map(({ name }) => name);
  const shipped = names.filter((name) => graph.get(name)?.ships === 'yes');
  return {
    licences: licenceNotices(graph, lock, names),
    faults: licenceFaults(graph, lock, owner, shipped).map(({ sentence }) => sentence),
  };
}
