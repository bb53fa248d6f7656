import { t as UserError } from "./errors-q2Ocdyoq.js";
import { i as short } from "./oid-046zK1iw.js";
import { g as gatesOf } from "./limits-DRiG-UHI.js";
import { t as ArtifactName } from "./names-YBW_uHQc.js";
import { t as RepoPath } from "./repo-path-CzQvbCmu.js";
import { D as parentsOf } from "./cost-Dvjo-J5s.js";
import { extname } from "node:path";

// scripts/lib/engine/episode/files.ts
/** The two files that other pages link to by their address: these names must never change. */
const PLAYED = /* @__PURE__ */ new Map([["voice", (slug) => ({
	site: `static/audio/${slug}_voice.wav`,
	asset: `${slug}_voice.wav`
})], ["video", (slug) => ({
	site: `video/${slug}.mp4`,
	asset: `${slug}.mp4`
})]]);
/**
* What an episode ships: every output of the artifacts that are its own and may ship, in the graph's order. An artifact
* that has no line yet has no file.
*/
function episodeFiles(graph, lock, slug) {
	const files = [];
	for (const { name, episode, ships } of graph.values()) {
		if (episode !== slug || ships !== "yes") continue;
		const outputs = lock.get(name)?.outputs ?? [];
		const word = name.slice(0, -slug.length - 1);
		for (const output of outputs) {
			const played = outputs.length === 1 ? PLAYED.get(word)?.(slug) : void 0;
			const role = outputs.length === 1 ? word : `${word}_${output.role}`;
			files.push({
				artifact: name,
				output,
				site: played === void 0 ? void 0 : RepoPath.parse(played.site),
				asset: played?.asset ?? `${slug}_${role}${extname(output.file)}`
			});
		}
	}
	return files;
}
/** The name of an episode's own artifact: `voice/<slug>`. */
const ownArtifact = (word, slug) => ArtifactName.parse(`${word}/${slug}`);

// scripts/lib/engine/episode/lineage.ts
/** Artifacts and all that they descend from, in the graph's order: each after what it reads. */
function withAncestors(graph, names) {
	const wanted = new Set(names);
	for (const name of wanted) {
		const node = graph.get(name);
		for (const parent of node === void 0 ? [] : parentsOf(node)) wanted.add(parent);
	}
	return [...graph.keys()].filter((name) => wanted.has(name));
}

