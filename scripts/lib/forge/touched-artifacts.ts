import { clause } from '#core/cause.ts';
import type { LockLine } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import type { NewLock } from '#engine/change/new-lock.ts';
import type { ReviewedArtifact } from '#engine/change/review.ts';
import type { TouchedArtifact } from './comment.ts';
import { licenceTerms } from './licence-terms.ts';

/** What the comment says of each artifact that moved or failed. */
export function touchedArtifacts(
  reviewed: readonly ReviewedArtifact[],
  lock: NewLock,
  before: ReadonlyMap<ArtifactName, LockLine>,
): TouchedArtifact[] {
  const costs = new Map(
    lock.taken.map((result) => [
      result.line.name,
      result.kind === 'built' ? `${result.cost.seconds.toFixed(1)} s` : 'from the store',
    ]),
  );
  const shown = reviewed.map(({ name, node, after, causes, verdict, identity }): TouchedArtifact => ({
    name,
    because: causes.length === 0 ? 'it is no longer in the manifest' : causes.map(clause).join('; '),
    took: costs.get(name),
    backend: after?.recipe.backend ?? '',
    licence: node === undefined ? '' : licenceTerms(node),
    outputs: after?.outputs ?? [],
    verdict,
    identity,
    failure: lock.missing.get(name),
  }));
  const known = new Set(shown.map(({ name }) => name));
  const failed = [...lock.missing]
    .filter(([name]) => !known.has(name))
    .map(([name, failure]): TouchedArtifact => ({
      name,
      because: 'what it is made from changed',
      took: undefined,
      backend: before.get(name)?.recipe.backend ?? '',
      licence: '',
      outputs: [],
      verdict: undefined,
      identity: undefined,
      failure,
    }));
  return [...shown, ...failed];
}

/** What this build cost, in one sentence; empty when nothing was built. */
export function costSentence({ taken }: NewLock): string {
  const built = taken.flatMap((result) => (result.kind === 'built' ? [result.cost] : []));
  if (built.length === 0) return '';
  const sum = (of: (cost: (typeof built)[number]) => number) =>
    built.reduce((total, cost) => total + of(cost), 0);
  const gpu = sum(({ gpuSeconds = 0 }) => gpuSeconds);
  return gpu > 0
    ? `built in ${sum(({ seconds }) => seconds).toFixed(0)} s, ${gpu.toFixed(0)} s of it on the GPU`
    : `built in ${sum(({ seconds }) => seconds).toFixed(0)} s on a CPU`;
}
