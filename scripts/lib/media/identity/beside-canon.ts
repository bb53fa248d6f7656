import type { Picture } from '../picture.ts';
import { examine, type Examination } from './identify.ts';
import { identityPicture } from './picture-of-report.ts';

/** Any output beside the canonical picture: the examination and its picture (PNG). */
export interface Beside {
  readonly examination: Examination;
  readonly png: Buffer;
}

/**
 * Puts a picture beside the canonical one with regions marked and every measure under them, for `alpha compare
 * --to-canon`.
 *
 * @throws {UserError} as `identify`
 */
export async function compareToCanon(picture: Picture, canonical: Picture): Promise<Beside> {
  const examination = await examine(picture, canonical);
  return { examination, png: await identityPicture(examination) };
}
