import { createHash } from 'node:crypto';
import { UserError } from '#core/errors.ts';
import type { IdentityReport } from '#core/identity.ts';
import { PINNED } from '../face/weights.ts';
import type { Picture } from '../picture.ts';
import { LIMITS, limitsFor, type Occasion } from './limits.ts';
import { changesBetween, isPortrait, type Changes } from './measure.ts';
import type { Portrait } from './registration.ts';
import { reported } from './report.ts';
import { keptSightOf, sightOf, type Sight } from './sight.ts';

/** Raised whenever a measure is computed otherwise. */
const MEASURES = 4;

/**
 * Name and version of everything that decides a report's figures: measures, models, limits. Reports compare only when
 * it is equal, and it belongs in the key of whatever holds one.
 */
export const METHOD = `alpha-identity@${MEASURES} models:${digest(PINNED)} limits:${digest(LIMITS)}`;

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
}

/** A report with what it was made from, for those who draw it. */
export interface Examination {
  readonly report: IdentityReport;
  readonly canonical: Portrait;
  readonly sight: Sight;
  readonly changes: Changes;
}

/**
 * Whether a picture still shows the character of the canonical picture.
 *
 * @throws {UserError} `canonical-without-face` when the canonical picture shows no face; `model-changed`
 */
export async function identify(picture: Picture, canonical: Picture): Promise<IdentityReport> {
  const { report } = await examine(picture, canonical);
  return report;
}

/**
 * As `identify`, with regions, landmarks and measures; on film, and where she speaks, more may move.
 *
 * @throws {UserError} as `identify`
 */
export async function examine(
  picture: Picture,
  canonical: Picture,
  occasion: Occasion = {},
): Promise<Examination> {
  const portrait = await portraitOf(canonical);
  const sight = picture === canonical ? portrait : await sightOf(picture);
  const changes = await changesBetween(portrait, sight, { speaking: occasion.speaking ?? false });
  return {
    report: reported(changes, limitsFor(occasion), METHOD),
    canonical: portrait,
    sight,
    changes,
  };
}

async function portraitOf(canonical: Picture): Promise<Portrait> {
  const sight = await keptSightOf(canonical);
  if (isPortrait(sight)) return sight;
  throw new UserError('canonical-without-face', 'No face is found on the canonical picture', {
    hint: 'The reference must show her face from the front. Look at it, and at `alpha identity` of the last one.',
  });
}
