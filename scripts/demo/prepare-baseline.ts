import { hostname } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '#core/errors.ts';
import { formatLock, LOCK_PATH } from '#core/lock.ts';
import { CommitId } from '#core/oid.ts';
import { defaultSlots } from '#engine/build/build-one.ts';
import { buildStale } from '#engine/build/build-stale.ts';
import { buildRecords, failureOf } from '#engine/build/outcome.ts';
import { machineOf, timeoutOf } from '#engine/build/machine.ts';
import { makePreview } from '#engine/change/make-preview.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { readWorkTree } from '#engine/repository/snapshot.ts';
import { writeDurably } from '#engine/store/durable-file.ts';
import { folderStore } from '#engine/store/folder.ts';
import { folderResults } from '#engine/store/results.ts';
import type { Baseline, BaselinePlaces } from './baseline.ts';

/**
 * Prepares what main has before the story begins. The store stays from run to run, so only the first one builds; the
 * checkout is made anew from this repository's HEAD, which is only read.
 *
 * @throws {UserError} `baseline-failed` when an artifact could not be built
 */
export async function prepareBaseline({ project, checkout, jobs, store }: BaselinePlaces): Promise<Baseline> {
  const git = execa({ cwd: checkout, env: { GIT_LFS_SKIP_SMUDGE: '1' } });
  const bytesOf = await lfsReader(project, { maxBytes: 2 ** 28 });
  const snapshot = await readWorkTree(checkout, { catalog, bytesOf, trust: 'cards' });
  const kept = folderStore(store);
  let built = 0;
  const report = await buildStale({
    snapshot: { ...snapshot, lock: new Map() },
    catalog,
    store: kept,
    results: folderResults(store, kept),
    bytesOf,
    folder: jobs,
    program: project,
    preview: makePreview,
    runner: hostname(),
    machine: await machineOf(defaultSlots()),
    timeoutSeconds: timeoutOf,
    signal: new AbortController().signal,
    onEvent: (event) => {
      if (event.kind === 'ended' && event.outcome.kind === 'built') built += 1;
    },
  });
  if (!report.complete) {
    const reasons = [...report.outcomes].flatMap(
      ([name, outcome]) => failureOf(outcome)?.replace(/^/u, `${name}: `) ?? [],
    );
    throw new UserError('baseline-failed', `What main has could not be built:\n${reasons.join('\n')}`, {
      hint: 'Mend the first of these, then run the demo again; what was built is kept.',
    });
  }
  const text = formatLock(report.lock.values());
  await writeDurably(join(checkout, LOCK_PATH), text);
  await git`git add -- ${LOCK_PATH}`;
  const changed = (await git({ reject: false })`git diff --cached --quiet`).exitCode !== 0;
  if (changed)
    await git`git -c user.name=alpha -c user.email=alpha@users.noreply.example commit --quiet -m ${'Lock what this machine made of main'}`;
  const { stdout } = await git`git rev-parse HEAD`;
  return { lock: report.lock, records: buildRecords(report, CommitId.parse(stdout)), built };
}
