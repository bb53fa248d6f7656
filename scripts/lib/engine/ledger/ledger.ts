import { messageOf, UserError } from '#core/errors.ts';
import type { LedgerRecord } from '#core/ledger-record.ts';
import type { CommitId } from '#core/oid.ts';
import { RepoPath } from '#core/repo-path.ts';
import { localBranch, makeCommit, moveLocal, moveRemote, remoteBranch } from '../repository/branch.ts';
import type { Signature } from '../repository/branch.ts';
import { ask } from '../repository/git.ts';
import { readFiles, treeFiles } from '../repository/tree.ts';
import { extend, formatLedger, parseLedger } from './chain.ts';
import type { Ledger } from './chain.ts';

export const LEDGER_BRANCH = 'alpha-ledger';
export const LEDGER_FILE = RepoPath.parse('ledger.jsonl');

/** Where the ledger is: an orphan branch of a remote, or, without one, of this clone. */
export interface LedgerPlace {
  readonly root: string;
  /** Name or address; `undefined` keeps the ledger in this clone. */
  readonly remote: string | undefined;
}

export interface Appending {
  readonly now: () => Date;
  readonly by: Omit<Signature, 'seconds'>;
}

const MAX_BYTES = 256_000_000;
const TRIES = 20;

/**
 * The whole ledger, its chain walked; empty when there is none yet.
 *
 * @throws {UserError} `ledger-broken`, `remote-failed`
 */
export const readLedger = async (place: LedgerPlace): Promise<Ledger> => (await read(place)).ledger;

/**
 * Appends records, all or none, by compare-and-swap: when somebody else was faster, theirs is read and ours follows it.
 *
 * @throws {UserError} `ledger-broken`, `remote-failed`, `ledger-busy` when others were faster too often
 */
export async function appendToLedger(
  place: LedgerPlace,
  records: readonly LedgerRecord[],
  { now, by }: Appending,
): Promise<Ledger> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const { tip, ledger } = await read(place);
    if (records.length === 0) return ledger;
    const at = now();
    const extended = extend(ledger, records, at.toISOString());
    const to = await makeCommit(place.root, {
      parent: tip ?? null,
      base: 'nothing',
      files: new Map([[LEDGER_FILE, Buffer.from(formatLedger(extended))]]),
      message: `${[...new Set(records.map(({ kind }) => kind))].join(', ')}\n`,
      by: { ...by, seconds: Math.floor(at.getTime() / 1000) },
    });
    const move = { branch: LEDGER_BRANCH, from: tip ?? null, to };
    const moved =
      place.remote === undefined
        ? await moveLocal(place.root, move)
        : await moveRemote(place.root, place.remote, move);
    if (moved) return extended;
  }
  throw new UserError('ledger-busy', `others were faster in writing the ledger ${TRIES} times`, {
    hint: 'Run this again; if it stays so, look for a job that writes in a loop.',
  });
}

async function read({ root, remote }: LedgerPlace): Promise<{ tip: CommitId | undefined; ledger: Ledger }> {
  const tip =
    remote === undefined
      ? await localBranch(root, LEDGER_BRANCH)
      : await remoteBranch(root, remote, LEDGER_BRANCH);
  if (tip === undefined) return { tip, ledger: [] };
  const files = await ask(root, treeFiles(tip, [LEDGER_FILE]));
  const bytes = (await readFiles(root, files, MAX_BYTES)).get(LEDGER_FILE);
  if (bytes === undefined) throw notALedger(`there is no ${LEDGER_FILE}`);
  return { tip, ledger: parseLedger(text(bytes)) };
}

function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw notALedger(messageOf(cause), cause);
  }
}

const notALedger = (why: string, cause?: unknown) =>
  new UserError('ledger-broken', `the branch ${LEDGER_BRANCH} holds no ledger: ${why}`, {
    hint: `Set the branch ${LEDGER_BRANCH} back to its last good commit.`,
    cause,
  });
