import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '#core/errors.ts';
import type { Node } from '#core/graph.ts';
import type { ArtifactName, BackendName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { factName } from '#core/plan.ts';
import type { Catalog } from '#core/system.ts';
import type { InputFile, Invocation, Pipeline } from '../pipelines/pipeline.ts';
import type { Snapshot } from '../repository/snapshot.ts';

export interface DryRun {
  readonly artifact: ArtifactName;
  readonly system: string;
  readonly backend: BackendName;
  /** Everything that would be started or asked for, in order; empty where all is computed in this repository. */
  readonly invocations: readonly Invocation[];
  /** What would have to stand in the output folder afterwards. */
  readonly files: readonly string[];
}

export interface DryRunOptions {
  readonly snapshot: Snapshot;
  readonly catalog: Catalog;
  readonly artifact: ArtifactName;
  readonly backend: BackendName | undefined;
  /** The folder in which the job's folders would be. Absolute; not made. */
  readonly folder: string;
  /** The tree that holds `scripts`. Absolute. */
  readonly program: string;
}

/**
 * Says what a build would run, and runs nothing. Inputs need not exist yet: their paths are those that they would have. Only
 * words (narrations, prompts, transcripts), which backends put into their arguments, are written down for them to read, and removed.
 *
 * @throws {UserError} `no-such-artifact`, `no-such-backend`, and what the backend finds wrong with this machine
 */
export async function dryRun({
  snapshot,
  catalog,
  artifact,
  backend: chosen,
  folder,
  program,
}: DryRunOptions): Promise<DryRun> {
  const node = snapshot.graph.get(artifact);
  if (node === undefined)
    throw new UserError('no-such-artifact', `there is no artifact ${artifact}`, {
      hint: `There are ${[...snapshot.graph.keys()].join(', ')}.`,
    });
  const name = chosen ?? node.backend;
  const url = pathToFileURL(join(program, 'scripts/lib/engine/pipelines', node.system, 'pipeline.ts')).href;
  const { pipeline }: { readonly pipeline: Pipeline } = await import(url);
  const backend = await pipeline.backends[name]?.();
  if (backend === undefined)
    throw new UserError('no-such-backend', `${node.system} has no ${name} backend`, {
      hint: `It has ${Object.keys(pipeline.backends).join(', ')}.`,
    });
  const job = join(folder, 'jobs', artifact.replaceAll('/', '-'));
  const words = await mkdtemp(join(tmpdir(), 'alpha-words-'));
  let invocations: readonly Invocation[] | undefined;
  try {
    invocations = await backend.describe?.({
      artifact,
      params: node.params,
      seed: node.seed,
      pins: snapshot.manifest.systems[node.system]?.pins ?? {},
      inputs: await inputsOf(node, snapshot, catalog, join(job, 'in'), words),
      outDir: join(job, 'out'),
      workDir: join(job, 'work'),
    });
  } finally {
    await rm(words, { recursive: true, force: true });
  }
  return {
    artifact,
    system: node.system,
    backend: name,
    invocations: invocations ?? [],
    files: pipeline.system.outputs.map(({ file }) => join(job, 'out', file)),
  };
}

/** Where each input would lie, as the build itself places it; what is words lies in `words`. */
async function inputsOf(
  node: Node,
  { graph, facts, inputs }: Snapshot,
  catalog: Catalog,
  folder: string,
  words: string,
): Promise<Map<string, InputFile>> {
  const files = new Map<string, InputFile>();
  for (const [slot, input] of node.reads) {
    if (input.kind === 'artifact') {
      const system = graph.get(input.artifact)?.system ?? '';
      for (const { role, file } of catalog.get(system)?.outputs ?? [])
        files.set(`${slot}/${role}`, { path: join(folder, slot, file), digest: oidOf('') });
      continue;
    }
    const fact = factName(input);
    for (const [role, digest] of Object.entries(facts.get(fact)?.digests ?? {})) {
      const bytes = inputs.get(`${fact}/${role}`);
      if (bytes?.kind === 'text') {
        const path = join(words, `${slot}-${role}.txt`);
        await writeFile(path, bytes.text);
        files.set(`${slot}/${role}`, { path, digest });
        continue;
      }
      const suffix = bytes === undefined ? '' : extname(bytes.path);
      files.set(`${slot}/${role}`, { path: join(folder, slot, `${role}${suffix}`), digest });
    }
  }
  return files;
}
