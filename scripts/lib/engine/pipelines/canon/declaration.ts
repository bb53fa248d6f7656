import type { Declaration } from '../pipeline.ts';
import { CanonParams } from './params.ts';

/** The normal form of the reference: all that follows reads it, so that a re-encoded reference rebuilds nothing. */
export const canon: Declaration<CanonParams> = {
  name: 'canon',
  title: 'Canonical picture',
  slots: ['picture'],
  params: CanonParams,
  outputs: [{ role: 'picture', file: 'canon.png', medium: 'picture' }],
  versions: { preview: 'canon 2' },
  previewSeconds: 0.5,
};
