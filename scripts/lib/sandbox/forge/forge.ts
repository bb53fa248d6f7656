import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, UserError } from '#core/errors.ts';
import { loadDescription } from '../openapi/description.ts';
import type { Level, OperationId, Scope } from '../openapi/operations.ts';
import { BareRepository } from './bare.ts';
import { Blobs } from './blobs.ts';
import { Faults } from './faults.ts';
import { installHooks } from './git-http.ts';
import type { Dispatch, ForgeEvent, Hub, JobToken, JsonObject, Settings, Viewer } from './hub.ts';
import { LfsStore } from './lfs-store.ts';
import { listening } from './listening.ts';
import { refreshPull } from './pulls.ts';
import type { Violation } from './rest.ts';
import { answerRoute, apiPathOf, reset } from './route.ts';
import type { PageHandler, Rooms } from './route.ts';
import { ACTIONS_BOT } from './shapes/users.ts';
import { openTables } from './tables.ts';
import type { Repo, Tables, User } from './tables.ts';

export interface ForgeOptions {
  /** Everything lies below it: repositories, objects, assets, the journal. */
  readonly root: string;
  readonly settings?: Partial<Settings>;
  /** A test's own clock. */
  readonly now?: () => Date;
  /** 0, unless told: any free port of 127.0.0.1. */
  readonly port?: number;
}

/** One request that was answered; for assertions and for the curious. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationId | null;
  readonly status: number;
  readonly login: string | null;
  readonly job: number | null;
}

/** What the runner puts behind the forge's routes about workflows. */
export interface RunnerHooks {
  dispatch(repo: Repo, workflow: string, ref: string, inputs: JsonObject): Promise<Dispatch>;
  cancelRun(id: number): boolean;
}

const DEFAULTS: Settings = {
  immutableReleases: true,
  actionsMayOpenPulls: false,
  protection: {},
  lfsObjectLimit: 2 * 1024 ** 3,
  fileLimit: 100 * 1024 ** 2,
};

