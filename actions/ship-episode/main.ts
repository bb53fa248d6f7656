import * as core from '@actions/core';
import { runAction, stepContext } from '#forge/action.ts';
import { shipRelease } from '#forge/ship-release.ts';
import { Inputs } from './inputs.ts';

await runAction(Inputs, async ({ token }) => {
  const { url, published, shipment } = await shipRelease({
    context: stepContext(),
    token,
    now: () => new Date(),
  });
  core.info(
    `${shipment.tag.tag}: ${published ? 'published' : 'was published already'}, ${shipment.files.length} files`,
  );
  return { release: url };
});
