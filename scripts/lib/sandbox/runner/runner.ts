import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import type { Forge } from '../forge/forge.ts';
import { mainEvent } from '../forge/events.ts';
import type { Dispatch, ForgeEvent, JsonObject } from '../forge/hub.ts';
import { runShape } from '../forge/shapes.ts';
import type { Job, Repo, Run } from '../forge/tables.ts';
import { ConcurrencyGroups } from './concurrency.ts';
import type { Member } from './concurrency.ts';
import { asText, expand, holds, interpolateText } from './expression.ts';
import type { Contexts, Scope } from './expression.ts';
import { runJob } from './job/job.ts';
import type { JobEnd } from './job/setting.ts';
import { MACHINES, Pool } from './machines.ts';
import type { Machine } from './machines.ts';
import { combinations, suffix } from './matrix.ts';
import type { Combination } from './matrix.ts';
import { grantsOf } from './permissions.ts';
import { Sink } from './sink.ts';
import type { Leak } from './sink.ts';
import { starts } from './triggers.ts';
import { parseWorkflowFile } from './workflow.ts';
import type { ConcurrencySpec, JobSpec, Parsed, WorkflowFile } from './workflow.ts';

export interface RunnerOptions {
  readonly forge: Forge;
  /** Workspaces and caches lie below it. */
  readonly root: string;
  /** The checkout whose packages `npm ci` may link. */
  readonly checkout: string | null;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly machines?: readonly Machine[];
  /** Workflow files that someone has switched off: `check.yml`. */
  readonly disabled?: readonly string[];
  /** Asked before a job with an `environment:` runs; what a reviewer would answer. Yes, unless told. */
  readonly approve?: (environment: string, job: Job) => boolean | Promise<boolean>;
  /** Workspaces stay, for someone to look into. */
  readonly keepWorkspaces?: boolean;
}

/** GitHub's own limits where a workflow says nothing: 6 hours a job on hosted runners. */
const JOB_MINUTES = 360;

type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

interface Done {
  readonly result: Result;
  readonly outputs: Readonly<Record<string, string>>;
  /** Whether a failure counts for the run: not with `continue-on-error`. */
  readonly counts: boolean;
}

interface Active {
  readonly row: Run;
  readonly abort: AbortController;
}

