/** What the doctor found about one thing. */
export interface Finding {
  /** In a few words, as in "GPU" or "weights of sharp". */
  readonly what: string;
  /** `warn`: builds go on, slower or only in part. `fail`: what needs it cannot be built here. */
  readonly state: 'ok' | 'warn' | 'fail';
  /** What was seen, with its figures. */
  readonly detail: string;
  /** A command, or a line for a file, that mends it; absent where all is well. */
  readonly mend?: string;
}

export const ok = (what: string, detail: string): Finding => ({ what, state: 'ok', detail });
export const warn = (what: string, detail: string, mend: string): Finding => ({
  what,
  state: 'warn',
  detail,
  mend,
});
export const fail = (what: string, detail: string, mend: string): Finding => ({
  what,
  state: 'fail',
  detail,
  mend,
});

/** `fail` when it is needed here, else `warn`. */
export const lacking = (needed: boolean, what: string, detail: string, mend: string): Finding =>
  (needed ? fail : warn)(what, detail, mend);

/** 1.10 comes after 1.9; what is no number counts as 0. */
export function versionOrder(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => (text.match(/\d+/gu) ?? []).map(Number));
  for (let part = 0; part < Math.max(left?.length ?? 0, right?.length ?? 0); part += 1) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const GIB = 2 ** 30;
export const gigabytes = (bytes: number): string => `${(bytes / GIB).toFixed(bytes < 10 * GIB ? 1 : 0)} GB`;
