import { p as buildsOf } from "./limits-DRiG-UHI.js";
import { T as titleOf } from "./cost-Dvjo-J5s.js";
import { c as withAncestors, l as episodeFiles } from "./gate-BU5ZrGAD.js";

// scripts/lib/engine/episode/provenance.ts
/** The lines that an episode's files descend from, each after what it reads. */
function lineageOf({ graph, lock }, slug) {
	const shipped = episodeFiles(graph, lock, slug).map(({ artifact }) => artifact);
	return withAncestors(graph, shipped).flatMap((name) => lock.get(name) ?? []);
}
/** Who made each part of an episode, from what, under which licence (I20). */
function provenanceOf(snapshot, slug) {
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
			licence: node?.licence?.name
		};
	});
}
/** What the build that gave a line cost; `undefined` where the ledger does not know. */
function costOf(ledger, { key, outputs }) {
	const digests = new Set(outputs.map(({ digest }) => digest));
	const costs = buildsOf(ledger, key).filter(({ record }) => record.outputs.every(({ digest }) => digests.has(digest)));
	return costs.find(({ record }) => record.cost.seconds > 0)?.record.cost ?? costs[0]?.record.cost;
}

export { provenanceOf as n, costOf as t };