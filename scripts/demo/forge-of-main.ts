import { join } from 'node:path';
import { appendToLedger } from '#engine/ledger/ledger.ts';
import { folderStore } from '#engine/store/folder.ts';
import type { Clone } from '#sandbox/clone.ts';
import { openSandbox } from '#sandbox/sandbox.ts';
import type { Sandbox } from '#sandbox/sandbox.ts';
import { seedCommits } from '#sandbox/seed.ts';
import type { Baseline } from './baseline.ts';

export interface ForgeOfMain {
  readonly sandbox: Sandbox;
  /** The owner's, on main. */
  readonly clone: Clone;
}

/** A forge whose main is a checkout's HEAD. */
export async function openForge(
  root: string,
  checkout: string,
  { project, port }: { readonly project: string; readonly port: number | undefined },
): Promise<ForgeOfMain> {
  const sandbox = await openSandbox({
    root,
    seedFrom: checkout,
    packagesFrom: project,
    ...(port === undefined ? {} : { port }),
    runner: { disabled: ['check.yml'] },
  });
  return { sandbox, clone: await sandbox.clone('owner') };
}

/** What earlier runs would have left: the lock on main, the bytes that it names, and the record of their builds. */
export async function giveBaseline(
  { sandbox, clone }: ForgeOfMain,
  checkout: string,
  { lock, records }: Baseline,
  store: string,
): Promise<void> {
  await seedCommits(sandbox.forge.git(sandbox.slug), checkout, 'HEAD');
  await clone.git('pull', '--quiet', '--ff-only');
  const near = folderStore(store);
  for (const { outputs, preview } of lock.values()) {
    for (const digest of [
      ...outputs.map((output) => output.digest),
      ...(preview === null ? [] : [preview]),
    ]) {
      const path = join(store, 'sha256', digest.slice(0, 2), digest);
      if (await near.has({ digest })) await sandbox.forge.lfs.blobs.adopt(digest, path);
    }
  }
  await appendToLedger({ root: clone.path, remote: 'origin' }, records, {
    now: () => new Date(),
    by: { name: 'alpha', email: 'alpha@users.noreply.example' },
  });
}
