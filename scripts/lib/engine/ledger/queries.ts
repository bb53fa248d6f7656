import { foldPrompt } from '#core/ambient-prompt.ts';
import { byCodeUnit } from '#core/json.ts';
import type { LedgerEntry, LedgerRecord } from '#core/ledger-record.ts';
import type { LockLine } from '#core/lock.ts';
import type { ContentKey } from '#core/key.ts';
import type { EpisodeSlug } from '#core/names.ts';
import type { Oid } from '#core/oid.ts';
import type { Ledger } from './chain.ts';

type Kind = LedgerRecord['kind'];
type RecordOf<K extends Kind> = Extract<LedgerRecord, { kind: K }>;
/** An entry whose record is of one kind. */
export type EntryOf<K extends Kind> = Omit<LedgerEntry, 'record'> & { readonly record: RecordOf<K> };

/** The entries of one kind, oldest first. */
export function entriesOf<K extends Kind>(ledger: Ledger, kind: K): EntryOf<K>[] {
  const isOf = (entry: LedgerEntry): entry is LedgerEntry & EntryOf<K> => entry.record.kind === kind;
  return ledger.filter(isOf);
}

/** Every build that a key ever had: one key may have given several results. */
export const buildsOf = (ledger: Ledger, key: ContentKey): EntryOf<'build'>[] =>
  entriesOf(ledger, 'build').filter(({ record }) => record.key === key);

/** Every review of a lock with these bytes. */
export const reviewsOf = (ledger: Ledger, lock: Oid): EntryOf<'review'>[] =>
  entriesOf(ledger, 'review').filter(({ record }) => record.lock === lock);

/** By which bytes a gate's answer is found: the digests of all outputs, in code-unit order. */
export const digestsOf = ({ outputs }: Pick<LockLine, 'outputs'>): Oid[] =>
  outputs.map(({ digest }) => digest).toSorted(byCodeUnit);

/** Every look at an artifact with just these bytes, and every word on it, oldest first. */
export function gatesOf(ledger: Ledger, line: Pick<LockLine, 'name' | 'outputs'>): EntryOf<'gate'>[] {
  const digests = digestsOf(line).join(' ');
  return entriesOf(ledger, 'gate').filter(
    ({ record }) => record.artifact === line.name && record.digests.join(' ') === digests,
  );
}

/** Ambient prompts ever shipped, folded, each with the episode that had it first (I16). */
export function shippedPrompts(ledger: Ledger): Map<string, EpisodeSlug> {
  const prompts = new Map<string, EpisodeSlug>();
  for (const { record } of entriesOf(ledger, 'ship')) {
    const folded = foldPrompt(record.ambient);
    if (!prompts.has(folded)) prompts.set(folded, record.episode);
  }
  return prompts;
}

/** The digests of ambient sounds ever shipped, each with the episode that had it first (I16). */
export function shippedSounds(ledger: Ledger): Map<Oid, EpisodeSlug> {
  const sounds = new Map<Oid, EpisodeSlug>();
  for (const { record } of entriesOf(ledger, 'ship'))
    if (!sounds.has(record.ambientDigest)) sounds.set(record.ambientDigest, record.episode);
  return sounds;
}
