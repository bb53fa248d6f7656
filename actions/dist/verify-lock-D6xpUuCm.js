import { H as staleOf, J as parentsOf, V as makePlan, Z as clause, j as foldPrompt, p as titleOf } from "./limits-B84BI-dO.js";
import { i as short, j as UserError } from "./oid-CD6GJw-_.js";
import { n as byCodeUnit, r as canonicalJson } from "./json-wNPiQJOz.js";
import { t as ArtifactName } from "./names-Cyk6D3Lv.js";
import { t as RepoPath } from "./repo-path-B1PlIOtt.js";
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

// scripts/lib/engine/ledger/queries.ts
/** The entries of one kind, oldest first. */
function entriesOf(ledger, kind) {
	const isOf = (entry) => entry.record.kind === kind;
	return ledger.filter(isOf);
}
/** Every build that a key ever had: one key may have given several results. */
const buildsOf = (ledger, key) => entriesOf(ledger, "build").filter(({ record }) => record.key === key);
/** Every review of a lock with these bytes. */
const reviewsOf = (ledger, lock) => entriesOf(ledger, "review").filter(({ record }) => record.lock === lock);
/** Every look at an output, oldest first. */
const gatesOf = (ledger, digest) => entriesOf(ledger, "gate").filter(({ record }) => record.digest === digest);
/** Ambient prompts ever shipped, folded, each with the episode that had it first (I16). */
function shippedPrompts(ledger) {
	const prompts = /* @__PURE__ */ new Map();
	for (const { record } of entriesOf(ledger, "ship")) {
		const folded = foldPrompt(record.ambient);
		if (!prompts.has(folded)) prompts.set(folded, record.episode);
	}
	return prompts;
}
/** The digests of ambient sounds ever shipped, each with the episode that had it first (I16). */
function shippedSounds(ledger) {
	const sounds = /* @__PURE__ */ new Map();
	for (const { record } of entriesOf(ledger, "ship")) if (!sounds.has(record.ambientDigest)) sounds.set(record.ambientDigest, record.episode);
	return sounds;
}

// scripts/lib/engine/episode/provenance.ts
/** The lines that an episode's files descend from, each after what it reads. */
function lineageOf({ graph, lock }, slug) {
	const wanted = ancestorsOf(graph, episodeFiles(graph, lock, slug).map(({ artifact }) => artifact));
	return [...graph.keys()].flatMap((name) => wanted.has(name) ? lock.get(name) ?? [] : []);
}
function ancestorsOf(graph, names) {
	const wanted = new Set(names);
	for (const name of wanted) {
		const node = graph.get(name);
		for (const parent of node === void 0 ? [] : parentsOf(node)) wanted.add(parent);
	}
	return wanted;
}
/** Who made each part of an episode, from what, under which licence, at what cost (I20). */
function provenanceOf(snapshot, ledger, slug) {
	return lineageOf(snapshot, slug).map((line) => {
		const node = snapshot.graph.get(line.name);
		return {
			artifact: line.name,
			system: titleOf(line.recipe.system),
			backend: line.recipe.backend,
			outputs: line.outputs.map(({ role, digest }) => ({
				role,
				digest
			})),
			reads: [...node?.reads.values() ?? []].map((input) => input.kind === "artifact" ? input.artifact : input.kind === "source" ? input.source : input.field),
			licence: node?.licence?.name,
			cost: costOf(ledger, line)
		};
	});
}
/** What the build that gave a line cost; `undefined` where the ledger does not know. */
function costOf(ledger, { key, outputs }) {
	const digests = new Set(outputs.map(({ digest }) => digest));
	const costs = buildsOf(ledger, key).filter(({ record }) => record.outputs.every(({ digest }) => digests.has(digest)));
	return costs.find(({ record }) => record.cost.seconds > 0)?.record.cost ?? costs[0]?.record.cost;
}

// scripts/lib/engine/episode/verify-lock.ts
/**
* Holds a lock to its tree and to what happened: each key is computed anew (I3), each line's digests came out of a recorded
* build of that key, and a person approved these very bytes of the lock (I2). Pure: equal trees and ledgers give equal
* answers. The snapshot must have been read with pictures that were looked at, or that main has already.
*/
function verifyLock(snapshot, ledger, catalog) {
	const { graph, facts, lock, lockOid } = snapshot;
	const plan = makePlan(graph, facts, lock, catalog);
	const faults = staleOf(plan).map(({ name, causes }) => ({
		kind: "stale",
		artifact: name,
		because: causes.map(clause).join("; ")
	}));
	for (const artifact of plan.removed) faults.push({
		kind: "not-in-manifest",
		artifact
	});
	for (const line of lock.values()) if (!buildsOf(ledger, line.key).some(({ record }) => gave(record, line))) faults.push({
		kind: "never-built",
		artifact: line.name
	});
	if (lock.size > 0 && !reviewsOf(ledger, lockOid).some(({ record }) => isPerson(record.by))) faults.push({ kind: "not-approved" });
	return faults;
}
/** Whether a build left exactly what a line says. */
function gave(record, line) {
	return record.preview === line.preview && said(record.outputs) === said(line.outputs);
}
const said = (outputs) => canonicalJson(outputs.toSorted((a, b) => byCodeUnit(a.role, b.role)));
/** GitHub gives the accounts of apps names that end so, and nobody else can have them. */
const isPerson = (login) => login !== "" && !login.endsWith("[bot]");
/** A fault in a sentence. */
function faultSentence(fault) {
	switch (fault.kind) {
		case "stale": return `${fault.artifact} is not what this tree asks for: ${fault.because}`;
		case "not-in-manifest": return `${fault.artifact} has a line and is not in the manifest`;
		case "never-built": return `the line of ${fault.artifact} came out of no recorded build`;
		case "not-approved": return "no person approved this lock";
		default: return fault;
	}
}
/** @throws {UserError} `lock-unverified`, with every fault at once */
function requireVerifiedLock(snapshot, ledger, catalog) {
	const faults = verifyLock(snapshot, ledger, catalog);
	if (faults.length === 0) return;
	throw new UserError("lock-unverified", `the lock ${short(snapshot.lockOid)} cannot be relied on:\n${faults.map(faultSentence).join("\n")}`, { hint: "Open a pull request that builds what is missing, and have it approved: its lock is what may be shown." });
}

export { entriesOf as a, shippedPrompts as c, ownArtifact as d, provenanceOf as i, shippedSounds as l, requireVerifiedLock as n, gatesOf as o, verifyLock as r, reviewsOf as s, faultSentence as t, episodeFiles as u };