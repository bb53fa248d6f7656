import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { canonicalJson, readJson } from '#core/json.ts';
import { LedgerEntry } from '#core/ledger-record.ts';
import type { LedgerRecord } from '#core/ledger-record.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';

/** All that ever happened, oldest first; each entry names the hash of the one before it. */
export type Ledger = readonly LedgerEntry[];

/** SHA-256 over the canonical JSON of an entry without its hash. */
export const hashOf = ({ n, at, previous, record }: Omit<LedgerEntry, 'hash'>): Oid =>
  oidOf(canonicalJson({ n, at, previous, record }));

/** The ledger with records added at its end; `at` is ISO 8601 in UTC. */
export function extend(ledger: Ledger, records: readonly LedgerRecord[], at: string): Ledger {
  const extended = [...ledger];
  for (const record of records) {
    const open = { n: extended.length, at, previous: extended.at(-1)?.hash ?? null, record };
    extended.push({ ...open, hash: hashOf(open) });
  }
  return extended;
}

/** One entry a line, each in its canonical form. */
export const formatLedger = (ledger: Ledger): string =>
  ledger.map((entry) => `${canonicalJson(entry)}\n`).join('');

/**
 * Reads a ledger and walks its whole chain: an entry that was changed, left out, put in or moved is found.
 *
 * @throws {UserError} `ledger-broken`, naming the first entry that does not fit
 */
export function parseLedger(text: string): Ledger {
  const entries: LedgerEntry[] = [];
  const lines = text.split('\n');
  if (lines.pop() !== '') throw broken(lines.length + 1, 'it has no line end: it was cut off');
  for (const [index, line] of lines.entries()) {
    const parsed = LedgerEntry.safeParse(readJson(line));
    if (!parsed.success) throw broken(index + 1, z.prettifyError(parsed.error).replaceAll('\n', ' '));
    const entry = parsed.data;
    if (entry.n !== index)
      throw broken(index + 1, `it is entry ${entry.n}, entry ${index} should stand here`);
    if (entry.previous !== (entries.at(-1)?.hash ?? null))
      throw broken(index + 1, 'it does not follow the entry before it');
    if (entry.hash !== hashOf(entry)) throw broken(index + 1, 'its hash is not that of its words');
    if (canonicalJson(entry) !== line) throw broken(index + 1, 'it is not in the form that is written here');
    entries.push(entry);
  }
  return entries;
}

const broken = (line: number, why: string) =>
  new UserError('ledger-broken', `the ledger is broken at line ${line}: ${why}`, {
    hint: 'Nothing may be appended to it. Find who changed the branch, and set it back to its last good commit.',
  });
