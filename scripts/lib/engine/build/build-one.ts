import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '#core/errors.ts';
import type { Node } from '#core/graph.ts';
import type { ContentKey, Recipe } from '#core/key.ts';
import type { Lock, Output } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { short } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { factName } from '#core/plan.ts';
import type { LfsPointer } from '#core/pointer.ts';
import type { Catalog } from '#core/system.ts';
import { readReference } from '#media/canon/reference.ts';
import { cardLockFile } from '../backends/card-lock.ts';
import type { ChildJob } from '../backends/child-job.ts';
import type { WarmDrivers } from '../backends/warm-drivers.ts';
import { cardTime } from '../cost/card-time.ts';
import { costOf } from '../cost/cost.ts';
import { meterPower } from '../cost/power-meter.ts';
import type { Rates } from '../licence/owner.ts';
import type { CardStand } from '../pipelines/card.ts';
import type { Snapshot } from '../repository/snapshot.ts';
import type { BuildResult } from '../store/results.ts';
import type { Store } from '../store/store.ts';
import type { Crew, Seat } from './crew.ts';
import { checkOutputs, storeOutputs } from './outputs.ts';
import { needOf } from './resources.ts';

/** A file of an artifact, at hand. */
export interface MadeFile extends Output {
  /** Absolute. */
  readonly path: string;
}

/** Draws the picture that shows an artifact into `file`: a function of the files alone (I18). */
export type MakePreview = (artifact: ArtifactName, files: readonly MadeFile[], file: string) => Promise<void>;

export interface Workshop {
  readonly snapshot: Snapshot;
  readonly catalog: Catalog;
  readonly store: Store;
  /** The bytes of an LFS object, checked against its name. */
  readonly bytesOf: (pointer: LfsPointer) => Promise<Uint8Array>;
  /** Holds job folders and logs. Absolute. */
  readonly folder: string;
  /** The tree that holds `scripts` and `node_modules`. Absolute. */
  readonly program: string;
  /** Folder of `<system>/pipeline.ts`; that of `program` when absent. */
  readonly pipelines?: string;
  readonly preview?: MakePreview;
  /** The machine's name, for the record. */
  readonly runner: string;
  /** What the owner pays: builds on the GPU are counted with it. Without it a cost has times and what a meter reads. */
  readonly rates?: Rates | undefined;
  /** Ends a build that takes longer. */
  readonly timeoutSeconds: (node: Node) => number;
}

/** A stale artifact whose inputs are all there. */
export interface BuildTask {
  readonly node: Node;
  readonly recipe: Recipe;
  readonly key: ContentKey;
  /** Distinguishes two tries of one key. */
  readonly fence: number;
}

export interface Watch {
  readonly signal: AbortSignal;
  readonly onLog: (line: string) => void;
  readonly onProgress: (share: number) => void;
  /** Where it stands with the card that it shares with others. */
  readonly onCard?: (at: CardStand) => void;
  /** Keep a model in VRAM for the next build; without them each build loads its own. */
  readonly drivers?: WarmDrivers | undefined;
}

export const logOf = ({ folder }: Pick<Workshop, 'folder'>, { key, fence }: BuildTask): string =>
  join(folder, 'logs', `${key}.${fence}.log`);

/**
 * Builds one artifact: inputs are copied for it read-only, its backend runs in a process that sees nothing else, and what it
 * left is checked, hashed and stored from outside. Nothing is left behind but the log and what the store has.
 *
 * @throws {UserError} what the backend threw, `outputs-wrong`, `card-false`, `preview-failed`
 */
