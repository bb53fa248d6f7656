import { z } from 'zod';
import { IdentityReport } from './identity.ts';
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

/** Why a maintainer accepts what a gate refuses: one line of 3 to 500 characters, without control characters. */
export const Reason = z
  .string()
  .trim()
  .min(3, 'must say why, in 3 characters or more')
  .max(500, 'must fit into 500 characters')
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must be one line without control characters');

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
    /** Digests of all its outputs, in code-unit order: the answer holds for these bytes together, and no others. */
    digests: z.array(Oid).min(1),
    /** Pixel digest of the canonical picture that it was held against. */
    against: Oid,
    /** `null` when nothing in it could be held against a picture: that is no pass. */
    report: IdentityReport.nullable(),
    /** A maintainer's word that it may pass all the same. Then `report` is the one that the word was given on. */
    accepted: z
      .strictObject({
        /** Login on the forge, or `Name <address>` as Git knows it. */
        by: z.string().min(1),
        reason: Reason,
        /** The commit whose lock names these bytes and that the maintainer looked at. */
        commit: CommitId,
      })
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
