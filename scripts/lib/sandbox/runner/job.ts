import { globSync, readFileSync } from 'node:fs';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { messageOf } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import { GIT_CONFIG } from '../clone.ts';
import type { Forge } from '../forge/forge.ts';
import type { ForgeEvent } from '../forge/hub.ts';
import type { Job } from '../forge/tables.ts';
import { Masks, parseCommand, parsePairs } from './commands.ts';
import { asText, expand, holds, interpolateText } from './expression.ts';
import type { Contexts, Scope } from './expression.ts';
import { JobLog } from './log.ts';
import type { Machine } from './machines.ts';
import { layShims, npmEnv, projectNode } from './npm.ts';
import { endOrphans, runProcess } from './process.ts';
import type { StandIn, StandInContext } from './stand-in.ts';
import { standInFor } from './stand-ins/table.ts';
import { parseActionFile } from './workflow.ts';
import type { ActionSpec, JobSpec, StepSpec, WorkflowFile } from './workflow.ts';

/** GitHub: "1 MiB per step" for summaries, 10 annotations of a level a step. */
const SUMMARY_LIMIT = 1024 * 1024;
const ANNOTATIONS_A_STEP = 10;

type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';
type StepRow = Job['steps'][number];
type Annotation = Job['annotations'][number];

export interface JobSetting {
  readonly forge: Forge;
  /** What the environment says about proxies. */
  readonly network: Readonly<Record<string, string>>;
  readonly event: ForgeEvent;
  readonly workflow: WorkflowFile;
  readonly spec: JobSpec;
  readonly machine: Machine;
  readonly row: Job;
  readonly token: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** All contexts but those that change while the job runs. */
  readonly contexts: Contexts;
  /** An empty folder of the job's own. */
  readonly folder: string;
  readonly shared: string;
  /** `RUNNER_TOOL_CACHE`: a machine of one's own keeps it from job to job. */
  readonly tools: string;
  readonly checkout: string | null;
  /** Aborted to cancel the job; the reason is a sentence. */
  readonly signal: AbortSignal;
  readonly keepWorkspace: boolean;
  onProgress(job: Pick<Job, 'steps' | 'annotations' | 'summary'>): void;
}

export interface JobEnd {
  readonly conclusion: Exclude<Conclusion, 'skipped'>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A list of steps that run in order: those of the job, or those of a composite action. */
interface Frame {
  readonly steps: readonly StepSpec[];
  readonly env: Readonly<Record<string, string>>;
  readonly inputs: Json;
  readonly actionPath: string | null;
  readonly results: Record<string, { outputs: Record<string, string>; outcome: string; conclusion: string }>;
  readonly top: boolean;
  failed: boolean;
}

interface Post {
  readonly name: string;
  readonly condition: string;
  readonly env: Readonly<Record<string, string>>;
  run(): Promise<Conclusion>;
}

/** One step about to run: its own environment, and where its outputs go. */
interface StepCall {
  readonly env: Readonly<Record<string, string>>;
  readonly scope: Scope;
  readonly outputs: Record<string, string>;
  readonly signal: AbortSignal;
}

interface StepFiles {
  readonly env: string;
  readonly output: string;
  readonly path: string;
  readonly state: string;
  readonly summary: string;
}

/** Runs one job: its steps in order, what they say, and what remains to be done after them. */
export class JobExecution {
  readonly #setting: JobSetting;
  readonly #masks = new Masks();
  readonly #log: JobLog;
  readonly #env = new Map<string, string>();
  readonly #paths: string[] = [];
  readonly #posts: Post[] = [];
  readonly #steps: StepRow[] = [];
  readonly #annotations: Annotation[] = [];
  readonly #workspace: string;
  readonly #temp: string;
  readonly #home: string;
  readonly #trackingId: string;
  #summary = '';
  #failed = false;
  #annotationsOfStep = new Map<string, number>();
  #stopCommands: string | null = null;
  #selfFolder: string | null = null;
  #step = '';

  constructor(setting: JobSetting) {
    this.#setting = setting;
    this.#log = new JobLog(this.#masks);
    const name = setting.row.repo.split('/')[1] ?? 'repo';
    this.#workspace = join(setting.folder, 'work', name, name);
    this.#temp = join(setting.folder, 'work', '_temp');
    this.#home = join(setting.folder, 'home');
    this.#trackingId = `sandbox_${setting.row.id}_${randomUUID()}`;
    for (const secret of [setting.token, ...Object.values(setting.secrets)]) this.#masks.add(secret);
  }

