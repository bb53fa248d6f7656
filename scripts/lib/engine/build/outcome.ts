import type { Cause } from '#core/cause.ts';
import { messageOf } from '#core/errors.ts';
import type { LedgerRecord } from '#core/ledger-record.ts';
import type { LockLine } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import type { CommitId } from '#core/oid.ts';
import type { BuildResult } from '../store/results.ts';

/** What became of an artifact that was stale. */
export type Outcome =
  | {
      /** `reused`: this key had a result already. */
      readonly kind: 'built' | 'reused';
      readonly line: LockLine;
      readonly result: BuildResult;
      readonly because: readonly Cause[];
    }
  | { readonly kind: 'failed'; readonly error: unknown; readonly log: string | undefined }
  /** Something that it reads, at whatever distance, was not built. */
  | { readonly kind: 'skipped'; readonly without: ArtifactName }
  | { readonly kind: 'cancelled' };

export type BuildEvent =
  | { readonly kind: 'started'; readonly name: ArtifactName; readonly because: readonly Cause[] }
  | { readonly kind: 'log'; readonly name: ArtifactName; readonly line: string }
  /** 0 to 1. */
  | { readonly kind: 'progress'; readonly name: ArtifactName; readonly share: number }
  | { readonly kind: 'ended'; readonly name: ArtifactName; readonly outcome: Outcome };

/** Whether what reads it cannot be built either. */
export const isLost = (outcome: Outcome | undefined): boolean =>
  outcome?.kind === 'failed' || outcome?.kind === 'skipped' || outcome?.kind === 'cancelled';

/** The artifact whose failure began it. */
export function rootOf(name: ArtifactName, outcomes: ReadonlyMap<ArtifactName, Outcome>): ArtifactName {
  const outcome = outcomes.get(name);
  return outcome?.kind === 'skipped' ? outcome.without : name;
}

/** The ledger's records of what was built: by whoever may write it, for building jobs may not. */
export function buildRecords(
  { outcomes }: { readonly outcomes: ReadonlyMap<ArtifactName, Outcome> },
  commit: CommitId,
): LedgerRecord[] {
  const records: LedgerRecord[] = [];
  for (const [artifact, outcome] of outcomes) {
    if (outcome.kind !== 'built' && outcome.kind !== 'reused') continue;
    const { key, recipe, outputs, preview, runner, cost } = outcome.result;
    records.push({ kind: 'build', artifact, key, recipe, outputs, preview, commit, runner, cost });
  }
  return records;
}

/** Why an artifact was not built, in a sentence; `undefined` when it was. */
export function failureOf(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'failed':
      return messageOf(outcome.error);
    case 'skipped':
      return `it reads ${outcome.without}, which could not be built`;
    case 'cancelled':
      return 'it was cancelled';
    default:
      return undefined;
  }
}
