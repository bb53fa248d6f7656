import { canonicalJson } from '#core/json.ts';
import type { LockLine } from '#core/lock.ts';
import type { CommitId, Oid } from '#core/oid.ts';
import type { EpisodeTag } from './tag.ts';

export interface Release {
  readonly tag: EpisodeTag;
  readonly commit: CommitId;
  /** By name: every asset but the manifest itself. */
  readonly assets: ReadonlyMap<string, Oid>;
  /** What the files descend from, each after what it reads. */
  readonly lineage: readonly LockLine[];
}

/** `manifest.json` of a release, to the byte: what else is in it, and what that descends from. */
export function releaseManifest({ tag, commit, assets, lineage }: Release): string {
  const lines = lineage.map(({ name, key, outputs, reference }) => ({ name, key, outputs, reference }));
  return `${canonicalJson({ schema: 'alpha-release/1', tag: tag.tag, commit, preview: tag.preview !== undefined, assets: Object.fromEntries(assets), lineage: lines })}\n`;
}
