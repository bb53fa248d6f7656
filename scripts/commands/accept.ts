import type { Command } from 'commander';
import { UserError } from '#core/errors.ts';
import { short } from '#core/oid.ts';
import { accepting } from '#engine/episode/accept.ts';
import { gateSentence } from '#engine/episode/gate.ts';
import { appendToLedger, LEDGER_BRANCH, readLedger } from '#engine/ledger/ledger.ts';
import { ask, line } from '#engine/repository/git.ts';
import { commitOf } from '#engine/repository/history.ts';
import { ledgerPlace } from './places.ts';
import { answer, EXIT } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, readState } from './workspace.ts';

interface Options extends Common {
  readonly reason: string;
  readonly commit?: string;
}

export function registerAccept(program: Command): void {
  program
    .command('accept')
    .description(
      'let an artifact pass whose identity gate is closed: your word and your reason go into the ledger, for these bytes only',
    )
    .argument('<artifact>', 'as in stills or talk/<episode>')
    .requiredOption('--reason <words>', 'why it may pass: one line')
    .option('--commit <commit>', 'the bytes that the lock of this commit names; HEAD', 'HEAD')
    .option('--json', 'for programs')
    .action((artifact: string, options: Options) => answer(options, () => accept(artifact, options)));
}

async function accept(artifact: string, { reason, commit: name = 'HEAD' }: Options): Promise<Answer> {
  const workspace = await openWorkspace();
  const { root } = workspace;
  const who = await maintainerOf(root);
  const commit = await commitOf(root, name);
  const snapshot = await readState(workspace, commit);
  const place = await ledgerPlace(root);
  const by = `${who.name} <${who.email}>`;
  const { record, before } = accepting(snapshot, await readLedger(place), { artifact, reason, by, commit });
  const where =
    place.remote === undefined
      ? `the branch ${LEDGER_BRANCH} of this clone`
      : `${LEDGER_BRANCH} at ${place.remote}`;
  if (record !== undefined) await appendToLedger(place, [record], { now: () => new Date(), by: who });
  return {
    json: { artifact: before.artifact, commit, by, record: record ?? null, ledger: place.remote ?? 'local' },
    text: [
      gateSentence(before),
      record === undefined
        ? 'Nothing was written: that word stands in the ledger already.'
        : `Accepted by ${by} for the bytes at ${short(commit)}; it stands in ${where}.`,
    ],
    exit: EXIT.ok,
  };
}

/**
 * Who speaks, as Git knows them. That it is a maintainer is held by the branch of the ledger: who may not write to it on the
 * remote cannot accept anything there.
 */
async function maintainerOf(root: string): Promise<{ name: string; email: string }> {
  const [name, email] = await Promise.all(
    ['user.name', 'user.email'].map((key) =>
      ask(root, { argv: ['config', '--default', '', '--get', key], parse: line }),
    ),
  );
  if (
    name !== undefined &&
    name !== '' &&
    email !== undefined &&
    email !== '' &&
    !/\[bot\]/u.test(name + email)
  )
    return { name, email };
  throw new UserError('nobody-accepts', 'Git does not know a person here who could accept anything', {
    hint: 'Say who you are: `git config user.name "…"` and `git config user.email …`.',
  });
}
