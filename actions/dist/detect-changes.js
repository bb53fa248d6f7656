import { F as stepContext, P as runAction, V as summary } from "./git-access-CYP2zZEK.js";
import { _ as object, b as string } from "./errors-q2Ocdyoq.js";
import { t as number } from "./coerce-C0Gs-T2S.js";
import { D as parentsOf, a as sumCosts, f as staleOf, g as lfsReader, m as chain, n as costWords, r as durationWords, t as costOf, w as catalog, y as lfsRemote } from "./cost-Dvjo-J5s.js";
import { n as byCodeUnit } from "./json-BCmY7Bcn.js";
import { t as CommitId } from "./oid-046zK1iw.js";
import { t as detectChanges } from "./detect-BsOYRJ6q.js";
import { n as measuredOf, o as onCard, r as fetchedLedger, t as tasksOf } from "./tasks-of-W9nHqczI.js";
import { t as readOwner } from "./read-owner-Dzv43_8l.js";
import { o as readChange } from "./command-change-BlQJ-XOh.js";
import { n as MAX_SOURCE_BYTES } from "./limits-DRiG-UHI.js";
import { n as escapeMarkdown } from "./markdown-BwVuTg99.js";

// scripts/lib/core/lanes.ts
/**
* Splits what is stale over `runners` machines that share nothing while they build. Artifacts that read each other stay
* together; a stale artifact without GPU work that others read (canon) is cheap and deterministic, so each lane makes it
* for itself and it ties nothing together. Groups go to the emptiest lane, longest first: R. L. Graham, "Bounds on
* multiprocessing timing anomalies", 1969 (LPT, at most 4/3 of the best). `secondsOf` says what a build is expected to take.
*/
function splitIntoLanes(stale, runners, secondsOf) {
	const items = new Map(stale.map((item) => [item.name, item]));
	const shared = new Set(stale.filter(({ node }) => node.gpu === void 0 && parentsOf(node).every((parent) => !items.has(parent))).map(({ name }) => name));
	const groups = groupsOf(stale, shared);
	const lanes = [];
	const sumOf = (names) => [...names].reduce((sum, name) => sum + secondsOf(name), 0);
	const byLength = groups.toSorted((a, b) => sumOf(b) - sumOf(a) || byCodeUnit(a[0] ?? "", b[0] ?? ""));
	for (const group of byLength) {
		const emptiest = lanes.toSorted((a, b) => a.seconds - b.seconds)[0];
		const lane = lanes.length < Math.max(1, Math.min(runners, groups.length)) || emptiest === void 0 ? {
			members: /* @__PURE__ */ new Set(),
			seconds: 0
		} : emptiest;
		if (!lanes.includes(lane)) lanes.push(lane);
		for (const name of group) lane.members.add(name);
		lane.seconds += sumOf(group);
	}
	for (const lane of lanes) for (const name of lane.members) {
		const item = items.get(name);
		for (const parent of item === void 0 ? [] : parentsOf(item.node)) if (shared.has(parent)) lane.members.add(parent);
	}
	return lanes.map(({ members, seconds }, index) => ({
		name: `lane-${index + 1}`,
		artifacts: stale.map(({ name }) => name).filter((name) => members.has(name)),
		seconds
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

// scripts/lib/engine/cost/expected.ts
/** The expected cost of each task at the owner's rates; without rates energy and money are unknown, and absent. */
function expectedCost(tasks, rates) {
	const byArtifact = new Map(tasks.map((task) => {
		const seconds = expectedSeconds(task);
		return [task.name, costOf(onCard(task) ? {
			seconds,
			gpuSeconds: task.gpuSeconds
		} : { seconds }, rates)];
	}));
	return {
		byArtifact,
		total: sumCosts(byArtifact.values())
	};
}
/** From its start to its end when nothing keeps it waiting. */
const expectedSeconds = ({ loadSeconds, gpuSeconds, cpuSeconds }) => loadSeconds + gpuSeconds + cpuSeconds;

// actions/detect-changes/inputs.ts
const Inputs = object({
	token: string().default(""),
	runners: number().int().min(1).max(64).default(1)
});

// actions/detect-changes/main.ts
/** What the builds are expected to take and to cost, in a sentence. */
async function expectation(root, commit, tasks) {
	const { total } = expectedCost(tasks, (await readOwner(root, commit))?.rates);
	const onGpu = tasks.filter(onCard).length;
	return onGpu === 0 ? `Expected: ${durationWords(total.seconds)} on the CPU, one after another; nothing on the GPU.` : `Expected: ${costWords(total)}, for ${onGpu} builds.`;
}
await runAction(Inputs, async ({ token, runners }) => {
	const context = stepContext();
	const change = await readChange(context, token);
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
	const { plan, nothingBecause, after } = await detectChanges(context.workspace, range, {
		catalog,
		bytesOf,
		previous
	});
	const stale = staleOf(plan);
	const tasks = tasksOf(after.graph, new Set(stale.map(({ name }) => name)), measuredOf(after.graph, stale.length === 0 ? [] : await fetchedLedger(context.workspace)), catalog);
	const expected = new Map(tasks.map((task) => [task.name, expectedSeconds(task)]));
	const causes = new Map(stale.map((item) => [item.name, item.causes]));
	const lines = stale.map(({ name, causes: [first] }) => `- **${escapeMarkdown(name)}**: ${first === void 0 ? "" : escapeMarkdown(chain(first, causes))}`);
	const summary$1 = nothingBecause === void 0 ? `### ${stale.length} of ${plan.items.length} artifacts are stale\n\n${lines.join("\n")}\n\n${await expectation(context.workspace, range.after, tasks)}` : `### Nothing is affected\n\n${escapeMarkdown(nothingBecause)}.`;
	await summary.addRaw(`${summary$1}\n\n${downloads === 0 ? "No LFS object was" : `${downloads} LFS object was`} downloaded.\n`).write();
	return {
		rebuild: stale.length > 0,
		affected: stale.map(({ name }) => name),
		lanes: splitIntoLanes(stale, runners, (name) => expected.get(name) ?? 0).map(({ name, artifacts }) => ({
			name,
			artifacts
		}))
	};
});

export {  };