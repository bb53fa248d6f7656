import { z } from 'zod';
import { bodyOf, created, idOf, needs, ok, paged, param } from '../call.ts';
import type { Handler, RepoCall } from '../call.ts';
import { Refusal, invalid, notFound } from '../hub.ts';
import { checkShape, statusShape } from '../shapes/checks.ts';
import { repoShape } from '../shapes/repos.ts';
import { CheckConclusion, CheckStatus } from '../tables.ts';
import type { Check, Status } from '../tables.ts';

/** GitHub: at most this many statuses for one commit and context. */
const STATUS_LIMIT = 1000;
/** GitHub: a status' description. */
const DESCRIPTION_LIMIT = 140;

const Annotation = z.object({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  start_column: z.int().nullable().default(null),
  end_column: z.int().nullable().default(null),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  title: z.string().nullable().default(null),
  message: z.string(),
  raw_details: z.string().nullable().default(null),
});

const Wanted = z.object({
  name: z.string().optional(),
  head_sha: z.string().optional(),
  status: CheckStatus.optional(),
  conclusion: CheckConclusion.optional(),
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  output: z
    .object({
      title: z.string().optional(),
      summary: z.string().optional(),
      text: z.string().optional(),
      annotations: z.array(Annotation).default([]),
    })
    .optional(),
});

/** Only apps write checks; a person's token is turned away. */
function appOnly(call: RepoCall): void {
  const app = call.viewer.kind === 'job' || (call.viewer.kind === 'user' && call.viewer.user.type === 'Bot');
  if (!app) throw new Refusal(403, 'You must authenticate via a GitHub App.');
}

function merged(check: Check, wanted: z.infer<typeof Wanted>, now: string): Check {
  const status = wanted.conclusion === undefined ? (wanted.status ?? check.status) : 'completed';
  if (status === 'completed' && wanted.conclusion === undefined && check.conclusion === null) {
    throw invalid('CheckRun', 'conclusion', 'missing_field');
  }
  return {
    ...check,
    name: wanted.name ?? check.name,
    status,
    conclusion: wanted.conclusion ?? check.conclusion,
    details_url: wanted.details_url ?? check.details_url,
    external_id: wanted.external_id ?? check.external_id,
    title: wanted.output?.title ?? check.title,
    summary: wanted.output?.summary ?? check.summary,
    text: wanted.output?.text ?? check.text,
    // Each request adds: that is how more than 50 get in.
    annotations: [...check.annotations, ...(wanted.output?.annotations ?? [])],
    started_at: wanted.started_at ?? check.started_at ?? now,
    completed_at: wanted.completed_at ?? (status === 'completed' ? now : check.completed_at),
  };
}

const create: Handler = async (call) => {
  appOnly(call);
  const wanted = bodyOf(call, Wanted);
  const { hub, repo } = call;
  const sha = await call.git.resolve(wanted.head_sha ?? '');
  if (sha === undefined || sha !== wanted.head_sha) {
    throw new Refusal(422, `No commit found for SHA: ${wanted.head_sha ?? ''}`);
  }
  const id = hub.tables.journal.nextId();
  const check: Check = {
    id,
    repo: repo.slug,
    name: wanted.name ?? '',
    head_sha: sha,
    status: 'queued',
    conclusion: null,
    details_url: `${hub.url}/${repo.slug}/runs/${id}`,
    external_id: '',
    title: null,
    summary: null,
    text: null,
    annotations: [],
    started_at: null,
    completed_at: null,
  };
  return created(checkShape(hub, hub.tables.checks.put(merged(check, wanted, hub.now()))));
};

function checkOf(call: RepoCall): Check {
  const check = call.hub.tables.checks.get(idOf(call, 'check_run_id'));
  if (!check || check.repo !== call.repo.slug) throw notFound();
  return check;
}

const update: Handler = (call) => {
  appOnly(call);
  const check = merged(checkOf(call), bodyOf(call, Wanted), call.hub.now());
  return ok(checkShape(call.hub, call.hub.tables.checks.put(check)));
};