// scripts/lib/engine/episode/gate.ts
const isClosed = ({ gate: { kind } }) => kind === "failed" || kind === "unmeasured";
function faultsOf(report) {
	if (report === null) return ["unmeasured"];
	if (report.answer !== "fail") return [];
	const axes = report.axes.filter(({ answer }) => answer === "fail").map(({ axis }) => axis);
	return axes.length === 0 ? ["nobody"] : axes;
}
/**
* The gate of a lock's line: its newest look against one of these pictures, less what maintainers accepted of the very same
* bytes. An acceptance outlives a later look, unless that finds an axis failing which did not when the word was given.
*/
function gateOf(ledger, line, pictures) {
	const ever = gatesOf(ledger, line).map(({ record }) => record);
	const records = ever.filter(({ against }) => pictures.has(against));
	const last = records.findLast(({ accepted }) => accepted === void 0) ?? records.at(-1);
	if (last === void 0) return {
		kind: "unmeasured",
		because: ever.length === 0 ? "never-looked" : "other-picture"
	};
	const { report } = last;
	const faults = faultsOf(report);
	if (report !== null && faults.length === 0) return {
		kind: "open",
		report
	};
	const words = records.flatMap(({ accepted, report: then }) => accepted === void 0 ? [] : [{
		accepted,
		covers: faultsOf(then)
	}]);
	const standing = faults.filter((fault) => !words.some(({ covers }) => covers.includes(fault)));
	if (standing.length === 0) return {
		kind: "accepted",
		report,
		words: words.map(({ accepted }) => accepted)
	};
	if (report === null) return {
		kind: "unmeasured",
		because: "nothing-to-see"
	};
	const open = new Set(standing);
	return {
		kind: "failed",
		report,
		failed: report.axes.filter(({ axis, answer }) => answer === "fail" && open.has(axis))
	};
}
/** The canonical pictures of a tree, by their pixels: what its artifacts are held against (I17). */
const picturesOf = ({ facts }) => new Set([...facts.values()].flatMap(({ kind, digests }) => kind === "picture" && digests["picture"] !== void 0 ? [digests["picture"]] : []));
/** Every gate of a lock, in the graph's order; an artifact without a line has none yet. */
function gatesOfTree(tree, ledger) {
	const pictures = picturesOf(tree);
	const published = publicNames(tree);
	const releases = releasedNames(tree);
	return [...tree.graph.values()].flatMap(({ name, gate }) => {
		const line = tree.lock.get(name);
		if (gate === void 0 || line === void 0) return [];
		const episodes = [...releases].flatMap(([slug, names]) => names.has(name) ? [slug] : []);
		const holds = {
			publishing: published.has(name),
			episodes
		};
		return [{
			artifact: name,
			line,
			gate: gateOf(ledger, line, pictures),
			holds
		}];
	});
}
/** The gates of these artifacts, in the graph's order; those without a gate, and without a line, are left out. */
const gateStates = (tree, ledger, names) => gatesOfTree(tree, ledger).filter(({ artifact }) => names.has(artifact));
/**
* What publishing answers for, with all that it descends from: what is on the pages, and what is the character's own and may ship.
* What one episode alone ships and no page shows waits for that episode's release; what never ships is not held up at all.
*/
function publicNames({ graph, lock }) {
	const own = [...graph.values()].filter(({ ships, episode }) => ships === "yes" && episode === void 0);
	const played = slugsOf(graph).flatMap((slug) => episodeFiles(graph, lock, slug)).filter(({ site }) => site !== void 0);
	const names = [...own.map(({ name }) => name), ...played.map(({ artifact }) => artifact)];
	return new Set(withAncestors(graph, names));
}
const releasedNames = ({ graph, lock }) => new Map(slugsOf(graph).map((slug) => {
	const files = episodeFiles(graph, lock, slug).map(({ artifact }) => artifact);
	return [slug, new Set(withAncestors(graph, files))];
}));
const slugsOf = (graph) => [...new Set([...graph.values()].flatMap(({ episode }) => episode ?? []))];
const axisWords = (axis) => axis.replace("-", " ");
/** "face structure 2.31 × limit (limit 1): embedding 0.612 …" */
function axisSentence({ axis, value, unit, limit, note }) {
	const figure = value === null ? "not measured" : `${Number(value.toPrecision(3))} ${unit}`;
	return `${axisWords(axis)} ${figure} (limit ${limit}): ${note}`;
}
/** A gate in a sentence: which artifact, which measure, its figure and its limit. */
function gateSentence({ artifact, line, gate }) {
	switch (gate.kind) {
		case "open": return `${artifact} is still her${gate.report.answer === "look" ? ", with a look to be had" : ""}`;
		case "accepted": return `${artifact} was accepted by ${gate.words.map(({ by, reason }) => `${by}: ${reason}`).join("; ")}`;
		case "failed": return gate.failed.length === 0 ? `${artifact}: nobody is to be seen on it` : `${artifact} is no longer her by ${gate.failed.map(axisSentence).join(" · ")}`;
		case "unmeasured": return `${artifact} (${line.outputs.map(({ digest }) => short(digest)).join(", ")}) ${UNMEASURED[gate.because]}`;
		default: return gate;
	}
}
const UNMEASURED = {
	"never-looked": "was never held against the reference",
	"other-picture": "was held against another picture than the reference of this tree",
	"nothing-to-see": "has nothing in it that could be held against the reference"
};
/** The command that accepts an artifact, on the pull request and in a terminal. */
const acceptCommand = (artifact) => ({
	comment: `/alpha accept ${artifact} <reason>`,
	terminal: `npm run alpha -- accept ${artifact} --reason "<reason>"`
});
/**
* Holds publishing up: all of it, for what is shown is the lock of one commit or none of it (I2, I9).
*
* @throws {UserError} `gate-closed`, naming every artifact with its measure, figure, limit, and what accepts it
*/
function requireOpenGates(tree, ledger) {
	const closed = gatesOfTree(tree, ledger).filter((state) => isClosed(state) && state.holds.publishing);
	const [first] = closed;
	if (first === void 0) return;
	const commands = closed.map(({ artifact }) => acceptCommand(artifact));
	throw new UserError("gate-closed", `nothing was published, and readers see what they saw before:\n${closed.map(gateSentence).join("\n")}`, { hint: [
		"Mend it in a new pull request; or a maintainer who has looked accepts it, by a comment on the pull request that brought it:",
		...commands.map(({ comment }) => `  ${comment}`),
		"or in a clone of this commit:",
		...commands.map(({ terminal }) => `  ${terminal}`)
	].join("\n") });
}

export { isClosed as a, withAncestors as c, gatesOfTree as i, episodeFiles as l, gateSentence as n, picturesOf as o, gateStates as r, requireOpenGates as s, acceptCommand as t, ownArtifact as u };