import { z } from 'zod';
import { AxisAnswer, IdentityReport } from './identity.ts';
import { ContentKey, Recipe } from './key.ts';
import { Output } from './lock.ts';
import { ArtifactName, EpisodeSlug } from './names.ts';
import { CommitId, Oid } from './oid.ts';

/** What a build took. Measured, or absent. */
export const Cost = z.strictObject({
  /** Wall time, seconds. */
  seconds: z.number().nonnegative(),
  gpuSeconds: z.number().nonnegative().exactOptional(),
  /** Watt-hours. */
  energyWh: z.number().nonnegative().exactOptional(),
  /** In the owner's currency, with the rates that gave it. */
  money: z.strictObject({ amount: z.number().nonnegative(), currency: z.string().length(3) }).exactOptional(),
});
export type Cost = z.infer<typeof Cost>;

/** One thing that happened. */
export const LedgerRecord = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('build'),
    artifact: ArtifactName,
    key: ContentKey,
    recipe: Recipe,
    outputs: z.array(Output),
    preview: Oid.nullable(),
    /** The commit whose plan asked for it. */
    commit: CommitId,
    runner: z.string(),
    cost: Cost,
  }),
  z.strictObject({
    kind: z.literal('gate'),
    artifact: ArtifactName,
    /** Digest of the output that was looked at. */
    digest: Oid,
    /** Pixel digest of the canonical picture that it was held against. */
    against: Oid,
    report: IdentityReport,
    /** A maintainer's word that it may pass all the same. */
    accepted: z
      .strictObject({ by: z.string(), reason: z.string().min(1), answer: AxisAnswer })
      .exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('review'),
    pull: z.int().positive(),
    commit: CommitId,
    lock: Oid,
    by: z.string(),
  }),
  z.strictObject({
    kind: z.literal('publish'),
    commit: CommitId,
    lock: Oid,
    files: z.record(z.string(), Oid),
  }),
  z.strictObject({
    kind: z.literal('ship'),
    tag: z.string(),
    episode: EpisodeSlug,
    commit: CommitId,
    ambient: z.string(),
    ambientDigest: Oid,
    preview: z.boolean(),
    assets: z.record(z.string(), Oid),
  }),
  z.strictObject({ kind: z.literal('sweep'), deleted: z.array(Oid) }),
]);
export type LedgerRecord = z.infer<typeof LedgerRecord>;

/** A record in the chain. `hash` is SHA-256 over the canonical JSON of the other fields; `previous` is the hash before it, `null` for the first. */
export const LedgerEntry = z.strictObject({
  n: z.int().nonnegative(),
  /** When it was written: ISO 8601, UTC. */
  at: z.iso.datetime(),
  previous: Oid.nullable(),
  record: LedgerRecord,
  hash: Oid,
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
