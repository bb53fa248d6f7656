import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inOrder } from '#core/json.ts';
import type { LedgerRecord } from '#core/ledger-record.ts';
import { oidOf } from '#core/oid.ts';
import type { Oid } from '#core/oid.ts';
import { requireOpenGates } from '#engine/episode/gate.ts';
import { siteSet } from '#engine/episode/site-set.ts';
import { requireVerifiedLock } from '#engine/episode/verify-lock.ts';
import { appendToLedger, readLedger } from '#engine/ledger/ledger.ts';
import { reviewsOf } from '#engine/ledger/queries.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { commitOf } from '#engine/repository/history.ts';
import { lfsReader } from '#engine/repository/lfs-objects.ts';
import { lfsRemote } from '#engine/repository/lfs-remote.ts';
import { readSnapshot } from '#engine/repository/snapshot.ts';
import { lfsStore } from '#engine/store/lfs.ts';
import { branchTarget } from '#engine/targets/branch.ts';
import type { Publication, SiteSet } from '#engine/targets/target.ts';
import type { StepContext } from './action.ts';
import { approvalsOf } from './approvals.ts';
import { ACTIONS_BOT } from './bot.ts';
import { gitAccess } from './git-access.ts';
import { openGitHub } from './github.ts';
import { MAX_ARTIFACT_BYTES, MAX_SOURCE_BYTES } from './limits.ts';

export interface PublishSite {
  readonly context: StepContext;
  readonly token: string;
  readonly branch: string;
  readonly now: () => Date;
}

/**
 * Makes the site equal to the lock at main's newest commit. Whoever calls it late, twice or out of order ends in the same state
 * (I8): what is shown only moves forward. It verifies first, and has nothing that could build (I7).
 *
 * @throws {UserError} `lock-unverified` when a line is not what main asks for, was never built, or nobody approved it;
 *   `gate-closed` when something that may ship is no longer her, and no maintainer accepted that
 */
export async function publishSite({
  context,
  token,
  branch,
  now,
}: PublishSite): Promise<{ publication: Publication; files: number }> {
  const root = context.workspace;
  await using _access = await gitAccess({ serverUrl: context.serverUrl, token, temp: context.temp });
  const remote = await lfsRemote(root, 'origin', token);
  const bytesOf = await lfsReader(root, { remote, maxBytes: MAX_SOURCE_BYTES });
  const commit = await commitOf(root, 'HEAD');
  const snapshot = await readSnapshot(root, commit, { catalog, bytesOf, trust: new Map() });
  const github = openGitHub({
    apiUrl: context.apiUrl,
    token,
    owner: context.owner,
    repository: context.repository,
  });
  const place = { root, remote: 'origin' };

  const known = await readLedger(place);
  const recorded = new Set(
    reviewsOf(known, snapshot.lockOid).map(({ record }) => `${record.pull} ${record.by}`),
  );
  const approvals = (await approvalsOf(github, commit, snapshot.lockOid)).filter(
    ({ pull, by }) => !recorded.has(`${pull} ${by}`),
  );
  const ledger = await appendToLedger(place, approvals, { now, by: ACTIONS_BOT });
  requireVerifiedLock(snapshot, ledger, catalog);
  requireOpenGates(snapshot, ledger);

  const store = lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES });
  const scratch = await mkdtemp(join(context.temp, 'alpha-site-'));
  try {
    const set = await siteSet({ snapshot, commit, ledger, store, address: siteAddress(context), scratch });
    const by = { ...ACTIONS_BOT, seconds: Math.floor(now().getTime() / 1000) };
    const publication = await branchTarget({ root, remote: 'origin', branch, store, by }).publish(set);
    if (publication === 'published') await appendToLedger(place, [recordOf(set)], { now, by: ACTIONS_BOT });
    return { publication, files: set.files.size };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** GitHub Pages' own address of a repository's site, or, on a forge without Pages, the repository's. */
function siteAddress({ serverUrl, owner, repository }: StepContext): URL {
  return serverUrl === 'https://github.com'
    ? new URL(`https://${owner.toLowerCase()}.github.io/${repository}/`)
    : new URL(`${serverUrl}/${owner}/${repository}/`);
}

function recordOf({ commit, lock, files }: SiteSet): LedgerRecord {
  const digests = inOrder(files).map(([path, file]): [string, Oid] => [
    path,
    file.kind === 'stored' ? file.digest : oidOf(file.bytes),
  ]);
  return { kind: 'publish', commit, lock, files: Object.fromEntries(digests) };
}
