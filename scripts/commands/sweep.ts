import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '#core/errors.ts';
import { LOCK_PATH } from '#core/lock.ts';
import { short } from '#core/oid.ts';
import { readLedger } from '#engine/ledger/ledger.ts';
import { ask, GitFailure, line } from '#engine/repository/git.ts';
import { ifThere } from '#engine/store/durable-file.ts';
import { digestsIn, gatherRoots } from '#engine/store/roots.ts';
import { sweepStore } from '#engine/store/sweep-store.ts';
import { ledgerPlace } from './places.ts';
import { answer, EXIT } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { namedStore, openWorkspace } from './workspace.ts';

interface Options extends Common {
  readonly dryRun?: boolean;
  readonly store?: string;
  readonly graceDays: string;
}

const DAY = 86_400;

export function registerSweep(program: Command): void {
  program
    .command('sweep')
    .description(
      'delete from the store what no branch, tag, pull request, release or page needs, here and on the remote',
    )
    .option('--dry-run', 'say what would go, and delete nothing')
    .option('--store <store>', 'a folder or s3://bucket/prefix; ALPHA_STORE, or the cache folder')
    .option('--grace-days <n>', 'what was put or used later than so long ago stays', '14')
    .option('--json', 'for programs')
    .action((options: Options) => answer(options, () => sweep(options)));
}

async function sweep(options: Options): Promise<Answer> {
  const graceDays = Number(options.graceDays);
  if (options.graceDays.trim() === '' || !(graceDays >= 0 && graceDays <= 3650)) {
    throw new UserError(
      'option-invalid',
      `--grace-days must be a number from 0 to 3650, not ${options.graceDays}`,
      { hint: 'As in `--grace-days 14`.' },
    );
  }
  const dryRun = options.dryRun === true;
  const opened = namedStore(options.store);
  const { root } = await openWorkspace();
  const remote = await originOf(root);
  const roots = await gatherRoots({
    root,
    remote,
    // Which are open only the forge knows; whoever asks without it keeps what closed ones name, too.
    pulls: 'all',
    ledger: await readLedger(await ledgerPlace(root)),
  });
  const here = (await ifThere(readFile(join(root, LOCK_PATH), 'utf8'))) ?? '';
  const { plan, deleted } = await sweepStore({
    opened,
    roots: new Set([...roots.digests, ...digestsIn(here)]),
    graceSeconds: graceDays * DAY,
    now: new Date(),
    dryRun,
  });
  const { objects, bytes, kept, results } = plan;
  return {
    json: {
      store: opened.named.name,
      dryRun,
      roots: { places: roots.places, digests: roots.digests.size },
      objects: objects.map(({ digest, size }) => ({ digest, size })),
      results,
      bytes,
      kept,
      deleted,
    },
    text: [
      ...objects.map(
        ({ digest, size }) => `${dryRun ? 'would go' : 'gone'}  ${short(digest)}  ${megabytes(size)}`,
      ),
      `${opened.named.name}: ${objects.length} of ${objects.length + kept.objects} objects ${dryRun ? 'would go' : 'are gone'}, ${megabytes(bytes)}; ${megabytes(kept.bytes)} stay for ${roots.places} branches, tags and pull requests${remote === undefined ? ' of this clone alone: it has no remote' : ''}, the releases and the site.`,
    ],
    exit: EXIT.ok,
  };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** `origin`, where there is one. */
async function originOf(root: string): Promise<string | undefined> {
  try {
    await ask(root, { argv: ['remote', 'get-url', 'origin'], parse: line });
    return 'origin';
  } catch (cause) {
    if (cause instanceof GitFailure) return undefined;
    throw cause;
  }
}
