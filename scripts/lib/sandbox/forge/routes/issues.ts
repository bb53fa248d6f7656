import { z } from 'zod';
import { bodyOf, created, idOf, NO_CONTENT, needs, ok, paged, param } from '../call.ts';
import type { Handler, RepoCall } from '../call.ts';
import { commentEvent, findNumber, pullEvent } from '../events.ts';
import { invalid, notFound } from '../hub.ts';
import { closePull } from '../pulls.ts';
import { commentShape, issueShape, labelShape } from '../shapes/issues.ts';
import { userShape } from '../shapes/users.ts';
import type { Comment, Issue, Pull } from '../tables.ts';
import { checkLength, nextNumber } from './pulls.ts';

function targetOf(call: RepoCall): Issue | Pull {
  const found = findNumber(call.hub, call.repo.slug, idOf(call, 'issue_number'));
  if (!found) throw notFound();
  return found;
}

function commentOf(call: RepoCall): Comment {
  const comment = call.hub.tables.comments.get(idOf(call, 'comment_id'));
  if (!comment || comment.repo !== call.repo.slug) throw notFound();
  return comment;
}

/** Own comments by anyone, others' by those who may write; a job's token writes as the bot. */
function mayChange(call: RepoCall, comment: Comment): void {
  if (comment.author !== call.actor.login) needs(call, 'write');
}

const Body = z.object({ body: z.string() });

function commentBody(call: RepoCall): string {
  const { body } = bodyOf(call, Body);
  if (body.trim() === '') throw invalid('IssueComment', 'body', 'missing_field');
  checkLength('IssueComment', body);
  return body;
}

const createComment: Handler = async (call) => {
  const { hub, actor } = call;
  const target = targetOf(call);
  const comment = hub.tables.comments.put({
    id: hub.tables.journal.nextId(),
    repo: target.repo,
    number: target.number,
    author: actor.login,
    viaApp: call.viewer.kind === 'job',
    body: commentBody(call),
    created_at: hub.now(),
    updated_at: hub.now(),
  });
  hub.emit(await commentEvent(hub, comment, 'created', call.viewer));
  return created(commentShape(hub, comment));
};

const updateComment: Handler = async (call) => {
  const { hub } = call;
  const comment = commentOf(call);
  mayChange(call, comment);
  const edited = hub.tables.comments.put({ ...comment, body: commentBody(call), updated_at: hub.now() });
  hub.emit(await commentEvent(hub, edited, 'edited', call.viewer));
  return ok(commentShape(hub, edited));
};

const deleteComment: Handler = async (call) => {
  const comment = commentOf(call);
  mayChange(call, comment);
  const event = await commentEvent(call.hub, comment, 'deleted', call.viewer);
  call.hub.tables.comments.remove(comment.id);
  call.hub.emit(event);
  return NO_CONTENT;
};

const listComments: Handler = (call) => {
  const target = targetOf(call);
  const since = call.query.get('since');
  const rows = call.hub.tables.comments
    .list((row) => row.repo === target.repo && row.number === target.number)
    .filter((row) => since === null || row.updated_at >= since);
  const { page, headers } = paged(call, rows);
  return { status: 200, headers, body: page.map((row) => commentShape(call.hub, row)) };
};

const Reaction = z.object({
  content: z.enum(['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes']),
});

const react: Handler = (call) => {
  const { hub, actor } = call;
  const comment = commentOf(call);
  const { content } = bodyOf(call, Reaction);
  const same = hub.tables.reactions.list(
    (row) => row.comment === comment.id && row.user === actor.login && row.content === content,
  )[0];
  const row =
    same ??
    hub.tables.reactions.put({
      id: hub.tables.journal.nextId(),
      comment: comment.id,
      user: actor.login,
      content,
      created_at: hub.now(),
    });
  return {
    status: same ? 200 : 201,
    body: {
      id: row.id,
      node_id: String(row.id),
      user: userShape(hub, actor),
      content,
      created_at: row.created_at,
    },
  };
};

function putTarget(call: RepoCall, target: Issue | Pull): Issue | Pull {
  return 'head' in target ? call.hub.tables.pulls.put(target) : call.hub.tables.issues.put(target);
}

const Labels = z.union([
  z.array(z.string()),
  z.object({ labels: z.array(z.union([z.string(), z.object({ name: z.string() })])).default([]) }),
]);

