import { clause } from '#core/cause.ts';
import type { Cost } from '#core/ledger-record.ts';
import type { LockLine } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import type { NewLock } from '#engine/change/new-lock.ts';
import type { ReviewedArtifact } from '#engine/change/review.ts';
import type { TouchedArtifact } from './comment-model.ts';
import { licenceTerms } from './licence-terms.ts';

/** What the comment says of each artifact that moved or failed. */
export function touchedArtifacts(
  reviewed: readonly ReviewedArtifact[],
  lock: NewLock,
  before: ReadonlyMap<ArtifactName, LockLine>,
  costs: ReadonlyMap<ArtifactName, Cost>,
): TouchedArtifact[] {
  const shown = reviewed.map(({ name, node, after, causes, verdict, identity }): TouchedArtifact => {
    const backend = after?.recipe.backend ?? '';
    return {
      name,
      because: causes.length === 0 ? 'it is no longer in the manifest' : causes.map(clause).join('; '),
      cost: costs.get(name),
      backend,
      terms: node === undefined ? '' : licenceTerms(node, backend),
      outputs: after?.outputs ?? [],
      verdict,
      identity,
      failure: lock.missing.get(name),
    };
  });
  const known = new Set(shown.map(({ name }) => name));
  const failed = [...lock.missing]
    .filter(([name]) => !known.has(name))
    .map(([name, failure]): TouchedArtifact => ({
      name,
      because: 'what it is made from changed',
      cost: undefined,
      backend: before.get(name)?.recipe.backend ?? '',
      terms: '',
      outputs: [],
      verdict: undefined,
      identity: undefined,
      failure,
    }));
  return [...shown, ...failed];
}
