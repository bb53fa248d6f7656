import { severity, type IdentityReport } from '#core/identity.ts';
import type { Examination } from './identify.ts';
import { identityPicture } from './picture-of-report.ts';
import { over } from './report.ts';

/**
 * Any output beside the canonical picture, with regions marked and every measure under them (PNG): of several frames or
 * views the gravest one is shown, beside the figures of them all.
 *
 * @throws {RangeError} without an examination
 */
export async function besideCanon(
  examinations: readonly Examination[],
  report: IdentityReport,
): Promise<Buffer> {
  const [gravest] = examinations
    .map((examination, index) => ({ examination, index, grave: gravity(examination.report) }))
    .toSorted((a, b) => b.grave - a.grave || a.index - b.index);
  if (gravest === undefined) throw new RangeError('There is nothing to put beside the canonical picture');
  const caption =
    examinations.length === 1
      ? undefined
      : `The gravest of ${examinations.length}, number ${gravest.index + 1}`;
  return identityPicture({ ...gravest.examination, report }, caption);
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
