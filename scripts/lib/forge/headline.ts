import { severity } from '#core/identity.ts';
import { count } from './comment-figures.ts';
import type { CommentModel } from './comment-model.ts';

/** The verdict in a line, for comment and report alike. */
export function headline({
  touched,
  nothingBecause,
  rebuilt,
}: Pick<CommentModel, 'touched' | 'nothingBecause' | 'rebuilt'>): string {
  const failed = touched.filter(({ failure }) => failure !== undefined);
  if (failed.length > 0) return `${count(failed.length, 'artifact')} could not be built`;
  if (touched.length === 0) return 'Nothing follows from this change';
  const worst = touched
    .map(({ identity }) => identity?.answer ?? 'pass')
    .toSorted((a, b) => severity(b) - severity(a))[0];
  const identity =
    worst === 'fail' ? 'identity moved' : worst === 'look' ? 'identity needs a look' : 'identity holds';
  const what =
    nothingBecause === undefined
      ? `${count(rebuilt.length, 'artifact')} rebuilt`
      : `${count(touched.length, 'artifact')} changed, nothing rebuilt by this push`;
  return `${what} · ${identity}`;
}
