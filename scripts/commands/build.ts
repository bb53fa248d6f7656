import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { formatLock, LOCK_PATH } from '#core/lock.ts';
import { ArtifactName } from '#core/names.ts';
import type { BackendName } from '#core/names.ts';
import { UserError } from '#core/errors.ts';
import { buildStale } from '#engine/build/build-stale.ts';
import { failureOf } from '#engine/build/outcome.ts';
import { withBackend } from '#engine/build/with-backend.ts';
import type { BuildReport } from '#engine/build/build-stale.ts';
import type { BuildEvent } from '#engine/build/outcome.ts';
import { dryRun } from '#engine/build/dry-run.ts';
import type { DryRun } from '#engine/build/dry-run.ts';
import { machineOf, timeoutOf } from '#engine/build/machine.ts';
import { makePreview } from '#engine/change/make-preview.ts';
import { durationWords } from '#engine/cost/cost.ts';
import { readOwner } from '#engine/licence/read-owner.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { fetchedLedger } from '#engine/schedule/fetched-ledger.ts';
import { measuredOf } from '#engine/schedule/measured.ts';
import { startWords } from '#engine/schedule/start-plan.ts';
import { writeDurably } from '#engine/store/durable-file.ts';
import { folderResults } from '#engine/store/results.ts';
import type { Snapshot } from '#engine/repository/snapshot.ts';
import { backendOf } from './backend.ts';
import { jobsOf } from './jobs.ts';
import { answer, EXIT, paint, progressEnd, progressLine, seconds, table } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { namedStore, openWorkspace, readState, storeFolder } from './workspace.ts';
import type { Workspace } from './workspace.ts';

interface Options extends Common {
  readonly backend?: string;
  readonly dryRun?: boolean;
  readonly jobs?: string;
  readonly store?: string;
}

export function registerBuild(program: Command): void {
  program
    .command('build')
    .description(
      'build what is stale and write it into the lock; all of it, or what is named and what that needs',
    )
    .argument('[artifacts...]', 'names, as in mesh or voice/<episode>')
    .option(
      '--backend <backend>',
      'run by this backend whatever the manifest says: preview, upstream or comfyui',
    )
    .option('--dry-run', 'print what would be started or asked for, and do nothing')
    .option('--jobs <n>', 'builds at once on the CPU; as many as there are cores')
    .option(
      '--store <store>',
      'where built bytes lie, a folder or s3://bucket/prefix; ALPHA_STORE, or the cache folder',
    )
    .option('--json', 'for programs')
    .action((names: string[], options: Options) => answer(options, () => build(names, options)));
}

async function build(words: readonly string[], options: Options): Promise<Answer> {
  const workspace = await openWorkspace();
  const snapshot = await readState(workspace, undefined);
  const names = words.map((word) => namedArtifact(word, snapshot));
  const backend = options.backend === undefined ? undefined : backendOf(options.backend);
  if (options.dryRun === true) return dryAnswer(workspace, snapshot, names, backend);
  return runBuild(
    workspace,
    backend === undefined ? snapshot : withBackend(snapshot, backend, { catalog }),
    names,
    options,
  );
}

async function runBuild(
  { root, bytesOf }: Workspace,
  snapshot: Snapshot,
  names: readonly ArtifactName[],
  options: Options,
): Promise<Answer> {
  const { store, folder } = namedStore(options.store);
  const jobs = await mkdtemp(join(tmpdir(), 'alpha-build-'));
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  const started = performance.now();
  try {
    const report = await buildStale({
      snapshot,
      catalog,
      store,
      results: folderResults(folder, store),
      bytesOf,
      folder: jobs,
      program: join(import.meta.dirname, '..', '..'),
      preview: makePreview,
      runner: hostname(),
      machine: await machineOf(jobsOf(options.jobs)),
      timeoutSeconds: timeoutOf,
      rates: (await readOwner(root, undefined))?.rates,
      measured: measuredOf(snapshot.graph, await fetchedLedger(root)),
      onPlan: (plan) => {
        if (options.json !== true && plan.order.length > 1) progressLine(startWords(plan, durationWords));
      },
      signal: stop.signal,
      onEvent: options.json === true ? () => undefined : watch(),
      ...(names.length > 0 ? { only: names } : {}),
    });
    await writeDurably(join(root, LOCK_PATH), formatLock(report.lock.values()));
    return told(report, stop.signal.aborted, (performance.now() - started) / 1000);
  } finally {
    progressEnd();
    process.off('SIGINT', interrupt);
    await rm(jobs, { recursive: true, force: true });
  }
}

