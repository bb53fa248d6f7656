import { d as readFiles, f as treeFiles, h as line, m as ask, n as LEDGER_BRANCH, o as parseLedger, r as LEDGER_FILE } from "./git-access-CYP2zZEK.js";
import { t as CommitId } from "./oid-046zK1iw.js";
import { h as entriesOf } from "./limits-DRiG-UHI.js";
import { D as parentsOf } from "./cost-Dvjo-J5s.js";

// scripts/lib/engine/schedule/work.ts
const onCard = (task) => task.model !== void 0;
/** Tasks by name. @throws {RangeError} for a name that comes twice, or a parent that is not there */
function indexOf(tasks) {
	const index = /* @__PURE__ */ new Map();
	for (const task of tasks) {
		if (index.has(task.name)) throw new RangeError(`${task.name} comes twice`);
		index.set(task.name, task);
	}
	for (const { name, parents } of tasks) for (const parent of parents) if (!index.has(parent)) throw new RangeError(`${name} reads ${parent}, which is not there`);
	return index;
}
/** Each after its parents; A. B. Kahn 1962. @throws {RangeError} when they close a circle */
function inReadingOrder(tasks) {
	const index = indexOf(tasks);
	const children = /* @__PURE__ */ new Map();
	const waiting = /* @__PURE__ */ new Map();
	for (const { name, parents } of tasks) {
		waiting.set(name, parents.length);
		for (const parent of parents) children.set(parent, [...children.get(parent) ?? [], name]);
	}
	const order = [];
	const ready = tasks.filter(({ parents }) => parents.length === 0).map(({ name }) => name);
	for (let name = ready.shift(); name !== void 0; name = ready.shift()) {
		const task = index.get(name);
		if (task !== void 0) order.push(task);
		for (const child of children.get(name) ?? []) {
			const left = (waiting.get(child) ?? 0) - 1;
			waiting.set(child, left);
			if (left === 0) ready.push(child);
		}
	}
	if (order.length !== tasks.length) throw new RangeError("the tasks close a circle");
	return order;
}
/** From the end of a task's compute to the end of all that stands on it, at the least: its own CPU part and the longest path after it. */
function tailsOf(tasks) {
	const after = /* @__PURE__ */ new Map();
	for (const task of inReadingOrder(tasks).toReversed()) {
		const tail = task.cpuSeconds + (after.get(task.name) ?? 0);
		for (const parent of task.parents) after.set(parent, Math.max(after.get(parent) ?? 0, task.gpuSeconds + tail));
	}
	return new Map(tasks.map(({ name, cpuSeconds }) => [name, cpuSeconds + (after.get(name) ?? 0)]));
}
/** When a task's compute can begin at the earliest: after its parents, and after its own load. */
function headsOf(tasks) {
	const heads = /* @__PURE__ */ new Map();
	const ends = /* @__PURE__ */ new Map();
	for (const { name, parents, loadSeconds, gpuSeconds, cpuSeconds } of inReadingOrder(tasks)) {
		const head = Math.max(loadSeconds, ...parents.map((parent) => ends.get(parent) ?? 0));
		heads.set(name, head);
		ends.set(name, head + gpuSeconds + cpuSeconds);
	}
	return heads;
}

// scripts/lib/engine/schedule/fetched-ledger.ts
const MAX_BYTES = 256e6;
/**
* The ledger as this clone has it, of the remote or its own: no network is asked, and it may be old. Good enough for what is
* only expected; whoever decides by the ledger asks `readLedger`. Empty when there is none.
*
* @throws {UserError} `ledger-broken`
*/
async function fetchedLedger(root) {
	const tip = (await ask(root, {
		argv: [
			"for-each-ref",
			"--format=%(objectname)",
			`refs/remotes/origin/${LEDGER_BRANCH}`,
			`refs/heads/${LEDGER_BRANCH}`
		],
		parse: (out) => line(out).split("\n").flatMap((id) => CommitId.safeParse(id).data ?? [])
	})).at(-1);
	if (tip === void 0) return [];
	const bytes = (await readFiles(root, await ask(root, treeFiles(tip, [LEDGER_FILE])), MAX_BYTES)).get(LEDGER_FILE);
	return bytes === void 0 ? [] : parseLedger(Buffer.from(bytes).toString("utf8"));
}