/** Starts what GitHub would start for each event of the forge, and runs it. */
export class Runner {
  readonly sink = new Sink();
  readonly #options: RunnerOptions;
  readonly #pool: Pool;
  readonly #groups = new ConcurrencyGroups();
  readonly #active = new Map<number, Active>();
  readonly #pending = new Set<Promise<void>>();
  readonly #parsed = new Map<string, Parsed>();
  #closed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#pool = new Pool(options.machines ?? MACHINES);
  }

  async open(): Promise<void> {
    const { forge } = this.#options;
    // Runs of a sandbox that was stopped in their middle are over.
    for (const run of forge.tables.runs.list((row) => row.status !== 'completed')) {
      const note = 'The sandbox was stopped while this ran.';
      forge.tables.runs.put({
        ...run,
        status: 'completed',
        conclusion: 'cancelled',
        note,
        updated_at: forge.now(),
      });
    }
    for (const job of forge.tables.jobs.list((row) => row.status !== 'completed')) {
      forge.tables.jobs.put({
        ...job,
        status: 'completed',
        conclusion: 'cancelled',
        completed_at: forge.now(),
      });
    }
    forge.onEvent((event) => {
      if (event.startsWorkflows && !this.#closed) this.#track(this.#start(event));
    });
    forge.attachRunner({
      dispatch: (repo, workflow, ref, inputs) => this.#dispatchable(repo, workflow, ref, inputs),
      cancelRun: (id) => this.cancel(id, 'The run was canceled.'),
    });
  }

  /** Requests that jobs made to other machines. */
  leaks(): readonly Leak[] {
    return this.sink.leaks();
  }

  /** Resolves when everything that was started has ended, also what those runs have started. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  /** False when the run has ended before. */
  cancel(id: number, reason: string): boolean {
    const active = this.#active.get(id);
    active?.abort.abort(new Error(reason));
    return active !== undefined;
  }

  /** Lets a `schedule:` come due. */
  async schedule(slug: string, cron: string): Promise<void> {
    const { forge } = this.#options;
    const repo = forge.repo(slug);
    forge.emit(
      await mainEvent(
        forge,
        repo,
        'schedule',
        null,
        { schedule: cron },
        forge.user(slug.split('/')[0] ?? ''),
      ),
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { abort } of this.#active.values()) abort.abort(new Error('The sandbox was closed.'));
    await this.idle();
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => {
        // A fault of the runner itself must not pass as silence.
        process.stderr.write(
          `sandbox runner: ${error instanceof Error ? (error.stack ?? '') : messageOf(error)}\n`,
        );
      })
      .finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
  }

  async #start(event: ForgeEvent): Promise<void> {
    const { forge } = this.#options;
    await this.#startAs(event, event.name);
    if (event.name !== 'pull_request' || event.baseRef === null) return;
    // The second event of every pull request: the base's files, the base's rights.
    const base = await forge.git(event.repo).ref(`refs/heads/${event.baseRef}`);
    if (!base) return;
    const target = { ...event, sha: base.sha, ref: base.name, fromFork: false };
    await this.#startAs(target, 'pull_request_target');
  }

  async #startAs(event: ForgeEvent, name: string): Promise<void> {
    if (event.sha === null || (await this.#skipped(event, name))) return;
    const { forge } = this.#options;
    let paths: Promise<string[]> | undefined;
    const changed = () => (paths ??= this.#changedPaths(event));
    for (const { path, parsed } of await this.#workflows(event.repo, event.sha)) {
      if (this.#options.disabled?.some((file) => path.endsWith(`/${file}`)) === true) continue;
      if (parsed.kind === 'invalid') {
        if (event.name === 'push') this.#startupFailure(event, name, path, parsed.errors);
        continue;
      }
      if (!(await starts(parsed.workflow, { event, name, changed }))) continue;
      const run = forge.tables.runs.put(this.#newRun(event, name, parsed.workflow));
      this.#track(this.#execute(run, event, name, parsed.workflow));
    }
  }

  /** A push or pull request whose newest commit says `[skip ci]`, or one of its kin, starts nothing. */
  async #skipped(event: ForgeEvent, name: string): Promise<boolean> {
    if (name !== 'push' && name !== 'pull_request') return false;
    const { message } = await this.#options.forge.git(event.repo).commit(event.headSha);
    return /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]/u.test(message);
  }

  async #changedPaths(event: ForgeEvent): Promise<string[]> {
    if (!event.range) return [];
    const git = this.#options.forge.git(event.repo);
    // Pull requests compare with where they left the base, pushes with what was there.
    const from =
      event.pull === null
        ? event.range.from
        : ((await git.mergeBase(event.range.from, event.range.to)) ?? event.range.from);
    return (await git.rawDiff(from, event.range.to)).map(({ path }) => path);
  }

  /** The workflow files of a commit, in order. */
  async #workflows(slug: string, sha: string): Promise<{ path: string; parsed: Parsed }[]> {
    const git = this.#options.forge.git(slug);
    const found: { path: string; parsed: Parsed }[] = [];
    for (const { name, mode, sha: blob } of (await git.tree(sha, '.github/workflows')) ?? []) {
      if (!/^1[02]/u.test(mode) || !/\.ya?ml$/u.test(name)) continue;
      const path = `.github/workflows/${name}`;
      const key = `${path} ${blob}`;
      const known = this.#parsed.get(key);
      const parsed =
        known ?? (await parseWorkflowFile(path, Buffer.from((await git.blob(blob)) ?? []).toString('utf8')));
      this.#parsed.set(key, parsed);
      found.push({ path, parsed });
    }
    return found;
  }

  async #dispatchable(repo: Repo, workflow: string, ref: string, inputs: JsonObject): Promise<Dispatch> {
    const git = this.#options.forge.git(repo.slug);
    const sha = (await git.resolve(`refs/heads/${ref}`)) ?? (await git.resolve(`refs/tags/${ref}`));
    if (sha === undefined) return { kind: 'refused', status: 422, message: `No ref found for: ${ref}` };
    const found = (await this.#workflows(repo.slug, sha)).find(({ path }) => path.endsWith(`/${workflow}`));
    if (!found) return { kind: 'refused', status: 404, message: 'Not Found' };
    const { parsed } = found;
    const configured = parsed.kind === 'workflow' ? parsed.workflow.on['workflow_dispatch'] : undefined;
    if (parsed.kind !== 'workflow' || configured === undefined) {
      return { kind: 'refused', status: 422, message: "Workflow does not have 'workflow_dispatch' trigger" };
    }
    return dispatchInputs(parsed.workflow.path, configured, inputs);
  }

  #newRun(event: ForgeEvent, name: string, workflow: WorkflowFile): Run {
    const { forge } = this.#options;
    const earlier = forge.tables.runs.list(
      (row) => row.repo === event.repo && row.path === workflow.path,
    ).length;
    const id = forge.tables.journal.nextId();
    const run: Run = {
      id,
      repo: event.repo,
      path: workflow.path,
      name: workflow.name ?? workflow.path,
      title: titleOf(event),
      number: earlier + 1,
      event: name,
      action: event.action,
      actor: event.actor.login,
      head_branch: event.headRef ?? event.ref.replace(/^refs\/(?:heads|tags)\//u, ''),
      head_sha: event.headSha,
      head_repo: event.headRepo,
      sha: event.sha ?? event.headSha,
      pull: event.pull,
      status: 'queued',
      conclusion: null,
      note: null,
      created_at: forge.now(),
      updated_at: forge.now(),
    };
    const runName = workflow['run-name'];
    if (runName === undefined) return run;
    const contexts = { github: this.#githubContext(event, name, workflow, run, ''), inputs: inputsOf(event) };
    return { ...run, title: interpolateText(runName, { contexts }) };
  }

  #startupFailure(event: ForgeEvent, name: string, path: string, errors: readonly string[]): void {
    const { forge } = this.#options;
    const run = this.#newRun(event, name, { path, on: {}, jobs: {} });
    forge.tables.runs.put({
      ...run,
      status: 'completed',
      conclusion: 'startup_failure',
      note: errors.join('\n'),
    });
  }

  async #execute(run: Run, event: ForgeEvent, name: string, workflow: WorkflowFile): Promise<void> {
    const { forge } = this.#options;
    const abort = new AbortController();
    this.#active.set(run.id, { row: run, abort });
    const member: Member = { cancel: (reason) => abort.abort(new Error(reason)) };
    const github = this.#githubContext(event, name, workflow, run, '');
    const base: Contexts = { github, inputs: inputsOf(event), vars: { ...this.#options.variables } };
    let group: string | null = null;
    let conclusion = 'failure';
    let note: string | null = null;
    try {
      const rule = concurrencyOf(workflow.concurrency, { contexts: base });
      if (rule) {
        group = `run ${event.repo} ${rule.group}`;
        // Whoever is cancelled while it waits gives its place up.
        abort.signal.addEventListener('abort', () => this.#groups.withdraw(group ?? '', member), {
          once: true,
        });
        const admitted = await this.#groups.enter(group, member, rule);
        if (!admitted || abort.signal.aborted) {
          abort.abort(new Error('A newer run took its place in the queue.'));
          conclusion = 'cancelled';
          return;
        }
      }
      forge.tables.runs.put({ ...run, status: 'in_progress', updated_at: forge.now() });
      conclusion = await new RunExecution(this, run, event, workflow, base, abort.signal).run();
    } catch (error) {
      note = messageOf(error);
    } finally {
      if (abort.signal.aborted) note = messageOf(abort.signal.reason);
      if (group !== null) this.#groups.leave(group, member);
      this.#active.delete(run.id);
      const ended = forge.tables.runs.put({
        ...run,
        status: 'completed',
        conclusion,
        note,
        updated_at: forge.now(),
      });
      await this.#announce(ended);
    }
  }

  /** `workflow_run: completed`, which is how trusted workflows follow those of forks. */
  async #announce(run: Run): Promise<void> {
    if (this.#closed) return;
    const { forge } = this.#options;
    const payload = {
      workflow_run: await runShape(forge, run),
      workflow: { name: run.name, path: run.path },
    };
    const event = await mainEvent(
      forge,
      forge.repo(run.repo),
      'workflow_run',
      'completed',
      payload,
      forge.user(run.actor),
    );
    forge.emit(event);
  }

  #githubContext(event: ForgeEvent, name: string, workflow: WorkflowFile, run: Run, job: string): JsonObject {
    const { forge } = this.#options;
    const repo = forge.repo(event.repo);
    const [owner = ''] = repo.slug.split('/');
    const tag = event.ref.startsWith('refs/tags/');
    return {
      job,
      event_name: name,
      event: event.payload,
      ref: event.ref,
      ref_name: event.ref.replace(/^refs\/(?:heads|tags|pull)\//u, ''),
      ref_type: tag ? 'tag' : 'branch',
      ref_protected: forge.settings.protection[event.ref.replace('refs/heads/', '')] !== undefined,
      sha: event.sha ?? '',
      head_ref: event.headRef ?? '',
      base_ref: event.baseRef ?? '',
      repository: repo.slug,
      repository_id: String(repo.id),
      repository_owner: owner,
      repository_owner_id: String(forge.user(owner).id),
      repository_visibility: repo.private ? 'private' : 'public',
      actor: event.actor.login,
      actor_id: String(event.actor.id),
      triggering_actor: event.actor.login,
      run_id: String(run.id),
      run_number: String(run.number),
      run_attempt: '1',
      retention_days: '90',
      workflow: run.name,
      workflow_ref: `${repo.slug}/${workflow.path}@${event.ref}`,
      workflow_sha: event.sha ?? '',
      server_url: forge.url,
      api_url: forge.apiUrl,
      graphql_url: `${forge.url}/api/graphql`,
    };
  }

  // What a run needs of the runner.

  get forge(): Forge {
    return this.#options.forge;
  }

  get options(): RunnerOptions {
    return this.#options;
  }

  get pool(): Pool {
    return this.#pool;
  }

  get groups(): ConcurrencyGroups {
    return this.#groups;
  }
}

