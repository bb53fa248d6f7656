import type { Graph } from '#core/graph.ts';
import { byCodeUnit } from '#core/json.ts';
import type { Manifest } from '#core/manifest.ts';
import type { ArtifactName } from '#core/names.ts';
import { conditionsOf, faultClause, forbidden } from './licence.ts';
import type { LicenceFault } from './licence.ts';
import type { Owner } from './owner.ts';

/** The licence of one model, and what it means to this owner. */
export interface SystemLicence {
  readonly system: string;
  readonly licence: string;
  /** In a few words each: "non-commercial", "no licence in EU, GB, KR". */
  readonly conditions: readonly string[];
  readonly note: string | undefined;
  /** What it makes; empty for the system that only proposes references. */
  readonly artifacts: readonly ArtifactName[];
  /** Whether the model itself is to run: a preview is computed by this repository, and no licence of a model binds it. */
  readonly binds: boolean;
  /** What it forbids this owner, or would if it bound. */
  readonly forbids: readonly { readonly kind: LicenceFault['kind']; readonly clause: string }[];
}

/** The licence of every system of a manifest that has one, by the system's name. */
export function systemLicences(manifest: Manifest, graph: Graph, owner: Owner | undefined): SystemLicence[] {
  return Object.entries(manifest.systems)
    .toSorted(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([system, { licence, backend }]) =>
      licence === undefined
        ? []
        : [
            {
              system,
              licence: licence.name,
              conditions: conditionsOf(licence),
              note: licence.note,
              artifacts: [...graph.values()].flatMap((node) => (node.system === system ? [node.name] : [])),
              binds: backend !== 'preview',
              forbids: forbidden(licence, owner).map((kind) => ({
                kind,
                clause: faultClause(kind, licence, owner),
              })),
            },
          ],
    );
}