  async run(): Promise<JobEnd> {
    const { spec, signal } = this.#setting;
    let outputs: Record<string, string> = {};
    try {
      await this.#setUp();
      const frame: Frame = {
        steps: spec.steps ?? [],
        env: {},
        inputs: this.#setting.contexts['inputs'] ?? {},
        actionPath: null,
        results: {},
        top: true,
        failed: false,
      };
      await this.#runSteps(frame, signal);
      this.#failed = frame.failed;
      await this.#runPosts(frame);
      outputs = this.#outputs(frame);
    } catch (error) {
      this.#failed = true;
      this.#annotate('error', messageOf(error));
      this.#log.line(`##[error]${messageOf(error)}`);
    } finally {
      const left = await endOrphans(this.#trackingId);
      if (left > 0) this.#log.line(`Terminated ${left} orphan process${left === 1 ? '' : 'es'}`);
      await this.#setting.forge.writeLog(this.#setting.row.id, this.#log.text());
      this.#report();
      if (!this.#setting.keepWorkspace) await rm(this.#setting.folder, { recursive: true, force: true });
    }
    const conclusion = signal.aborted ? 'cancelled' : this.#failed ? 'failure' : 'success';
    return { conclusion, outputs };
  }

  async #setUp(): Promise<void> {
    const { folder, spec, machine } = this.#setting;
    for (const path of [this.#workspace, this.#temp, this.#home, this.#setting.tools, join(folder, 'tmp')]) {
      await mkdir(path, { recursive: true });
    }
    await writeFile(join(this.#home, '.gitconfig'), GIT_CONFIG);
    // Hosted machines come with Node 24, one's own with what one installs.
    await layShims(join(folder, 'bin'), machine.hosted ? projectNode(this.#setting.checkout) : null);
    const event = JSON.stringify(this.#setting.event.payload);
    await mkdir(join(this.#temp, '_github_workflow'), { recursive: true });
    await writeFile(join(this.#temp, '_github_workflow/event.json'), event);
    this.#log.line(`Runner: ${machine.name} [${machine.labels.join(', ')}]`);
    this.#log.line(`Permissions: ${JSON.stringify(this.#setting.row.permissions)}`);
    if (spec.container !== undefined || spec.services !== undefined) {
      throw new Error('The sandbox has no containers: container and services cannot run');
    }
    // GitHub resolves all foreign actions before the first step runs.
    for (const { uses } of spec.steps ?? []) if (uses !== undefined && isForeign(uses)) standInFor(uses);
    const scope = this.#scope({});
    for (const source of [this.#setting.workflow.env, spec.env]) {
      for (const [name, value] of Object.entries(envOf(source, scope))) this.#env.set(name, value);
    }
    this.#steps.push({
      name: 'Set up job',
      number: 1,
      status: 'completed',
      conclusion: 'success',
      seconds: 0,
    });
  }

  /** The contexts of a frame at this moment. */
  #scope(frame: Partial<Pick<Frame, 'results' | 'inputs' | 'env' | 'actionPath' | 'failed'>>): Scope {
    const { contexts, machine, signal, secrets, token, row } = this.#setting;
    const cancelled = signal.aborted;
    const failed = frame.failed ?? this.#failed;
    const github = asObject(contexts['github']);
    return {
      contexts: {
        ...contexts,
        github: {
          ...github,
          token,
          workspace: this.#workspace,
          event_path: join(this.#temp, '_github_workflow/event.json'),
          action: this.#step,
          action_path: frame.actionPath ?? '',
          action_status: failed ? 'failure' : 'success',
        },
        env: { ...Object.fromEntries(this.#env), ...frame.env },
        secrets: { ...secrets, GITHUB_TOKEN: token, github_token: token },
        inputs: frame.inputs ?? contexts['inputs'] ?? {},
        steps: frame.results ?? {},
        job: { status: cancelled ? 'cancelled' : failed ? 'failure' : 'success', check_run_id: row.id },
        runner: {
          name: machine.name,
          os: 'Linux',
          arch: 'X64',
          temp: this.#temp,
          tool_cache: this.#setting.tools,
          environment: machine.hosted ? 'github-hosted' : 'self-hosted',
        },
      },
      status: { success: !failed && !cancelled, failure: failed && !cancelled, cancelled },
      hashFiles: (patterns) => hashFiles(this.#workspace, patterns),
    };
  }

  async #runSteps(frame: Frame, signal: AbortSignal): Promise<void> {
    for (const [at, step] of frame.steps.entries()) {
      const id = step.id ?? `__${step.uses === undefined ? 'run' : 'uses'}${at}`;
      const began = performance.now();
      this.#step = id;
      this.#annotationsOfStep = new Map();
      const row: StepRow = {
        name: this.#nameOf(step, frame),
        number: this.#steps.length + 1,
        status: 'in_progress',
        conclusion: null,
        seconds: 0,
      };
      if (frame.top) this.#steps.push(row);
      this.#report();
      const outputs: Record<string, string> = {};
      const { outcome, conclusion } = await this.#attempt(step, frame, outputs, signal);
      frame.results[id] = { outputs, outcome, conclusion };
      if (conclusion === 'failure') frame.failed = true;
      if (frame.top) {
        const seconds = Math.round(performance.now() - began) / 1000;
        this.#steps[row.number - 1] = { ...row, status: 'completed', conclusion, seconds };
      }
      this.#report();
    }
  }

  #nameOf(step: StepSpec, frame: Frame): string {
    const given = step.name ?? `Run ${step.uses ?? step.run?.trim().split('\n')[0] ?? ''}`;
    try {
      return this.#masks.hide(interpolateText(given, this.#scope(frame)));
    } catch {
      return given;
    }
  }

  async #attempt(
    step: StepSpec,
    frame: Frame,
    outputs: Record<string, string>,
    signal: AbortSignal,
  ): Promise<{ outcome: Conclusion; conclusion: Conclusion }> {
    let outcome: Conclusion;
    let forgiven = false;
    try {
      if (!holds(step.if, this.#scope(frame))) return { outcome: 'skipped', conclusion: 'skipped' };
      const stepEnv = envOf(step.env, this.#scope(frame));
      const scope = this.#scope({ ...frame, env: { ...frame.env, ...stepEnv } });
      forgiven = expand(step['continue-on-error'] ?? false, scope) === true;
      const minutes = Number(expand(step['timeout-minutes'] ?? 0, scope));
      const timeout = minutes > 0 ? AbortSignal.timeout(minutes * 60_000) : undefined;
      // A cancelled job still runs the steps that ask for it; the signal that ended the others is spent.
      const running = signal.aborted ? [] : [signal];
      const limit = AbortSignal.any([...running, ...(timeout ? [timeout] : [])]);
      this.#log.line(`##[group]${this.#nameOf(step, frame)}`);
      outcome = await this.#execute(step, frame, { env: stepEnv, scope, outputs, signal: limit });
      if (timeout?.aborted === true && outcome !== 'success') {
        outcome = 'failure';
        this.#annotate(
          'error',
          `The action '${this.#nameOf(step, frame)}' has timed out after ${minutes} minutes.`,
        );
      }
    } catch (error) {
      outcome = this.#setting.signal.aborted ? 'cancelled' : 'failure';
      if (outcome === 'failure') {
        this.#annotate('error', messageOf(error));
        this.#log.line(`##[error]${messageOf(error)}`);
      }
    }
    this.#log.line('##[endgroup]');
    return { outcome, conclusion: outcome === 'failure' && forgiven ? 'success' : outcome };
  }

  #execute(step: StepSpec, frame: Frame, call: StepCall): Promise<Conclusion> {
    if (step.run !== undefined) return this.#runScript(step, frame, call);
    if (step.uses !== undefined) return this.#runAction(step, step.uses, frame, call);
    throw new Error('The sandbox runs steps with `run` and `uses` only');
  }

  async #runScript(step: StepSpec, frame: Frame, call: StepCall): Promise<Conclusion> {
    const { spec, workflow } = this.#setting;
    const defaults = frame.top ? { ...workflow.defaults?.run, ...spec.defaults?.run } : {};
    const text = interpolateText(step.run ?? '', call.scope);
    const shell = interpolateText(step.shell ?? defaults.shell ?? '', call.scope);
    const where = interpolateText(
      step['working-directory'] ?? defaults['working-directory'] ?? '',
      call.scope,
    );
    const file = join(this.#temp, `${randomUUID()}${shell.startsWith('python') ? '.py' : '.sh'}`);
    await writeFile(file, text);
    for (const line of text.trimEnd().split('\n')) this.#log.line(`\u001b[36;1m${line}\u001b[0m`);
    const [command = 'bash', ...args] = shellOf(shell).map((part) => part.replace('{0}', file));
    const code = await this.#process(command, args, {
      cwd: resolve(this.#workspace, where),
      env: { ...frame.env, ...call.env },
      outputs: call.outputs,
      signal: call.signal,
      state: new Map(),
      actionPath: frame.actionPath,
    });
    if (code === null) return 'cancelled';
    if (code === 0) return 'success';
    this.#annotate('error', `Process completed with exit code ${code}.`);
    this.#log.line(`##[error]Process completed with exit code ${code}.`);
    return 'failure';
  }

  async #runAction(step: StepSpec, uses: string, frame: Frame, call: StepCall): Promise<Conclusion> {
    const given = Object.fromEntries(
      Object.entries(step.with ?? {}).map(([name, value]) => [name, asText(expand(value, call.scope))]),
    );
    for (const [name, value] of Object.entries(given))
      this.#log.line(`  ${name}: ${value.split('\n').join('\n    ')}`);
    if (isForeign(uses)) return this.#runStandIn(standInFor(uses), given, frame, call);
    const folder = await this.#actionFolder(uses);
    const spec = await readAction(folder, uses);
    const inputs: Record<string, string> = {};
    for (const [name, input] of Object.entries(spec.inputs ?? {})) {
      const value = input?.default;
      if (value !== undefined) inputs[name] = asText(expand(value, call.scope));
    }
    this.#unknownInputs(uses, given, Object.keys(spec.inputs ?? {}));
    Object.assign(inputs, given);
    const { runs } = spec;
    if (runs.using === 'composite') return this.#runComposite(spec, folder, inputs, call);
    const node = projectNode(this.#setting.checkout);
    const state = new Map<string, string>();
    const asInputs = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [
        `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
        value,
      ]),
    );
    const env = { ...frame.env, ...call.env, ...asInputs };
    if (runs.post !== undefined) {
      const post = join(folder, runs.post);
      this.#posts.push({
        name: `Post ${step.name ?? uses}`,
        condition: runs['post-if'] ?? 'always()',
        env: call.env,
        run: async () => {
          const kept = Object.fromEntries([...state].map(([name, value]) => [`STATE_${name}`, value]));
          const code = await this.#process(node, [post], {
            cwd: this.#workspace,
            env: { ...env, ...kept },
            outputs: {},
            signal: new AbortController().signal,
            state,
            actionPath: null,
          });
          return code === 0 ? 'success' : 'failure';
        },
      });
    }
    const code = await this.#process(node, [join(folder, runs.main)], {
      cwd: this.#workspace,
      env,
      outputs: call.outputs,
      signal: call.signal,
      state,
      actionPath: null,
    });
    if (code !== null && code !== 0) this.#log.line(`##[error]Node run failed with exit code ${code}`);
    return code === null ? 'cancelled' : code === 0 ? 'success' : 'failure';
  }

  #unknownInputs(uses: string, given: Readonly<Record<string, string>>, valid: readonly string[]): void {
    const known = new Set(valid.map((name) => name.toLowerCase()));
    const odd = Object.keys(given).filter((name) => !known.has(name.toLowerCase()));
    if (odd.length > 0) {
      this.#annotate(
        'warning',
        `Unexpected input(s) ${quoted(odd)}, valid inputs are [${quoted(valid)}] (${uses})`,
      );
    }
  }

  /** A local path below the workspace; `$/…` is the same repository at the very commit of the workflow file. */
  async #actionFolder(uses: string): Promise<string> {
    if (!uses.startsWith('$/')) return join(this.#workspace, uses);
    if (this.#selfFolder === null) {
      const { forge, row, event, folder } = this.#setting;
      const target = join(folder, 'self');
      await mkdir(target, { recursive: true });
      const archive = await forge.git(row.repo).bytes(['archive', '--format=tar', event.sha ?? '']);
      await execa('tar', ['-x', '-C', target], { input: archive });
      this.#selfFolder = target;
    }
    return join(this.#selfFolder, uses.slice(2));
  }

  async #runComposite(
    spec: ActionSpec,
    folder: string,
    inputs: Readonly<Record<string, string>>,
    call: StepCall,
  ): Promise<Conclusion> {
    if (spec.runs.using !== 'composite') throw new Error('not a composite action');
    const frame: Frame = {
      steps: spec.runs.steps,
      env: call.env,
      inputs,
      actionPath: folder,
      results: {},
      top: false,
      failed: false,
    };
    const outer = this.#step;
    await this.#runSteps(frame, call.signal);
    this.#step = outer;
    for (const [name, output] of Object.entries(spec.outputs ?? {})) {
      call.outputs[name] = interpolateText(output.value ?? '', this.#scope(frame));
    }
    if (call.signal.aborted) return 'cancelled';
    return frame.failed ? 'failure' : 'success';
  }

  async #runStandIn(
    standIn: StandIn,
    given: Readonly<Record<string, string>>,
    frame: Frame,
    call: StepCall,
  ): Promise<Conclusion> {
    const defaults = Object.fromEntries(
      Object.entries(standIn.inputs).map(([name, value]) => [name, interpolateText(value, call.scope)]),
    );
    this.#unknownInputs(standIn.action, given, Object.keys(standIn.inputs));
    const { forge, row, token, checkout, event, shared } = this.#setting;
    const github = asObject(this.#setting.contexts['github']);
    const context: StandInContext = {
      forge,
      repo: row.repo,
      run: row.run,
      job: row.id,
      workspace: this.#workspace,
      temp: this.#temp,
      home: this.#home,
      checkout,
      token,
      github: {
        event_name: asText(github['event_name'] ?? ''),
        ref: event.ref,
        sha: event.sha ?? '',
        event: event.payload,
      },
      inputs: { ...defaults, ...given },
      env: this.#processEnv({ ...frame.env, ...call.env }, null, null),
      shared,
      signal: call.signal,
      state: new Map(),
      log: (line) => this.#log.line(line),
      warn: (message) => this.#annotate('warning', message),
      output: (name, value) => {
        call.outputs[name] = value;
      },
      addPath: (folder) => this.#paths.unshift(folder),
      mask: (secret) => this.#masks.add(secret),
    };
    if (standIn.post) {
      this.#posts.push({
        name: `Post ${standIn.action}`,
        condition: standIn.postIf ?? 'always()',
        env: {},
        run: async () => {
          await standIn.post?.({ ...context, signal: new AbortController().signal });
          return 'success';
        },
      });
    }
    await standIn.main(context);
    return 'success';
  }

  async #runPosts(frame: Frame): Promise<void> {
    for (const post of this.#posts.toReversed()) {
      const began = performance.now();
      this.#annotationsOfStep = new Map();
      let conclusion: Conclusion = 'skipped';
      if (holds(post.condition, this.#scope({ ...frame, env: post.env, failed: this.#failed }))) {
        this.#log.line(`##[group]${post.name}`);
        conclusion = await post.run().catch((error: unknown) => {
          this.#annotate('error', messageOf(error));
          return 'failure' as const;
        });
        this.#log.line('##[endgroup]');
      }
      if (conclusion === 'failure') this.#failed = true;
      const seconds = Math.round(performance.now() - began) / 1000;
      this.#steps.push({
        name: post.name,
        number: this.#steps.length + 1,
        status: 'completed',
        conclusion,
        seconds,
      });
    }
    const last = { name: 'Complete job', status: 'completed', conclusion: 'success', seconds: 0 } as const;
    this.#steps.push({ ...last, number: this.#steps.length + 1 });
  }

  #outputs(frame: Frame): Record<string, string> {
    const outputs: Record<string, string> = {};
    for (const [name, text] of Object.entries(this.#setting.spec.outputs ?? {})) {
      const value = interpolateText(text, this.#scope(frame));
      if (this.#masks.holds(value))
        this.#annotate('warning', `Skip output '${name}' since it may contain secret.`);
      else outputs[name] = value;
    }
    return outputs;
  }

  async #process(
    file: string,
    args: readonly string[],
    options: {
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>>;
      readonly outputs: Record<string, string>;
      readonly signal: AbortSignal;
      readonly state: Map<string, string>;
      readonly actionPath: string | null;
    },
  ): Promise<number | null> {
    const base = join(this.#temp, '_runner_file_commands', randomUUID());
    await mkdir(dirname(base), { recursive: true });
    const files: StepFiles = {
      env: `${base}-env`,
      output: `${base}-output`,
      path: `${base}-path`,
      state: `${base}-state`,
      summary: `${base}-summary`,
    };
    for (const path of Object.values(files)) await writeFile(path, '');
    this.#stopCommands = null;
    const code = await runProcess({
      file,
      args,
      cwd: options.cwd,
      env: this.#processEnv(options.env, files, options.actionPath),
      onLine: (line) => this.#heard(line),
      signal: options.signal,
    });
    await this.#readFiles(files, options.outputs, options.state);
    return code;
  }

  async #readFiles(
    files: StepFiles,
    outputs: Record<string, string>,
    state: Map<string, string>,
  ): Promise<void> {
    for (const [name, value] of parsePairs(await text(files.output))) outputs[name] = value;
    for (const [name, value] of parsePairs(await text(files.state))) state.set(name, value);
    for (const [name, value] of parsePairs(await text(files.env))) {
      if (name === 'NODE_OPTIONS')
        throw new Error("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
      // The platform's own variables cannot be overwritten.
      if (!/^(?:GITHUB_|RUNNER_|CI$)/u.test(name)) this.#env.set(name, value);
    }
    for (const folder of (await text(files.path)).split('\n')) if (folder !== '') this.#paths.unshift(folder);
    const { size } = await stat(files.summary);
    if (size > SUMMARY_LIMIT) {
      this.#annotate(
        'error',
        `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.ceil(size / 1024)}k`,
      );
    } else if (size > 0) this.#summary += `${this.#masks.hide(await text(files.summary))}\n`;
  }

  /** `env -i`: what GitHub sets, what the workflow sets, and a PATH of the system. */
  #processEnv(
    own: Readonly<Record<string, string>>,
    files: StepFiles | null,
    actionPath: string | null,
  ): Record<string, string> {
    const { folder, machine, network, checkout } = this.#setting;
    const github = asObject(this.#setting.contexts['github']);
    const text = (name: string) => asText(github[name] ?? '');
    const platform: Record<string, string> = {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      ...Object.fromEntries(PLATFORM.map((name) => [`GITHUB_${name.toUpperCase()}`, text(name)])),
      GITHUB_WORKSPACE: this.#workspace,
      GITHUB_EVENT_PATH: join(this.#temp, '_github_workflow/event.json'),
      GITHUB_ACTION: this.#step,
      ...(actionPath !== null && { GITHUB_ACTION_PATH: actionPath }),
      ...(files && {
        GITHUB_ENV: files.env,
        GITHUB_OUTPUT: files.output,
        GITHUB_PATH: files.path,
        GITHUB_STATE: files.state,
        GITHUB_STEP_SUMMARY: files.summary,
      }),
      RUNNER_NAME: machine.name,
      RUNNER_OS: 'Linux',
      RUNNER_ARCH: 'X64',
      RUNNER_ENVIRONMENT: machine.hosted ? 'github-hosted' : 'self-hosted',
      RUNNER_TEMP: this.#temp,
      RUNNER_TOOL_CACHE: this.#setting.tools,
      RUNNER_WORKSPACE: dirname(this.#workspace),
      RUNNER_TRACKING_ID: this.#trackingId,
    };
    const path = [
      ...this.#paths,
      join(folder, 'bin'),
      '/usr/local/sbin',
      '/usr/local/bin',
      '/usr/sbin',
      '/usr/bin',
      '/sbin',
      '/bin',
    ];
    return {
      HOME: this.#home,
      USER: 'runner',
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      TMPDIR: join(folder, 'tmp'),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: join(this.#home, '.gitconfig'),
      GIT_TERMINAL_PROMPT: '0',
      ...npmEnv(checkout),
      ...network,
      PATH: path.join(':'),
      ...Object.fromEntries(this.#env),
      ...own,
      ...platform,
    };
  }

  #heard(line: string): void {
    if (this.#stopCommands !== null) {
      if (line.trim() === `::${this.#stopCommands}::`) this.#stopCommands = null;
      else this.#log.line(line);
      return;
    }
    const command = parseCommand(line);
    if (!command) {
      this.#log.line(line);
      return;
    }
    this.#obey(command, line);
  }

  #obey(
    command: {
      readonly name: string;
      readonly properties: Readonly<Record<string, string>>;
      readonly message: string;
    },
    line: string,
  ): void {
    const { name, properties, message } = command;
    switch (name) {
      case 'stop-commands':
        this.#stopCommands = message;
        break;
      case 'add-mask':
        this.#masks.add(message);
        this.#log.line('::add-mask::***');
        break;
      case 'error':
      case 'warning':
      case 'notice':
        this.#annotate(name, message, properties);
        this.#log.line(`##[${name}]${message}`);
        break;
      case 'group':
      case 'endgroup':
        this.#log.line(`##[${name}]${message}`);
        break;
      case 'debug':
      case 'echo':
      case 'add-matcher':
      case 'remove-matcher':
        break;
      case 'set-output':
      case 'save-state':
      case 'set-env':
      case 'add-path':
        this.#annotate(
          'error',
          `The \`${name}\` command is disabled. Please upgrade to using Environment Files.`,
        );
        break;
      default:
        this.#log.line(line);
    }
  }

  #annotate(
    level: Annotation['level'],
    message: string,
    properties: Readonly<Record<string, string>> = {},
  ): void {
    const count = (this.#annotationsOfStep.get(level) ?? 0) + 1;
    this.#annotationsOfStep.set(level, count);
    if (count > ANNOTATIONS_A_STEP) return;
    this.#annotations.push({
      level,
      title: properties['title'] ?? null,
      message: this.#masks.hide(message),
      file: properties['file'] ?? null,
      line: properties['line'] === undefined ? null : Math.trunc(Number(properties['line']) || 0),
    });
  }

  #report(): void {
    this.#setting.onProgress({
      steps: [...this.#steps],
      annotations: [...this.#annotations],
      summary: this.#summary,
    });
  }
}

/** The variables that carry a field of the `github` context under its own name. */
const PLATFORM = [
  'actor',
  'actor_id',
  'api_url',
  'base_ref',
  'event_name',
  'graphql_url',
  'head_ref',
  'job',
  'ref',
  'ref_name',
  'ref_protected',
  'ref_type',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'retention_days',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'triggering_actor',
  'workflow',
  'workflow_ref',
  'workflow_sha',
] as const;

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

const text = (path: string): Promise<string> => readFile(path, 'utf8');

const isForeign = (uses: string): boolean => !uses.startsWith('./') && !uses.startsWith('$/');

const asObject = (value: Json | undefined): Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};

function envOf(env: JobSpec['env'], scope: Scope): Record<string, string> {
  const expanded = typeof env === 'string' ? expand(env, scope) : (env ?? {});
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(asObject(expanded))) found[name] = asText(expand(value, scope));
  return found;
}

/** docs.github.com, "Workflow syntax", `jobs.<job_id>.steps[*].shell`. */
function shellOf(shell: string): string[] {
  switch (shell) {
    case '':
      return ['bash', '-e', '{0}'];
    case 'bash':
      return ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '{0}'];
    case 'sh':
      return ['sh', '-e', '{0}'];
    case 'python':
      return ['python3', '{0}'];
    default:
      if (!shell.includes('{0}')) throw new Error(`The sandbox has no shell ${shell}`);
      return shell.split(/ +/u);
  }
}

async function readAction(folder: string, uses: string): Promise<ActionSpec> {
  for (const name of ['action.yml', 'action.yaml']) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text !== undefined) return parseActionFile(`${uses}/${name}`, text);
  }
  throw new Error(
    `Can't find 'action.yml' or 'action.yaml' under '${basename(folder)}'. Did you forget to run actions/checkout before running your local action?`,
  );
}

/** SHA-256 over the SHA-256 of every file that fits, in order; empty when none does. */
function hashFiles(workspace: string, patterns: readonly string[]): string {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const taken = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const files = globSync(wanted, { cwd: workspace, exclude: taken }).toSorted();
  const hash = createHash('sha256');
  let any = false;
  for (const file of files) {
    try {
      hash.update(
        createHash('sha256')
          .update(readFileSync(join(workspace, file)))
          .digest(),
      );
      any = true;
    } catch {
      // A folder fits as well, and has no bytes.
    }
  }
  return any ? hash.digest('hex') : '';
}
