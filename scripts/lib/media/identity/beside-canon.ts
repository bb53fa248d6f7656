import { severity, type IdentityReport } from '#core/identity.ts';
import type { Measure } from '#core/verdict.ts';
import type { Examination } from './identify.ts';
import { identityPicture } from './picture-of-report.ts';
import { over } from './report.ts';

/**
 * Any output beside the canonical picture, with regions marked and every measure under them (PNG): of several frames or
 * views the gravest one is shown, beside the figures of them all. `measures` of how near it lies are written beside it.
 *
 * @throws {RangeError} without an examination
 */
export async function besideCanon(
  examinations: readonly Examination[],
  report: IdentityReport,
  measures: readonly Measure[] = [],
): Promise<Buffer> {
  const gravest = gravestOf(examinations);
  const caption =
    examinations.length === 1
      ? undefined
      : `The gravest of ${examinations.length}, number ${examinations.indexOf(gravest) + 1}`;
  return identityPicture({ ...gravest, report }, caption, measures);
}

/** The one that is farthest from her. @throws {RangeError} without an examination */
export function gravestOf(examinations: readonly Examination[]): Examination {
  const [gravest] = examinations
    .map((examination, index) => ({ examination, index, grave: gravity(examination.report) }))
    .toSorted((a, b) => b.grave - a.grave || a.index - b.index);
  if (gravest === undefined) throw new RangeError('There is nothing to put beside the canonical picture');
  return gravest.examination;
}

/** What is worse has more: first the answer of the worst axis, then how far it lies over its limit. */
function gravity({ axes }: IdentityReport): number {
  return Math.max(
    ...axes.map((axis) => {
      const far = over(axis);
      return severity(axis.answer) + far / (1 + far);
    }),
  );
}