const addLabels: Handler = async (call) => {
  needs(call, 'triage');
  const wanted = bodyOf(call, Labels);
  const names = (Array.isArray(wanted) ? wanted : wanted.labels).map((label) =>
    typeof label === 'string' ? label : label.name,
  );
  const target = targetOf(call);
  const fresh = names.filter((name) => !target.labels.includes(name));
  const row = putTarget(call, { ...target, labels: [...target.labels, ...fresh] });
  for (const name of fresh) await labelled(call, row, name, 'labeled');
  return ok(row.labels.map((name) => labelShape(call.hub, row.repo, name)));
};

async function labelled(call: RepoCall, row: Issue | Pull, name: string, action: string): Promise<void> {
  if (!('head' in row)) return;
  const extra = { label: labelShape(call.hub, row.repo, name) };
  call.hub.emit(await pullEvent(call.hub, row, action, call.viewer, extra));
}

const removeLabel: Handler = async (call) => {
  needs(call, 'triage');
  const name = param(call, 'name');
  const target = targetOf(call);
  if (!target.labels.includes(name)) throw notFound();
  const row = putTarget(call, { ...target, labels: target.labels.filter((label) => label !== name) });
  await labelled(call, row, name, 'unlabeled');
  return ok(row.labels.map((label) => labelShape(call.hub, row.repo, label)));
};

const CreateLabel = z.object({
  name: z.string().min(1),
  color: z
    .string()
    .regex(/^[0-9a-fA-F]{6}$/u)
    .default('ededed'),
  description: z.string().nullish(),
});

const createLabel: Handler = (call) => {
  needs(call, 'write');
  const { name, color, description } = bodyOf(call, CreateLabel);
  if (call.hub.tables.labels.list((row) => row.repo === call.repo.slug && row.name === name).length > 0) {
    throw invalid('Label', 'name', 'already_exists');
  }
  call.hub.tables.labels.put({
    id: call.hub.tables.journal.nextId(),
    repo: call.repo.slug,
    name,
    color,
    description: description ?? '',
  });
  return created(labelShape(call.hub, call.repo.slug, name));
};

const Create = z.object({
  title: z.coerce.string().min(1),
  body: z.string().nullish(),
  labels: z.array(z.string()).optional(),
});

const create: Handler = (call) => {
  const { hub, actor, repo } = call;
  const wanted = bodyOf(call, Create);
  checkLength('Issue', wanted.body);
  const issue = hub.tables.issues.put({
    id: hub.tables.journal.nextId(),
    repo: repo.slug,
    number: nextNumber(hub, repo.slug),
    title: wanted.title,
    body: wanted.body ?? null,
    state: 'open',
    author: actor.login,
    labels: wanted.labels ?? [],
    created_at: hub.now(),
    updated_at: hub.now(),
    closed_at: null,
  });
  return created(issueShape(hub, issue));
};

const Update = z.object({
  title: z.coerce.string().optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  labels: z.array(z.string()).optional(),
});

const update: Handler = async (call) => {
  const { hub } = call;
  const target = targetOf(call);
  const wanted = bodyOf(call, Update);
  if (target.author !== call.actor.login) needs(call, 'triage');
  checkLength('Issue', wanted.body);
  const row = putTarget(call, {
    ...target,
    title: wanted.title ?? target.title,
    body: wanted.body === undefined ? target.body : wanted.body,
    labels: wanted.labels ?? target.labels,
    updated_at: hub.now(),
  });
  if (wanted.state === 'closed' && row.state === 'open') {
    if ('head' in row) return ok(issueShape(hub, await closePull(hub, row, call.viewer, null)));
    return ok(issueShape(hub, hub.tables.issues.put({ ...row, state: 'closed', closed_at: hub.now() })));
  }
  return ok(issueShape(hub, row));
};

export const issueRoutes = {
  'issues/create': create,
  'issues/get': (call) => ok(issueShape(call.hub, targetOf(call))),
  'issues/update': update,
  'issues/create-comment': createComment,
  'issues/get-comment': (call) => ok(commentShape(call.hub, commentOf(call))),
  'issues/update-comment': updateComment,
  'issues/delete-comment': deleteComment,
  'issues/list-comments': listComments,
  'issues/add-labels': addLabels,
  'issues/remove-label': removeLabel,
  'issues/create-label': createLabel,
  'issues/list-labels-on-issue': (call) =>
    ok(targetOf(call).labels.map((name) => labelShape(call.hub, call.repo.slug, name))),
  'issues/list-labels-for-repo': (call) => {
    const rows = call.hub.tables.labels.list((row) => row.repo === call.repo.slug);
    const { page, headers } = paged(call, rows);
    return { status: 200, headers, body: page.map((row) => labelShape(call.hub, row.repo, row.name)) };
  },
  'reactions/create-for-issue-comment': react,
} as const satisfies Partial<Record<string, Handler>>;
