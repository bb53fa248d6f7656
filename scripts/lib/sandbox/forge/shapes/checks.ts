import type { Hub, JsonObject } from '../hub.ts';
import type { Check, Status } from '../tables.ts';
import { nodeId, page, repoApi } from './links.ts';
import { minimalPull } from './pulls.ts';
import { appShape, userShape } from './users.ts';

export function checkShape(hub: Hub, check: Check): JsonObject {
  const url = `${repoApi(hub, check.repo)}/check-runs/${check.id}`;
  return {
    id: check.id,
    node_id: nodeId('CheckRun', check.id),
    name: check.name,
    head_sha: check.head_sha,
    external_id: check.external_id,
    url,
    html_url: `${page(hub, check.repo)}/runs/${check.id}`,
    details_url: check.details_url,
    status: check.status,
    conclusion: check.conclusion,
    started_at: check.started_at,
    completed_at: check.completed_at,
    output: {
      title: check.title,
      summary: check.summary,
      text: check.text,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: check.id },
    app: appShape(hub),
    pull_requests: hub.tables.pulls
      .list((pull) => pull.repo === check.repo && pull.head.sha === check.head_sha && pull.state === 'open')
      .map((pull) => minimalPull(hub, pull)),
  };
}

export const statusShape = (hub: Hub, status: Status): JsonObject => ({
  id: status.id,
  node_id: nodeId('StatusContext', status.id),
  url: `${repoApi(hub, status.repo)}/statuses/${status.sha}`,
  avatar_url: null,
  state: status.state,
  description: status.description,
  target_url: status.target_url,
  context: status.context,
  created_at: status.created_at,
  updated_at: status.created_at,
  creator: userShape(hub, hub.user(status.creator)),
});
