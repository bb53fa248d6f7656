import type { Medium } from '#core/names.ts';
import type { FileVerdict } from '#core/verdict.ts';
import type { Picture } from '../picture.ts';

/** Two files of one medium; one of them may be missing (added, removed), not both. */
export interface CompareRequest {
  readonly medium: Medium;
  /** Path of the file as it was; left out when it is new. */
  readonly before?: string | undefined;
  /** Path of the file as it is; left out when it is gone. */
  readonly after?: string | undefined;
  /** Folder that the panels are written to; made when it is not there. */
  readonly outDir: string;
  /** What the sides are called on panels. */
  readonly labels?: Labels | undefined;
  /** Folder with verdicts of earlier comparisons, by digests and version of the metrics; made when it is not there. */
  readonly cache?: string | undefined;
  /** Adds a blinking panel to pictures where it shows what side by side hides. */
  readonly blink?: boolean | undefined;
  /** What it was made from: a mesh's or splat's front is held against it too. */
  readonly canonical?: Picture | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Labels {
  readonly before: string;
  readonly after: string;
}

/** What a comparator is given: both paths, or exactly one. */
export interface Comparison {
  readonly outDir: string;
  readonly labels: Labels;
  readonly canonical?: Picture | undefined;
  readonly blink?: boolean | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What each medium brings: how two files differ, and how one alone is shown. */
export interface Comparator {
  /** Both are there and their bytes differ. @throws {SideUnreadable} */
  readonly pair: (before: string, after: string, comparison: Comparison) => Promise<FileVerdict>;
  /** One is there: an added or removed file. @throws {SideUnreadable} */
  readonly single: (kind: 'added' | 'removed', path: string, comparison: Comparison) => Promise<FileVerdict>;
}

/** A side cannot be read as what it should be: a verdict, not a failure of the comparison. */
export class SideUnreadable extends Error {
  override readonly name = 'SideUnreadable';
  readonly side: 'before' | 'after';

  constructor(side: 'before' | 'after', reason: string, cause: unknown) {
    super(reason, { cause });
    this.side = side;
  }
}
