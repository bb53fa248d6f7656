import { byCodeUnit } from '#core/json.ts';
import type { FileVerdict, Measure, Panel } from '#core/verdict.ts';

/** A verdict and what it is about, as in `stills/7`. */
export interface Named {
  readonly name: string;
  readonly verdict: FileVerdict;
  /** What made it, as in `talk`: what others made does not change alike, however near its figures are. */
  readonly family?: string | undefined;
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
 * Verdicts in the order in which a reviewer should look at them, those that changed alike joined: one family, medium and kind,
 * and every measure that tells the change (colour, lightness, hue, amount, sound) in the same direction and as near to the first
 * member's as `NEAR` says. What a file is (how long, how many, how large) has no say while it stays so: the same turn of hue
 * in a long film and a short one is one line. Words and sizes are joined when their findings are equal; what cannot be read,
 * what came, what went and what is equal by kind (and reason). Deterministic for any order of the input.
 */
export function groupVerdicts(verdicts: readonly Named[]): VerdictGroup[] {
  const sorted = verdicts.toSorted(
    (a, b) => b.verdict.visibility - a.verdict.visibility || byCodeUnit(a.name, b.name),
  );
  const groups: { readonly first: Named; readonly members: Named[] }[] = [];
  for (const one of sorted) {
    const home = groups.find(({ first }) => first.family === one.family && alike(first.verdict, one.verdict));
    if (home === undefined) groups.push({ first: one, members: [one] });
    else home.members.push(one);
  }
  return groups.map(({ first, members }) => ({ first, members, visibility: first.verdict.visibility }));
}

/** How near measures have to be by their unit: an absolute distance, or a share of the larger one. */
const NEAR: ReadonlyMap<string, { readonly within: number; readonly share: number }> = new Map([
  ['ΔE00', { within: 1, share: 0.3 }],
  ['OKLab', { within: 0.02, share: 0.3 }],
  ['°', { within: 10, share: 0 }],
  ['share', { within: 0.05, share: 0.5 }],
  ['SSIM', { within: 0.05, share: 0 }],
  ['dB', { within: 1.5, share: 0.2 }],
  ['LUFS', { within: 1, share: 0 }],
  ['s', { within: 0.05, share: 0.02 }],
  ['ratio', { within: 0.05, share: 0.05 }],
]);

/** Measures of what a file is rather than of how it changed, as long as they are not said of before and after. */
const OF_THE_FILE = /^(?:duration|frame-rate|loudness|silence)/u;
/** Their amounts say nothing to whoever compares two files. */
const COUNTED = new Set(['px', 'count', 'bytes']);

function alike(a: FileVerdict, b: FileVerdict): boolean {
  if (a.kind !== b.kind || a.medium !== b.medium) return false;
  if (a.kind === 'unreadable' && b.kind === 'unreadable') return a.side === b.side && a.reason === b.reason;
  if (a.kind === 'equal' && b.kind === 'equal') return a.by === b.by;
  if (a.kind === 'added' || a.kind === 'removed') return true;
  if (a.kind === 'resized' || a.medium === 'text' || a.medium === 'tokens') return a.finding === b.finding;
  const [ours, theirs] = [changesOf(a.measures), changesOf(b.measures)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].every((name) =>
    near(ours.get(name), theirs.get(name)),
  );
}

interface Change {
  readonly value: number;
  readonly unit: string;
}

/** What tells a change, by name: a figure of it, or how a figure of the file became another. */
function changesOf(measures: readonly Measure[]): Map<string, Change> {
  const changes = new Map<string, Change>();
  const before = new Map<string, number>();
  for (const { metric, label, value, unit } of measures) {
    const { of, side } = /^(?<of>.*) (?<side>before|after)$/u.exec(label)?.groups ?? {};
    const name = `${metric} ${of ?? label}`;
    if (side === 'before') before.set(name, value);
    else if (side === 'after') changes.set(name, became(before.get(name) ?? 0, value, unit));
    else if (!COUNTED.has(unit) && !OF_THE_FILE.test(metric)) changes.set(name, { value, unit });
  }
  return changes;
}

/** Counts by their ratio, less one: as many as before is no change. */
const became = (was: number, is: number, unit: string): Change =>
  COUNTED.has(unit) ? { value: was > 0 ? is / was - 1 : is, unit: 'ratio' } : { value: is - was, unit };

/** One that is not there did not change. Both ways from nothing are two changes, however near they are to each other. */
function near(a: Change | undefined, b: Change | undefined): boolean {
  const unit = (a ?? b)?.unit ?? '';
  const [first, second] = [a?.value ?? 0, b?.value ?? 0];
  const tolerance = NEAR.get(unit);
  if (tolerance === undefined) return true;
  const { within, share } = tolerance;
  const small = Math.max(Math.abs(first), Math.abs(second)) <= within;
  if (!small && first * second < 0 && unit !== '°') return false;
  return (
    distance(first, second, unit) <= Math.max(within, share * Math.max(Math.abs(first), Math.abs(second)))
  );
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