function told({ outcomes, complete }: BuildReport, aborted: boolean, took: number): Answer {
  const rows = [...outcomes].map(([name, outcome]) => {
    const failure = failureOf(outcome);
    if (failure !== undefined) return [paint('31', outcome.kind), name, failure];
    const cost = outcome.kind === 'built' ? seconds(outcome.result.cost.seconds) : '';
    return [paint('32', outcome.kind), name, cost];
  });
  const artifacts = Object.fromEntries(
    [...outcomes].map(([name, outcome]) => [
      name,
      outcome.kind === 'built' || outcome.kind === 'reused'
        ? {
            kind: outcome.kind,
            key: outcome.line.key,
            outputs: outcome.line.outputs,
            cost: outcome.result.cost,
            confinement: outcome.result.confinement,
          }
        : { kind: outcome.kind, reason: failureOf(outcome) ?? '' },
    ]),
  );
  return {
    json: { complete, seconds: took, artifacts },
    text: [
      ...table(rows),
      outcomes.size === 0
        ? 'Nothing was stale.'
        : `${complete ? 'Done' : 'Not all was built'} in ${seconds(took)}; ${LOCK_PATH} is written.`,
    ],
    exit: aborted ? EXIT.interrupted : complete ? EXIT.ok : EXIT.no,
  };
}

/** Tells what goes on, on standard error. */
function watch(): (event: BuildEvent) => void {
  const running = new Map<ArtifactName, number>();
  return (event) => {
    if (event.kind === 'started') running.set(event.name, 0);
    if (event.kind === 'progress') running.set(event.name, event.share);
    if (event.kind === 'ended') running.delete(event.name);
    if (event.kind === 'log' || (event.kind === 'progress' && !process.stderr.isTTY)) return;
    progressLine(
      process.stderr.isTTY
        ? [...running].map(([name, share]) => `${name} ${Math.round(share * 100)} %`).join('   ')
        : `${event.name} ${event.kind === 'ended' ? event.outcome.kind : event.kind}`,
    );
  };
}

async function dryAnswer(
  workspace: Workspace,
  snapshot: Snapshot,
  names: readonly ArtifactName[],
  backend: BackendName | undefined,
): Promise<Answer> {
  const program = join(import.meta.dirname, '..', '..');
  const folder = join(storeFolder(), '..', 'work');
  const runs: DryRun[] = [];
  for (const artifact of names.length > 0 ? names : snapshot.graph.keys())
    runs.push(await dryRun({ snapshot, catalog, artifact, backend, folder, program }));
  const text = runs.flatMap(({ artifact, invocations, files }) => [
    paint('1', artifact),
    ...(invocations.length === 0
      ? ['  computed in this repository']
      : invocations.map((one) =>
          one.kind === 'process'
            ? `  (cd ${one.cwd} && ${one.argv.join(' ')})`
            : `  ${one.method} ${one.url}`,
        )),
    ...files.map((file) => `  → ${file}`),
  ]);
  return { json: { root: workspace.root, artifacts: runs }, text, exit: EXIT.ok };
}

function namedArtifact(word: string, { graph }: Snapshot): ArtifactName {
  const name = ArtifactName.safeParse(word);
  if (name.success && graph.has(name.data)) return name.data;
  throw new UserError('no-such-artifact', `There is no artifact ${JSON.stringify(word)}`, {
    hint: `There are ${[...graph.keys()].join(', ')}.`,
  });
}
