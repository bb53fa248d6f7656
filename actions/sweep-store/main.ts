import * as core from '@actions/core';
import { runAction, stepContext } from '#forge/action.ts';
import { sweepMachine } from '#forge/sweep-machine.ts';
import { Inputs } from './inputs.ts';

await runAction(Inputs, async ({ token, store, 'grace-days': graceDays, 'dry-run': dryRun }) => {
  const { plan, deleted, places } = await sweepMachine({
    context: stepContext(),
    token,
    store,
    graceDays,
    dryRun,
    now: () => new Date(),
  });
  const { objects, bytes, kept } = plan;
  core.info(
    `${dryRun ? 'would go' : 'gone'}: ${objects.length} objects, ${bytes} bytes; ${kept.objects} stay, ${kept.bytes} bytes, for ${places} branches, tags and pull requests, the releases and the site`,
  );
  return { deleted, bytes: dryRun ? 0 : bytes };
});
