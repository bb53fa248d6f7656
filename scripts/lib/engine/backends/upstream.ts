import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { simpleGit } from 'simple-git';
import { UserError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { inOrder } from '#core/json.ts';
import type { Backend, BuildJob, InputFile, Invocation, Params } from '../pipelines/pipeline.ts';
import {
  commandLine,
  environmentFile,
  placeOf,
  readEnvironment,
  removal,
  unsetWeights,
} from './environment.ts';
import type { Place } from './environment.ts';
import { absolute, weightsPath } from './upstream-places.ts';
import { holdFolder } from './environment-lock.ts';
import { weightsDigest } from './environment-weights.ts';
import { holdCard } from './card-lock.ts';
import { timeLimit } from './time-limit.ts';
import type { TimeLimit } from './time-limit.ts';
import { failureError, recogniseFailure } from './upstream-failures.ts';
import type { Failure } from './upstream-failures.ts';
import { driverShare, runProcess, tqdmShare } from './upstream-process.ts';
import type { RunProcess } from './upstream-process.ts';
import type { CardStand, ProcessEnd } from '../pipelines/card.ts';

/** What a dry run knows of a job. */
export type JobFacts<P extends Params> = Omit<BuildJob<P>, 'log' | 'progress' | 'signal' | 'card'>;

/** A job at its place on this machine. */
export interface Site<P extends Params> {
  readonly job: JobFacts<P>;
  readonly place: Place;
  /** Where weights are, by the name that the system gives them: as the owner says, else where upstream looks for them. */
  readonly weights: (name: string) => string;
}

/** One process. */
export interface UpstreamStep {
  readonly args: readonly [program: string, ...rest: string[]];
  /** A program of this machine (ffmpeg) and not of the system's environment. */
  readonly host?: true;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Job files, by path. */
  readonly writes?: Readonly<Record<string, Json>>;
  /** Must exist, be new and not be empty afterwards. Absolute. */
  readonly expects: readonly string[];
  /** Its share of the whole build's time, 0 to 1. */
  readonly share: number;
  /** Of a driver of ours: how a process that stays is started, and what it is told. */
  readonly serves?: {
    readonly args: readonly [program: string, ...rest: string[]];
    /** What decides which model is loaded. */
    readonly model: Json;
    readonly job: string;
    readonly result: string;
  };
}

/** What a backend speaks to; it stands apart, for declarations need its version and nothing else (.github/decisions/0005). */
export interface UpstreamPin {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  /** Its command line and Python interface are those of this commit. */
  readonly commit: string;
  /** `repository@commit/n`; n is raised whenever our side (arguments, drivers, what is done with the result) may give other bytes. */
  readonly version: string;
}

/** How a model's own program makes an artifact. */
export interface UpstreamSystem<P extends Params> {
  readonly system: string;
  readonly pin: UpstreamPin;
  /** Stopped after so long, unless the owner says otherwise. */
  readonly minutes: number;
  /**
   * Where upstream looks for its weights by default: relative to its repository, `~/…` below the home folder, or
   * `hub:owner/name` in the cache of the Hugging Face hub.
   */
  weights(params: P): Readonly<Record<string, string>>;
  readonly failures: readonly Failure[];
  /** Makes what the steps read, in `job.workDir`. Not called by a dry run. */
  prepare?(site: Site<P>): Promise<void>;
  steps(site: Site<P>): Promise<readonly UpstreamStep[]>;
  /** Checks what the steps left, and leaves the promised files in `job.outDir`. */
  collect(site: Site<P>, signal: AbortSignal): Promise<void>;
}

/** What a test may replace: the machine's file and the way a process is run. */
export interface UpstreamHost {
  readonly environmentFile?: string;
  readonly run?: RunProcess;
}

/** PyTorch's allocator then grows its segments in place: less is lost to fragments, and no result changes. */
const MEMORY_KNOBS = { PYTORCH_CUDA_ALLOC_CONF: 'expandable_segments:True' };
/** Builds have no network: a program that wants to download says so at once and does not hang. */
const OFFLINE = {
  HF_HUB_OFFLINE: '1',
  TRANSFORMERS_OFFLINE: '1',
  HF_HUB_DISABLE_TELEMETRY: '1',
  PYTHONUNBUFFERED: '1',
  PYTHONNOUSERSITE: '1',
  PYTHONDONTWRITEBYTECODE: '1',
};
/** So much of what a program said last is kept for telling what went wrong. */
const LINES_KEPT = 400;
const LINES_TOLD = 12;

/**
 * A backend that runs a model's own program: pinned commit, own environment, no network, each output checked, since exit 0
 * of these programs is no success.
 */
export function upstreamBackend<P extends Params>(
  system: UpstreamSystem<P>,
  host: UpstreamHost = {},
): Backend<P> {
  const siteOf = async (job: JobFacts<P>): Promise<Site<P>> => {
    const place = placeOf(await readEnvironment(host.environmentFile), system.system);
    return {
      job,
      place,
      weights: (name) => weightsPath(place, name, system.weights(job.params)[name]),
    };
  };
  return {
    async describe(job) {
      const site = await siteOf(job);
      return (await system.steps(site)).map((step) => invocationOf(step, site));
    },
    async build(job) {
      const site = await siteOf(job);
      await checkPlace(system, site);
      await system.prepare?.(site);
      {
        await using _held = await holdFolder(site.place.checkout, job.signal);
        await runSteps(system, site, job, host.run ?? runProcess);
      }
      await system.collect(site, job.signal);
      job.progress(1);
    },
  };
}

type ProcessInvocation = Extract<Invocation, { kind: 'process' }>;

function invocationOf<P extends Params>(step: UpstreamStep, site: Site<P>): ProcessInvocation {
  const env = { ...(step.host === undefined && { ...OFFLINE, ...site.place.env }), ...step.env };
  const argv =
    step.host === true
      ? [...step.args]
      : commandLine(site.place, step.args, {
          cwd: step.cwd,
          env,
          name: containerName(site),
          mounts: {
            writable: [...new Set([site.place.checkout, site.job.workDir, site.job.outDir])],
            readOnly: [
              ...new Set([
                driversFolder(),
                ...[...site.job.inputs.values()].map(({ path }) => path),
                ...Object.values(site.place.weights),
              ]),
            ],
          },
        });
  return {
    kind: 'process',
    argv,
    cwd: step.cwd,
    env,
    files: step.expects,
    ...(step.writes !== undefined && { writes: step.writes }),
  };
}

const containerName = <P extends Params>({ job, place }: Site<P>): string =>
  `alpha-${place.system.replaceAll('.', '-')}-${createHash('sha256').update(job.workDir).digest('hex').slice(0, 12)}`;

/** The place is what the key says: commit, unchanged code, weights. */
async function checkPlace<P extends Params>(system: UpstreamSystem<P>, site: Site<P>): Promise<void> {
  const { place, job } = site;
  if (!existsSync(place.checkout)) {
    throw new UserError('upstream-missing', `${system.system} is not at ${place.checkout}`, {
      hint: `\`git clone --recurse-submodules https://github.com/${system.pin.repository} ${place.checkout} && git -C ${place.checkout} checkout --recurse-submodules ${system.pin.commit}\`, or name its place in ${environmentFile()}.`,
    });
  }
  const git = simpleGit(place.checkout);
  const head = (await git.revparse(['HEAD'])).trim();
  if (head !== system.pin.commit) {
    throw new UserError(
      'upstream-commit',
      `${place.checkout} is at ${head.slice(0, 12)}; the key says ${system.pin.commit.slice(0, 12)}`,
      { hint: `\`git -C ${place.checkout} checkout ${system.pin.commit}\`` },
    );
  }
  // Pins of packages are the owner's to raise (RTX 50 needs newer ones than most upstreams name); code is not.
  const others = ['*requirements*.txt', 'pyproject.toml', 'setup.py', '*.lock', '*Dockerfile*', '*.md'];
  const changed = await git.raw([
    'status',
    '--porcelain',
    '--untracked-files=no',
    '--ignore-submodules=dirty',
    '--',
    '.',
    ...others.map((pattern) => `:(exclude,glob)**/${pattern}`),
  ]);
  if (changed.trim() !== '') {
    throw new UserError(
      'upstream-modified',
      `${place.checkout} has changes that its commit does not have:\n${changed.trimEnd()}`,
      {
        hint: `Look at them with \`git -C ${place.checkout} diff\`; \`git -C ${place.checkout} checkout .\` drops them.`,
      },
    );
  }
  const { commit } = job.pins ?? {};
  if (commit !== undefined && commit !== system.pin.commit) {
    throw new UserError(
      'pin-unknown',
      `assets/alpha.yml pins ${system.system} to ${commit.slice(0, 12)}; its backend here speaks to ${system.pin.commit.slice(0, 12)}`,
      {
        hint: `Pin it to ${system.pin.commit}, or use the version of alpha-ref that knows the other commit.`,
      },
    );
  }
  const known = system.weights(job.params);
  for (const name of Object.keys(known)) {
    const path = absolute(site.weights(name), place.checkout);
    if (!existsSync(path)) throw unsetWeights(system.system, name, path);
  }
  for (const [pin, wanted] of inOrder(job.pins ?? {})) {
    const name = /^weights:(.+)$/u.exec(pin)?.[1];
    if (name === undefined) continue;
    if (known[name] === undefined) {
      throw new UserError('pin-unknown', `${system.system} has no weights called ${name}`, {
        hint: `It has ${Object.keys(known).join(', ') || 'none'}: mend systems.${system.system}.pins in assets/alpha.yml.`,
      });
    }
    const path = absolute(site.weights(name), place.checkout);
    const found = await weightsDigest(path);
    if (found !== wanted) {
      throw new UserError(
        'weights-changed',
        `${path} is ${found.slice(0, 12)}; the key says ${wanted.slice(0, 12)}`,
        {
          hint: `Download it anew, or change the pin weights:${name} of ${system.system} in assets/alpha.yml, which rebuilds what was made with it.`,
        },
      );
    }
  }
}

async function runSteps<P extends Params>(
  system: UpstreamSystem<P>,
  site: Site<P>,
  job: BuildJob<P>,
  run: RunProcess,
): Promise<void> {
  const steps = await system.steps(site);
  const last = steps.findLastIndex(({ host }) => host === undefined);
  using limit = timeLimit((site.place.minutes ?? system.minutes) * 60);
  let done = 0;
  for (const [index, step] of steps.entries()) {
    for (const [path, content] of inOrder(step.writes ?? {})) await writeJob(path, content);
    for (const file of step.expects) await mkdir(dirname(file), { recursive: true });
    let share = 0;
    const attempt = async (env: Readonly<Record<string, string>>) => {
      const lines: string[] = [];
      const began = Date.now();
      const end = await runStep({ step, site, job, run, limit, env }, (text) => {
        lines.push(text);
        if (lines.length > LINES_KEPT) lines.shift();
        job.log(text);
        const now = driverShare(text) ?? tqdmShare(text);
        if (now === undefined || now <= share) return;
        share = now;
        job.progress(Math.min(done + step.share * now, 1));
      });
      return { end, lines, began };
    };
    const what = `${site.job.artifact}: ${stepName(step)}`;
    let { end, lines, began } = await guarded(site, attempt({}));
    if (recogniseFailure({ ...end, lines }, system.failures)?.failure.retry === true && !end.timedOut) {
      job.log(
        `alpha: out of memory; trying once more with ${Object.keys(MEMORY_KNOBS).join(', ')}, which changes no result`,
      );
      ({ end, lines, began } = await guarded(site, attempt(MEMORY_KNOBS)));
    }
    if (index === last) job.card?.stands('left');
    judge(what, system, end, lines);
    for (const file of step.expects) await checkNew(what, file, began, lines);
    done += step.share;
    job.progress(Math.min(done, 1));
  }
}

interface Attempt<P extends Params> {
  readonly step: UpstreamStep;
  readonly site: Site<P>;
  readonly job: BuildJob<P>;
  readonly run: RunProcess;
  readonly limit: TimeLimit;
  /** Beside its own. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs a step once, and holds the card while it computes: a driver takes the lock itself when its model is loaded, every other
 * program of the system is told nothing and has it from start to end. The time limit stands still while it waits for its turn.
 */
async function runStep<P extends Params>(
  { step, site, job, run, limit, env }: Attempt<P>,
  line: (text: string) => void,
): Promise<ProcessEnd> {
  const invocation = invocationOf(step, site);
  const signal = AbortSignal.any([job.signal, limit.signal]);
  const stands = (at: CardStand): void => {
    if (at === 'waiting') limit.pause();
    else limit.resume();
    job.card?.stands(at);
  };
  const request = { argv: invocation.argv, cwd: invocation.cwd, signal, line, stands };
  const own = { ...invocation.env, ...env };
  // A container sees the folders of one job only: it serves no other, and no lock.
  const knowsLock = step.serves !== undefined && !('container' in site.place.runtime);
  const began = performance.now();
  try {
    if (step.host === true || job.card === undefined) return await run({ ...request, env: own });
    if (!knowsLock) {
      stands('waiting');
      await using _card = await holdCard(job.card.lock, signal);
      stands('computing');
      return await run({ ...request, env: own });
    }
    const locked = { ...own, ALPHA_CARD_LOCK: job.card.lock };
    const { drive } = job.card;
    if (drive === undefined || step.serves === undefined) return await run({ ...request, env: locked });
    const { args, ...served } = step.serves;
    const { argv } = invocationOf({ ...step, args }, site);
    return await drive({ ...request, ...served, system: site.place.system, argv, env: locked });
  } catch (error) {
    if (!limit.passed() || job.signal.aborted) throw error;
    return {
      exitCode: undefined,
      signal: undefined,
      timedOut: true,
      seconds: (performance.now() - began) / 1000,
    };
  }
}

/** A container outlives the client that was killed; this ends it. */
async function guarded<P extends Params, T>(site: Site<P>, running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    const argv = removal(site.place, containerName(site));
    if (argv !== undefined) {
      await runProcess({
        argv,
        cwd: '/',
        env: {},
        timeoutSeconds: 30,
        signal: AbortSignal.timeout(30_000),
        line: () => undefined,
      }).catch(() => undefined); // the first fault is the one to tell
    }
    throw error;
  }
}

const stepName = ({ args }: UpstreamStep): string =>
  basename(args.find((arg, index) => index > 0 && /\.py$|^scripts\.|^t2i$|^predict$/u.test(arg)) ?? args[0]);

function judge<P extends Params>(
  what: string,
  system: UpstreamSystem<P>,
  end: ProcessEnd,
  lines: readonly string[],
): void {
  if (end.timedOut) {
    throw new UserError('upstream-timeout', `${what} was stopped: it took longer than its time limit`, {
      hint: `Give systems.${system.system}.minutes in ${environmentFile()} more than ${system.minutes}, or look in the log where it hung.`,
    });
  }
  const known = recogniseFailure({ ...end, lines }, system.failures);
  if (known !== undefined) throw failureError(what, known);
  if (end.exitCode === 0) return;
  throw new UserError(
    'upstream-failed',
    `${what} ended with ${end.signal ?? `exit ${end.exitCode}`}:\n${lines.slice(-LINES_TOLD).join('\n')}`,
    { hint: 'The whole log is kept with the build; its last lines are above.' },
  );
}

/** Exit 0 is not success: the file is there, is a file, has bytes, and was written by this run. */
async function checkNew(what: string, file: string, began: number, lines: readonly string[]): Promise<void> {
  const info = await stat(file).catch(() => undefined);
  const said = lines.slice(-LINES_TOLD).join('\n');
  const hint =
    'It ended with exit 0 all the same. What it said last is above; the whole log is kept with the build.';
  if (info === undefined || !info.isFile())
    throw new UserError('output-missing', `${what} wrote no ${basename(file)}:\n${said}`, { hint });
  if (info.size === 0)
    throw new UserError('output-missing', `${what} left ${basename(file)} empty:\n${said}`, { hint });
  // Some file systems keep whole seconds.
  if (info.mtimeMs < began - 2000)
    throw new UserError('output-old', `${what} left the ${basename(file)} of an earlier run:\n${said}`, {
      hint,
    });
}

async function writeJob(path: string, content: Json): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.part`;
  const file = await open(partial, 'w');
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  await rm(partial, { force: true });
}

/** `scripts/drivers` of this repository, also from a bundle in `actions/dist`. */
export function driversFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const drivers = join(folder, 'scripts', 'drivers');
    if (existsSync(drivers)) return drivers;
    if (folder === dirname(folder)) throw new Error('scripts/drivers is missing from this checkout');
  }
}

/** A step that runs one of our drivers: one JSON job in, one JSON result out. */
export function driverStep(
  driver: string,
  at: {
    readonly cwd: string;
    readonly workDir: string;
    /** What of the job decides which model is loaded; the driver knows the same names as `MODEL`. */
    readonly model: Readonly<Record<string, Json>>;
    /** The rest of it. */
    readonly job: Readonly<Record<string, Json>>;
    readonly expects: readonly string[];
    readonly share: number;
    readonly env?: Readonly<Record<string, string>>;
  },
): UpstreamStep & { readonly result: string } {
  const name = driver.replace(/\.py$/u, '');
  const job = join(at.workDir, `${name}.job.json`);
  const result = join(at.workDir, `${name}.result.json`);
  const program = join(driversFolder(), driver);
  return {
    args: ['python', program, job, result],
    serves: { args: ['python', program, '--serve'], model: { driver, ...at.model }, job, result },
    cwd: at.cwd,
    ...(at.env !== undefined && { env: at.env }),
    writes: { [job]: { ...at.model, ...at.job } },
    expects: [...at.expects, result],
    share: at.share,
    result,
  };
}

/**
 * A long option with its value. A value that begins with `-` is joined by `=`, so that no text of a pull request is ever
 * taken for an option; argparse and click read both forms.
 */
export const option = (name: `--${string}`, value: string | number): string[] => {
  const text = String(value);
  return text.startsWith('-') ? [`${name}=${text}`] : [name, text];
};

/** The one input of a slot, whatever the role; with several, the one of `role`. @throws {RangeError} a bug of the pipeline */
export function slotFile<P extends Params>(job: JobFacts<P>, slot: string, role?: string): InputFile {
  const found = [...job.inputs].filter(([name]) => name.startsWith(`${slot}/`));
  const [first] = found;
  const chosen = found.length === 1 ? first?.[1] : job.inputs.get(`${slot}/${role ?? ''}`);
  if (chosen === undefined) {
    throw new RangeError(
      `${job.artifact} has no one file in slot ${slot}${role === undefined ? '' : ` (${role})`}; it has ${[...job.inputs.keys()].join(', ')}`,
    );
  }
  return chosen;
}
