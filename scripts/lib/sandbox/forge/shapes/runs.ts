import type { Hub, JsonObject } from '../hub.ts';
import type { Artifact, Job, Run } from '../tables.ts';
import { nodeId, page, repoApi } from './links.ts';
import { minimalPull } from './pulls.ts';
import { repoShape } from './repos.ts';
import { userShape } from './users.ts';

export function artifactShape(hub: Hub, artifact: Artifact): JsonObject {
  const url = `${repoApi(hub, artifact.repo)}/actions/artifacts/${artifact.id}`;
  const run = hub.tables.runs.get(artifact.run);
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.size,
    url,
    archive_download_url: `${url}/zip`,
    expired: false,
    created_at: artifact.created_at,
    updated_at: artifact.created_at,
    expires_at: null,
    digest: `sha256:${artifact.sha256}`,
    workflow_run: run
      ? {
          id: run.id,
          repository_id: hub.repo(run.repo).id,
          head_repository_id: hub.repo(run.head_repo).id,
          head_branch: run.head_branch ?? '',
          head_sha: run.head_sha,
        }
      : null,
  };
}

export async function runShape(hub: Hub, run: Run): Promise<JsonObject> {
  const self = `${repoApi(hub, run.repo)}/actions/runs/${run.id}`;
  const commit = await hub.git(run.repo).commit(run.sha);
  const repository = repoShape(hub, hub.repo(run.repo));
  return {
    id: run.id,
    node_id: nodeId('WorkflowRun', run.id),
    name: run.name,
    head_branch: run.head_branch,
    head_sha: run.head_sha,
    path: run.path,
    run_number: run.number,
    run_attempt: 1,
    event: run.event,
    display_title: run.title,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflowId(run.path),
    workflow_url: `${repoApi(hub, run.repo)}/actions/workflows/${workflowId(run.path)}`,
    url: self,
    html_url: `${page(hub, run.repo)}/actions/runs/${run.id}`,
    pull_requests: hub.tables.pulls
      .list((pull) => pull.repo === run.repo && pull.head.sha === run.head_sha && pull.head.repo === run.repo)
      .map((pull) => minimalPull(hub, pull)),
    created_at: run.created_at,
    updated_at: run.updated_at,
    run_started_at: run.created_at,
    actor: userShape(hub, hub.user(run.actor)),
    triggering_actor: userShape(hub, hub.user(run.actor)),
    jobs_url: `${self}/jobs`,
    logs_url: `${self}/logs`,
    check_suite_url: `${repoApi(hub, run.repo)}/check-suites/${run.id}`,
    artifacts_url: `${self}/artifacts`,
    cancel_url: `${self}/cancel`,
    rerun_url: `${self}/rerun`,
    previous_attempt_url: null,
    head_commit: {
      id: run.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: { name: commit.author.name, email: commit.author.email },
      committer: { name: commit.committer.name, email: commit.committer.email },
    },
    repository,
    head_repository: repoShape(hub, hub.repo(run.head_repo)),
  };
}

/** A number that stays the same for a workflow file's path. */
export function workflowId(path: string): number {
  let id = 7;
  for (const character of path) id = (id * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000_007;
  return id;
}

export function jobShape(hub: Hub, job: Job): JsonObject {
  const run = hub.tables.runs.get(job.run);
  const url = `${repoApi(hub, job.repo)}/actions/jobs/${job.id}`;
  return {
    id: job.id,
    node_id: nodeId('Job', job.id),
    run_id: job.run,
    run_url: `${repoApi(hub, job.repo)}/actions/runs/${job.run}`,
    run_attempt: 1,
    head_sha: job.head_sha,
    head_branch: run?.head_branch ?? null,
    url,
    html_url: `${page(hub, job.repo)}/actions/runs/${job.run}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.created_at,
    started_at: job.started_at ?? job.created_at,
    completed_at: job.completed_at,
    name: job.name,
    workflow_name: run?.name ?? null,
    labels: job.labels,
    runner_id: null,
    runner_name: job.runner,
    runner_group_id: null,
    runner_group_name: null,
    check_run_url: `${repoApi(hub, job.repo)}/check-runs/${job.id}`,
    steps: job.steps.map(({ name, number, status, conclusion }) => ({ name, number, status, conclusion })),
  };
}
