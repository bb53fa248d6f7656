import { z } from 'zod';
import { ArtifactName, Medium } from './names.ts';
import { Oid } from './oid.ts';

/**
 * One figure of a comparison. `metric` names method and version (`changed-pixels/pixelmatch@7.2`): a figure without
 * them cannot be compared with last year's.
 */
export const Measure = z.strictObject({
  metric: z.string(),
  /** For people, as in "pixels changed". */
  label: z.string(),
  value: z.number(),
  /** `px`, `share` (0 to 1), `ΔE00`, `dB`, `LUFS`, `s`, `frames`, `°`, `count`, `bytes`, … */
  unit: z.string(),
  /** What the figure means for the eye or the ear, in a few words. */
  meaning: z.string().exactOptional(),
});
export type Measure = z.infer<typeof Measure>;

/** A picture (or clip) that shows a verdict. `file` is relative to the folder that the verdict was written to. */
export const Panel = z.strictObject({
  role: z.enum(['before', 'after', 'difference', 'sheet', 'blink']),
  file: z.string(),
  type: z.enum(['image/png', 'image/webp', 'image/gif', 'video/mp4']),
  width: z.int().positive(),
  height: z.int().positive(),
  bytes: z.int().positive(),
  digest: Oid,
  /** Says the finding, for those who do not see the picture. */
  alt: z.string(),
});
export type Panel = z.infer<typeof Panel>;

const Shown = {
  medium: Medium,
  /** What a reviewer should know, in one sentence. */
  finding: z.string(),
  /** How much of it a person would see, 0 (nothing) to 1 (everything): the order of the comment. */
  visibility: z.number().min(0).max(1),
  measures: z.array(Measure),
  panels: z.array(Panel),
  /** Who drew the pictures of a model, as WebGL names it: another one rounds in another way. None where nothing was drawn. */
  renderer: z.string().exactOptional(),
};

/** The comparison of one file before and after. */
export const FileVerdict = z.discriminatedUnion('kind', [
  /** `by`: how deep one had to look until they were found equal. */
  z.strictObject({ kind: z.literal('equal'), by: z.enum(['digest', 'payload', 'content']), ...Shown }),
  z.strictObject({ kind: z.literal('changed'), ...Shown }),
  /** Sizes differ, so that pixel measures do not apply. */
  z.strictObject({ kind: z.literal('resized'), ...Shown }),
  z.strictObject({ kind: z.literal('added'), ...Shown }),
  z.strictObject({ kind: z.literal('removed'), ...Shown }),
  z.strictObject({
    kind: z.literal('unreadable'),
    side: z.enum(['before', 'after', 'both']),
    reason: z.string(),
    ...Shown,
  }),
]);
export type FileVerdict = z.infer<typeof FileVerdict>;

/** The comparison of an artifact: one file verdict for each role of its outputs. */
export const Verdict = z.strictObject({
  artifact: ArtifactName,
  /** That of the file which moved most. */
  visibility: z.number().min(0).max(1),
  finding: z.string(),
  files: z.array(
    z.strictObject({ role: z.string(), before: Oid.nullable(), after: Oid.nullable(), verdict: FileVerdict }),
  ),
});
export type Verdict = z.infer<typeof Verdict>;
