import { z } from 'zod';
import { Journal } from './journal.ts';
import type { Table } from './journal.ts';

/** A moment as GitHub writes it: `2026-11-22T10:00:00Z`. */
const Moment = z.iso.datetime();
const Login = z.string().min(1);
const Slug = z.string().regex(/^[^/\s]+\/[^/\s]+$/u, 'must be owner/name');
const Sha = z.string().regex(/^[0-9a-f]{40}$/u);

export const Access = z.enum(['admin', 'maintain', 'write', 'triage', 'read', 'none']);
export type Access = z.infer<typeof Access>;

const User = z.strictObject({
  id: z.int(),
  login: Login,
  type: z.enum(['User', 'Bot']),
  /** A personal access token with all scopes; bots have none, they act by job tokens. */
  token: z.string().nullable(),
  avatar: z.string().nullable(),
});
export type User = z.infer<typeof User>;

const Repo = z.strictObject({
  id: z.int(),
  slug: Slug,
  private: z.boolean(),
  forkOf: Slug.nullable(),
  description: z.string().nullable(),
  access: z.record(Login, Access),
  created_at: Moment,
});
export type Repo = z.infer<typeof Repo>;

const Pull = z.strictObject({
  id: z.int(),
  repo: Slug,
  number: z.int().positive(),
  title: z.string(),
  body: z.string().nullable(),
  draft: z.boolean(),
  state: z.enum(['open', 'closed']),
  author: Login,
  labels: z.array(z.string()),
  head: z.strictObject({ repo: Slug, ref: z.string(), sha: Sha }),
  base: z.strictObject({ ref: z.string(), sha: Sha }),
  /** `null` once it is closed. */
  mergeable: z.boolean().nullable(),
  merge_commit_sha: Sha.nullable(),
  merged_at: Moment.nullable(),
  merged_by: Login.nullable(),
  created_at: Moment,
  updated_at: Moment,
  closed_at: Moment.nullable(),
});
export type Pull = z.infer<typeof Pull>;

const Issue = z.strictObject({
  id: z.int(),
  repo: Slug,
  number: z.int().positive(),
  title: z.string(),
  body: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  author: Login,
  labels: z.array(z.string()),
  created_at: Moment,
  updated_at: Moment,
  closed_at: Moment.nullable(),
});
export type Issue = z.infer<typeof Issue>;

const Comment = z.strictObject({
  id: z.int(),
  repo: Slug,
  number: z.int().positive(),
  author: Login,
  viaApp: z.boolean(),
  body: z.string(),
  created_at: Moment,
  updated_at: Moment,
});
export type Comment = z.infer<typeof Comment>;

const Reaction = z.strictObject({
  id: z.int(),
  comment: z.int(),
  user: Login,
  content: z.enum(['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes']),
  created_at: Moment,
});

const Review = z.strictObject({
  id: z.int(),
  repo: Slug,
  number: z.int().positive(),
  author: Login,
  body: z.string(),
  state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
  commit_id: Sha,
  submitted_at: Moment,
});
export type Review = z.infer<typeof Review>;

const Label = z.strictObject({
  id: z.int(),
  repo: Slug,
  name: z.string(),
  color: z.string(),
  description: z.string(),
});
export type Label = z.infer<typeof Label>;

