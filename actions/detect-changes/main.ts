import * as core from '@actions/core';
import { chain } from '#core/cause.ts';
import type { Causes } from '#core/cause.ts';
import { splitIntoLanes } from '#core/lanes.ts';
import { CommitId } from '#core/oid.ts';
import { staleOf } from '#core/plan.ts';
import { detectChanges } from '#engine/change/detect.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import { runAction, stepContext } from '#forge/action.ts';
import { readChange } from '#forge/command-change.ts';
import { MAX_SOURCE_BYTES } from '#forge/limits.ts';
import { escapeMarkdown } from '#forge/markdown.ts';
import { Inputs } from './inputs.ts';

await runAction(Inputs, async ({ token, runners }) => {
  const context = stepContext();
  const change = await readChange(context, token);
  let downloads = 0;
  const bytesOf = await lfsReader(context.workspace, {
    remote: await lfsRemote(context.workspace, 'origin', token),
    maxBytes: MAX_SOURCE_BYTES,
    onDownload: () => (downloads += 1),
  });
  const range = { before: CommitId.parse(change.base), after: CommitId.parse(change.head) };
  const previous = change.previous === undefined ? undefined : CommitId.parse(change.previous);
  const { plan, nothingBecause } = await detectChanges(context.workspace, range, {
    catalog,
    bytesOf,
    previous,
  });

  const stale = staleOf(plan);
  const causes: Causes = new Map(stale.map((item) => [item.name, item.causes]));
  const lines = stale.map(
    ({ name, causes: [first] }) =>
      `- **${escapeMarkdown(name)}**: ${first === undefined ? '' : escapeMarkdown(chain(first, causes))}`,
  );
  const summary =
    nothingBecause === undefined
      ? `### ${stale.length} of ${plan.items.length} artifacts are stale\n\n${lines.join('\n')}`
      : `### Nothing is affected\n\n${escapeMarkdown(nothingBecause)}.`;
  await core.summary
    .addRaw(
      `${summary}\n\n${downloads === 0 ? 'No LFS object was' : `${downloads} LFS object was`} downloaded.\n`,
    )
    .write();

  return {
    rebuild: stale.length > 0,
    affected: stale.map(({ name }) => name),
    lanes: splitIntoLanes(stale, runners).map(({ name, artifacts }) => ({ name, artifacts })),
  };
});
