import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { UserError } from '#core/errors.ts';
import { ArtifactName } from '#core/names.ts';
import { oidOf } from '#core/oid.ts';
import { upstreamBackend } from '#engine/backends/upstream.ts';
import type { UpstreamSystem } from '#engine/backends/upstream-system.ts';
import type { Declaration, InputFile, Invocation, Params } from '#engine/pipelines/pipeline.ts';

/** What a test says of an upstream program and of the job that it is given. */
export interface UpstreamGiven {
  /** Files of the program's repository: path → text. Each is committed. */
  readonly files: Readonly<Record<string, string>>;
  /** Programs beside python in its environment: name → text, executable. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  /** `slot/role` → a path, or the bytes or words of a file. */
  readonly inputs: Readonly<Record<string, string | Uint8Array | { readonly words: string }>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly pins?: Readonly<Record<string, string>>;
  readonly minutes?: number;
  /** Name of a folder in which those of the job are. */
  readonly below?: string;
  /** Weights that are not there. */
  readonly without?: readonly string[];
}

/** A real checkout of a stand-in for an upstream program, at a real commit, with an environment of its own. */
export interface UpstreamPlace<P extends Params> extends AsyncDisposable {
  readonly root: string;
  readonly checkout: string;
  readonly system: UpstreamSystem<P>;
  /** Where the program finds a file to give out as its own: `$SAMPLE`. */
  readonly sample: string;
  readonly lines: readonly string[];
  readonly shares: readonly number[];
  /** Builds, as the executor would; gives names of the files it left. */
  build(signal?: AbortSignal): Promise<string[]>;
  /** The UserError that a build ends with. */
  fault(): Promise<UserError>;
  /** Builds once with these bytes as the sample: the names of the files that it left, or the code of its fault. */
  builds(sample: Uint8Array | string): Promise<string[] | string>;
  describe(): Promise<readonly Invocation[]>;
  out(file: string): string;
}

const COMMIT = `git init --quiet
git add .
git -c user.name=test -c user.email=test@example.invalid -c gc.auto=0 commit --quiet --message 'as it was'
git rev-parse HEAD`;

/** Sets such a place up; it is gone when the block ends. */
export async function upstreamPlace<P extends Params>(
  declaration: Declaration<P>,
  upstream: UpstreamSystem<P>,
  given: UpstreamGiven,
): Promise<UpstreamPlace<P>> {
  const root = await mkdtemp(join(tmpdir(), 'alpha-upstream-'));
  const checkout = join(root, 'checkout');
  const job = join(root, given.below ?? '');
  const [inDir, outDir, workDir] = [join(job, 'in'), join(job, 'out'), join(job, 'work')];
  for (const folder of [checkout, inDir, outDir, workDir]) await mkdir(folder, { recursive: true });

  await writeFiles(checkout, given.files);
  await writeFile(join(checkout, '.gitignore'), 'weights/\n');
  const { stdout: commit } = await execa('sh', ['-ec', COMMIT], { cwd: checkout });

  const venv = join(root, 'venv', 'bin');
  await mkdir(venv, { recursive: true });
  await writeFile(join(venv, 'python'), '#!/bin/sh\nexec python3 "$@"\n');
  await chmod(join(venv, 'python'), 0o755);
  for (const [name, text] of Object.entries(given.programs ?? {})) {
    await writeFile(join(venv, name), text);
    await chmod(join(venv, name), 0o755);
  }

  const inputs = new Map<string, InputFile>();
  for (const [name, from] of Object.entries(given.inputs)) {
    const path = typeof from === 'string' ? resolve(from) : join(inDir, name.replaceAll('/', '-'));
    if (typeof from !== 'string') await writeFile(path, 'words' in from ? from.words : from);
    inputs.set(name, { path, digest: oidOf(await readFile(path)) });
  }
  const params = declaration.params.parse(given.params ?? {});
  const weights: Record<string, string> = {};
  for (const name of Object.keys(upstream.weights(params))) {
    weights[name] = join(root, 'weights', name);
    if (given.without?.includes(name)) continue;
    await writeFiles(join(root, 'weights'), { [name]: `weights of ${name}` });
  }
  const environmentFile = join(root, 'runner.yml');
  await writeFile(
    environmentFile,
    JSON.stringify({
      schema: 'alpha-runner/1',
      systems: {
        [upstream.system]: {
          checkout,
          runtime: { venv: join(root, 'venv') },
          weights,
          env: { SAMPLE: join(root, 'sample'), ...given.env },
          ...(given.minutes !== undefined && { minutes: given.minutes }),
        },
      },
    }),
  );
  const system = { ...upstream, pin: { ...upstream.pin, commit } };
  const backend = upstreamBackend(system, { environmentFile });
  const lines: string[] = [];
  const shares: number[] = [];
  const facts = {
    artifact: ArtifactName.parse('artifact'),
    params,
    seed: given.seed ?? 7,
    inputs,
    outDir,
    workDir,
    ...(given.pins !== undefined && { pins: given.pins }),
  };
  const build = async (signal = new AbortController().signal) => {
    await backend.build({
      ...facts,
      signal,
      log: (line) => lines.push(line),
      progress: (share) => shares.push(share),
    });
    return (await readdir(outDir)).toSorted();
  };
  return {
    root,
    checkout,
    system,
    sample: join(root, 'sample'),
    lines,
    shares,
    build,
    async fault() {
      const ended: unknown = await build().catch((error: unknown) => error);
      if (ended instanceof UserError) return ended;
      throw new Error(`the build should have ended with a UserError, not with ${String(ended)}`);
    },
    async builds(sample) {
      await writeFile(join(root, 'sample'), sample);
      return build().catch((error: unknown) => (error instanceof UserError ? error.code : String(error)));
    },
    describe: async () => (await backend.describe?.(facts)) ?? [],
    out: (file) => join(outDir, file),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
