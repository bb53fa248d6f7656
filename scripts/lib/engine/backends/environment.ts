import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { SystemName } from '#core/names.ts';
import { RepoPath } from '#core/repo-path.ts';
import { parseYamlAs } from '#core/yaml-document.ts';

/** A folder or file of the runner: absolute, or below the home folder as in `~/weights`. */
const HostPath = z
  .string()
  .max(4096)
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  .regex(/^(?:\/|~\/)[^\u0000-\u001f\u007f]*$/u, 'must be an absolute path, or begin with ~/');

/** A program's name or path, or an environment variable's value: one line. */
const OneLine = z
  .string()
  .max(4096)
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  .regex(/^[^\u0000-\u001f\u007f]*$/u, 'must be one line');

const VariableName = z.string().regex(/^[A-Z_][A-Z0-9_]{0,63}$/u, 'must be like HF_HOME');

/** Where a system's own Python and its packages are. */
const Runtime = z.union([
  /** What stands first on PATH. */
  z.strictObject({ path: z.literal(true) }),
  /** A virtual environment's folder. */
  z.strictObject({ venv: HostPath }),
  /** A conda environment by name or folder; `program` is conda, mamba or micromamba. */
  z.strictObject({
    conda: z.string().regex(/^(?:[A-Za-z0-9._-]+|\/[^\s]+)$/u, 'must be a name or an absolute folder'),
    program: OneLine.default('conda'),
  }),
  /** An image by digest, with no network; a tag may be moved, so it is refused. */
  z.strictObject({
    container: z
      .string()
      .regex(/^[a-z0-9./:_-]+@sha256:[0-9a-f]{64}$/u, 'must be name@sha256:… : a tag can be moved'),
    engine: z.enum(['podman', 'docker']).default('podman'),
  }),
]);
export type Runtime = z.infer<typeof Runtime>;

const SystemEnvironment = z.strictObject({
  /** The system's own repository, checked out at the pinned commit. */
  checkout: HostPath.exactOptional(),
  runtime: Runtime.exactOptional(),
  /** Files and folders of weights by the name that the backend gives them. */
  weights: z.record(z.string(), HostPath).default({}),
  /** Set for its processes beside PATH and HOME. */
  env: z.record(VariableName, OneLine).default({}),
  /** A build that takes longer is stopped. */
  minutes: z.number().positive().max(10_000).exactOptional(),
});

/** What one machine has: `~/.config/alpha-ref/runner.yml`, never in the repository, never part of a key. */
export const Environment = z.strictObject({
  schema: z.literal('alpha-runner/1'),
  systems: z.record(SystemName, SystemEnvironment).default({}),
  comfyui: z
    .strictObject({
      /** Where it listens. It has no password, so it must be on this machine or behind a tunnel. */
      url: z.url({ protocol: /^https?$/u }),
      /** Names of model files in its folders, where they are not the usual ones. */
      models: z
        .strictObject({
          fluxDev: OneLine.exactOptional(),
          fluxKrea: OneLine.exactOptional(),
          clip: OneLine.exactOptional(),
          t5: OneLine.exactOptional(),
          vae: OneLine.exactOptional(),
          lora: OneLine.exactOptional(),
        })
        .default({}),
      minutes: z.number().positive().max(10_000).exactOptional(),
    })
    .exactOptional(),
  gpus: z
    .array(z.strictObject({ index: z.int().min(0).max(63), vramGb: z.number().positive().max(1024) }))
    .min(1)
    .exactOptional(),
});
export type Environment = z.infer<typeof Environment>;

/** A system's place on this machine, with every default filled in. */
export interface Place {
  readonly system: string;
  /** Absolute. */
  readonly checkout: string;
  readonly runtime: Runtime;
  /** Absolute or relative to the checkout, by name; only those that the owner named. */
  readonly weights: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly minutes: number | undefined;
}

/** `$XDG_CONFIG_HOME/alpha-ref/runner.yml`, else `~/.config/alpha-ref/runner.yml`. */
export function environmentFile(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'alpha-ref', 'runner.yml');
}

const NOTHING: Environment = { schema: 'alpha-runner/1', systems: {} };

/** @throws {UserError} `environment-invalid`, naming every wrong field at once */
export function parseEnvironment(text: string, file: string): Environment {
  return parseYamlAs(
    Environment,
    text,
    RepoPath.catch(RepoPath.parse('runner.yml')).parse(basename(file)),
    'environment-invalid',
    `Mend the fields above in ${file}; scripts/runner/runner.example.yml shows all of them.`,
  );
}

