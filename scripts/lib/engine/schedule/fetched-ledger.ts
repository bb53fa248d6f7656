import { CommitId } from '#core/oid.ts';
import { parseLedger } from '../ledger/chain.ts';
import type { Ledger } from '../ledger/chain.ts';
import { LEDGER_BRANCH, LEDGER_FILE } from '../ledger/ledger.ts';
import { ask, line } from '../repository/git.ts';
import { readFiles, treeFiles } from '../repository/tree.ts';

const MAX_BYTES = 256_000_000;

/**
 * The ledger as this clone has it, of the remote or its own: no network is asked, and it may be old. Good enough for what is
 * only expected; whoever decides by the ledger asks `readLedger`. Empty when there is none.
 *
 * @throws {UserError} `ledger-broken`
 */
export async function fetchedLedger(root: string): Promise<Ledger> {
  const tips = await ask(root, {
    argv: [
      'for-each-ref',
      '--format=%(objectname)',
      `refs/remotes/origin/${LEDGER_BRANCH}`,
      `refs/heads/${LEDGER_BRANCH}`,
    ],
    parse: (out): CommitId[] =>
      line(out)
        .split('\n')
        .flatMap((id) => CommitId.safeParse(id).data ?? []),
  });
  // By name, so that the clone's own branch stands first; the remote's counts for more.
  const tip = tips.at(-1);
  if (tip === undefined) return [];
  const bytes = (await readFiles(root, await ask(root, treeFiles(tip, [LEDGER_FILE])), MAX_BYTES)).get(
    LEDGER_FILE,
  );
  return bytes === undefined ? [] : parseLedger(Buffer.from(bytes).toString('utf8'));
}
