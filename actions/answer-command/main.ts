import * as core from '@actions/core';
import { runAction, stepContext } from '#forge/action.ts';
import { answerCommand } from '#forge/command-answer.ts';
import { approveBuild } from '#forge/command-build.ts';
import { openGitHub } from '#forge/github.ts';
import { Inputs } from './inputs.ts';

await runAction(Inputs, async ({ token }) => {
  const context = stepContext();
  const { apiUrl, owner, repository } = context;
  const github = openGitHub({ apiUrl, token, owner, repository });
  if (context.event === 'workflow_dispatch') {
    const { sha, pull } = await approveBuild(context, github, token);
    core.info(`${sha} of pull request ${pull} may be built`);
    return { answered: 'started' };
  }
  const answered = await answerCommand({ context, github, token, now: () => new Date() });
  core.info(`the comment was ${answered}`);
  return { answered };
});
