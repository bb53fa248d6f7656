import { UserError } from '#core/errors.ts';
import type { Lock, LockLine } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import type { Oid } from '#core/oid.ts';
import { factName } from '#core/plan.ts';
import type { Facts, StaleItem } from '#core/plan.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import type { BuildResult, Results } from '../store/results.ts';
import { buildOne, logOf } from './build-one.ts';
import type { Watch, Workshop } from './build-one.ts';
import type { Crew } from './crew.ts';
import type { BuildEvent, Outcome } from './outcome.ts';

export interface Obtaining extends Workshop {
  readonly results: Results;
  readonly onEvent?: (event: BuildEvent) => void;
}

/** Stale, and all that it reads is there. */
export type Ready = StaleItem & Required<Pick<StaleItem, 'recipe' | 'key'>> & ReadyParts;
interface ReadyParts {
  readonly recipe: NonNullable<StaleItem['recipe']>;
  readonly key: NonNullable<StaleItem['key']>;
}

export const isReady = (item: StaleItem): item is Ready =>
  item.recipe !== undefined && item.key !== undefined;

/** The result of a key: the one that is there, or a new one. Never throws: what went wrong is the outcome. */
export async function obtain(
  options: Obtaining,
  crew: Crew,
  item: Ready,
  lock: Lock,
  watch: Pick<Watch, 'onCard' | 'drivers' | 'signal'>,
): Promise<Outcome> {
  const { results, onEvent } = options;
  const { signal } = watch;
  const { name, node, key, recipe, causes } = item;
  let log: string | undefined;
  try {
    const outcome = (kind: 'built' | 'reused', result: BuildResult): Outcome => ({
      kind,
      line: lineOf(options.snapshot, lock, item, result),
      result,
      because: causes,
    });
    const lease = await results.lease(key, { signal });
    if (lease === undefined) {
      const result = await results.get(key);
      if (result === undefined) throw new Error(`the result of ${name} was deleted while it was used`);
      return outcome('reused', result);
    }
    try {
      const task = { node, recipe, key, fence: lease.fence };
      log = logOf(options, task);
      const result = await buildOne(options, crew, task, lock, {
        ...watch,
        onLog: (line) => onEvent?.({ kind: 'log', name, line }),
        onProgress: (share) => onEvent?.({ kind: 'progress', name, share }),
      });
      const put = await results.put(result, lease);
      if (put === 'kept') return outcome('built', result);
      const other = await results.get(key);
      if (other !== undefined) return outcome('reused', other);
      throw new UserError('build-fenced-out', `${name} is being built by somebody else, who began later`, {
        hint: 'Nothing of this build was kept. Run it again: it waits for the other and takes its result.',
      });
    } finally {
      await lease.release();
    }
  } catch (error) {
    return signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', error, log };
  }
}

function lineOf(snapshot: Snapshot, lock: Lock, { name, key, recipe }: Ready, result: BuildResult): LockLine {
  const { outputs, preview } = result;
  return { name, key, recipe, outputs: [...outputs], preview, reference: referenceOf(snapshot, lock, name) };
}

/**
 * The pixels of the reference that an artifact descends from. Where a manifest has several pictures it is the one named
 * `reference`, else the first by name.
 */
function referenceOf(
  { graph, facts }: Pick<Snapshot, 'graph' | 'facts'>,
  lock: Lock,
  name: ArtifactName,
): Oid | null {
  const pictures = new Map<string, Oid>();
  for (const input of graph.get(name)?.reads.values() ?? []) {
    if (input.kind === 'artifact') {
      const inherited = lock.get(input.artifact)?.reference ?? null;
      if (inherited !== null) pictures.set(nameOfPicture(facts, inherited), inherited);
    } else {
      const pixels = facts.get(factName(input))?.digests['picture'];
      if (pixels !== undefined) pictures.set(factName(input), pixels);
    }
  }
  const first = [...pictures].toSorted(([a], [b]) => (a < b ? -1 : 1))[0]?.[1];
  return pictures.get('source.reference') ?? first ?? null;
}

const nameOfPicture = (facts: Facts, pixels: Oid): string =>
  [...facts].find(([, { digests }]) => digests['picture'] === pixels)?.[0] ?? pixels;
