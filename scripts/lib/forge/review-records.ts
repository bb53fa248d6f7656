import type { LedgerRecord } from '#core/ledger-record.ts';
import type { CommitId } from '#core/oid.ts';
import type { Detection } from '#engine/change/detect.ts';
import type { NewLock } from '#engine/change/new-lock.ts';
import type { ReviewedArtifact } from '#engine/change/review.ts';
import { digestsOf } from '#engine/ledger/queries.ts';
import { pixelsOf } from './source-picture.ts';

/** What the ledger remembers of this run: each build that was taken, each look at an artifact. */
export function recordsOf(
  lock: NewLock,
  results: readonly { runner: string }[],
  reviewed: readonly ReviewedArtifact[],
  after: Detection['after'],
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
    cost: result.kind === 'built' ? result.cost : { seconds: 0 },
  }));
  const gates = reviewed.flatMap(({ name, node, after: line, identity }): LedgerRecord[] => {
    const isNew = lock.taken.some(({ line }) => line.name === name);
    return node?.gate === undefined || line === undefined || against === undefined || !isNew
      ? []
      : [{ kind: 'gate', artifact: name, digests: digestsOf(line), against, report: identity ?? null }];
  });
  return [...builds, ...gates];
}
