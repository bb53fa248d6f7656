import type { IdentityReport } from '#core/identity.ts';
import type { Cost } from '#core/ledger-record.ts';
import type { Output } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import type { CommitId, Oid } from '#core/oid.ts';
import type { GateState } from '#engine/episode/gate.ts';
import type { FileVerdict, Panel, Verdict } from '#core/verdict.ts';

/** An artifact that the change touches. */
export interface TouchedArtifact {
  readonly name: ArtifactName;
  /** "it reads mesh, which was rebuilt" */
  readonly because: string;
  /** What its build cost, as the ledger has it; `undefined` where it was never built or nobody measured. */
  readonly cost: Cost | undefined;
  /** "preview", "upstream", … */
  readonly backend: string;
  /** Conditions that travel with it, as in "non-commercial"; empty where there are none. */
  readonly terms: string;
  readonly outputs: readonly Output[];
  readonly verdict: Verdict | undefined;
  readonly identity: IdentityReport | undefined;
  /** What went wrong, when it could not be built. */
  readonly failure: string | undefined;
}

/** An edge of the graph that the comment draws. */
export interface GraphNode {
  readonly name: string;
  readonly reads: readonly string[];
  readonly state: 'source' | 'changed-source' | 'touched' | 'untouched' | 'failed';
}

/** A licence that goes with what the change made, and what it forbids. */
export interface CarriedLicence {
  /** By name, as in "Tencent Hunyuan 3D 2.1 Community License". */
  readonly licence: string;
  /** "non-commercial", "no licence in EU, GB, KR"; empty where it asks for nothing that binds here. */
  readonly conditions: readonly string[];
  readonly artifacts: readonly ArtifactName[];
}

export interface CommentModel {
  /** Where a panel can be seen; `undefined` when it could not be put anywhere. */
  readonly panelUrl: (panel: Panel) => string | undefined;
  readonly head: CommitId;
  /** The commit with the lock lines, when it was made. */
  readonly lockCommit: CommitId | undefined;
  /** Where that commit is, when it could not be put onto the pull request's own branch: a fork's takes no push from here. */
  readonly lockBranch: string | undefined;
  readonly touched: readonly TouchedArtifact[];
  readonly untouched: readonly ArtifactName[];
  readonly rebuilt: readonly ArtifactName[];
  /** Why nothing had to be rebuilt by this push; `undefined` when something was. */
  readonly nothingBecause: string | undefined;
  readonly graph: readonly GraphNode[];
  /** The picture itself against the canonical one on the base branch. */
  readonly reference:
    | {
        readonly verdict: FileVerdict;
        readonly identity: IdentityReport | undefined;
        readonly from: Oid;
        readonly to: Oid;
      }
    | undefined;
  readonly licences: readonly CarriedLicence[];
  /** What these licences forbid of what the change made, a sentence each. */
  readonly faults: readonly string[];
  /** Where the whole report is. */
  readonly reportUrl: string;
  /** Whether what stands here is made by previews, not by the models. */
  readonly preview: boolean;
  /** What stands between this lock and its readers. */
  readonly gates: readonly GateState[];
}
