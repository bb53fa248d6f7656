import { b as string, d as discriminatedUnion, f as int, m as literal, s as _enum, u as boolean, y as strictObject } from "./errors-q2Ocdyoq.js";
import { n as pictureComparator } from "./picture-uk7Vpgso.js";
import { t as FileVerdict } from "./verdict-CkjoZggd.js";
import { t as SideUnreadable } from "./request-ByIs-QGe.js";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { availableParallelism } from "node:os";

// scripts/lib/media/compare/picture-task.ts
/** A pair of pictures for a worker thread. */
const PairTask = strictObject({
	id: int(),
	before: string(),
	after: string(),
	outDir: string(),
	labels: strictObject({
		before: string(),
		after: string()
	}),
	blink: boolean()
});
/** What became of it. */
const PairAnswer = discriminatedUnion("kind", [
	strictObject({
		id: int(),
		kind: literal("verdict"),
		verdict: FileVerdict
	}),
	strictObject({
		id: int(),
		kind: literal("unreadable"),
		side: _enum(["before", "after"]),
		reason: string()
	}),
	strictObject({
		id: int(),
		kind: literal("failed"),
		message: string()
	})
]);

// scripts/lib/media/compare/picture-pool.ts
/** Beside the calling thread, which compares too: two in all keep two cores busy, and more would cost memory. */
const HELPERS = availableParallelism() > 1 ? 1 : 0;
/** While one pair's panels are encoded, the next is decoded. */
const AT_ONCE = 2;
const own = {
	busy: /* @__PURE__ */ new Map(),
	start: (waiting) => void compareHere(waiting)
};
const hands = [own];
const queue = [];
let serial = 0;
/**
* Pictures, several at the same time by this thread and a helper, which ends with the process. Same verdicts and panels
* whoever compares.
*/
const pooledPictureComparator = {
	pair: inTurn,
	single: pictureComparator.single
};
async function inTurn(before, after, { outDir, labels, blink = false, signal }) {
	const { promise, resolve, reject } = Promise.withResolvers();
	const waiting = {
		task: {
			id: serial += 1,
			before,
			after,
			outDir,
			labels,
			blink
		},
		resolve,
		reject
	};
	const stop = () => {
		const place = queue.indexOf(waiting);
		if (place >= 0) queue.splice(place, 1);
		reject(signal?.reason);
	};
	signal?.throwIfAborted();
	signal?.addEventListener("abort", stop, { once: true });
	try {
		queue.push(waiting);
		handOut();
		return await promise;
	} finally {
		signal?.removeEventListener("abort", stop);
	}
}
/** To whoever has least to do; a helper is called when this thread has two pairs and a third waits. */
function handOut() {
	while (queue.length > 0) {
		if (hands.length <= HELPERS && own.busy.size === AT_ONCE) hands.push(helper());
		const free = hands.filter(({ busy }) => busy.size < AT_ONCE).toSorted((a, b) => a.busy.size - b.busy.size)[0];
		const waiting = free === void 0 ? void 0 : queue.shift();
		if (free === void 0 || waiting === void 0) return;
		free.busy.set(waiting.task.id, waiting);
		free.start(waiting);
	}
}
async function compareHere(waiting) {
	const { id, before, after, outDir, labels, blink } = waiting.task;
	try {
		waiting.resolve(await pictureComparator.pair(before, after, {
			outDir,
			labels,
			blink,
			signal: void 0
		}));
	} catch (thrown) {
		waiting.reject(thrown);
	}
	own.busy.delete(id);
	handOut();
}
function helper() {
	const worker = new Worker(createRequire(new URL("../../scripts/lib/media/compare/picture-pool.ts", import.meta.url).href).resolve("#media/compare/picture-worker.ts"));
	const hand = {
		busy: /* @__PURE__ */ new Map(),
		start: ({ task }) => {
			worker.ref();
			worker.postMessage(task);
		}
	};
	worker.on("message", (message) => {
		const answer = PairAnswer.parse(message);
		const waiting = hand.busy.get(answer.id);
		hand.busy.delete(answer.id);
		if (hand.busy.size === 0) worker.unref();
		if (waiting !== void 0) settle(waiting, answer);
		handOut();
	});
	worker.on("error", (cause) => lose(hand, new Error("a picture worker died", { cause })));
	worker.on("exit", () => lose(hand, /* @__PURE__ */ new Error("a picture worker ended")));
	return hand;
}
function settle({ resolve, reject }, answer) {
	if (answer.kind === "verdict") resolve(answer.verdict);
	else if (answer.kind === "unreadable") reject(new SideUnreadable(answer.side, answer.reason, void 0));
	else reject(new Error(answer.message));
}
function lose(hand, reason) {
	const place = hands.indexOf(hand);
	if (place >= 0) hands.splice(place, 1);
	for (const { reject } of hand.busy.values()) reject(reason);
	hand.busy.clear();
	handOut();
}

export { pooledPictureComparator };