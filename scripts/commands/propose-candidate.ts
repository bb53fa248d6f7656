import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';
import { parseCard } from '#core/card.ts';
import type { Card } from '#core/card.ts';
import { UserError } from '#core/errors.ts';
import type { Node } from '#core/graph.ts';
import type { Json } from '#core/json.ts';
import { ArtifactName } from '#core/names.ts';
import type { BackendName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import type { RepoPath } from '#core/repo-path.ts';
import { timeoutOf } from '#engine/build/machine.ts';
import { checkOutputs } from '#engine/build/outputs.ts';
import { runBackend } from '#engine/build/run-backend.ts';
import { cardLockFile } from '#engine/backends/card-lock.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { readReference } from '#media/canon/reference.ts';

/** The system that makes references. */
export const PROPOSER = 'flux-1-dev';

export interface CandidateRequest {
  readonly seed: number;
  readonly backend: BackendName;
  /** The picture before, whole, and its size. */
  readonly reference: Uint8Array;
  readonly size: { readonly width: number; readonly height: number };
  readonly card: Card;
  readonly cardText: string;
  readonly cardPath: RepoPath;
  readonly pins: Readonly<Record<string, string>>;
  readonly gpu: Node['gpu'];
  /** The tree that holds `scripts` and `node_modules`. Absolute. */
  readonly program: string;
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** A picture that could be the next reference, and the card that goes with it. */
export interface CandidatePicture {
  readonly picture: Buffer;
  readonly card: Card;
  readonly cardText: string;
}

/**
 * Makes a candidate as every other artifact is made: in a process of its own that sees the picture before and nothing else.
 *
 * @throws {UserError} `no-such-backend`, what the backend threw, `outputs-wrong`, what the picture lacks to be a reference
 */
export async function makeCandidate(request: CandidateRequest): Promise<CandidatePicture> {
  const { backend, seed, reference, size, card, program } = request;
  const system = catalog.get(PROPOSER);
  if (system?.versions[backend] === undefined) {
    throw new UserError('no-such-backend', `${PROPOSER} has no ${backend} backend`, {
      hint: `It has ${Object.keys(system?.versions ?? {}).join(', ')}.`,
    });
  }
  const params = system.params.parse(paramsOf(card, size));
  const folder = await mkdtemp(join(tmpdir(), 'alpha-propose-'));
  try {
    const [inDir, outDir, workDir] = [join(folder, 'in'), join(folder, 'out'), join(folder, 'work')];
    for (const path of [inDir, outDir, workDir]) await mkdir(path);
    const input = join(inDir, 'picture.png');
    await writeFile(input, reference, { mode: 0o444 });
    await runBackend(
      {
        pipeline: pathToFileURL(join(program, 'scripts/lib/engine/pipelines', PROPOSER, 'pipeline.ts')).href,
        backend,
        artifact: ArtifactName.parse('candidate'),
        params,
        seed,
        pins: { ...request.pins },
        inputs: { 'picture/picture': { path: input, digest: oidOf(reference) } },
        outDir,
        workDir,
        ...(backend !== 'preview' && { card: { lock: await cardLockFile(), drives: false } }),
      },
      {
        folder,
        log: join(folder, 'log'),
        program,
        timeoutSeconds: timeoutOf({ gpu: request.gpu }),
        signal: request.signal,
        onMessage: (message) => {
          if (message.kind === 'progress') request.onProgress(message.share);
        },
      },
    );
    await checkOutputs(ArtifactName.parse('candidate'), outDir, system.outputs);
    const picture = await readFile(join(outDir, 'candidate.png'));
    return { picture, ...cardOf(request, params, picture) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The settings that the card records, as the system names them; what it does not record is left to the defaults. */
function paramsOf(
  { generation }: Card,
  { width, height }: CandidateRequest['size'],
): Record<string, number | string> {
  return {
    width,
    height,
    ...(generation !== undefined && {
      prompt: generation.prompt,
      steps: generation.steps,
      guidance: generation.guidance,
      loraScale: generation.lora?.scale ?? 0,
      pulidStrength: generation.pulid?.strength ?? 0,
    }),
  };
}

/** The card of the candidate: the one before it with what is different, so that its comments and its order stay. */
function cardOf(
  { card, cardText, cardPath, seed, backend, size, pins }: CandidateRequest,
  params: Readonly<Record<string, Json>>,
  picture: Buffer,
): Pick<CandidatePicture, 'card' | 'cardText'> {
  const { pixels } = readReference(picture, size);
  const document = parseDocument(cardText);
  document.set('file', oidOf(picture));
  document.set('pixels', pixels);
  document.set('predecessor', card.pixels);
  if (backend === 'preview') {
    document.set('origin', 'preview');
    document.set(
      'note',
      `A preview of a candidate: computed from its predecessor with seed ${seed} (light, hue, backdrop and crop), not made by a model.`,
    );
    if (card.generation !== undefined) document.setIn(['generation', 'seed'], seed);
  } else {
    document.set('origin', 'generated');
    document.set('note', `A candidate, made with seed ${seed} by the ${backend} backend.`);
    document.set('generation', document.createNode(generationOf(card, params, seed, pins)));
  }
  const text = document.toString({ lineWidth: 0 });
  return { card: parseCard(text, cardPath), cardText: text };
}

/** What the model was told, for the card: the base model and the LoRA by the names that the card before gave them, or by their pins. */
function generationOf(
  { generation }: Card,
  { prompt, steps, guidance, loraScale, pulidStrength }: Readonly<Record<string, Json>>,
  seed: number,
  pins: Readonly<Record<string, string>>,
): Record<string, Json> {
  const name = generation?.lora?.name ?? pins['weights:lora'] ?? 'alpha';
  return {
    model: generation?.model ?? 'FLUX.1-dev',
    ...(Number(loraScale) > 0 && { lora: { name, scale: Number(loraScale) } }),
    ...(Number(pulidStrength) > 0 && { pulid: { strength: Number(pulidStrength) } }),
    prompt: prompt ?? '',
    seed,
    steps: steps ?? 0,
    guidance: guidance ?? 0,
  };
}
