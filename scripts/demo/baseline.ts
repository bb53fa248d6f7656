import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { LedgerRecord } from '#core/ledger-record.ts';
import { parseLock } from '#core/lock.ts';
import type { Lock } from '#core/lock.ts';

export interface BaselinePlaces {
  readonly project: string;
  /** A clone of it, which gets a commit with the lock. */
  readonly checkout: string;
  /** Where the builds work. */
  readonly jobs: string;
  /** Where their bytes go; it stays from run to run. */
  readonly store: string;
}

/** What main has before the story begins: a lock of what the preview backends made of it on this machine. */
export interface Baseline {
  readonly lock: Lock;
  readonly records: readonly LedgerRecord[];
  /** How many artifacts were built now; the others were in the store. */
  readonly built: number;
}

/** What the process says that makes it. */
const Made = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('made'),
    lock: z.string(),
    records: z.array(LedgerRecord).readonly(),
    built: z.int(),
  }),
  z.strictObject({ kind: z.literal('failed'), code: z.string(), message: z.string(), hint: z.string() }),
]);
export type Made = z.infer<typeof Made>;

/** A fresh checkout of what is committed here, which is only read. */
export async function cloneOf(project: string, checkout: string): Promise<void> {
  const git = execa({ env: { GIT_LFS_SKIP_SMUDGE: '1' } });
  await git`git clone --quiet -c advice.detachedHead=false ${project} ${checkout}`;
}

/**
 * Makes what main has. Another process does it, because every process that we start later costs a copy of the tables of all our
 * memory.
 *
 * @throws {UserError} `baseline-failed` when an artifact could not be built
 */
export async function makeBaseline(places: BaselinePlaces): Promise<Baseline> {
  const program = join(import.meta.dirname, 'make-baseline.ts');
  const { stdout } = await execa({
    stderr: 'inherit',
  })`${process.execPath} ${program} ${JSON.stringify(places)}`;
  const made = Made.parse(JSON.parse(stdout));
  if (made.kind === 'failed') throw new UserError(made.code, made.message, { hint: made.hint });
  return { ...made, lock: parseLock(made.lock) };
}
