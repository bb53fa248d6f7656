import { r as unreachable } from "./errors-q2Ocdyoq.js";
import { D as parentsOf } from "./cost-Dvjo-J5s.js";
import { n as byCodeUnit } from "./json-BCmY7Bcn.js";

// scripts/lib/engine/licence/regions.ts
/** Members of the European Union since 2020-02-01, ISO 3166-1 alpha-2. */
const EUROPEAN_UNION = new Set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "));
/** Which of the excluded regions a country lies in; `UK` and `EL` are read as GB and GR, for licences write both. */
function excludedFor(region, excluded) {
	const here = canonical(region);
	return excluded.find((entry) => {
		const there = canonical(entry);
		return there === here || there === "EU" && EUROPEAN_UNION.has(here);
	});
}
const canonical = (region) => region === "UK" ? "GB" : region === "EL" ? "GR" : region;

// scripts/lib/engine/licence/licence.ts
/**
* What the licences of the models forbid the owner to do with `artifacts`. A licence goes down to everything that descends
* from a model's output, and binds only what that model really made: a preview is computed by this repository alone.
* Without an owner every condition that would need one is a fault.
*/
function licenceFaults(graph, lock, owner, artifacts) {
	const faults = [];
	for (const artifact of [...new Set(artifacts)].toSorted(byCodeUnit)) for (const { node, licence } of licencesOf(graph, lock, artifact)) for (const kind of forbidden(licence, owner)) {
		const fault = {
			artifact,
			because: node.name,
			system: node.system,
			licence: licence.name,
			kind
		};
		faults.push({
			...fault,
			sentence: sentence(fault, licence, owner)
		});
	}
	return faults;
}
/** The licences that go with `artifacts`, by name; equal ones told once. */
function licenceNotices(graph, lock, artifacts) {
	const found = /* @__PURE__ */ new Map();
	for (const artifact of artifacts) for (const { node, licence } of licencesOf(graph, lock, artifact)) {
		const entry = found.get(licence.name) ?? {
			licence,
			systems: /* @__PURE__ */ new Set(),
			artifacts: /* @__PURE__ */ new Set()
		};
		entry.systems.add(node.system);
		entry.artifacts.add(artifact);
		found.set(licence.name, entry);
	}
	return [...found.values()].map(({ licence, systems, artifacts: carriers }) => ({
		licence: licence.name,
		systems: [...systems].toSorted(byCodeUnit),
		conditions: conditionsOf(licence),
		note: licence.note,
		artifacts: [...carriers].toSorted(byCodeUnit)
	})).toSorted((a, b) => byCodeUnit(a.licence, b.licence));
}
/** What a licence asks, in a few words each; the strictest first. */
function conditionsOf({ researchOnly, nonCommercial, excludedRegions }) {
	return [
		...researchOnly ? ["research only"] : [],
		...nonCommercial ? ["non-commercial"] : [],
		...excludedRegions.length > 0 ? [`no licence in ${excludedRegions.join(", ")}`] : []
	];
}
/** The licences on an artifact and all that it descends from, nearest first, each artifact once. */
function licencesOf(graph, lock, artifact) {
	const found = [];
	const seen = /* @__PURE__ */ new Set();
	const open = [artifact];
	for (let name = open.shift(); name !== void 0; name = open.shift()) {
		const node = graph.get(name);
		if (node === void 0 || seen.has(name)) continue;
		seen.add(name);
		const backend = lock.get(name)?.recipe.backend ?? node.backend;
		if (node.licence !== void 0 && backend !== "preview") found.push({
			node,
			licence: node.licence
		});
		open.push(...parentsOf(node).toSorted(byCodeUnit));
	}
	return found;
}
/** What a licence forbids this owner; without one, every condition is a question. */
function forbidden(licence, owner) {
	if (owner === void 0) return conditionsOf(licence).length > 0 ? ["unstated"] : [];
	const kinds = [];
	if (excludedFor(owner.region, licence.excludedRegions) !== void 0) kinds.push("region");
	if (licence.researchOnly && owner.use !== "research") kinds.push("research");
	else if (licence.nonCommercial && owner.use === "commercial") kinds.push("commercial");
	return kinds;
}
function sentence({ artifact, because, system, kind }, licence, owner) {
	return `${artifact === because ? `${artifact} was made by ${system}` : `${artifact} descends from ${because}, made by ${system}`}: ${faultClause(kind, licence, owner)}`;
}
/** "the Apple Research licence allows research only, and the owner's use is personal" */
function faultClause(kind, licence, owner) {
	const { name } = licence;
	switch (kind) {
		case "region": return `the ${name} gives no licence in ${excludedFor(owner?.region ?? "", licence.excludedRegions) ?? "this region"}, and the owner is in ${owner?.region ?? "it"}`;
		case "research": return `the ${name} allows research only, and the owner's use is ${owner?.use ?? "not stated"}`;
		case "commercial": return `the ${name} allows no commercial use, and the owner's use is commercial`;
		case "unstated": return `the ${name} has conditions (${conditionsOf(licence).join(", ")}), and the owner has stated neither region nor use`;
		default: return unreachable(kind);
	}
}

export { licenceFaults as n, licenceNotices as r, conditionsOf as t };