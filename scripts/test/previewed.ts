import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import type { InputFile, Params, Pipeline } from '#engine/pipelines/pipeline.ts';

/** What a test says of a build. */
export interface PreviewGiven {
  readonly artifact?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  /** `slot/role` → a path, or the bytes or words of a file. */
  readonly inputs: Readonly<Record<string, string | Uint8Array | { readonly words: string }>>;
  readonly signal?: AbortSignal;
}

/** What a build left, its folders removed when the block ends. */
export interface Previewed extends AsyncDisposable {
  /** Where the files lie. Absolute. */
  readonly folder: string;
  /** Names of all files, in order. */
  readonly files: readonly string[];
  readonly lines: readonly string[];
  readonly seconds: number;
  path(file: string): string;
  bytes(file: string): Promise<Buffer>;
  digests(): Promise<Readonly<Record<string, Oid>>>;
}

/** Runs a pipeline's preview backend in real folders, as the executor would. */
export async function previewed<P extends Params>(
  pipeline: Pipeline<P>,
  given: PreviewGiven,
): Promise<Previewed> {
  const root = await mkdtemp(join(tmpdir(), 'alpha-preview-'));
  const dispose = () => rm(root, { recursive: true, force: true });
  try {
    const inDir = join(root, 'in');
    const outDir = join(root, 'out');
    const workDir = join(root, 'work');
    for (const folder of [inDir, outDir, workDir]) await mkdir(folder);
    const inputs = new Map<string, InputFile>();
    for (const [name, from] of Object.entries(given.inputs)) {
      const path = typeof from === 'string' ? resolve(from) : join(inDir, name.replaceAll('/', '-'));
      if (typeof from !== 'string') await writeFile(path, 'words' in from ? from.words : from);
      inputs.set(name, { path, digest: oidOf(await readFile(path)) });
    }
    const backend = await pipeline.backends.preview?.();
    if (backend === undefined) throw new Error(`${pipeline.system.name} has no preview`);
    const lines: string[] = [];
    const start = performance.now();
    await backend.build({
      artifact: ArtifactName.parse(given.artifact ?? 'artifact'),
      params: pipeline.system.params.parse(given.params ?? {}),
      seed: given.seed ?? 7,
      inputs,
      outDir,
      workDir,
      signal: given.signal ?? new AbortController().signal,
      log: (line) => lines.push(line),
      progress: () => undefined,
    });
    const seconds = (performance.now() - start) / 1000;
    const files = (await readdir(outDir)).toSorted();
    const bytes = (file: string) => readFile(join(outDir, file));
    return {
      folder: outDir,
      files,
      lines,
      seconds,
      path: (file) => join(outDir, file),
      bytes,
      digests: async () =>
        Object.fromEntries(await Promise.all(files.map(async (file) => [file, oidOf(await bytes(file))]))),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}
