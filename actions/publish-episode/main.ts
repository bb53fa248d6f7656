import * as core from '@actions/core';
import { runAction, stepContext } from '#forge/action.ts';
import { publishSite } from '#forge/publish-site.ts';
import { Inputs } from './inputs.ts';

await runAction(Inputs, async ({ token, branch }) => {
  const { publication, files } = await publishSite({
    context: stepContext(),
    token,
    branch,
    now: () => new Date(),
  });
  core.info(`${branch}: ${publication}, ${files} files`);
  return { publication };
});
