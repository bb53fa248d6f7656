import { availableParallelism } from 'node:os';
import * as core from '@actions/core';
import { UserError } from '#core/errors.ts';
import { countPicturesWithHeap } from '#media/picture-memory.ts';
import { runAction, stepContext } from '#forge/action.ts';
import { openLockBranch, readChange } from '#forge/command-change.ts';
import { reviewPull } from '#forge/review-pull.ts';
import { Inputs } from './inputs.ts';

countPicturesWithHeap();
await runAction(Inputs, async ({ token, built, report }) => {
  const context = stepContext();
  const change = await readChange(context, token);
  await openLockBranch(context, change, token);
  const { comment, lockCommit, missing } = await reviewPull({
    context,
    change,
    token,
    built,
    report,
    jobs: availableParallelism(),
    now: () => new Date(),
    say: core.info,
  });
  if (missing.size > 0) {
    throw new UserError(
      'not-all-built',
      `Not all that is affected is built:\n${[...missing].map(([name, reason]) => `${name}: ${reason}`).join('\n')}`,
      {
        hint: 'The lock was not committed. Mend what failed and push again, or run the failed job again: what is built already is kept.',
      },
    );
  }
  return { comment: comment ?? '', 'lock-commit': lockCommit ?? '' };
});
