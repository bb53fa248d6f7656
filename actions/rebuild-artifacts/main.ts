import { join } from 'node:path';
import * as core from '@actions/core';
import { clause } from '#core/cause.ts';
import { UserError } from '#core/errors.ts';
import { CommitId } from '#core/oid.ts';
import { defaultSlots } from '#engine/build/build-one.ts';
import { failureOf } from '#engine/build/outcome.ts';
import type { BuildEvent } from '#engine/build/outcome.ts';
import { buildChange } from '#engine/change/build-change.ts';
import { machineOf, timeoutOf } from '#engine/build/machine.ts';
import { makePreview } from '#engine/change/make-preview.ts';
import { durationWords } from '#engine/cost/cost.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import { fetchedLedger } from '#engine/schedule/fetched-ledger.ts';
import { startWords } from '#engine/schedule/start-plan.ts';
import { folderStore } from '#engine/store/folder.ts';
import { layeredStore } from '#engine/store/layered.ts';
import { lfsStore } from '#engine/store/lfs.ts';
import { folderResults } from '#engine/store/results.ts';
import { countPicturesWithHeap } from '#media/picture-memory.ts';
import { runAction, stepContext } from '#forge/action.ts';
import { watchHead } from '#forge/newer-head.ts';
import { readChange } from '#forge/command-change.ts';
import { MAX_ARTIFACT_BYTES, MAX_SOURCE_BYTES } from '#forge/limits.ts';
import { Inputs } from './inputs.ts';

function say(event: BuildEvent): void {
  if (event.kind === 'started') core.info(`${event.name}: ${event.because.map(clause).join('; ')}`);
  if (event.kind === 'log') core.info(`${event.name} | ${event.line}`);
  if (event.kind !== 'ended') return;
  const failure = failureOf(event.outcome);
  if (failure !== undefined) core.error(failure, { title: `${event.name} was not built` });
  else core.info(`${event.name}: ${event.outcome.kind}`);
}

countPicturesWithHeap();
await runAction(Inputs, async ({ token, artifacts, backend, store: folder, out, jobs }) => {
  const context = stepContext();
  const root = context.workspace;
  const change = await readChange(context, token);
  const remote = await lfsRemote(root, 'origin', token);
  const near = folderStore(folder);
  const head = CommitId.parse(change.head);
  using watch =
    context.event === 'pull_request' && backend === undefined && change.branch !== undefined
      ? watchHead(
          root,
          { branch: change.branch, head },
          { serverUrl: context.serverUrl, token, temp: context.temp },
        )
      : undefined;
  const report = await buildChange({
    root,
    commit: head,
    newer: watch?.newer,
    catalog,
    store: layeredStore(near, lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES })),
    results: folderResults(folder, near),
    bytesOf: await lfsReader(root, { remote, maxBytes: MAX_SOURCE_BYTES }),
    folder: join(context.temp, 'alpha-jobs'),
    program: root,
    preview: makePreview,
    runner: context.runner,
    machine: await machineOf(jobs ?? defaultSlots()),
    timeoutSeconds: timeoutOf,
    ledger: await fetchedLedger(root),
    onPlan: (plan) => core.info(startWords(plan, durationWords)),
    signal: AbortSignal.any([]),
    onEvent: say,
    out,
    ...(artifacts === undefined ? {} : { only: artifacts }),
    backend,
  });
  if ((await watch?.moved().catch(() => false)) === true) {
    core.notice(
      'The branch has moved on. What it still asks for was finished and is kept; its own run takes it from there.',
    );
    return { built: [...report.outcomes.keys()], superseded: true };
  }
  const failed = [...report.outcomes].flatMap(([, outcome]) => failureOf(outcome) ?? []);
  if (failed.length > 0) {
    throw new UserError(
      'not-all-built',
      `${failed.length} of ${report.outcomes.size} artifacts were not built`,
      {
        hint: 'Each has its reason above. What was built is kept: the next run takes it from the store.',
      },
    );
  }
  return { built: [...report.outcomes.keys()] };
});