function titleOf(event: ForgeEvent): string {
  const pull = z.object({ title: z.string() }).safeParse(event.payload['pull_request']);
  if (pull.success) return pull.data.title;
  const commit = z.object({ message: z.string() }).safeParse(event.payload['head_commit']);
  return commit.success ? (commit.data.message.split('\n')[0] ?? '') : event.name;
}

const inputsOf = (event: ForgeEvent): Json => event.payload['inputs'] ?? {};

const DispatchInputs = z.object({
  inputs: z
    .record(
      z.string(),
      z.looseObject({
        type: z.string().optional(),
        required: z.boolean().optional(),
        default: z.union([z.string(), z.boolean(), z.number()]).optional(),
        options: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});

const refused = (message: string): Dispatch => ({ kind: 'refused', status: 422, message });

/** What was given, what is missing, what is not known: as the API answers a dispatch. */
function dispatchInputs(path: string, configured: Json, given: JsonObject): Dispatch {
  const { inputs = {} } = DispatchInputs.parse(configured);
  const unknown = Object.keys(given).filter((name) => inputs[name] === undefined);
  if (unknown.length > 0) return refused(`Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  const values: Record<string, Json> = {};
  for (const [name, input] of Object.entries(inputs)) {
    const value = given[name] ?? input.default ?? (input.type === 'boolean' ? false : '');
    if (input.required === true && value === '') return refused(`Required input '${name}' not provided`);
    if (input.type === 'boolean') values[name] = value === true || value === 'true';
    else if (input.options && !input.options.includes(asText(value))) {
      return refused(
        `Provided value '${asText(value)}' for input '${name}' not in the list of allowed values`,
      );
    } else values[name] = asText(value);
  }
  return { kind: 'ready', path, inputs: values };
}

function concurrencyOf(spec: ConcurrencySpec | null | undefined, scope: Scope) {
  if (spec === null || spec === undefined) return undefined;
  const group = asText(expand(typeof spec === 'string' ? spec : spec.group, scope));
  if (typeof spec === 'string') return { group, cancelInProgress: false, queue: 'single' as const };
  const cancelInProgress = asText(expand(spec['cancel-in-progress'] ?? false, scope)) === 'true';
  return { group, cancelInProgress, queue: spec.queue ?? ('single' as const) };
}

/** One run: its jobs in the order of their needs. */
class RunExecution {
  readonly #runner: Runner;
  readonly #run: Run;
  readonly #event: ForgeEvent;
  readonly #workflow: WorkflowFile;
  readonly #base: Contexts;
  readonly #signal: AbortSignal;
  readonly #done = new Map<string, Promise<Done>>();

  constructor(
    runner: Runner,
    run: Run,
    event: ForgeEvent,
    workflow: WorkflowFile,
    base: Contexts,
    signal: AbortSignal,
  ) {
    this.#runner = runner;
    this.#run = run;
    this.#event = event;
    this.#workflow = workflow;
    this.#base = base;
    this.#signal = signal;
  }

  async run(): Promise<string> {
    const keys = Object.keys(this.#workflow.jobs);
    const ends = await Promise.all(keys.map((key) => this.#job(key)));
    if (ends.some(({ result, counts }) => result === 'failure' && counts)) return 'failure';
    if (this.#signal.aborted || ends.some(({ result }) => result === 'cancelled')) return 'cancelled';
    return ends.every(({ result }) => result === 'skipped') ? 'skipped' : 'success';
  }

  #spec(key: string): JobSpec {
    const spec = this.#workflow.jobs[key];
    if (!spec) throw new Error(`No job ${key}`);
    return spec;
  }

  #needs(key: string): string[] {
    const { needs = [] } = this.#spec(key);
    return typeof needs === 'string' ? [needs] : needs;
  }

  #job(key: string): Promise<Done> {
    const known = this.#done.get(key) ?? this.#runJob(key);
    this.#done.set(key, known);
    return known;
  }

  /** Every job that this one waits for, directly or not: a skipped or failed ancestor counts for `success()`. */
  async #ancestors(key: string, seen = new Map<string, Done>()): Promise<Map<string, Done>> {
    for (const need of this.#needs(key)) {
      if (seen.has(need)) continue;
      seen.set(need, await this.#job(need));
      await this.#ancestors(need, seen);
    }
    return seen;
  }

  async #runJob(key: string): Promise<Done> {
    const spec = this.#spec(key);
    const ancestors = await this.#ancestors(key);
    const results = [...ancestors.values()].map(({ result }) => result);
    const needs: Record<string, Json> = {};
    for (const need of this.#needs(key)) {
      const { result, outputs } = await this.#job(need);
      needs[need] = { result, outputs: { ...outputs } };
    }
    const contexts: Contexts = { ...this.#base, needs };
    const cancelled = this.#signal.aborted;
    const status = {
      success: !cancelled && results.every((result) => result === 'success'),
      failure: !cancelled && results.includes('failure'),
      cancelled,
    };
    const plain = { key, spec, contexts, combination: {}, at: 0, total: 1, failFast: new AbortController() };
    try {
      if (!holds(spec.if, { contexts, status })) return this.#without(plain, 'skipped', null);
      if (spec.uses !== undefined) throw new Error('The sandbox does not run reusable workflows');
      return await this.#expand(key, spec, contexts);
    } catch (error) {
      return this.#without(plain, 'failure', messageOf(error));
    }
  }

  async #expand(key: string, spec: JobSpec, contexts: Contexts): Promise<Done> {
    const { strategy } = spec;
    const matrix = strategy?.matrix === undefined ? undefined : expand(strategy.matrix, { contexts });
    const rows: Combination[] = matrix === undefined ? [{}] : combinations(matrix);
    const failsFast = expand(strategy?.['fail-fast'] ?? true, { contexts }) !== false;
    const limit = Number(expand(strategy?.['max-parallel'] ?? 0, { contexts })) || rows.length;
    const failFast = new AbortController();
    const outputs: Record<string, string> = {};
    const ends: Done[] = [];
    const queue = rows.entries();
    const worker = async (): Promise<void> => {
      for (const [at, combination] of queue) {
        const end = await this.#instance({
          key,
          spec,
          contexts,
          combination,
          at,
          total: rows.length,
          failFast,
        });
        ends.push(end);
        Object.assign(outputs, end.outputs);
        if (end.result === 'failure' && failsFast && end.counts) {
          failFast.abort(new Error(`The strategy configuration was canceled because "${key}" failed`));
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(limit, rows.length) }, worker));
    const has = (result: Result) => ends.some((end) => end.result === result && end.counts);
    const result = has('failure')
      ? 'failure'
      : has('cancelled')
        ? 'cancelled'
        : has('success')
          ? 'success'
          : undefined;
    // Failures that were forgiven make a success.
    return { result: result ?? 'success', outputs, counts: true };
  }

  async #instance(instance: Instance): Promise<Done> {
    const { spec, contexts, combination, failFast } = instance;
    const own: Contexts = {
      ...contexts,
      matrix: { ...combination },
      strategy: {
        'fail-fast': expand(spec.strategy?.['fail-fast'] ?? true, { contexts }) !== false,
        'job-index': instance.at,
        'job-total': instance.total,
        'max-parallel': Number(expand(spec.strategy?.['max-parallel'] ?? instance.total, { contexts })),
      },
    };
    const abort = new AbortController();
    const forward = (signal: AbortSignal) => {
      const pass = () => abort.abort(signal.reason);
      if (signal.aborted) pass();
      else signal.addEventListener('abort', pass, { once: true });
    };
    forward(this.#signal);
    forward(failFast.signal);
    const scope = { contexts: own };
    const forgiven = expand(spec['continue-on-error'] ?? false, scope) === true;
    const labels = labelsOf(expand(spec['runs-on'] ?? '', scope));
    const row = this.#newRow(instance, own, labels);
    if (!this.#runner.pool.fits(labels)) {
      return this.#end(row, 'failure', `No runner has the labels [${labels.join(', ')}]`, !forgiven);
    }
    const rule = concurrencyOf(spec.concurrency, scope);
    const group = rule && `job ${this.#run.repo} ${rule.group}`;
    const member: Member = { cancel: (reason) => abort.abort(new Error(reason)) };
    let machine: Machine | undefined;
    try {
      if (rule && group !== undefined) {
        abort.signal.addEventListener('abort', () => this.#runner.groups.withdraw(group, member), {
          once: true,
        });
        if (!(await this.#runner.groups.enter(group, member, rule))) {
          return this.#end(row, 'cancelled', 'A newer job took its place in the queue.', true);
        }
      }
      const environment =
        spec.environment && (typeof spec.environment === 'string' ? spec.environment : spec.environment.name);
      if (environment) {
        const name = interpolateText(environment, scope);
        const yes = (await this.#runner.options.approve?.(name, row)) ?? true;
        if (!yes) return this.#end(row, 'failure', `The deployment to ${name} was rejected`, !forgiven);
      }
      machine = await this.#runner.pool.take(labels, abort.signal);
      if (!machine) return this.#end(row, 'cancelled', messageOf(abort.signal.reason), true);
      return await this.#onMachine(row, instance, own, machine, abort, !forgiven);
    } catch (error) {
      return this.#end(row, 'failure', messageOf(error), !forgiven);
    } finally {
      if (machine) this.#runner.pool.release(machine);
      if (group !== undefined) this.#runner.groups.leave(group, member);
    }
  }

  #newRow({ key, spec, combination }: Instance, contexts: Contexts, labels: string[]): Job {
    const { forge } = this.#runner;
    const name =
      spec.name === undefined ? `${key}${suffix(combination)}` : interpolateText(spec.name, { contexts });
    const grants = grantsOf(this.#workflow.permissions, spec.permissions, this.#event.fromFork);
    return this.#put({
      id: forge.tables.journal.nextId(),
      repo: this.#run.repo,
      run: this.#run.id,
      key,
      name,
      labels,
      runner: null,
      head_sha: this.#run.head_sha,
      status: 'queued',
      conclusion: null,
      permissions: Object.fromEntries(grants),
      steps: [],
      annotations: [],
      summary: '',
      created_at: forge.now(),
      started_at: null,
      completed_at: null,
      seconds: 0,
    });
  }

  async #onMachine(
    row: Job,
    { spec }: Instance,
    contexts: Contexts,
    machine: Machine,
    abort: AbortController,
    counts: boolean,
  ): Promise<Done> {
    const { forge, options, sink } = this.#runner;
    const began = performance.now();
    let job = this.#put({ ...row, status: 'in_progress', runner: machine.name, started_at: forge.now() });
    const grants = grantsOf(this.#workflow.permissions, spec.permissions, this.#event.fromFork);
    const token = forge.mintJobToken({ repo: row.repo, run: row.run, job: row.id }, grants);
    const minutes = Number(expand(spec['timeout-minutes'] ?? JOB_MINUTES, { contexts }));
    const message = `The job has exceeded the maximum execution time of ${minutes} minutes`;
    const clock = setTimeout(() => abort.abort(new Error(message)), minutes * 60_000);
    const folder = join(options.root, 'jobs', String(row.id));
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    let end: JobEnd;
    try {
      await using drain = await sink.open(row.id);
      const github = { ...objectOf(contexts['github']), job: row.key };
      end = await runJob({
        forge,
        network: drain.env,
        event: this.#event,
        workflow: this.#workflow,
        spec,
        machine,
        row,
        token,
        secrets: this.#event.fromFork ? {} : (options.secrets ?? {}),
        contexts: { ...contexts, github },
        folder,
        shared: join(options.root, 'caches'),
        tools: machine.hosted ? join(folder, 'tool') : join(options.root, 'machines', machine.name, 'tool'),
        checkout: options.checkout,
        signal: abort.signal,
        keepWorkspace: options.keepWorkspaces ?? false,
        onProgress: (progress) => {
          job = { ...job, ...progress };
        },
      });
    } finally {
      clearTimeout(clock);
      forge.revokeJobToken(token);
    }
    const note = abort.signal.aborted ? messageOf(abort.signal.reason) : null;
    const seconds = Math.round(performance.now() - began) / 1000;
    return { ...this.#end({ ...job, seconds }, end.conclusion, note, counts), outputs: end.outputs };
  }

  /** A job that never got a row of its own: skipped, or broken before it could be expanded. */
  #without(instance: Instance, result: 'skipped' | 'failure', note: string | null): Done {
    return this.#end(this.#newRow(instance, instance.contexts, []), result, note, true);
  }

  #end(row: Job, result: Result, note: string | null, counts: boolean): Done {
    const { forge } = this.#runner;
    const level = result === 'skipped' ? 'notice' : 'error';
    const told = { level, title: null, message: note ?? '', file: null, line: null } as const;
    this.#put({
      ...row,
      status: 'completed',
      conclusion: result,
      annotations: note === null ? row.annotations : [...row.annotations, told],
      completed_at: forge.now(),
    });
    return { result, outputs: {}, counts };
  }

  /** Keeps the job's check run equal to the job. */
  #put(row: Job): Job {
    const { forge } = this.#runner;
    forge.tables.checks.put({
      id: row.id,
      repo: row.repo,
      name: row.name,
      head_sha: row.head_sha,
      status: row.status,
      conclusion: row.conclusion,
      details_url: `${forge.url}/${row.repo}/actions/runs/${row.run}/job/${row.id}`,
      external_id: String(row.id),
      title: null,
      summary: null,
      text: null,
      annotations: [],
      started_at: row.started_at,
      completed_at: row.completed_at,
    });
    return forge.tables.jobs.put(row);
  }
}

interface Instance {
  readonly key: string;
  readonly spec: JobSpec;
  readonly contexts: Contexts;
  readonly combination: Combination;
  readonly at: number;
  readonly total: number;
  readonly failFast: AbortController;
}

const Labels = z.union([
  z.string().transform((label) => [label]),
  z.array(z.string()),
  z
    .object({ labels: z.union([z.string().transform((label) => [label]), z.array(z.string())]) })
    .transform(({ labels }) => labels),
]);

function labelsOf(value: Json): string[] {
  return Labels.parse(value);
}

function objectOf(value: Json | undefined): Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
