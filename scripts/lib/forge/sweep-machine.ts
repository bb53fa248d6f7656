import { readLedger } from '#engine/ledger/ledger.ts';
import { openStoreAt } from '#engine/store/open.ts';
import { gatherRoots } from '#engine/store/roots.ts';
import { sweepStore } from '#engine/store/sweep-store.ts';
import type { Swept } from '#engine/store/sweep-store.ts';
import type { StepContext } from './action.ts';
import { gitAccess } from './git-access.ts';
import { openGitHub } from './github.ts';
import { MAX_ARTIFACT_BYTES } from './limits.ts';
import { openPulls } from './open-pulls.ts';

export interface SweepMachine {
  readonly context: StepContext;
  readonly token: string;
  /** The folder of the machine's store. */
  readonly store: string;
  readonly graceDays: number;
  readonly dryRun: boolean;
  readonly now: () => Date;
}

const DAY = 86_400;
/** A job's output holds a megabyte; the rest goes next time. */
const MOST = 10_000;

/**
 * Sweeps the store of this machine over what the repository still needs.
 *
 * @throws {UserError} `remote-failed`, `ledger-broken`, `token-too-weak`: before anything is deleted
 */
export async function sweepMachine({
  context,
  token,
  store,
  graceDays,
  dryRun,
  now,
}: SweepMachine): Promise<Swept & { readonly places: number }> {
  const { workspace: root, serverUrl, temp, apiUrl, owner, repository } = context;
  await using _access = await gitAccess({ serverUrl, token, temp });
  const pulls = await openPulls(openGitHub({ apiUrl, token, owner, repository }));
  const ledger = await readLedger({ root, remote: 'origin' });
  const { digests, places } = await gatherRoots({ root, remote: 'origin', pulls, ledger });
  const swept = await sweepStore({
    opened: openStoreAt({ address: store, cache: store, maxBytes: MAX_ARTIFACT_BYTES }),
    roots: digests,
    graceSeconds: graceDays * DAY,
    now: now(),
    dryRun,
    most: MOST,
  });
  return { ...swept, places };
}
