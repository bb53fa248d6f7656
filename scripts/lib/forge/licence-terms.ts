import type { Node } from '#core/graph.ts';
import { conditionsOf } from '#engine/licence/licence.ts';

/**
 * The conditions that travel with an artifact, in a few words; empty when there are none. A licence binds what its model
 * made: a preview is computed by this repository alone.
 */
export const licenceTerms = ({ licence, ships }: Node, backend: string): string =>
  [
    ...(ships === 'never' ? ['never ships'] : []),
    ...(licence === undefined || backend === 'preview' ? [] : conditionsOf(licence)),
  ].join(', ');
