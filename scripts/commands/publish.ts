import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '#core/errors.ts';
import { CommitId, oidOf } from '#core/oid.ts';
import { requireOpenGates } from '#engine/episode/gate.ts';
import { siteSet } from '#engine/episode/site-set.ts';
import { requireVerifiedLock } from '#engine/episode/verify-lock.ts';
import { readLedger } from '#engine/ledger/ledger.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { isAncestor } from '#engine/repository/history.ts';
import { folderTarget } from '#engine/targets/folder.ts';
import { ledgerPlace, openStore } from './places.ts';
import { answer, EXIT } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, readState } from './workspace.ts';

interface Options extends Common {
  readonly commit?: string;
  readonly to: string;
  readonly address: string;
}

export function registerPublish(program: Command): void {
  program
    .command('publish')
    .description('show what a commit has locked in a folder, by one atomic switch; builds nothing')
    .requiredOption('--to <folder>', 'the folder; readers are served from its link `current`')
    .option('--commit <commit>', 'publish this commit; HEAD', 'HEAD')
    .option(
      '--address <url>',
      'where the folder will be served: feeds need whole addresses',
      'http://localhost/',
    )
    .option('--json', 'for programs')
    .action((options: Options) => answer(options, () => publish(options)));
}

async function publish({ commit: name = 'HEAD', to, address }: Options): Promise<Answer> {
  const workspace = await openWorkspace();
  const { root } = workspace;
  if (!URL.canParse(address))
    throw new UserError('option-invalid', `--address must be a whole address, not ${address}`, {
      hint: 'As in `--address https://example.org/alpha/`.',
    });
  const snapshot = await readState(workspace, name);
  const commit = CommitId.parse(snapshot.commit);
  const ledger = await readLedger(await ledgerPlace(root));
  requireVerifiedLock(snapshot, ledger, catalog);
  requireOpenGates(snapshot, ledger);
  const store = await openStore(root);
  const scratch = await mkdtemp(join(tmpdir(), 'alpha-site-'));
  try {
    const set = await siteSet({ snapshot, commit, ledger, store, address: new URL(address), scratch });
    const publication = await folderTarget(resolve(to), {
      store,
      isAncestor: (range) => isAncestor(root, range),
    }).publish(set);
    return {
      json: {
        publication,
        files: [...set.files].map(([path, file]) => ({
          path,
          sha256: file.kind === 'stored' ? file.digest : oidOf(file.bytes),
        })),
      },
      text: [`${publication}: ${set.files.size} files, served from ${join(resolve(to), 'current')}`],
      exit: EXIT.ok,
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
