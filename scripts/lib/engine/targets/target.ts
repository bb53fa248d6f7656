import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { canonicalJson, inOrder } from '#core/json.ts';
import { CommitId, Oid, oidOf, short } from '#core/oid.ts';
import type { RepoPath } from '#core/repo-path.ts';

/** A file to publish: bytes that the store has, by the digest that was reviewed, or a page that was written for it. */
export type SiteFile =
  | { readonly kind: 'stored'; readonly digest: Oid; readonly size?: number }
  | { readonly kind: 'page'; readonly bytes: Uint8Array };

/** Everything that readers see at one time. */
export interface SiteSet {
  /** Main's commit that it follows from. */
  readonly commit: CommitId;
  /** SHA-256 of the lock there. */
  readonly lock: Oid;
  readonly files: ReadonlyMap<RepoPath, SiteFile>;
}

/** What a target shows: which set, and where it came from. */
export const Shown = z.strictObject({ commit: CommitId, lock: Oid, set: Oid });
export type Shown = z.infer<typeof Shown>;

/** `superseded`: readers see a later state already, and nothing was changed. */
export type Publication = 'published' | 'unchanged' | 'superseded';

/** Where a set of files is shown. Readers see the old set or the new one, never a part of each (I9). */
export interface Target {
  /** For people: where it is. */
  readonly name: string;
  /** `undefined` before the first publication. */
  current(): Promise<Shown | undefined>;
  /**
   * Makes readers see this set. Any order, repetition or killing of runs ends at the latest commit's set (I8).
   *
   * @throws {UserError} `publish-diverged` when what is shown is no ancestor; what the store throws; nothing has changed then
   */
  publish(set: SiteSet): Promise<Publication>;
}

/** Whether `before` is `after` or an ancestor of it, in main's history. */
export type IsAncestor = (range: { readonly before: CommitId; readonly after: CommitId }) => Promise<boolean>;

const digestOf = (file: SiteFile): Oid => (file.kind === 'stored' ? file.digest : oidOf(file.bytes));

/** SHA-256 over the paths and digests of a set: equal sets are equal sites. */
export const setDigest = ({ files }: Pick<SiteSet, 'files'>): Oid =>
  oidOf(canonicalJson(inOrder(files).map(([path, file]) => [path, digestOf(file)])));

export const shownOf = (set: SiteSet): Shown => ({ commit: set.commit, lock: set.lock, set: setDigest(set) });

/** What publishing `next` over `now` would be; `published` when it has to be done. */
export async function step(
  now: Shown | undefined,
  next: Shown,
  isAncestor: IsAncestor,
): Promise<Publication> {
  if (now === undefined) return 'published';
  if (now.commit === next.commit)
    return now.set === next.set && now.lock === next.lock ? 'unchanged' : 'published';
  if (await isAncestor({ before: next.commit, after: now.commit })) return 'superseded';
  if (await isAncestor({ before: now.commit, after: next.commit })) return 'published';
  throw new UserError(
    'publish-diverged',
    `what is shown was made from ${short(now.commit)}, which is no ancestor of ${short(next.commit)}`,
    {
      hint: "Was main's history rewritten? Publish a commit that follows what is shown, or take the old site down first.",
    },
  );
}
