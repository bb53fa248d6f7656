import type { Json } from '#core/json.ts';
import type { Level, Scope } from '../openapi/operations.ts';
import type { BareRepository } from './bare.ts';
import type { Blobs } from './blobs.ts';
import type { LfsStore } from './lfs-store.ts';
import type { Access, Repo, Tables, User } from './tables.ts';

export type JsonObject = Readonly<Record<string, Json>>;

/** Whoever asks. A job acts by a token that carries only what its `permissions:` grant. */
export type Viewer =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'job'; readonly user: User; readonly token: JobToken };

export interface JobToken {
  readonly repo: string;
  readonly permissions: ReadonlyMap<Scope, Level>;
  readonly run: number;
  readonly job: number;
}

/** Something happened that a workflow may wait for. */
export interface ForgeEvent {
  /** `push`, `pull_request`, … as `on:` names it. */
  readonly name: string;
  /** The activity type, where the event has one. */
  readonly action: string | null;
  readonly repo: string;
  readonly actor: User;
  /** What `github.event` will be. */
  readonly payload: JsonObject;
  /** `github.ref`, in full. */
  readonly ref: string;
  /** `github.sha`, and the commit whose workflow files count; `null` when there is none (a conflict, a deleted branch). */
  readonly sha: string | null;
  readonly headRef: string | null;
  readonly baseRef: string | null;
  /** What check runs and the list of runs show: for a pull request its head. */
  readonly headSha: string;
  readonly headRepo: string;
  readonly pull: number | null;
  /** The two commits whose difference `paths:` looks at. */
  readonly range: { readonly from: string; readonly to: string } | null;
  /** Fork pull requests get a read-only token and no secrets. */
  readonly fromFork: boolean;
  /** `workflow_dispatch` names one file. */
  readonly workflow: string | null;
  /** False for what a job's token did: such events start nothing, except dispatches. */
  readonly startsWorkflows: boolean;
}

/** A rule that the platform puts before a branch. */
interface BranchProtection {
  readonly approvals: number;
  /** Names of checks (or contexts of statuses) that must have succeeded on the head. */
  readonly checks: readonly string[];
}

export interface Settings {
  readonly immutableReleases: boolean;
  /** "Allow GitHub Actions to create and approve pull requests"; off by default on GitHub as well. */
  readonly actionsMayOpenPulls: boolean;
  /** By branch name. */
  readonly protection: Readonly<Record<string, BranchProtection>>;
  /** Bytes; GitHub Free and Pro: 2 GiB. */
  readonly lfsObjectLimit: number;
  /** Bytes; github.com takes no larger file into Git: 100 MiB. */
  readonly fileLimit: number;
}

/** What the parts of the forge share. */
export interface Hub {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly tables: Tables;
  readonly blobs: Blobs;
  readonly lfs: LfsStore;
  readonly settings: Settings;
  now(): string;
  user(login: string): User;
  repo(slug: string): Repo;
  git(slug: string): BareRepository;
  /** Creates a repository on the disk and in the tables. */
  createRepo(repo: Omit<Repo, 'id' | 'created_at'>): Promise<Repo>;
  /** One at a time a repository: whatever moves its refs. */
  locked<T>(slug: string, work: () => Promise<T>): Promise<T>;
  emit(event: ForgeEvent): void;
  /** An address that serves bytes for whoever has it, as GitHub's storage does. */
  storageUrl(kind: 'asset' | 'artifact' | 'log', id: number): string;
  /** Why a workflow cannot be dispatched with these inputs, or what they amount to. */
  dispatch(repo: Repo, workflow: string, ref: string, inputs: JsonObject): Promise<Dispatch>;
  cancelRun(id: number): boolean;
}

export type Dispatch =
  | { readonly kind: 'ready'; readonly path: string; readonly inputs: JsonObject }
  | { readonly kind: 'refused'; readonly status: 404 | 422; readonly message: string };

/** Thrown by whatever answers a request; becomes GitHub's error body. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly errors: readonly Json[] | undefined;

  constructor(status: number, message: string, errors?: readonly Json[]) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** 422 as GitHub says it: which field of which resource, and why. */
export const invalid = (resource: string, field: string, code: string, message?: string): Refusal =>
  new Refusal(422, 'Validation Failed', [
    { resource, field, code, ...(message !== undefined && { message }) },
  ]);

export const notFound = (): Refusal => new Refusal(404, 'Not Found');

const ORDER: readonly Access[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** What `login` may do in `repo`: a public repository is read by everyone. */
export function accessOf(repo: Repo, login: string | null): Access {
  const given = login === null ? 'none' : (repo.access[login] ?? 'none');
  return given === 'none' && !repo.private ? 'read' : given;
}

export const atLeast = (access: Access, wanted: Access): boolean =>
  ORDER.indexOf(access) >= ORDER.indexOf(wanted);

/** Whether `viewer` may push to `repo`. */
export function mayPush(viewer: Viewer, repo: Repo): boolean {
  if (viewer.kind === 'anonymous') return false;
  if (viewer.kind === 'user') return atLeast(accessOf(repo, viewer.user.login), 'write');
  return viewer.token.repo === repo.slug && viewer.token.permissions.get('contents') === 'write';
}

/** Whether `viewer` may read the files of `repo`. */
export function mayRead(viewer: Viewer, repo: Repo): boolean {
  if (viewer.kind === 'job')
    return viewer.token.repo === repo.slug && viewer.token.permissions.has('contents');
  return atLeast(accessOf(repo, viewer.kind === 'user' ? viewer.user.login : null), 'read');
}
