import { b as string, s as _enum } from "./errors-q2Ocdyoq.js";

// scripts/lib/core/names.ts
/** An episode's slug, as in `alpha_d13_episode72`: part of paths, tags and file names. */
const EpisodeSlug = string().regex(/^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/u, "must be lower-case letters, digits, _ and -, 1 to 64 characters").brand("EpisodeSlug");
const WORD = "[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?";
/** An artifact's name: `mesh`, or `voice/<episode>` for one that each episode has of its own. */
const ArtifactName = string().regex(new RegExp(`^${WORD}(?:/[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?)?$`, "u"), "must be like mesh or voice/<episode>").brand("ArtifactName");
/** A word for a slot, a source, a system's role of an output: lower-case, digits and -. */
const Word = string().regex(new RegExp(`^${WORD}$`, "u"), "must be a lower-case word, at most 32 characters");
/** The name of a system, as in `hunyuan3d-2.1`. */
const SystemName = string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,30}[a-z0-9])?$/u, "must be a system name like hunyuan3d-2.1");
/** Who runs a pipeline. */
const BackendName = _enum([
	"preview",
	"upstream",
	"comfyui"
]);
/** What a file is, to comparators, renderers and people. */
const Medium = _enum([
	"picture",
	"mesh",
	"splat",
	"scene",
	"video",
	"sound",
	"text",
	"tokens"
]);

export { SystemName as a, Medium as i, BackendName as n, Word as o, EpisodeSlug as r, ArtifactName as t };