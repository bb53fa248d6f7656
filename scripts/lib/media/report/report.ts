import type { IdentityReport } from '#core/identity.ts';
import type { Cost } from '#core/ledger-record.ts';
import type { Medium } from '#core/names.ts';
import type { Verdict } from '#core/verdict.ts';

/** What a report tells. Every text in it may come from a pull request: it is shown as text and as nothing else. */
export interface Report {
  /** As in "Visual report". */
  readonly title: string;
  /** What is compared, as in "Pull request 12: turn the hair to red". */
  readonly subject: string;
  /** The verdict in a few words. */
  readonly verdict?: string | undefined;
  /** What belongs to it, in a sentence or two. */
  readonly summary: string;
  /** What stands in the way, a sentence each: a licence, a gate. */
  readonly warnings?: readonly string[] | undefined;
  /** Shown in this order: the one to look at first comes first. */
  readonly artifacts: readonly ReportArtifact[];
  readonly graph?: ReportGraph | undefined;
}

export interface ReportArtifact {
  readonly name: string;
  /** Why it was rebuilt, as a clause: "it reads mesh, which was rebuilt". */
  readonly cause: string;
  /** Who made it, of what, and what binds it: "SHARP (preview) from canon". */
  readonly made?: string | undefined;
  /** Why it could not be built, when that is so. */
  readonly failure?: string | undefined;
  readonly verdict: Verdict;
  /** Folder that `verdict`'s panels were written to; without it they are not shown. */
  readonly panels?: string | undefined;
  readonly identity?: readonly IdentityReport[] | undefined;
  readonly files: readonly ReportFile[];
  readonly cost?: Cost | undefined;
}

export interface ReportFile {
  readonly role: string;
  readonly medium: Medium;
  /** Where the file lies; missing when there was none. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

export interface ReportGraph {
  readonly nodes: readonly ReportNode[];
  /** `from` is read by `to`. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export interface ReportNode {
  readonly name: string;
  /** `changed`: a source that the change touches; `affected`: what follows from it; `failed`: what should and could not be built. */
  readonly state: 'changed' | 'affected' | 'failed' | 'untouched';
  /** Why, as a clause. */
  readonly cause?: string | undefined;
}

export interface ReportLimits {
  /** Up to this many bytes of embedded files the report is a single page, above it a folder. */
  readonly singleFileBytes: number;
  /** A larger file is named, not shown. */
  readonly fileBytes: number;
}

/** 32 MiB as one page, at most 192 MiB a file. */
export const REPORT_LIMITS: ReportLimits = { singleFileBytes: 33_554_432, fileBytes: 201_326_592 };
