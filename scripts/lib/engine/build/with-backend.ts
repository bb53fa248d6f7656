import { UserError } from '#core/errors.ts';
import { expandGraph } from '#core/graph.ts';
import type { BackendName } from '#core/names.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import type { Workshop } from './build-one.ts';

/**
 * The same tree with every system run by one backend, as for a fork's preview.
 *
 * @throws {UserError} `no-such-backend` when a system of the graph lacks it
 */
export function withBackend(
  snapshot: Snapshot,
  backend: BackendName,
  { catalog }: Pick<Workshop, 'catalog'>,
): Snapshot {
  const { manifest } = snapshot;
  const lacking = [...new Set([...snapshot.graph.values()].map(({ system }) => system))].filter(
    (system) => catalog.get(system)?.versions[backend] === undefined,
  );
  if (lacking.length > 0) {
    throw new UserError('no-such-backend', `there is no ${backend} backend for ${lacking.join(', ')}`, {
      hint: 'Build without `--backend`, or name artifacts of other systems.',
    });
  }
  const systems = Object.fromEntries(
    Object.entries(manifest.systems).map(([name, choice]) => [name, { ...choice, backend }]),
  );
  const changed = { ...manifest, systems };
  return { ...snapshot, manifest: changed, graph: expandGraph(changed, [...snapshot.episodes.keys()]) };
}
