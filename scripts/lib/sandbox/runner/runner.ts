import { messageOf } from '#core/errors.ts';
import { mainEvent } from '../forge/events.ts';
import type { ForgeEvent } from '../forge/hub.ts';
import { runShape } from '../forge/shapes/runs.ts';
import type { Run } from '../forge/tables.ts';
import { ConcurrencyGroups } from './concurrency.ts';
import type { Member } from './concurrency.ts';
import type { Contexts } from './expression.ts';
import { MACHINES, Pool } from './machines.ts';
import { concurrencyOf } from './run/concurrency-rule.ts';
import { githubContext, inputsOf } from './run/github-context.ts';
import { newRun } from './run/new-run.ts';
import type { RunnerOptions } from './run/options.ts';
import { RunExecution } from './run/run.ts';
import { WorkflowFiles } from './run/workflow-files.ts';
import { Sink } from './sink.ts';
import type { Leak } from './sink.ts';
import { starts } from './triggers.ts';
import type { WorkflowFile } from './workflow.ts';

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
  readonly #files: WorkflowFiles;
  #closed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#pool = new Pool(options.machines ?? MACHINES);
    this.#files = new WorkflowFiles(options.forge);
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
      dispatch: (repo, workflow, ref, inputs) => this.#files.dispatchable(repo, workflow, ref, inputs),
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
    for (const { path, parsed } of await this.#files.of(event.repo, event.sha)) {
      if (this.#options.disabled?.some((file) => path.endsWith(`/${file}`)) === true) continue;
      if (parsed.kind === 'invalid') {
        if (event.name === 'push') this.#startupFailure(event, name, path, parsed.errors);
        continue;
      }
      if (!(await starts(parsed.workflow, { event, name, changed }))) continue;
      const run = forge.tables.runs.put(newRun(forge, event, name, parsed.workflow));
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

  #startupFailure(event: ForgeEvent, name: string, path: string, errors: readonly string[]): void {
    const { forge } = this.#options;
    const run = newRun(forge, event, name, { path, on: {}, jobs: {} });
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
    const github = githubContext(forge, event, name, workflow, run);
    const contexts: Contexts = { github, inputs: inputsOf(event), vars: { ...this.#options.variables } };
    let group: string | null = null;
    let conclusion = 'failure';
    let note: string | null = null;
    try {
      const rule = concurrencyOf(workflow.concurrency, { contexts });
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
      const house = { options: this.#options, pool: this.#pool, groups: this.#groups, sink: this.sink };
      const { signal } = abort;
      conclusion = await new RunExecution({ house, run, event, workflow, contexts, signal }).run();
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
}
