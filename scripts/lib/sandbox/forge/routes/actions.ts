import { z } from 'zod';
import { Json } from '#core/json.ts';
import { bodyOf, idOf, NO_CONTENT, needs, ok, paged, param } from '../call.ts';
import type { Handler, RepoCall } from '../call.ts';
import { dispatchEvent } from '../events.ts';
import { Refusal, notFound } from '../hub.ts';
import { artifactShape, jobShape, runShape, workflowId } from '../shapes/runs.ts';
import type { Artifact, Job, Run } from '../tables.ts';

function runOf(call: RepoCall): Run {
  const run = call.hub.tables.runs.get(idOf(call, 'run_id'));
  if (!run || run.repo !== call.repo.slug) throw notFound();
  return run;
}

function jobOf(call: RepoCall): Job {
  const job = call.hub.tables.jobs.get(idOf(call, 'job_id'));
  if (!job || job.repo !== call.repo.slug) throw notFound();
  return job;
}

function artifactOf(call: RepoCall): Artifact {
  const artifact = call.hub.tables.artifacts.get(idOf(call, 'artifact_id'));
  if (!artifact || artifact.repo !== call.repo.slug) throw notFound();
  return artifact;
}

function artifactList(call: RepoCall, run: number | null) {
  const name = call.query.get('name');
  const rows = call.hub.tables.artifacts
    .list((row) => row.repo === call.repo.slug && (run === null || row.run === run))
    .filter((row) => name === null || row.name === name)
    .toReversed();
  const { page, headers } = paged(call, rows);
  return {
    status: 200,
    headers,
    body: { total_count: rows.length, artifacts: page.map((row) => artifactShape(call.hub, row)) },
  };
}

async function runList(call: RepoCall, workflow: string | null) {
  const wanted = (name: string, value: string | null) => {
    const asked = call.query.get(name);
    return asked === null || asked === value;
  };
  const rows = call.hub.tables.runs
    .list((row) => row.repo === call.repo.slug)
    .filter(
      (row) =>
        workflow === null || row.path.endsWith(`/${workflow}`) || String(workflowId(row.path)) === workflow,
    )
    .filter((row) => wanted('event', row.event) && wanted('branch', row.head_branch))
    .filter((row) => wanted('head_sha', row.head_sha) && wanted('actor', row.actor))
    .filter((row) => wanted('status', row.status) || wanted('status', row.conclusion))
    .toReversed();
  const { page, headers } = paged(call, rows);
  return {
    status: 200,
    headers,
    body: {
      total_count: rows.length,
      workflow_runs: await Promise.all(page.map((row) => runShape(call.hub, row))),
    },
  };
}

const Dispatch = z.object({ ref: z.string(), inputs: z.record(z.string(), Json).default({}) });

const dispatch: Handler = async (call) => {
  needs(call, 'write');
  const { ref, inputs } = bodyOf(call, Dispatch);
  const short = ref.replace(/^refs\/(?:heads|tags)\//u, '');
  const ready = await call.hub.dispatch(call.repo, param(call, 'workflow_id'), short, inputs);
  if (ready.kind === 'refused') throw new Refusal(ready.status, ready.message);
  call.hub.emit(
    await dispatchEvent(
      call.hub,
      call.repo,
      { kind: 'workflow', path: ready.path, ref: short, inputs: ready.inputs },
      call.viewer,
    ),
  );
  return NO_CONTENT;
};

export const actionRoutes = {
  'actions/list-artifacts-for-repo': (call) => artifactList(call, null),
  'actions/list-workflow-run-artifacts': (call) => artifactList(call, runOf(call).id),
  'actions/get-artifact': (call) => ok(artifactShape(call.hub, artifactOf(call))),
  'actions/download-artifact': (call) => {
    const artifact = artifactOf(call);
    if (param(call, 'archive_format') !== 'zip') throw notFound();
    return { status: 302, headers: { location: call.hub.storageUrl('artifact', artifact.id) } };
  },
  'actions/delete-artifact': (call) => {
    needs(call, 'write');
    call.hub.tables.artifacts.remove(artifactOf(call).id);
    return NO_CONTENT;
  },
  'actions/create-workflow-dispatch': dispatch,
  'actions/list-workflow-runs': (call) => runList(call, param(call, 'workflow_id')),
  'actions/list-workflow-runs-for-repo': (call) => runList(call, null),
  'actions/get-workflow-run': async (call) => ok(await runShape(call.hub, runOf(call))),
  'actions/cancel-workflow-run': (call) => {
    needs(call, 'write');
    if (!call.hub.cancelRun(runOf(call).id)) {
      throw new Refusal(409, 'Cannot cancel a workflow run that is completed');
    }
    return { status: 202, body: {} };
  },
  'actions/list-jobs-for-workflow-run': (call) => {
    const run = runOf(call);
    const rows = call.hub.tables.jobs.list((row) => row.run === run.id);
    const { page, headers } = paged(call, rows);
    return {
      status: 200,
      headers,
      body: { total_count: rows.length, jobs: page.map((row) => jobShape(call.hub, row)) },
    };
  },
  'actions/get-job-for-workflow-run': (call) => ok(jobShape(call.hub, jobOf(call))),
  'actions/download-job-logs-for-workflow-run': (call) => ({
    status: 302,
    headers: { location: call.hub.storageUrl('log', jobOf(call).id) },
  }),
} as const satisfies Partial<Record<string, Handler>>;
