import { UserError } from '#core/errors.ts';
import { makePlan, staleOf } from '#core/plan.ts';
import type { Plan } from '#core/plan.ts';
import type { CommitId } from '#core/oid.ts';
import type { LfsPointer } from '#core/pointer.ts';
import type { Catalog } from '#core/system.ts';
import { mergeBase } from '../repository/history.ts';
import { knownPixels, readSnapshot } from '../repository/snapshot.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import type { Range } from '../repository/tree.ts';

/** What follows from a change. */
export interface Detection {
  /** Where the change began. */
  readonly base: CommitId;
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly plan: Plan;
  /** Why nothing has to be built, in a clause; `undefined` when something has. */
  readonly nothingBecause: string | undefined;
}

export interface DetectOptions {
  readonly catalog: Catalog;
  /** The bytes of an LFS object, checked against its name; asked for only for a picture that the base does not know (I19). */
  readonly bytesOf: (pointer: LfsPointer) => Promise<Uint8Array>;
  /** What stood at the head before this push, to say what the push itself did. */
  readonly previous?: CommitId | undefined;
}

/**
 * Reads both ends of a change from git's objects and plans the head. Cards are believed only where they stood on the base
 * branch already; a picture that is new is looked at.
 *
 * @throws {UserError} with every fault of what the head brings; `unrelated` when the two have no common history
 */
export async function detectChanges(root: string, range: Range, options: DetectOptions): Promise<Detection> {
  const { catalog, bytesOf } = options;
  const base = await mergeBase(root, range);
  if (base === undefined) {
    throw new UserError('unrelated', `${range.before} and ${range.after} have no common history`, {
      hint: 'Fetch the whole history (`fetch-depth: 0`), or start the branch from main.',
    });
  }
  const before = await readSnapshot(root, base, { catalog, bytesOf, trust: 'cards' });
  const after = await readSnapshot(root, range.after, { catalog, bytesOf, trust: knownPixels(before) });
  const plan = makePlan(after.graph, after.facts, after.lock, catalog);
  const earlier =
    options.previous === undefined
      ? before
      : await readEarlier(root, options.previous, options, after, before);
  return {
    base,
    before,
    after,
    plan,
    nothingBecause: staleOf(plan).length > 0 ? undefined : whyNothing(earlier, after),
  };
}

/** The state before this push, for the sentence alone: where it cannot be read (it was forced away), the base stands in. */
async function readEarlier(
  root: string,
  previous: CommitId,
  { catalog, bytesOf }: DetectOptions,
  after: Snapshot,
  base: Snapshot,
): Promise<Snapshot> {
  try {
    return await readSnapshot(root, previous, {
      catalog,
      bytesOf,
      trust: new Map([...knownPixels(base), ...knownPixels(after)]),
    });
  } catch {
    return base;
  }
}

/** The pictures whose file changed and whose pixels did not, else the plain reason. */
function whyNothing(before: Snapshot, after: Snapshot): string {
  const encodedAnew = Object.entries(after.manifest.sources).flatMap(([name, source]) => {
    const [was, is] = [before, after].map(({ inputs }) => inputs.get(`source.${name}/picture`));
    const [old, now] = [before, after].map(({ facts }) => facts.get(`source.${name}`)?.digests['picture']);
    const moved = was?.kind === 'lfs' && is?.kind === 'lfs' && was.pointer.oid !== is.pointer.oid;
    return moved && old === now && source.kind === 'picture'
      ? [
          `${source.path} was encoded anew, and each of its ${source.width} × ${source.height} pixels is what it was`,
        ]
      : [];
  });
  return encodedAnew.length > 0
    ? encodedAnew.join('; ')
    : 'no source, text, parameter or version that an artifact is made from has changed';
}