const Annotation = z.strictObject({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  start_column: z.int().nullable(),
  end_column: z.int().nullable(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  title: z.string().nullable(),
  message: z.string(),
  raw_details: z.string().nullable(),
});

export const CheckStatus = z.enum(['queued', 'in_progress', 'completed', 'waiting', 'requested', 'pending']);
export const CheckConclusion = z.enum([
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
]);

const Check = z.strictObject({
  id: z.int(),
  repo: Slug,
  name: z.string(),
  head_sha: Sha,
  status: CheckStatus,
  conclusion: CheckConclusion.nullable(),
  details_url: z.string(),
  external_id: z.string(),
  title: z.string().nullable(),
  summary: z.string().nullable(),
  text: z.string().nullable(),
  annotations: z.array(Annotation),
  started_at: Moment.nullable(),
  completed_at: Moment.nullable(),
});
export type Check = z.infer<typeof Check>;

const Status = z.strictObject({
  id: z.int(),
  repo: Slug,
  sha: Sha,
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string(),
  description: z.string().nullable(),
  target_url: z.string().nullable(),
  creator: Login,
  created_at: Moment,
});
export type Status = z.infer<typeof Status>;

const Release = z.strictObject({
  id: z.int(),
  repo: Slug,
  tag_name: z.string(),
  target_commitish: z.string(),
  name: z.string().nullable(),
  body: z.string().nullable(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  immutable: z.boolean(),
  author: Login,
  created_at: Moment,
  published_at: Moment.nullable(),
});
export type Release = z.infer<typeof Release>;

const Asset = z.strictObject({
  id: z.int(),
  repo: Slug,
  release: z.int(),
  name: z.string(),
  label: z.string().nullable(),
  content_type: z.string(),
  size: z.int(),
  /** SHA-256 of the bytes, which lie in the blob folder under this name. */
  sha256: z.string(),
  downloads: z.int(),
  uploader: Login,
  created_at: Moment,
  updated_at: Moment,
});
export type Asset = z.infer<typeof Asset>;

const Artifact = z.strictObject({
  id: z.int(),
  repo: Slug,
  run: z.int(),
  name: z.string(),
  /** `false`: one file, kept as it is (`archive: false` of upload-artifact v7). */
  archive: z.boolean(),
  size: z.int(),
  sha256: z.string(),
  created_at: Moment,
});
export type Artifact = z.infer<typeof Artifact>;

const Run = z.strictObject({
  id: z.int(),
  repo: Slug,
  /** `.github/workflows/x.yml` */
  path: z.string(),
  name: z.string(),
  title: z.string(),
  number: z.int(),
  event: z.string(),
  action: z.string().nullable(),
  actor: Login,
  head_branch: z.string().nullable(),
  head_sha: Sha,
  head_repo: Slug,
  /** The commit whose files ran: for a pull request the merge commit. */
  sha: Sha,
  pull: z.int().nullable(),
  status: CheckStatus,
  conclusion: z.string().nullable(),
  /** Why it did not start, or was cancelled. */
  note: z.string().nullable(),
  created_at: Moment,
  updated_at: Moment,
});
export type Run = z.infer<typeof Run>;

const Step = z.strictObject({
  name: z.string(),
  number: z.int(),
  status: z.enum(['queued', 'in_progress', 'completed']),
  conclusion: z.enum(['success', 'failure', 'cancelled', 'skipped']).nullable(),
  seconds: z.number(),
});

const JobAnnotation = z.strictObject({
  level: z.enum(['notice', 'warning', 'error']),
  title: z.string().nullable(),
  message: z.string(),
  file: z.string().nullable(),
  line: z.int().nullable(),
});

const Job = z.strictObject({
  id: z.int(),
  repo: Slug,
  run: z.int(),
  /** The key below `jobs:`. */
  key: z.string(),
  name: z.string(),
  labels: z.array(z.string()),
  runner: z.string().nullable(),
  head_sha: Sha,
  status: CheckStatus,
  conclusion: z.enum(['success', 'failure', 'cancelled', 'skipped', 'timed_out']).nullable(),
  permissions: z.record(z.string(), z.string()),
  steps: z.array(Step),
  annotations: z.array(JobAnnotation),
  summary: z.string(),
  created_at: Moment,
  started_at: Moment.nullable(),
  completed_at: Moment.nullable(),
  seconds: z.number(),
});
export type Job = z.infer<typeof Job>;

/** Everything that the forge remembers besides Git and bytes. */
export interface Tables {
  readonly journal: Journal;
  readonly users: Table<User>;
  readonly repos: Table<Repo>;
  readonly pulls: Table<Pull>;
  readonly issues: Table<Issue>;
  readonly comments: Table<Comment>;
  readonly reactions: Table<z.infer<typeof Reaction>>;
  readonly reviews: Table<Review>;
  readonly labels: Table<Label>;
  readonly checks: Table<Check>;
  readonly statuses: Table<Status>;
  readonly releases: Table<Release>;
  readonly assets: Table<Asset>;
  readonly artifacts: Table<Artifact>;
  readonly runs: Table<Run>;
  readonly jobs: Table<Job>;
}

export function openTables(path: string): Tables {
  const journal = new Journal(path);
  return {
    journal,
    users: journal.table('users', User),
    repos: journal.table('repos', Repo),
    pulls: journal.table('pulls', Pull),
    issues: journal.table('issues', Issue),
    comments: journal.table('comments', Comment),
    reactions: journal.table('reactions', Reaction),
    reviews: journal.table('reviews', Review),
    labels: journal.table('labels', Label),
    checks: journal.table('checks', Check),
    statuses: journal.table('statuses', Status),
    releases: journal.table('releases', Release),
    assets: journal.table('assets', Asset),
    artifacts: journal.table('artifacts', Artifact),
    runs: journal.table('runs', Run),
    jobs: journal.table('jobs', Job),
  };
}