// scripts/lib/engine/schedule/measured.ts
/**
* What the builds of a graph are expected to take, from the ledger: the median of an artifact's newest builds by the backend
* that is chosen for it, else of all of its system by that backend, so that a new episode takes what the others took. What
* was never built is left out.
*/
function measuredOf(graph, ledger) {
	const byArtifact = /* @__PURE__ */ new Map();
	const bySystem = /* @__PURE__ */ new Map();
	for (const { artifact, recipe, cost } of measuredBuilds(ledger)) {
		const system = `${recipe.system} ${recipe.backend}`;
		for (const [index, name] of [[byArtifact, `${artifact} ${system}`], [bySystem, system]]) index.set(name, [...(index.get(name) ?? []).slice(-4), cost]);
	}
	const found = /* @__PURE__ */ new Map();
	for (const { name, system, backend } of graph.values()) {
		const costs = byArtifact.get(`${name} ${system} ${backend}`) ?? bySystem.get(`${system} ${backend}`);
		if (costs === void 0) continue;
		const seconds = median(costs.map((cost) => cost.seconds));
		const onCard = costs.flatMap(({ gpuSeconds }) => gpuSeconds ?? []);
		found.set(name, {
			seconds,
			...onCard.length > 0 && { gpuSeconds: median(onCard) }
		});
	}
	return found;
}
/**
* Each build that was measured, once, oldest first: a result that was taken from the store again is recorded again, with what it
* took when it was made, or without.
*/
function measuredBuilds(ledger) {
	const builds = /* @__PURE__ */ new Map();
	for (const { record } of entriesOf(ledger, "build")) {
		const id = [record.key, ...record.outputs.map(({ digest }) => digest)].join(" ");
		if (record.cost.seconds > 0 && !builds.has(id)) builds.set(id, record);
	}
	return [...builds.values()];
}
/** The lower of the two in the middle, so that it is always one that was measured. */
function median(values) {
	return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

// scripts/lib/engine/schedule/tasks-of.ts
/** Weights come from a disk at about this rate, GB a second: an NVMe drive, through PyTorch. */
const LOAD_GB_PER_SECOND = 2;
/** On the CPU, where nothing was measured and its system says nothing: a preview, an encode. */
const CPU_SECONDS = {
	preview: 12,
	tail: 4
};
/** The stale artifacts of a graph as tasks. What is fresh costs nothing and is left out. */
function tasksOf(graph, stale, measured, catalog) {
	return [...graph.values()].filter(({ name }) => stale.has(name)).map((node) => {
		const known = measured.get(node.name);
		const parents = parentsOf(node).filter((parent) => stale.has(parent));
		if (node.backend === "preview" || node.gpu === void 0) {
			const cpuSeconds = known?.seconds ?? catalog.get(node.system)?.previewSeconds ?? CPU_SECONDS.preview;
			return {
				name: node.name,
				parents,
				vramGb: 0,
				loadSeconds: 0,
				gpuSeconds: 0,
				cpuSeconds
			};
		}
		const { vramGb, minutes } = node.gpu;
		const apart = catalog.get(node.system)?.loadsApart?.includes(node.backend) === true;
		return {
			name: node.name,
			parents,
			model: apart ? node.system : node.name,
			vramGb,
			loadSeconds: apart ? vramGb / LOAD_GB_PER_SECOND : 0,
			gpuSeconds: known?.gpuSeconds ?? minutes * 60,
			cpuSeconds: CPU_SECONDS.tail
		};
	});
}

export { indexOf as a, headsOf as i, measuredOf as n, onCard as o, fetchedLedger as r, tailsOf as s, tasksOf as t };