import type { Node } from '#core/graph.ts';

/** The conditions that travel with an artifact, in a few words; empty when there are none. */
export function licenceTerms({ licence, ships }: Node): string {
  const terms = [
    ships === 'never' ? 'never ships' : '',
    licence?.researchOnly === true ? 'research only' : '',
    licence?.nonCommercial === true ? 'non-commercial' : '',
    licence === undefined || licence.excludedRegions.length === 0
      ? ''
      : `no licence in ${licence.excludedRegions.join(', ')}`,
  ].filter((term) => term !== '');
  return terms.join(', ');
}