async function shaOf(call: RepoCall): Promise<string> {
  const sha = await call.git.resolve(param(call, 'ref'));
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${param(call, 'ref')}`);
  return sha;
}

const listForRef: Handler = async (call) => {
  const sha = await shaOf(call);
  const name = call.query.get('check_name');
  const status = call.query.get('status');
  const rows = call.hub.tables.checks
    .list((row) => row.repo === call.repo.slug && row.head_sha === sha)
    .filter((row) => (name === null || row.name === name) && (status === null || row.status === status));
  const newest = [...new Map(rows.map((row) => [row.name, row])).values()];
  const shown = call.query.get('filter') === 'all' ? rows : newest;
  const { page, headers } = paged(call, shown);
  return {
    status: 200,
    headers,
    body: { total_count: shown.length, check_runs: page.map((row) => checkShape(call.hub, row)) },
  };
};

const CreateStatus = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string().default('default'),
  description: z.string().nullish(),
  target_url: z.string().nullish(),
});

const createStatus: Handler = async (call) => {
  needs(call, 'write');
  const { hub, repo } = call;
  const wanted = bodyOf(call, CreateStatus);
  const sha = await call.git.resolve(param(call, 'sha'));
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${param(call, 'sha')}`);
  if ((wanted.description ?? '').length > DESCRIPTION_LIMIT) {
    throw invalid('Status', 'description', 'custom', 'description is too long (maximum is 140 characters)');
  }
  const earlier = statuses(call, sha).filter((row) => row.context === wanted.context);
  if (earlier.length >= STATUS_LIMIT) {
    throw invalid(
      'Status',
      'base',
      'custom',
      'This SHA and context has reached the maximum number of statuses.',
    );
  }
  const status = hub.tables.statuses.put({
    id: hub.tables.journal.nextId(),
    repo: repo.slug,
    sha,
    state: wanted.state,
    context: wanted.context,
    description: wanted.description ?? null,
    target_url: wanted.target_url ?? null,
    creator: call.actor.login,
    created_at: hub.now(),
  });
  return created(statusShape(hub, status));
};

const statuses = (call: RepoCall, sha: string): Status[] =>
  call.hub.tables.statuses.list((row) => row.repo === call.repo.slug && row.sha === sha);

const combined: Handler = async (call) => {
  const sha = await shaOf(call);
  const newest = [...new Map(statuses(call, sha).map((row) => [row.context, row])).values()];
  const { page, headers } = paged(call, newest);
  const bad = newest.some(({ state }) => state === 'failure' || state === 'error');
  const good = newest.length > 0 && newest.every(({ state }) => state === 'success');
  const url = `${call.hub.url}/api/v3/repos/${call.repo.slug}/commits/${sha}`;
  return {
    status: 200,
    headers,
    body: {
      state: bad ? 'failure' : good ? 'success' : 'pending',
      statuses: page.map((row) => statusShape(call.hub, row)),
      sha,
      total_count: newest.length,
      repository: repoShape(call.hub, call.repo),
      commit_url: url,
      url: `${url}/status`,
    },
  };
};

const annotationShape = (annotation: Check['annotations'][number], blob: string) => ({
  ...annotation,
  blob_href: `${blob}/${annotation.path}`,
});

export const checkRoutes = {
  'checks/create': create,
  'checks/update': update,
  'checks/get': (call) => ok(checkShape(call.hub, checkOf(call))),
  'checks/list-for-ref': listForRef,
  'checks/list-annotations': (call) => {
    const check = checkOf(call);
    const { page, headers } = paged(call, check.annotations);
    const blob = `${call.hub.url}/${check.repo}/blob/${check.head_sha}`;
    return {
      status: 200,
      headers,
      body: page.map((annotation) => annotationShape(annotation, blob)),
    };
  },
  'repos/create-commit-status': createStatus,
  'repos/get-combined-status-for-ref': combined,
  'repos/list-commit-statuses-for-ref': async (call) => {
    const { page, headers } = paged(call, statuses(call, await shaOf(call)).toReversed());
    return { status: 200, headers, body: page.map((row) => statusShape(call.hub, row)) };
  },
} as const satisfies Partial<Record<string, Handler>>;
