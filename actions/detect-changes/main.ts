import * as core from '@actions/core';
import { chain } from '#core/cause.ts';
import type { Causes } from '#core/cause.ts';
import { splitIntoLanes } from '#core/lanes.ts';
import { CommitId } from '#core/oid.ts';
import { staleOf } from '#core/plan.ts';
import { detectChanges } from '#engine/change/detect.ts';
import { costWords, durationWords } from '#engine/cost/cost.ts';
import { expectedCost, expectedSeconds } from '#engine/cost/expected.ts';
import { readOwner } from '#engine/licence/read-owner.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import { fetchedLedger } from '#engine/schedule/fetched-ledger.ts';
import { measuredOf } from '#engine/schedule/measured.ts';
import { tasksOf } from '#engine/schedule/tasks-of.ts';
import { onCard } from '#engine/schedule/work.ts';
import type { Task } from '#engine/schedule/work.ts';
import { runAction, stepContext } from '#forge/action.ts';
import { readChange } from '#forge/command-change.ts';
import { MAX_SOURCE_BYTES } from '#forge/limits.ts';
import { escapeMarkdown } from '#forge/markdown.ts';
import { Inputs } from './inputs.ts';

/** What the builds are expected to take and to cost, in a sentence. */
async function expectation(root: string, commit: CommitId, tasks: readonly Task[]): Promise<string> {
  const { total } = expectedCost(tasks, (await readOwner(root, commit))?.rates);
  const onGpu = tasks.filter(onCard).length;
  return onGpu === 0
    ? `Expected: ${durationWords(total.seconds)} on the CPU, one after another; nothing on the GPU.`
    : `Expected: ${costWords(total)}, for ${onGpu} builds.`;
}

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
  const { plan, nothingBecause, after } = await detectChanges(context.workspace, range, {
    catalog,
    bytesOf,
    previous,
  });

  const stale = staleOf(plan);
  const tasks = tasksOf(
    after.graph,
    new Set(stale.map(({ name }) => name)),
    measuredOf(after.graph, stale.length === 0 ? [] : await fetchedLedger(context.workspace)),
    catalog,
  );
  const expected = new Map(tasks.map((task) => [task.name, expectedSeconds(task)]));
  const causes: Causes = new Map(stale.map((item) => [item.name, item.causes]));
  const lines = stale.map(
    ({ name, causes: [first] }) =>
      `- **${escapeMarkdown(name)}**: ${first === undefined ? '' : escapeMarkdown(chain(first, causes))}`,
  );
  const summary =
    nothingBecause === undefined
      ? `### ${stale.length} of ${plan.items.length} artifacts are stale\n\n${lines.join('\n')}\n\n${await expectation(context.workspace, range.after, tasks)}`
      : `### Nothing is affected\n\n${escapeMarkdown(nothingBecause)}.`;
  await core.summary
    .addRaw(
      `${summary}\n\n${downloads === 0 ? 'No LFS object was' : `${downloads} LFS object was`} downloaded.\n`,
    )
    .write();

  return {
    rebuild: stale.length > 0,
    affected: stale.map(({ name }) => name),
    lanes: splitIntoLanes(stale, runners, (name) => expected.get(name) ?? 0).map(({ name, artifacts }) => ({
      name,
      artifacts,
    })),
  };
});
