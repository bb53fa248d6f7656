import * as core from '@actions/core';
import { runAction, stepContext } from '#forge/action.ts';
import { keepHouse } from '#forge/keep-house.ts';
import { Inputs } from './inputs.ts';

await runAction(Inputs, async ({ token, deleted, 'image-days': imageDays }) => {
  const { pruned, entries } = await keepHouse({
    context: stepContext(),
    token,
    deleted,
    imageDays,
    now: () => new Date(),
  });
  for (const branch of pruned) core.info(`${branch} is gone: its pull request was closed`);
  core.info(`the ledger is whole: ${entries} entries, each naming the hash of the one before it`);
  return { pruned, entries };
});
