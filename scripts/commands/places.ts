import { LEDGER_BRANCH } from '#engine/ledger/ledger.ts';
import type { LedgerPlace } from '#engine/ledger/ledger.ts';
import { remoteBranch } from '#engine/repository/branch.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import { layeredStore } from '#engine/store/layered.ts';
import { lfsStore } from '#engine/store/lfs.ts';
import type { Store } from '#engine/store/store.ts';
import { MAX_ARTIFACT_BYTES } from '#forge/limits.ts';
import { namedStore } from './workspace.ts';

/** The ledger of the remote where there is one, else of this clone. */
export async function ledgerPlace(root: string): Promise<LedgerPlace> {
  const far = await remoteBranch(root, 'origin', LEDGER_BRANCH).catch(() => undefined);
  return { root, remote: far === undefined ? undefined : 'origin' };
}

/** Where built bytes are: this user's store, and behind it what the remote has. */
export async function openStore(root: string): Promise<Store> {
  const near = namedStore().store;
  const remote = await lfsRemote(root).catch(() => undefined);
  return remote === undefined ? near : layeredStore(near, lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES }));
}
