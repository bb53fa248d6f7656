import { UserError } from '#core/errors.ts';
import type { LedgerRecord } from '#core/ledger-record.ts';
import type { ArtifactName } from '#core/names.ts';
import type { Oid } from '#core/oid.ts';
import { identifyLine } from '#engine/change/identify-line.ts';
import type { Identifying } from '#engine/change/identify-line.ts';
import { gatesOfTree } from '#engine/episode/gate.ts';
import type { Gated } from '#engine/episode/gate.ts';
import type { Ledger } from '#engine/ledger/chain.ts';
import { digestsOf } from '#engine/ledger/queries.ts';

export interface OverdueLooks extends Identifying {
  /** The tree with its new lock. */
  readonly tree: Gated;
  readonly ledger: Ledger;
  /** Pixels of the picture that `identify` holds files against. */
  readonly against: Oid;
  /** What is looked at in any case. */
  readonly except: ReadonlySet<ArtifactName>;
  readonly say: (line: string) => void;
}

/**
 * Looks at what has a gate and was never looked at, though this change does not touch it: its gate is new in the manifest, or the run
 * that built it ended before it could say. Without this it would stay closed until somebody accepts what nobody measured.
 */
export async function overdueLooks(job: OverdueLooks): Promise<LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  for (const { artifact, line, gate } of gatesOfTree(job.tree, job.ledger)) {
    if (gate.kind !== 'unmeasured' || gate.because === 'nothing-to-see' || job.except.has(artifact)) continue;
    try {
      const report = (await identifyLine(line, job)) ?? null;
      records.push({ kind: 'gate', artifact, digests: digestsOf(line), against: job.against, report });
      job.say(`held ${artifact} against the picture, which nobody had done`);
    } catch (fault) {
      // Its gate stays closed; that is no reason to show nothing of what did change.
      if (!(fault instanceof UserError)) throw fault;
      job.say(`${artifact} could not be held against the picture: ${fault.message}`);
    }
  }
  return records;
}
