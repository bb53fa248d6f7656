import { z } from 'zod';
import { UserError } from '#core/errors.ts';
import { Reason } from '#core/ledger-record.ts';
import type { LedgerRecord } from '#core/ledger-record.ts';
import { ArtifactName } from '#core/names.ts';
import type { CommitId } from '#core/oid.ts';
import type { Ledger } from '../ledger/chain.ts';
import { digestsOf, gatesOf } from '../ledger/queries.ts';
import { gateSentence, gateStates, picturesOf } from './gate.ts';
import type { Gated, GateState } from './gate.ts';

/** A maintainer's word on what a gate refuses. */
export interface Acceptance {
  /** As the maintainer wrote it. */
  readonly artifact: string;
  readonly reason: string;
  /** Who: a login on the forge, or `Name <address>` as Git knows it. */
  readonly by: string;
  /** The commit whose lock names the bytes. */
  readonly commit: CommitId;
}

export interface Accepting {
  /** What goes into the ledger; `undefined` when it stands there already. */
  readonly record: LedgerRecord | undefined;
  /** The gate before the word. */
  readonly before: GateState;
}

/**
 * Turns a maintainer's word into the ledger's record: for the bytes that the tree's lock names now, and for the measures that fail
 * now. Whether the one who speaks is a maintainer is for the caller to know.
 *
 * @throws {UserError} `no-such-artifact`, `not-gated`, `gate-open` when there is nothing to accept, `reason-unfit`
 */
export function accepting(tree: Gated, ledger: Ledger, acceptance: Acceptance): Accepting {
  const { by, commit } = acceptance;
  const reason = Reason.safeParse(acceptance.reason);
  if (!reason.success)
    throw new UserError('reason-unfit', `the reason ${z.prettifyError(reason.error).replace(/^✖ /u, '')}`, {
      hint: 'Say in one line why it may pass: as in "the other hair is meant so, for this episode".',
    });
  const before = gateOfNamed(tree, ledger, acceptance.artifact);
  const { gate, line } = before;
  if (gate.kind === 'open')
    throw new UserError('gate-open', `there is nothing to accept: ${gateSentence(before)}`, {
      hint: 'Only what a measure refuses needs a word. `npm run alpha -- verify` lists it.',
    });
  if (gate.kind === 'accepted') return { record: undefined, before };
  const pictures = picturesOf(tree);
  const [only] = pictures;
  const looked = gatesOf(ledger, line).findLast(({ record }) => pictures.has(record.against));
  const against = looked?.record.against ?? only;
  if (against === undefined)
    throw new UserError('reference-missing', 'this tree has no picture that anything could be held against', {
      hint: 'Add a source of kind picture to assets/alpha.yml.',
    });
  return {
    before,
    record: {
      kind: 'gate',
      artifact: line.name,
      digests: digestsOf(line),
      against,
      report: gate.kind === 'failed' ? gate.report : null,
      accepted: { by, reason: reason.data, commit },
    },
  };
}

function gateOfNamed(tree: Gated, ledger: Ledger, word: string): GateState {
  const name = ArtifactName.safeParse(word);
  const node = name.success ? tree.graph.get(name.data) : undefined;
  const gated = [...tree.graph.values()].filter(({ gate }) => gate !== undefined).map(({ name }) => name);
  if (node === undefined || !tree.lock.has(node.name))
    throw new UserError('no-such-artifact', `There is no artifact ${JSON.stringify(word)} in this lock`, {
      hint: `With a gate there are ${gated.join(', ')}.`,
    });
  const [state] = gateStates(tree, ledger, new Set([node.name]));
  if (state === undefined)
    throw new UserError('not-gated', `${node.name} has no gate: nothing holds it up`, {
      hint: `With a gate there are ${gated.join(', ')}.`,
    });
  return state;
}
