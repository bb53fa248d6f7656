import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactName, BackendName } from '#core/names.ts';
import type { CommitId } from '#core/oid.ts';
import { buildStale } from '../build/build-stale.ts';
import { failureOf } from '../build/outcome.ts';
import { withBackend } from '../build/with-backend.ts';
import type { BuildOptions, BuildReport } from '../build/build-stale.ts';
import type { LfsPointer } from '#core/pointer.ts';
import type { Catalog } from '#core/system.ts';
import type { Ledger } from '../ledger/chain.ts';
import { readSnapshot } from '../repository/snapshot.ts';
import { measuredOf } from '../schedule/measured.ts';
import { builtFile, writeBuilt } from './built.ts';
import type { Built } from './built.ts';

export interface BuildChange extends Omit<BuildOptions, 'snapshot' | 'measured' | 'newer'> {
  readonly root: string;
  readonly commit: CommitId;
  readonly catalog: Catalog;
  readonly bytesOf: (pointer: LfsPointer) => Promise<Uint8Array>;
  /** Runs every system with this backend, whatever the manifest says. */
  readonly backend?: BackendName | undefined;
  /** Says what builds took so far, for the order to start in. */
  readonly ledger: Ledger;
  /** Comes when another commit is to be built instead; it is in the clone then. */
  readonly newer?: Promise<CommitId> | undefined;
  /** Gets the results and the bytes, for the job that compares them. */
  readonly out: string;
}

/**
 * Builds what is stale at a commit and leaves everything in `out`, also when some of it failed: a job that has no token to
 * write anywhere hands its work on so. Pictures are looked at, whatever their cards say.
 */
export async function buildChange({
  root,
  commit,
  out,
  backend,
  ledger,
  newer,
  ...options
}: BuildChange): Promise<BuildReport> {
  const read = await readSnapshot(root, commit, {
    catalog: options.catalog,
    bytesOf: options.bytesOf,
    trust: new Map(),
  });
  const snapshot = backend === undefined ? read : withBackend(read, backend, options);
  const report = await buildStale({
    ...options,
    snapshot,
    measured: measuredOf(snapshot.graph, ledger),
    newer: newer?.then((next) =>
      // Its cards are believed here: this decides what is finished, and nothing of it is built.
      readSnapshot(root, next, { catalog: options.catalog, bytesOf: options.bytesOf, trust: 'cards' }),
    ),
  });
  const results: Built[] = [];
  await mkdir(join(out, 'files'), { recursive: true });
  for (const [name, outcome] of report.outcomes) {
    if (outcome.kind !== 'built' && outcome.kind !== 'reused') {
      results.push({ kind: 'failed', name, reason: reasonOf(name, outcome) });
      continue;
    }
    const { line, result } = outcome;
    results.push({ kind: outcome.kind, line, cost: result.cost });
    for (const output of line.outputs) await options.store.get(output, builtFile(out, output.digest));
    if (line.preview !== null)
      await options.store.get({ digest: line.preview }, builtFile(out, line.preview));
  }
  await writeBuilt(out, { commit, runner: options.runner, results });
  return report;
}

const reasonOf = (name: ArtifactName, outcome: Parameters<typeof failureOf>[0]): string =>
  (failureOf(outcome) ?? `${name} was not built`).slice(0, 4000);
