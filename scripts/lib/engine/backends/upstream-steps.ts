import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { UserError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { inOrder } from '#core/json.ts';
import type { CardStand, ProcessEnd } from '../pipelines/card.ts';
import type { BuildJob, Invocation, Params } from '../pipelines/pipeline.ts';
import { holdCard } from './card-lock.ts';
import { commandLine, environmentFile, removal } from './environment.ts';
import { timeLimit } from './time-limit.ts';
import type { TimeLimit } from './time-limit.ts';
import { driversFolder } from './upstream-driver.ts';
import { failureError, recogniseFailure } from './upstream-failures.ts';
import { driverShare, runProcess, tqdmShare } from './upstream-process.ts';
import type { RunProcess } from './upstream-process.ts';
import type { Site, UpstreamStep, UpstreamSystem } from './upstream-system.ts';

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

type ProcessInvocation = Extract<Invocation, { kind: 'process' }>;

/** A step as a process of this machine. */
export function invocationOf<P extends Params>(step: UpstreamStep, site: Site<P>): ProcessInvocation {
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

/** Runs the steps of a build one after another, and checks that each left what it must, and said nothing that is known for a failure. */
export async function runSteps<P extends Params>(
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
  const drive = job.card?.drive;
  // A container sees the folders of one job only: it serves no other, and no lock.
  const knowsLock =
    step.serves !== undefined &&
    !('container' in site.place.runtime) &&
    (drive !== undefined || step.serves.only === undefined);
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
    if (drive === undefined || step.serves === undefined) return await run({ ...request, env: locked });
    const { args, model, job: file, result } = step.serves;
    const { argv } = invocationOf({ ...step, args }, site);
    return await drive({
      ...request,
      model,
      job: file,
      result,
      system: site.place.system,
      argv,
      env: locked,
    });
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
