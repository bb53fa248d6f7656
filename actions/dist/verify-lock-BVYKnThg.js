import { t as UserError } from "./errors-q2Ocdyoq.js";
import { i as short } from "./oid-046zK1iw.js";
import { _ as reviewsOf, p as buildsOf } from "./limits-DRiG-UHI.js";
import { n as byCodeUnit, r as canonicalJson } from "./json-BCmY7Bcn.js";
import { D as parentsOf, a as sumCosts, d as makePlan, f as staleOf, h as clause, i as partOf } from "./cost-Dvjo-J5s.js";
import { t as costOf } from "./provenance-DTBvZXHh.js";

// scripts/lib/engine/cost/share.ts
/**
* Splits what builds cost over the episodes that use them. An episode stands on its own artifacts and on all that these
* descend from; what several episodes stand on is carried in equal parts, so that the parts of all add up to the whole.
*/
function episodeCost(graph, costs, episode) {
	const users = /* @__PURE__ */ new Map();
	for (const node of graph.values()) {
		if (node.episode === void 0) continue;
		const open = [node.name];
		for (let name = open.pop(); name !== void 0; name = open.pop()) {
			const known = users.get(name) ?? /* @__PURE__ */ new Set();
			const before = known.size;
			users.set(name, known.add(node.episode));
			const here = graph.get(name);
			if (here !== void 0 && known.size > before) open.push(...parentsOf(here));
		}
	}
	const shares = [];
	const unknown = [];
	for (const [artifact, episodes] of users) {
		if (!episodes.has(episode)) continue;
		const cost = costs.get(artifact);
		if (cost === void 0) unknown.push(artifact);
		else shares.push({
			artifact,
			cost,
			episodes: episodes.size,
			part: partOf(cost, 1 / episodes.size)
		});
	}
	const weight = ({ part }) => part.gpuSeconds ?? 0;
	return {
		shares: shares.toSorted((a, b) => weight(b) - weight(a) || b.part.seconds - a.part.seconds || byCodeUnit(a.artifact, b.artifact)),
		total: sumCosts(shares.map(({ part }) => part)),
		unknown: unknown.toSorted(byCodeUnit)
	};
}

// scripts/lib/engine/episode/episode-cost.ts
/** The cost share of an episode, from the builds that gave the lines of this lock. */
function costOfEpisode({ graph, lock }, ledger, slug) {
	const costs = new Map([...lock.values()].flatMap((line) => {
		const cost = costOf(ledger, line);
		return cost === void 0 ? [] : [[line.name, cost]];
	}));
	return episodeCost(graph, costs, slug);
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

export { costOfEpisode as i, requireVerifiedLock as n, verifyLock as r, faultSentence as t };