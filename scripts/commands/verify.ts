import type { Command } from 'commander';
import { gatesOfTree, gateSentence, isClosed } from '#engine/episode/gate.ts';
import type { GateState } from '#engine/episode/gate.ts';
import { faultSentence, verifyLock } from '#engine/episode/verify-lock.ts';
import { readLedger } from '#engine/ledger/ledger.ts';
import { catalog } from '#engine/pipelines/catalog.ts';
import { ledgerPlace } from './places.ts';
import { answer, EXIT } from './terminal.ts';
import type { Answer, Common } from './terminal.ts';
import { openWorkspace, readState } from './workspace.ts';

interface Options extends Common {
  readonly commit?: string;
}

export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description('hold the lock to its tree, to the recorded builds, reviews and gates')
    .option('--commit <commit>', 'verify this commit; HEAD', 'HEAD')
    .option('--json', 'for programs; exit 1 when something does not hold')
    .action((options: Options) => answer(options, () => verify(options)));
}

async function verify({ commit = 'HEAD' }: Options): Promise<Answer> {
  const workspace = await openWorkspace();
  const snapshot = await readState(workspace, commit);
  const ledger = await readLedger(await ledgerPlace(workspace.root));
  const faults = verifyLock(snapshot, ledger, catalog);
  const gates = gatesOfTree(snapshot, ledger);
  const closed = gates.filter(isClosed);
  const held = closed.filter(({ holds }) => holds.publishing);
  const waiting = closed.filter(({ holds }) => !holds.publishing);
  const wrong = faults.length + held.length;
  return {
    json: {
      commit: snapshot.commit ?? null,
      lock: snapshot.lockOid,
      lines: snapshot.lock.size,
      faults,
      gates: gates.map(({ artifact, gate, holds }) => ({ artifact, ...gate, holds })),
      ledgerEntries: ledger.length,
    },
    text: [
      ...faults.map(faultSentence),
      ...held.map(gateSentence),
      ...waiting.map(waitingSentence),
      ...gates.filter(({ gate }) => gate.kind === 'accepted').map(gateSentence),
      wrong === 0
        ? `Each of the ${snapshot.lock.size} lines holds, and no gate holds publishing up.`
        : `${wrong} ${wrong === 1 ? 'thing does' : 'things do'} not hold.${ledger.length === 0 ? ' There is no ledger here: builds, reviews and gates could not be looked up.' : ''}`,
    ],
    exit: wrong === 0 ? EXIT.ok : EXIT.no,
  };
}

/** A closed gate that readers of the site do not wait for. */
const waitingSentence = (state: GateState): string =>
  `${gateSentence(state)}\n  ${state.holds.episodes.length === 0 ? 'it never ships, so it holds nothing up' : `it holds up the release of ${state.holds.episodes.join(', ')}, not the site`}`;
