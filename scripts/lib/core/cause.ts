import { unreachable } from './errors.ts';
import { short } from './oid.ts';
import type { CommitId } from './oid.ts';
import type { ArtifactName, BackendName } from './names.ts';
import type { RepoPath } from './repo-path.ts';

/** Why an artifact is stale. */
export type Cause =
  | { readonly kind: 'never-built' }
  | { readonly kind: 'picture-redrawn'; readonly path: RepoPath; readonly commit: CommitId | undefined }
  | { readonly kind: 'file-replaced'; readonly path: RepoPath; readonly commit: CommitId | undefined }
  | {
      readonly kind: 'text-edited';
      readonly what: string;
      readonly path: RepoPath;
      readonly commit: CommitId | undefined;
    }
  | { readonly kind: 'reads-stale'; readonly artifact: ArtifactName }
  | { readonly kind: 'input-rebuilt'; readonly artifact: ArtifactName }
  | {
      readonly kind: 'inputs-changed';
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | {
      readonly kind: 'params-changed';
      readonly changes: readonly { readonly name: string; readonly from: string; readonly to: string }[];
    }
  | { readonly kind: 'seed-changed'; readonly from: number; readonly to: number }
  | { readonly kind: 'system-changed'; readonly from: string; readonly to: string }
  | { readonly kind: 'backend-changed'; readonly from: BackendName; readonly to: BackendName }
  | { readonly kind: 'version-changed'; readonly from: string; readonly to: string }
  | { readonly kind: 'pins-changed'; readonly names: readonly string[] };

/** The log, the comment and `alpha explain` share this clause: it reads on after "mesh is stale:". */
export function clause(cause: Cause): string {
  switch (cause.kind) {
    case 'never-built':
      return 'it was never built';
    case 'picture-redrawn':
      return `${cause.path} was redrawn${inCommit(cause.commit)}`;
    case 'file-replaced':
      return `${cause.path} was replaced${inCommit(cause.commit)}`;
    case 'text-edited':
      return `the ${cause.what} in ${cause.path} was edited${inCommit(cause.commit)}`;
    case 'reads-stale':
      return `it reads ${cause.artifact}, which is stale`;
    case 'input-rebuilt':
      return `it reads ${cause.artifact}, which was rebuilt`;
    case 'inputs-changed':
      return [
        cause.added.length > 0 ? `it now also reads ${cause.added.join(', ')}` : '',
        cause.removed.length > 0 ? `it no longer reads ${cause.removed.join(', ')}` : '',
      ]
        .filter((part) => part !== '')
        .join(' and ');
    case 'params-changed':
      return cause.changes.map(({ name, from, to }) => `${name} went from ${from} to ${to}`).join(', ');
    case 'seed-changed':
      return `its seed went from ${cause.from} to ${cause.to}`;
    case 'system-changed':
      return `it is made by ${cause.to}, no longer by ${cause.from}`;
    case 'backend-changed':
      return `its backend went from ${cause.from} to ${cause.to}`;
    case 'version-changed':
      return `its backend's version went from ${cause.from} to ${cause.to}`;
    case 'pins-changed':
      return `what it is pinned to changed: ${cause.names.join(', ')}`;
    default:
      return unreachable(cause);
  }
}

const inCommit = (commit: CommitId | undefined): string =>
  commit === undefined ? '' : ` in ${short(commit)}`;

/** The causes of every stale artifact. */
export type Causes = ReadonlyMap<ArtifactName, readonly Cause[]>;

/**
 * The whole chain down to its root, following the first cause of each artifact:
 * "it reads mesh, which is stale: canon's pixels changed: assets/alpha-ref.png was redrawn in 0123456789ab".
 */
export function chain(first: Cause, causes: Causes): string {
  const told: string[] = [];
  const seen = new Set<ArtifactName>();
  let cause = first;
  while ((cause.kind === 'reads-stale' || cause.kind === 'input-rebuilt') && !seen.has(cause.artifact)) {
    seen.add(cause.artifact);
    const below = causes.get(cause.artifact)?.[0];
    if (below === undefined) break;
    if (below.kind === 'picture-redrawn')
      return [...told, `${cause.artifact}'s pixels changed`, clause(below)].join(': ');
    told.push(clause(cause));
    cause = below;
  }
  return [...told, clause(cause)].join(': ');
}