export async function buildOne(
  shop: Workshop,
  crew: Crew,
  task: BuildTask,
  lock: Lock,
  { signal, onLog, onProgress, onCard, drivers }: Watch,
): Promise<BuildResult> {
  const { node, recipe, key } = task;
  const promises = shop.catalog.get(node.system)?.outputs ?? [];
  const log = logOf(shop, task);
  const seat = await crew.take(node.backend, Object.values(recipe.inputs));
  try {
    const inputs: ChildJob['inputs'] = {};
    for (const [slot, input] of node.reads) {
      const folder = join(seat.inDir, slot);
      const files =
        input.kind === 'artifact'
          ? await placeArtifact(shop, lock, input.artifact, folder)
          : await placeSource(shop, factName(input), folder);
      for (const [role, path] of files) {
        const digest = recipe.inputs[`${slot}/${role}`];
        if (digest !== undefined) inputs[`${slot}/${role}`] = { path, digest };
      }
    }
    const needsCard = needOf(node).gpu;
    await using meter = needsCard ? meterPower() : undefined;
    const time = cardTime();
    const pipelines = shop.pipelines ?? join(shop.program, 'scripts/lib/engine/pipelines');
    const confinement = await seat.run(
      {
        pipeline: pathToFileURL(join(pipelines, node.system, 'pipeline.ts')).href,
        artifact: node.name,
        params: { ...recipe.params },
        seed: recipe.seed,
        pins: { ...recipe.pins },
        inputs,
        ...(needsCard && { card: { lock: await cardLockFile(), drives: drivers !== undefined } }),
      },
      {
        log,
        timeoutSeconds: shop.timeoutSeconds(node),
        signal,
        drivers,
        onMessage(message) {
          if (message.kind === 'log') return onLog(message.line);
          if (message.kind === 'progress') return onProgress(message.share);
          time.stands(message.at);
          onCard?.(message.at);
        },
      },
    );
    const { seconds, gpuSeconds, computing } = time.end();
    const measured = needsCard ? { seconds, gpuSeconds, energyWh: meter?.energyWh(computing) } : { seconds };
    await checkOutputs(node.name, seat.outDir, promises);
    const outputs = await storeOutputs(shop.store, seat.outDir, promises);
    const preview =
      shop.preview === undefined ? null : await show(shop, shop.preview, node.name, outputs, seat);
    return {
      schema: 'alpha-result/1',
      key,
      recipe,
      outputs,
      preview,
      log: (await shop.store.put(log)).digest,
      cost: costOf(measured, shop.rates),
      runner: shop.runner,
      confinement,
    };
  } finally {
    await seat.leave();
  }
}

/** Files of an artifact by role, from the store: what does not hash to its name is not handed over. */
async function placeArtifact(
  { store }: Workshop,
  lock: Lock,
  artifact: ArtifactName,
  folder: string,
): Promise<[string, string][]> {
  const placed: [string, string][] = [];
  for (const output of lock.get(artifact)?.outputs ?? []) {
    const path = join(folder, output.file);
    await store.get(output, path);
    await chmod(path, 0o444);
    placed.push([output.role, path]);
  }
  return placed;
}

/** Files of a source by role. A picture is looked at: whoever said what its pixels are may have been wrong. */
async function placeSource(
  { snapshot, bytesOf }: Workshop,
  fact: string,
  folder: string,
): Promise<[string, string][]> {
  const placed: [string, string][] = [];
  await mkdir(folder, { recursive: true });
  for (const [role, digest] of Object.entries(snapshot.facts.get(fact)?.digests ?? {})) {
    const source = snapshot.inputs.get(`${fact}/${role}`);
    if (source === undefined) throw new RangeError(`the snapshot has no bytes for ${fact}/${role}`);
    const bytes =
      source.kind === 'text' ? Buffer.from(source.text) : (source.bytes ?? (await bytesOf(source.pointer)));
    if (source.kind === 'lfs') checkPixels(snapshot, fact, bytes, digest);
    const path = join(folder, `${role}${source.kind === 'text' ? '.txt' : extname(source.path)}`);
    await writeFile(path, bytes, { mode: 0o444 });
    placed.push([role, path]);
  }
  return placed;
}

/** @throws {UserError} `card-false` */
function checkPixels({ manifest }: Snapshot, fact: string, bytes: Uint8Array, claimed: Oid): void {
  const source = manifest.sources[fact.slice('source.'.length)];
  if (source?.kind !== 'picture') return;
  const { pixels } = readReference(bytes, source);
  if (pixels === claimed) return;
  throw new UserError(
    'card-false',
    `${source.card} says that the pixels of ${source.path} are ${short(claimed)}; they are ${short(pixels)}`,
    { hint: `\`npm run alpha -- card\` writes ${source.card} anew.` },
  );
}

async function show(
  { store }: Workshop,
  preview: MakePreview,
  name: ArtifactName,
  outputs: readonly Output[],
  { outDir, workDir }: Seat,
): Promise<Oid> {
  const file = join(workDir, 'preview');
  await preview(
    name,
    outputs.map((output) => Object.assign({ path: join(outDir, output.file) }, output)),
    file,
  );
  return (await store.put(file)).digest;
}

/** Builds at once when nobody says how many. */
export const defaultSlots = (): number => Math.max(1, availableParallelism());
