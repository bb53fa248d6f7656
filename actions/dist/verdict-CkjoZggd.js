import { b as string, d as discriminatedUnion, f as int, g as number, l as array, m as literal, s as _enum, y as strictObject } from "./errors-q2Ocdyoq.js";
import { i as Medium, t as ArtifactName } from "./names-YBW_uHQc.js";
import { n as Oid } from "./oid-046zK1iw.js";

// scripts/lib/core/verdict.ts
/**
* One figure of a comparison. `metric` names method and version (`changed-pixels/pixelmatch@7.2`): a figure without
* them cannot be compared with last year's.
*/
const Measure = strictObject({
	metric: string(),
	/** For people, as in "pixels changed". */
	label: string(),
	value: number(),
	/** `px`, `share` (0 to 1), `ΔE00`, `dB`, `LUFS`, `s`, `frames`, `°`, `count`, `bytes`, … */
	unit: string(),
	/** What the figure means for the eye or the ear, in a few words. */
	meaning: string().exactOptional()
});
/** A picture (or clip) that shows a verdict. `file` is relative to the folder that the verdict was written to. */
const Panel = strictObject({
	role: _enum([
		"before",
		"after",
		"difference",
		"sheet",
		"blink"
	]),
	file: string(),
	type: _enum([
		"image/png",
		"image/webp",
		"image/gif",
		"video/mp4"
	]),
	width: int().positive(),
	height: int().positive(),
	bytes: int().positive(),
	digest: Oid,
	/** Says the finding, for those who do not see the picture. */
	alt: string()
});
const Shown = {
	medium: Medium,
	/** What a reviewer should know, in one sentence. */
	finding: string(),
	/** How much of it a person would see, 0 (nothing) to 1 (everything): the order of the comment. */
	visibility: number().min(0).max(1),
	measures: array(Measure),
	panels: array(Panel),
	/** Who drew the pictures of a model, as WebGL names it: another one rounds in another way. None where nothing was drawn. */
	renderer: string().exactOptional()
};
/** The comparison of one file before and after. */
const FileVerdict = discriminatedUnion("kind", [
	strictObject({
		kind: literal("equal"),
		by: _enum([
			"digest",
			"payload",
			"content"
		]),
		...Shown
	}),
	strictObject({
		kind: literal("changed"),
		...Shown
	}),
	strictObject({
		kind: literal("resized"),
		...Shown
	}),
	strictObject({
		kind: literal("added"),
		...Shown
	}),
	strictObject({
		kind: literal("removed"),
		...Shown
	}),
	strictObject({
		kind: literal("unreadable"),
		side: _enum([
			"before",
			"after",
			"both"
		]),
		reason: string(),
		...Shown
	})
]);
/** The comparison of an artifact: one file verdict for each role of its outputs. */
const Verdict = strictObject({
	artifact: ArtifactName,
	/** That of the file which moved most. */
	visibility: number().min(0).max(1),
	finding: string(),
	files: array(strictObject({
		role: string(),
		before: Oid.nullable(),
		after: Oid.nullable(),
		verdict: FileVerdict
	}))
});

export { Verdict as n, FileVerdict as t };