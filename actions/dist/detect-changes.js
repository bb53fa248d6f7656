import { H as staleOf, J as parentsOf, X as chain, a as stepContext, f as catalog, i as runAction, l as lfsRemote, n as MAX_SOURCE_BYTES, o as lfsReader, r as changeOf, tt as summary } from "./limits-B84BI-dO.js";
import { n as byCodeUnit } from "./json-wNPiQJOz.js";
import { t as number } from "./coerce-BDMS5Aa6.js";
import { t as CommitId, v as object, x as string } from "./oid-CD6GJw-_.js";
import { t as detectChanges } from "./detect-DvfAiCbO.js";
import { n as escapeMarkdown } from "./markdown-C9CaIuQR.js";

// scripts/lib/core/lanes.ts
/**
* Splits what is stale over `runners` machines that share nothing while they build. Artifacts that read each other stay
* together; a stale artifact without GPU work that others read (canon) is cheap and deterministic, so each lane makes it
* for itself and it ties nothing together. Groups go to the emptiest lane, longest first: R. L. Graham, "Bounds on
* multiprocessing timing anomalies", 1969 (LPT, at most 4/3 of the best).
*/
function splitIntoLanes(stale, runners) {
	const items = new Map(stale.map((item) => [item.name, item]));
	const shared = new Set(stale.filter(({ node }) => node.gpu === void 0 && parentsOf(node).every((parent) => !items.has(parent))).map(({ name }) => name));
	const groups = groupsOf(stale, shared);
	const lanes = [];
	const minutesOf = (names) => [...names].reduce((sum, name) => sum + (items.get(name)?.node.gpu?.minutes ?? 0), 0);
	const byLength = groups.toSorted((a, b) => minutesOf(b) - minutesOf(a) || byCodeUnit(a[0] ?? "", b[0] ?? ""));
	for (const group of byLength) {
		const emptiest = lanes.toSorted((a, b) => a.minutes - b.minutes)[0];
		const lane = lanes.length < Math.max(1, Math.min(runners, groups.length)) || emptiest === void 0 ? {
			members: /* @__PURE__ */ new Set(),
			minutes: 0
		} : emptiest;
		if (!lanes.includes(lane)) lanes.push(lane);
		for (const name of group) lane.members.add(name);
		lane.minutes += minutesOf(group);
	}
	for (const lane of lanes) for (const name of lane.members) {
		const item = items.get(name);
		for (const parent of item === void 0 ? [] : parentsOf(item.node)) if (shared.has(parent)) lane.members.add(parent);
	}
	return lanes.map(({ members, minutes }, index) => ({
		name: `lane-${index + 1}`,
		artifacts: stale.map(({ name }) => name).filter((name) => members.has(name)),
		minutes
	}));
}
/** Connected parts of the stale graph, without the artifacts that each lane makes for itself; those alone if nothing else is stale. */
function groupsOf(stale, shared) {
	const leader = /* @__PURE__ */ new Map();
	const find = (name) => {
		let at = name;
		for (let next = leader.get(at); next !== void 0 && next !== at; next = leader.get(at)) at = next;
		return at;
	};
	const rest = stale.filter(({ name }) => !shared.has(name));
	for (const { name } of rest) leader.set(name, name);
	for (const { name, node } of rest) for (const parent of parentsOf(node)) if (leader.has(parent)) leader.set(find(name), find(parent));
	const groups = /* @__PURE__ */ new Map();
	for (const { name } of rest) {
		const head = find(name);
		const group = groups.get(head);
		if (group === void 0) groups.set(head, [name]);
		else group.push(name);
	}
	const read = new Set(rest.flatMap(({ node }) => parentsOf(node)));
	const alone = [...shared].filter((name) => !read.has(name)).map((name) => [name]);
	return [...groups.values(), ...alone];
}

// actions/detect-changes/inputs.ts
const Inputs = object({
	token: string().default(""),
	runners: number().int().min(1).max(64).default(1)
});

// actions/detect-changes/main.ts
await runAction(Inputs, async ({ token, runners }) => {
	const context = stepContext();
	const change = changeOf(context);
	let downloads = 0;
	const bytesOf = await lfsReader(context.workspace, {
		remote: await lfsRemote(context.workspace, "origin", token),
		maxBytes: MAX_SOURCE_BYTES,
		onDownload: () => downloads += 1
	});
	const range = {
		before: CommitId.parse(change.base),
		after: CommitId.parse(change.head)
	};
	const previous = change.previous === void 0 ? void 0 : CommitId.parse(change.previous);
	const { plan, nothingBecause } = await detectChanges(context.workspace, range, {
		catalog,
		bytesOf,
		previous
	});
	const stale = staleOf(plan);
	const causes = new Map(stale.map((item) => [item.name, item.causes]));
	const lines = stale.map(({ name, causes: [first] }) => `- **${escapeMarkdown(name)}**: ${first === void 0 ? "" : escapeMarkdown(chain(first, causes))}`);
	const summary$1 = nothingBecause === void 0 ? `### ${stale.length} of ${plan.items.length} artifacts are stale\n\n${lines.join("\n")}` : `### Nothing is affected\n\n${escapeMarkdown(nothingBecause)}.`;
	await summary.addRaw(`${summary$1}\n\n${downloads === 0 ? "No LFS object was" : `${downloads} LFS object was`} downloaded.\n`).write();
	return {
		rebuild: stale.length > 0,
		affected: stale.map(({ name }) => name),
		lanes: splitIntoLanes(stale, runners).map(({ name, artifacts }) => ({
			name,
			artifacts
		}))
	};
});

export {  };