import { t as UserError } from "./errors-q2Ocdyoq.js";
import { C as mergeBase, d as makePlan, f as staleOf, o as knownPixels, s as readSnapshot } from "./cost-Dvjo-J5s.js";

// scripts/lib/engine/change/detect.ts
/**
* Reads both ends of a change from git's objects and plans the head. Cards are believed only where they stood on the base
* branch already; a picture that is new is looked at.
*
* @throws {UserError} with every fault of what the head brings; `unrelated` when the two have no common history
*/
async function detectChanges(root, range, options) {
	const { catalog, bytesOf } = options;
	const base = await mergeBase(root, range);
	if (base === void 0) throw new UserError("unrelated", `${range.before} and ${range.after} have no common history`, { hint: "Fetch the whole history (`fetch-depth: 0`), or start the branch from main." });
	const before = await readSnapshot(root, base, {
		catalog,
		bytesOf,
		trust: "cards"
	});
	const after = await readSnapshot(root, range.after, {
		catalog,
		bytesOf,
		trust: knownPixels(before)
	});
	const plan = makePlan(after.graph, after.facts, after.lock, catalog);
	const earlier = options.previous === void 0 ? before : await readEarlier(root, options.previous, options, after, before);
	return {
		base,
		before,
		after,
		plan,
		nothingBecause: staleOf(plan).length > 0 ? void 0 : whyNothing(earlier, after)
	};
}
/** The state before this push, for the sentence alone: where it cannot be read (it was forced away), the base stands in. */
async function readEarlier(root, previous, { catalog, bytesOf }, after, base) {
	try {
		return await readSnapshot(root, previous, {
			catalog,
			bytesOf,
			trust: new Map([...knownPixels(base), ...knownPixels(after)])
		});
	} catch {
		return base;
	}
}
/** The pictures whose file changed and whose pixels did not, else the plain reason. */
function whyNothing(before, after) {
	const encodedAnew = Object.entries(after.manifest.sources).flatMap(([name, source]) => {
		const [was, is] = [before, after].map(({ inputs }) => inputs.get(`source.${name}/picture`));
		const [old, now] = [before, after].map(({ facts }) => facts.get(`source.${name}`)?.digests["picture"]);
		return was?.kind === "lfs" && is?.kind === "lfs" && was.pointer.oid !== is.pointer.oid && old === now && source.kind === "picture" ? [`${source.path} was encoded anew, and each of its ${source.width} × ${source.height} pixels is what it was`] : [];
	});
	return encodedAnew.length > 0 ? encodedAnew.join("; ") : "no source, text, parameter or version that an artifact is made from has changed";
}

export { detectChanges as t };