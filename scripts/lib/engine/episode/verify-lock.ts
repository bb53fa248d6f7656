import { clause } from '#core/cause.ts';
import { UserError } from '#core/errors.ts';
import { byCodeUnit, canonicalJson } from '#core/json.ts';
import type { LockLine, Output } from '#core/lock.ts';
import type { ArtifactName } from '#core/names.ts';
import { short } from '#core/oid.ts';
import { makePlan, staleOf } from '#core/plan.ts';
import type { Catalog } from '#core/system.ts';
import type { Ledger } from '../ledger/chain.ts';
import { buildsOf, reviewsOf } from '../ledger/queries.ts';
import type { Snapshot } from '../repository/snapshot.ts';

/** What is wrong with a lock. */
export type LockFault =
  /** Its key is not what this tree gives: nobody built, and nobody saw, what this tree asks for. */
  | { readonly kind: 'stale'; readonly artifact: ArtifactName; readonly because: string }
  | { readonly kind: 'not-in-manifest'; readonly artifact: ArtifactName }
  /** No build of this key gave these digests. */
  | { readonly kind: 'never-built'; readonly artifact: ArtifactName }
  | { readonly kind: 'not-approved' };

/**
 * Holds a lock to its tree and to what happened: each key is computed anew (I3), each line's digests came out of a recorded
 * build of that key, and a person approved these very bytes of the lock (I2). Pure: equal trees and ledgers give equal
 * answers. The snapshot must have been read with pictures that were looked at, or that main has already.
 */
export function verifyLock(snapshot: Snapshot, ledger: Ledger, catalog: Catalog): LockFault[] {
  const { graph, facts, lock, lockOid } = snapshot;
  const plan = makePlan(graph, facts, lock, catalog);
  const faults: LockFault[] = staleOf(plan).map(({ name, causes }) => ({
    kind: 'stale',
    artifact: name,
    because: causes.map(clause).join('; '),
  }));
  for (const artifact of plan.removed) faults.push({ kind: 'not-in-manifest', artifact });
  for (const line of lock.values())
    if (!buildsOf(ledger, line.key).some(({ record }) => gave(record, line)))
      faults.push({ kind: 'never-built', artifact: line.name });
  if (lock.size > 0 && !reviewsOf(ledger, lockOid).some(({ record }) => isPerson(record.by)))
    faults.push({ kind: 'not-approved' });
  return faults;
}

/** Whether a build left exactly what a line says. */
export function gave(record: Pick<LockLine, 'outputs' | 'preview'>, line: LockLine): boolean {
  return record.preview === line.preview && said(record.outputs) === said(line.outputs);
}

const said = (outputs: readonly Output[]): string =>
  canonicalJson(outputs.toSorted((a, b) => byCodeUnit(a.role, b.role)));

/** GitHub gives the accounts of apps names that end so, and nobody else can have them. */
const isPerson = (login: string): boolean => login !== '' && !login.endsWith('[bot]');

/** A fault in a sentence. */
export function faultSentence(fault: LockFault): string {
  switch (fault.kind) {
    case 'stale':
      return `${fault.artifact} is not what this tree asks for: ${fault.because}`;
    case 'not-in-manifest':
      return `${fault.artifact} has a line and is not in the manifest`;
    case 'never-built':
      return `the line of ${fault.artifact} came out of no recorded build`;
    case 'not-approved':
      return 'no person approved this lock';
    default:
      return fault satisfies never;
  }
}

/** @throws {UserError} `lock-unverified`, with every fault at once */
export function requireVerifiedLock(snapshot: Snapshot, ledger: Ledger, catalog: Catalog): void {
  const faults = verifyLock(snapshot, ledger, catalog);
  if (faults.length === 0) return;
  throw new UserError(
    'lock-unverified',
    `the lock ${short(snapshot.lockOid)} cannot be relied on:\n${faults.map(faultSentence).join('\n')}`,
    {
      hint: 'Open a pull request that builds what is missing, and have it approved: its lock is what may be shown.',
    },
  );
}
