import { byCodeUnit } from '#core/json.ts';
import type { FileVerdict, Panel } from '#core/verdict.ts';

/** A verdict and what it is about, as in `stills/7`. */
export interface Named {
  readonly name: string;
  readonly verdict: FileVerdict;
}

/** Equal changes as one line. */
export interface VerdictGroup {
  /** The member that shows the change most plainly. */
  readonly first: Named;
  /** All members with the first, most visible first. */
  readonly members: readonly Named[];
  readonly visibility: number;
}

/**
 * Verdicts in the order in which a reviewer should look at them, those that changed alike joined: one medium and kind,
 * and every measure that tells the change (colour, lightness, hue, amount, sound, words) near to the first member's.
 * What cannot be read and what is equal are joined by kind (and reason). Deterministic for any order of the input.
 */
export function groupVerdicts(verdicts: readonly Named[]): VerdictGroup[] {
  const sorted = verdicts.toSorted(
    (a, b) => b.verdict.visibility - a.verdict.visibility || byCodeUnit(a.name, b.name),
  );
  const groups: { readonly first: Named; readonly members: Named[] }[] = [];
  for (const one of sorted) {
    const home = groups.find(({ first }) => alike(first.verdict, one.verdict));
    if (home === undefined) groups.push({ first: one, members: [one] });
    else home.members.push(one);
  }
  return groups.map(({ first, members }) => ({ first, members, visibility: first.verdict.visibility }));
}

/** How near measures have to be: an absolute distance, or a share of the larger one. */
const NEAR: ReadonlyMap<string, { readonly within: number; readonly share: number }> = new Map([
  ['ΔE00', { within: 1, share: 0.3 }],
  ['OKLab', { within: 0.02, share: 0.3 }],
  ['°', { within: 10, share: 0 }],
  ['share', { within: 0.05, share: 0.5 }],
  ['SSIM', { within: 0.05, share: 0 }],
  ['dB', { within: 1.5, share: 0.2 }],
  ['LUFS', { within: 1, share: 0 }],
  ['s', { within: 0.05, share: 0.02 }],
]);

function alike(a: FileVerdict, b: FileVerdict): boolean {
  if (a.kind !== b.kind || a.medium !== b.medium) return false;
  if (a.kind === 'unreadable' && b.kind === 'unreadable') return a.side === b.side && a.reason === b.reason;
  if (a.kind === 'equal' && b.kind === 'equal') return a.by === b.by;
  if (a.kind === 'added' || a.kind === 'removed') return true;
  if (a.measures.length !== b.measures.length) return false;
  return a.measures.every((measure, i) => {
    const other = b.measures[i];
    if (other === undefined || other.metric !== measure.metric || other.label !== measure.label) return false;
    const near = NEAR.get(measure.unit);
    if (near === undefined) return true;
    const apart = distance(measure.value, other.value, measure.unit);
    return (
      apart <= Math.max(near.within, near.share * Math.max(Math.abs(measure.value), Math.abs(other.value)))
    );
  });
}

function distance(a: number, b: number, unit: string): number {
  const apart = Math.abs(a - b);
  return unit === '°' ? Math.min(apart, 360 - apart) : apart;
}

/** All pictures of a comment stay below this. */
export const COMMENT_BYTES = 1_500_000;

/**
 * Which panels a comment shows: groups in their order, each its first member's panels, all of a member or none, until
 * `mostBytes` are spent. What is left out is for the report.
 */
export function panelsWithin(
  groups: readonly VerdictGroup[],
  mostBytes = COMMENT_BYTES,
): Map<string, readonly Panel[]> {
  const shown = new Map<string, readonly Panel[]>();
  let left = mostBytes;
  for (const { first } of groups) {
    const { panels } = first.verdict;
    const bytes = panels.reduce((sum, panel) => sum + panel.bytes, 0);
    if (panels.length === 0 || bytes > left) continue;
    left -= bytes;
    shown.set(first.name, panels);
  }
  return shown;
}