/**
 * Reads the machine's file. Without one every system is where it is by default, so that a dry run can be read on any machine.
 *
 * @throws {UserError} `environment-invalid`
 */
export async function readEnvironment(file = environmentFile()): Promise<Environment> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return NOTHING;
    throw error;
  }
  return parseEnvironment(text, file);
}

/** `~/x` → `/home/…/x`; everything else stays. */
export const fromHome = (path: string): string =>
  path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;

/** Where a system is on this machine: as the owner says, else `~/.local/share/alpha-ref/<system>` with what PATH gives. */
export function placeOf(environment: Environment, system: string): Place {
  const own = environment.systems[system];
  return {
    system,
    checkout: fromHome(own?.checkout ?? `~/.local/share/alpha-ref/${system}`),
    runtime: own?.runtime ?? { path: true },
    weights: Object.fromEntries(
      Object.entries(own?.weights ?? {}).map(([name, path]) => [name, fromHome(path)]),
    ),
    env: Object.fromEntries(Object.entries(own?.env ?? {}).map(([name, value]) => [name, fromHome(value)])),
    minutes: own?.minutes,
  };
}

/** What a container may see: nothing else of the machine. */
export interface Mounts {
  readonly readOnly: readonly string[];
  readonly writable: readonly string[];
}

/**
 * A program of a system's environment as a command line of this machine. `env` is what the program itself shall have; a
 * container is given it by name, everything else inherits it.
 */
export function commandLine(
  place: Place,
  args: readonly [program: string, ...rest: string[]],
  at: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly mounts: Mounts;
    readonly name: string;
  },
): string[] {
  const [program, ...rest] = args;
  const { runtime } = place;
  if ('venv' in runtime) return [join(fromHome(runtime.venv), 'bin', program), ...rest];
  if ('conda' in runtime) {
    const which = runtime.conda.startsWith('/') ? '--prefix' : '--name';
    return [runtime.program, 'run', '--no-capture-output', which, runtime.conda, program, ...rest];
  }
  if ('container' in runtime) {
    const gpu = runtime.engine === 'podman' ? ['--device', 'nvidia.com/gpu=all'] : ['--gpus', 'all'];
    return [
      runtime.engine,
      'run',
      '--rm',
      '--init',
      '--network=none',
      '--cap-drop=ALL',
      '--security-opt=no-new-privileges',
      '--shm-size=8g',
      ...gpu,
      '--name',
      at.name,
      '--workdir',
      at.cwd,
      ...at.mounts.readOnly.flatMap((path) => ['--volume', `${path}:${path}:ro`]),
      ...at.mounts.writable.flatMap((path) => ['--volume', `${path}:${path}`]),
      ...Object.keys(at.env).flatMap((name) => ['--env', name]),
      runtime.container,
      program,
      ...rest,
    ];
  }
  return [program, ...rest];
}

/** What ends a container that outlived its client; `undefined` where the process group is all there is. */
export function removal(place: Place, name: string): readonly string[] | undefined {
  return 'container' in place.runtime ? [place.runtime.engine, 'rm', '--force', name] : undefined;
}

/** Model files as ComfyUI's loaders name them. */
export interface ComfyModels {
  readonly fluxDev: string;
  readonly fluxKrea: string;
  readonly clip: string;
  readonly t5: string;
  readonly vae: string;
  /** The character's LoRA. */
  readonly lora: string;
}

const USUAL_MODELS: ComfyModels = {
  fluxDev: 'flux1-dev.safetensors',
  fluxKrea: 'flux1-krea-dev.safetensors',
  clip: 'clip_l.safetensors',
  t5: 't5xxl_fp16.safetensors',
  vae: 'ae.safetensors',
  lora: 'alpha.safetensors',
};

/** Where ComfyUI listens and what it has: as the owner says, else as it is by default. */
export function comfyuiOf({ comfyui }: Environment): {
  readonly url: string;
  readonly minutes: number;
  readonly models: ComfyModels;
} {
  return {
    url: (comfyui?.url ?? 'http://127.0.0.1:8188').replace(/\/+$/u, ''),
    minutes: comfyui?.minutes ?? 60,
    models: { ...USUAL_MODELS, ...comfyui?.models },
  };
}

/** An environment problem that the owner mends in the file. */
export const unsetWeights = (system: string, name: string, looked: string): UserError =>
  new UserError('weights-missing', `${system}: the weights "${name}" are not at ${looked}`, {
    hint: `Download them, then name their place in ${environmentFile()} below systems.${system}.weights.${name}; \`npm run alpha -- doctor\` checks them.`,
  });
