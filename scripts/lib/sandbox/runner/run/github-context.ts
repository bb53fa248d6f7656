import type { Json } from '#core/json.ts';
import type { Forge } from '../../forge/forge.ts';
import type { ForgeEvent, JsonObject } from '../../forge/hub.ts';
import type { Run } from '../../forge/tables.ts';
import type { WorkflowFile } from '../workflow.ts';

/** The `github` context of a run; a job adds its own key. */
export function githubContext(
  forge: Forge,
  event: ForgeEvent,
  name: string,
  workflow: WorkflowFile,
  run: Run,
): JsonObject {
  const repo = forge.repo(event.repo);
  const [owner = ''] = repo.slug.split('/');
  const tag = event.ref.startsWith('refs/tags/');
  return {
    job: '',
    event_name: name,
    event: event.payload,
    ref: event.ref,
    ref_name: event.ref.replace(/^refs\/(?:heads|tags|pull)\//u, ''),
    ref_type: tag ? 'tag' : 'branch',
    ref_protected: forge.settings.protection[event.ref.replace('refs/heads/', '')] !== undefined,
    sha: event.sha ?? '',
    head_ref: event.headRef ?? '',
    base_ref: event.baseRef ?? '',
    repository: repo.slug,
    repository_id: String(repo.id),
    repository_owner: owner,
    repository_owner_id: String(forge.user(owner).id),
    repository_visibility: repo.private ? 'private' : 'public',
    actor: event.actor.login,
    actor_id: String(event.actor.id),
    triggering_actor: event.actor.login,
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: '1',
    retention_days: '90',
    workflow: run.name,
    workflow_ref: `${repo.slug}/${workflow.path}@${event.ref}`,
    workflow_sha: event.sha ?? '',
    server_url: forge.url,
    api_url: forge.apiUrl,
    graphql_url: `${forge.url}/api/graphql`,
  };
}

/** What a dispatch was given; nothing for other events. */
export const inputsOf = (event: ForgeEvent): Json => event.payload['inputs'] ?? {};
