import type { Level, Scope } from '../openapi/operations.ts';
import type { PermissionsSpec } from './workflow.ts';

/** All that a workflow may ask for, by the names that `permissions:` uses. */
const SCOPES: Readonly<Record<string, Scope>> = {
  actions: 'actions',
  attestations: 'attestations',
  checks: 'checks',
  contents: 'contents',
  deployments: 'deployments',
  'id-token': 'id_token',
  issues: 'issues',
  packages: 'packages',
  pages: 'pages',
  'pull-requests': 'pull_requests',
  statuses: 'statuses',
};

/** What a token may do where neither workflow nor job says so: GitHub's restricted default. */
const DEFAULT: PermissionsSpec = { contents: 'read', packages: 'read' };

/**
 * The grants of a job's token. A job's own `permissions:` replaces the workflow's whole; whatever is not named there is
 * none; a pull request from a fork is never granted more than reading.
 */
export function grantsOf(
  workflow: PermissionsSpec | null | undefined,
  job: PermissionsSpec | null | undefined,
  fromFork: boolean,
): Map<Scope, Level> {
  const spec = job ?? workflow ?? DEFAULT;
  const all = spec === 'read-all' || spec === 'write-all';
  const asked: [string, 'read' | 'write' | 'none'][] = all
    ? Object.keys(SCOPES).map((name) => [name, spec === 'write-all' ? 'write' : 'read'])
    : Object.entries(spec);
  const grants = new Map<Scope, Level>([['metadata', 'read']]);
  for (const [name, level] of asked) {
    const scope = SCOPES[name];
    if (scope === undefined || level === 'none') continue;
    if (fromFork && scope === 'id_token') continue;
    grants.set(scope, fromFork ? 'read' : level);
  }
  return grants;
}
