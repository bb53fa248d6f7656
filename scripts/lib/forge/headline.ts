import { severity } from '#core/identity.ts';
import type { IdentityReport } from '#core/identity.ts';
import { byCodeUnit } from '#core/json.ts';
import { count } from './comment-figures.ts';
import type { CommentModel } from './comment-model.ts';

/** The verdict in a line, for comment and report alike. */
export function headline({
  touched,
  nothingBecause,
  rebuilt,
  reference,
}: Pick<CommentModel, 'touched' | 'nothingBecause' | 'rebuilt' | 'reference'>): string {
  const failed = touched.filter(({ failure }) => failure !== undefined);
  if (failed.length > 0) return `${count(failed.length, 'artifact')} could not be built`;
  if (touched.length === 0) return 'Nothing follows from this change';
  const picture =
    reference?.identity === undefined ? '' : `the picture ${pictureWords(reference.identity)} · `;
  const worst = touched
    .map(({ identity }) => identity?.answer ?? 'pass')
    .toSorted((a, b) => severity(b) - severity(a))[0];
  const identity =
    worst === 'fail' ? 'identity moved' : worst === 'look' ? 'identity needs a look' : 'identity holds';
  const what =
    nothingBecause === undefined
      ? `${count(rebuilt.length, 'artifact')} rebuilt`
      : `${count(touched.length, 'artifact')} changed, nothing rebuilt by this push`;
  const line = `${picture}${what} · ${identity}`;
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** "moved in hair colour": what a reviewer of a new picture decides about. */
function pictureWords({ axes }: IdentityReport): string {
  const moved = axes
    .filter(({ answer }) => answer === 'fail')
    .map(({ axis }) => axis.replace('-', ' '))
    .toSorted(byCodeUnit);
  if (moved.length > 0) return `moved in ${moved.join(', ')}`;
  return axes.some(({ answer }) => answer === 'look') ? 'needs a look' : 'is redrawn and still her';
}