/** A GitHub on 127.0.0.1: Git and Git LFS over HTTP, and the REST routes that `openapi/operations.ts` lists. */
export class Forge implements Hub {
  readonly tables: Tables;
  readonly blobs: Blobs;
  readonly lfs: LfsStore;
  readonly settings: Settings;
  readonly faults = new Faults();
  readonly #repositories = new Map<string, BareRepository>();
  readonly #root: string;
  readonly #now: () => Date;
  readonly #description = loadDescription();
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      this.#violations.push({
        side: 'response',
        method: request.method ?? '',
        path: request.url ?? '',
        status: 500,
        faults: [error instanceof Error ? (error.stack ?? error.message) : messageOf(error)],
      });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  readonly #violations: Violation[] = [];
  readonly #exchanges: Exchange[] = [];
  readonly #events: ForgeEvent[] = [];
  readonly #listeners = new Set<(event: ForgeEvent) => void>();
  readonly #jobTokens = new Map<string, JobToken>();
  readonly #queues = new Map<string, Promise<unknown>>();
  readonly #storageKey = randomBytes(32);
  #hooks: RunnerHooks | undefined;
  #pages: PageHandler | undefined;
  #url = '';

  private constructor(options: ForgeOptions) {
    this.#root = options.root;
    this.#now = options.now ?? (() => new Date());
    this.settings = { ...DEFAULTS, ...options.settings };
    this.tables = openTables(join(options.root, 'journal.jsonl'));
    this.blobs = new Blobs(join(options.root, 'blobs'));
    this.lfs = new LfsStore(new Blobs(join(options.root, 'lfs')));
  }

  /** Opens what lies below `root`, or begins anew there, and listens. */
  static async open(options: ForgeOptions): Promise<Forge> {
    await mkdir(options.root, { recursive: true });
    const forge = new Forge(options);
    forge.#url = `http://127.0.0.1:${await forge.#listen(options.port)}`;
    if (forge.tables.users.list().length === 0) {
      forge.addUser({ login: 'ghost', type: 'User', token: null, avatar: null });
      forge.addUser({ login: ACTIONS_BOT, type: 'Bot', token: null, avatar: null });
    }
    await forge.#reconcile();
    return forge;
  }

  /** At the port that was asked for, or the one it had before, where comments and clones look for it, or any other. */
  async #listen(wanted: number | undefined): Promise<number> {
    const file = join(this.#root, 'port');
    const before = existsSync(file) ? Number(await readFile(file, 'utf8')) : 0;
    const port =
      wanted === undefined
        ? await listening(this.#server, before).catch(() => listening(this.#server, 0))
        : await listening(this.#server, wanted);
    await writeFile(file, String(port));
    return port;
  }

  get url(): string {
    return this.#url;
  }

  /** `GITHUB_API_URL`. */
  get apiUrl(): string {
    return `${this.#url}/api/v3`;
  }

  /** After a kill between a push and what follows from it, pull requests catch up with Git. */
  async #reconcile(): Promise<void> {
    for (const pull of this.tables.pulls.list((row) => row.state === 'open')) {
      const head = await this.git(pull.head.repo).ref(`refs/heads/${pull.head.ref}`);
      const base = await this.git(pull.repo).ref(`refs/heads/${pull.base.ref}`);
      if (head?.sha !== pull.head.sha || base?.sha !== pull.base.sha || pull.mergeable === null) {
        await refreshPull(this, pull);
      }
    }
  }

  now(): string {
    return this.#now()
      .toISOString()
      .replace(/\.\d{3}Z$/u, 'Z');
  }

  addUser(user: Omit<User, 'id'>): User {
    return this.tables.users.put({ id: this.tables.journal.nextId(), ...user });
  }

  user(login: string): User {
    const found = this.tables.users.list((row) => row.login === login)[0];
    if (!found) throw new Error(`No user ${login}`);
    return found;
  }

  repo(slug: string): Repo {
    const found = this.tables.repos.list((row) => row.slug === slug)[0];
    if (!found) throw new Error(`No repository ${slug}`);
    return found;
  }

  git(slug: string): BareRepository {
    const path = join(this.#root, 'git', `${this.repo(slug).slug}.git`);
    const repository = this.#repositories.get(path) ?? new BareRepository(path);
    this.#repositories.set(path, repository);
    return repository;
  }

  async createRepo(repo: Omit<Repo, 'id' | 'created_at'>): Promise<Repo> {
    const path = join(this.#root, 'git', `${repo.slug}.git`);
    await BareRepository.init(path);
    await installHooks(path);
    return this.tables.repos.put({ id: this.tables.journal.nextId(), created_at: this.now(), ...repo });
  }

  locked<T>(slug: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(slug) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#queues.set(
      slug,
      mine.catch(() => undefined),
    );
    return mine;
  }

  /** Everything that happened since the forge was opened, also what starts no workflow. */
  events(): readonly ForgeEvent[] {
    return this.#events;
  }

  onEvent(listener: (event: ForgeEvent) => void): void {
    this.#listeners.add(listener);
  }

  emit(event: ForgeEvent): void {
    this.#events.push(event);
    for (const listener of this.#listeners) listener(event);
  }

  /** Requests and answers outside of GitHub's description, and routes that are not answered. */
  violations(): readonly Violation[] {
    return this.#violations;
  }

  /** Every request, in the order of the answers. */
  exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  attachRunner(hooks: RunnerHooks): void {
    this.#hooks = hooks;
  }

  attachPages(pages: PageHandler): void {
    this.#pages = pages;
  }

  dispatch(repo: Repo, workflow: string, ref: string, inputs: JsonObject): Promise<Dispatch> {
    if (this.#hooks) return this.#hooks.dispatch(repo, workflow, ref, inputs);
    return Promise.resolve({ kind: 'refused', status: 404, message: 'Not Found' });
  }

  cancelRun(id: number): boolean {
    return this.#hooks?.cancelRun(id) ?? false;
  }

  /** A token that is good until it is revoked, with these permissions and no others. */
  mintJobToken(
    job: { readonly repo: string; readonly run: number; readonly job: number },
    permissions: ReadonlyMap<Scope, Level>,
  ): string {
    const text = `ghs_${randomBytes(18).toString('hex')}`;
    this.#jobTokens.set(text, { ...job, permissions });
    return text;
  }

  revokeJobToken(token: string): void {
    this.#jobTokens.delete(token);
  }

  storageUrl(kind: 'asset' | 'artifact' | 'log', id: number): string {
    return `${this.#url}/_storage/${kind}/${id}/${this.#seal(kind, id)}`;
  }

  #seal(kind: string, id: number): string {
    return createHmac('sha256', this.#storageKey).update(`${kind}/${id}`).digest('hex');
  }

  /** Where a job's log lies. */
  logPath(job: number): string {
    return join(this.#root, 'logs', `${job}.log`);
  }

  async writeLog(job: number, text: string): Promise<void> {
    await mkdir(join(this.#root, 'logs'), { recursive: true });
    await writeFile(this.logPath(job), text);
  }

  async readLog(job: number): Promise<string> {
    return existsSync(this.logPath(job)) ? readFile(this.logPath(job), 'utf8') : '';
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      this.#server.closeAllConnections();
    });
    for (const repository of this.#repositories.values()) await repository.close();
    this.tables.journal.close();
  }

  /** @throws {UserError} `bad-credentials`: 401, as GitHub answers an unknown token */
  #viewer(request: IncomingMessage): Viewer {
    const header = request.headers.authorization;
    if (header === undefined) return { kind: 'anonymous' };
    const [scheme = '', value = ''] = header.split(' ', 2);
    const token =
      scheme.toLowerCase() === 'basic'
        ? Buffer.from(value, 'base64').toString('utf8').split(':').slice(1).join(':')
        : value;
    const job = this.#jobTokens.get(token);
    if (job) return { kind: 'job', user: this.user(ACTIONS_BOT), token: job };
    const user = this.tables.users.list((row) => row.token !== null && row.token === token)[0];
    if (user) return { kind: 'user', user };
    throw new UserError('bad-credentials', 'Bad credentials', {
      hint: 'The token is unknown or has expired.',
    });
  }

  #rooms(): Rooms {
    return {
      hub: this,
      description: this.#description,
      vault: { seal: (kind, id) => this.#seal(kind, id), readLog: (job) => this.readLog(job) },
      pages: this.#pages,
      report: (violation) => this.#violations.push(violation),
    };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#url);
    const method = request.method ?? 'GET';
    const fault = this.faults.take(method, apiPathOf(url) ?? url.pathname);
    if (fault?.kind === 'reset') return reset(request, fault.afterBytes ?? 0);
    if (fault?.kind === 'status') {
      request.resume();
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      response.end(JSON.stringify({ message: 'An injected fault', documentation_url: '' }));
      this.#exchanges.push({
        method,
        path: url.pathname,
        operation: null,
        status: fault.status,
        login: null,
        job: null,
      });
      return;
    }
    let viewer: Viewer;
    try {
      viewer = this.#viewer(request);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      request.resume();
      const headers = { 'content-type': 'application/json', 'www-authenticate': 'Basic realm="GitHub"' };
      response.writeHead(401, headers).end(JSON.stringify({ message: error.message, documentation_url: '' }));
      return;
    }
    const operation = await answerRoute(this.#rooms(), {
      url,
      request,
      response,
      viewer,
      delay: fault?.milliseconds ?? 0,
    });
    this.#exchanges.push({
      method,
      path: url.pathname,
      operation,
      status: response.statusCode,
      login: viewer.kind === 'anonymous' ? null : viewer.user.login,
      job: viewer.kind === 'job' ? viewer.token.job : null,
    });
  }
}
