/**
 * The operations of GitHub's REST API that this forge answers, each with what a job's token needs for it. The keys are
 * GitHub's own operation ids: `cut.ts` keeps these of the description and nothing else, the router answers 501 for
 * every other.
 *
 * `on: 'target'` means that an issue wants `issues` and a pull request wants `pull_requests`: the permission follows
 * the thing that is commented on, not the path.
 *
 * Source of the permissions: docs.github.com, "Permissions required for GitHub Apps".
 */
export type Scope =
  | 'actions'
  | 'administration'
  | 'attestations'
  | 'checks'
  | 'contents'
  | 'deployments'
  | 'id_token'
  | 'issues'
  | 'metadata'
  | 'packages'
  | 'pages'
  | 'pull_requests'
  | 'statuses';

export type Level = 'read' | 'write';

export type Grant =
  | { readonly scope: Scope; readonly level: Level }
  | { readonly scope: 'target'; readonly level: Level }
  /** Installation tokens are refused, whatever they were granted. */
  | { readonly scope: 'user-only' }
  | { readonly scope: 'none' };

const read = (scope: Scope): Grant => ({ scope, level: 'read' });
const write = (scope: Scope): Grant => ({ scope, level: 'write' });
const targetRead: Grant = { scope: 'target', level: 'read' };
const targetWrite: Grant = { scope: 'target', level: 'write' };

export const operations = {
  'actions/cancel-workflow-run': write('actions'),
  'actions/create-workflow-dispatch': write('actions'),
  'actions/delete-artifact': write('actions'),
  'actions/download-artifact': read('actions'),
  'actions/download-job-logs-for-workflow-run': read('actions'),
  'actions/get-artifact': read('actions'),
  'actions/get-job-for-workflow-run': read('actions'),
  'actions/get-workflow-run': read('actions'),
  'actions/list-artifacts-for-repo': read('actions'),
  'actions/list-jobs-for-workflow-run': read('actions'),
  'actions/list-workflow-run-artifacts': read('actions'),
  'actions/list-workflow-runs': read('actions'),
  'actions/list-workflow-runs-for-repo': read('actions'),
  'checks/create': write('checks'),
  'checks/get': read('checks'),
  'checks/list-annotations': read('checks'),
  'checks/list-for-ref': read('checks'),
  'checks/update': write('checks'),
  'git/create-blob': write('contents'),
  'git/create-commit': write('contents'),
  'git/create-ref': write('contents'),
  'git/create-tag': write('contents'),
  'git/create-tree': write('contents'),
  'git/delete-ref': write('contents'),
  'git/get-blob': read('contents'),
  'git/get-commit': read('contents'),
  'git/get-ref': read('contents'),
  'git/get-tag': read('contents'),
  'git/get-tree': read('contents'),
  'git/list-matching-refs': read('contents'),
  'git/update-ref': write('contents'),
  'issues/add-labels': targetWrite,
  'issues/create': write('issues'),
  'issues/create-comment': targetWrite,
  'issues/create-label': write('issues'),
  'issues/delete-comment': targetWrite,
  'issues/get': targetRead,
  'issues/get-comment': targetRead,
  'issues/list-comments': targetRead,
  'issues/list-labels-for-repo': read('issues'),
  'issues/list-labels-on-issue': targetRead,
  'issues/remove-label': targetWrite,
  'issues/update': targetWrite,
  'issues/update-comment': targetWrite,
  'pulls/check-if-merged': read('pull_requests'),
  'pulls/create': write('pull_requests'),
  'pulls/create-review': write('pull_requests'),
  'pulls/dismiss-review': write('pull_requests'),
  'pulls/get': read('pull_requests'),
  'pulls/get-review': read('pull_requests'),
  'pulls/list': read('pull_requests'),
  'pulls/list-commits': read('pull_requests'),
  'pulls/list-files': read('pull_requests'),
  'pulls/list-reviews': read('pull_requests'),
  'pulls/merge': write('contents'),
  'pulls/update': write('pull_requests'),
  'rate-limit/get': { scope: 'none' },
  'reactions/create-for-issue-comment': targetWrite,
  'repos/compare-commits-with-basehead': read('contents'),
  'repos/create-commit-status': write('statuses'),
  'repos/create-dispatch-event': write('contents'),
  'repos/create-fork': { scope: 'user-only' },
  'repos/create-release': write('contents'),
  'repos/delete-release': write('contents'),
  'repos/delete-release-asset': write('contents'),
  'repos/get': read('metadata'),
  'repos/get-branch': read('contents'),
  'repos/get-collaborator-permission-level': read('metadata'),
  'repos/get-combined-status-for-ref': read('statuses'),
  'repos/get-commit': read('contents'),
  'repos/get-content': read('contents'),
  'repos/get-latest-release': read('contents'),
  'repos/get-release': read('contents'),
  'repos/get-release-asset': read('contents'),
  'repos/get-release-by-tag': read('contents'),
  'repos/list-branches': read('contents'),
  'repos/list-commit-statuses-for-ref': read('statuses'),
  'repos/list-commits': read('contents'),
  'repos/list-pull-requests-associated-with-commit': read('pull_requests'),
  'repos/list-release-assets': read('contents'),
  'repos/list-releases': read('contents'),
  'repos/list-tags': read('contents'),
  'repos/update-release': write('contents'),
  'repos/update-release-asset': write('contents'),
  'repos/upload-release-asset': write('contents'),
  'users/get-authenticated': { scope: 'user-only' },
  'users/get-by-username': { scope: 'none' },
} as const satisfies Readonly<Record<string, Grant>>;

export type OperationId = keyof typeof operations;

/** Whether GitHub's operation `id` is one that this forge answers. */
export const isOperation = (id: string): id is OperationId => Object.hasOwn(operations, id);
