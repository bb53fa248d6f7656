import type { LedgerRecord } from '#core/ledger-record.ts';
import type { CommitId } from '#core/oid.ts';
import { costOf } from '#engine/cost/cost.ts';
import type { LookedChange } from './look-at-change.ts';
import { digestsOf } from '#engine/ledger/queries.ts';
import { pixelsOf } from './source-picture.ts';

/** What the ledger remembers of this run: each build that was taken, each look at an artifact. */
export function recordsOf(
  { lock, results, reviewed, overdue, detection: { after }, rates }: LookedChange,
  commit: CommitId,
): LedgerRecord[] {
  const runner = results[0]?.runner ?? 'unknown';
  const against = pixelsOf(after);
  const builds = lock.taken.map(({ line, ...result }): LedgerRecord => ({
    kind: 'build',
    artifact: line.name,
    key: line.key,
    recipe: line.recipe,
    outputs: line.outputs,
    preview: line.preview,
    commit,
    runner,
    // What an earlier run built and nobody recorded, for it was cancelled, was measured then.
    cost: result.cost === undefined ? { seconds: 0 } : costOf(result.cost, rates),
  }));
  const gates = reviewed.flatMap(({ name, node, after: line, identity }): LedgerRecord[] => {
    const isNew = lock.taken.some(({ line }) => line.name === name);
    return node?.gate === undefined || line === undefined || against === undefined || !isNew
      ? []
      : [{ kind: 'gate', artifact: name, digests: digestsOf(line), against, report: identity ?? null }];
  });
  return [...builds, ...gates, ...overdue];
}
