import { F as stepContext, M as severity, P as runAction, S as formatLock, a as readLedger, c as moveRemote, d as readFiles, f as treeFiles, i as appendToLedger, j as IdentityReport, l as remoteBranch, m as ask, s as makeCommit, t as gitAccess, y as LOCK_PATH, z as info } from "./git-access-CYP2zZEK.js";
import { C as union, _ as object, b as string, f as int, g as number$1, m as literal, r as unreachable, t as UserError, y as strictObject } from "./errors-q2Ocdyoq.js";
import { a as readBuilt, i as nameOfBuilt, n as PINNED, t as countPicturesWithHeap } from "./picture-memory-CxJ73sUB.js";
import { a as openLockBranch, o as readChange, r as isLockBranch } from "./command-change-BlQJ-XOh.js";
import { i as short, n as Oid, r as oidOf, t as CommitId } from "./oid-046zK1iw.js";
import { t as detectChanges } from "./detect-BsOYRJ6q.js";
import { T as titleOf, a as sumCosts, c as pixelDigest, d as makePlan, f as staleOf, g as lfsReader, h as clause, l as readReference, n as costWords, p as whyRebuilt, t as costOf$1, w as catalog, y as lfsRemote } from "./cost-Dvjo-J5s.js";
import { n as byCodeUnit, r as canonicalJson } from "./json-BCmY7Bcn.js";
import { n as Verdict, t as FileVerdict } from "./verdict-CkjoZggd.js";
import { t as readOwner } from "./read-owner-Dzv43_8l.js";
import { t as lfsStore } from "./lfs-BjHH8JC1.js";
import { a as sayBytes, t as SideUnreadable } from "./request-ByIs-QGe.js";
import { t as costOf$2 } from "./provenance-DTBvZXHh.js";
import { n as licenceFaults, r as licenceNotices, t as conditionsOf } from "./licence-BQTNEUkE.js";
import { i as gatesOfTree } from "./gate-BU5ZrGAD.js";
import { m as digestsOf$1, n as MAX_SOURCE_BYTES, t as MAX_ARTIFACT_BYTES } from "./limits-DRiG-UHI.js";
import { t as RepoPath } from "./repo-path-CzQvbCmu.js";
import { i as putPictures, n as picturePath, r as pictureUrl, t as imageBranch } from "./image-branch-Dxwi1hEi.js";
import { a as writeWhole, i as writePng, n as pictureHeader, t as PICTURE_LIMITS } from "./picture-file-CrzsY8mG.js";
import { t as ArtifactName } from "./names-YBW_uHQc.js";
import { a as commentMarkdown, c as headline, d as reportCheck, l as groupVerdicts, o as gateVerdict, r as putComment, u as CHECK } from "./sticky-comment-B8iePLn6.js";
import { a as duration, c as quantity, i as byteSize, l as sniff, n as html, o as figure, r as isolated, s as percent, t as Markup, u as fontFaces } from "./markup-Bj_pIzzH.js";
import { t as diffArrays } from "./libesm-BLpB4BFL.js";
import { t as ACTIONS_BOT } from "./bot-CDheJBS4.js";
import { n as openGitHub } from "./github-BbO4GtpQ.js";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Worker } from "node:worker_threads";
import { createHash } from "node:crypto";
import { closeSync, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { copyFile, mkdir, mkdtemp, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { pipeline } from "node:stream/promises";
import sharp from "sharp";
import { rolldown } from "rolldown";

// scripts/lib/forge/comment-graph.ts
/** An episode's texts beside its artifacts: the ambience is an artifact, so its words are the prompt. */
const textName = (field, episode) => `${field === "ambient" ? "prompt" : field}/${episode}`;
/** As the graph names what is read. */
const nameOf = (input) => {
	if (input.kind === "artifact") return input.artifact;
	return input.kind === "source" ? input.source : textName(input.field, input.episode);
};
/** The graph as the comment draws it: what is read first, then each artifact after those that it reads. */
function graphNodes(graph, { touched, failed, changed }) {
	const sources = /* @__PURE__ */ new Map();
	const artifacts = [];
	for (const node of graph.values()) {
		const reads = [...new Set([...node.reads.values()].map(nameOf))];
		for (const input of node.reads.values()) {
			const name = nameOf(input);
			if (input.kind !== "artifact") sources.set(name, {
				name,
				reads: [],
				state: changed.has(name) ? "changed-source" : "source"
			});
		}
		artifacts.push({
			name: node.name,
			reads,
			state: failed.has(node.name) ? "failed" : touched.has(node.name) ? "touched" : "untouched"
		});
	}
	return [...sources.values(), ...artifacts];
}
/** Names of the sources and texts that are others than on the base branch, as the graph has them. */
function changedSources({ before, after }) {
	const changed = /* @__PURE__ */ new Set();
	for (const [name, fact] of after.facts) {
		const was = before.facts.get(name)?.digests;
		if (was === void 0 || Object.entries(fact.digests).some(([role, digest]) => was[role] !== digest)) changed.add(graphNameOf(name));
	}
	return changed;
}
/** `source.reference` → `reference`, `episode.one.narration` → `narration/one`: as the graph names them. */
function graphNameOf(fact) {
	const [kind, first = "", field] = fact.split(".");
	return kind === "source" || field === void 0 ? first : textName(field, first);
}

// scripts/lib/engine/change/identity-thread.ts
const Answer = object({
	id: int(),
	report: IdentityReport.optional(),
	fault: object({
		code: string().optional(),
		message: string(),
		hint: string().optional()
	}).optional()
});
/** Each takes half a gigabyte. Two on two cores would only take turns with those who compare. */
const threadsFor = (cores) => cores >= 4 ? 2 : 1;
function identityThread(cores = availableParallelism()) {
	const threads = Array.from({ length: threadsFor(cores) }, startThread);
	return {
		identify: (file, canonical) => {
			const [idle] = threads.toSorted((a, b) => a.waiting() - b.waiting());
			if (idle === void 0) throw new RangeError("there is no thread to ask");
			return idle.identify(file, canonical);
		},
		async [Symbol.asyncDispose]() {
			await Promise.all(threads.map(({ end }) => end()));
		}
	};
}
function startThread() {
	const worker = new Worker(new URL("./identity-worker.ts", new URL("../../scripts/lib/engine/change/identity-thread.ts", import.meta.url).href));
	worker.unref();
	const waiting = /* @__PURE__ */ new Map();
	const sent = /* @__PURE__ */ new Map();
	let last = 0;
	worker.on("message", (message) => {
		const { id, report, fault } = Answer.parse(message);
		const asked = waiting.get(id);
		waiting.delete(id);
		if (waiting.size === 0) worker.unref();
		if (fault === void 0) asked?.resolve(report);
		else asked?.reject(fault.code === void 0 ? new Error(fault.message) : new UserError(fault.code, fault.message, { hint: fault.hint ?? "" }));
	});
	worker.on("error", (error) => {
		for (const { reject } of waiting.values()) reject(error);
		waiting.clear();
	});
	/** A canonical picture goes over once; then its number says which. */
	const numberOf = (picture) => {
		const known = sent.get(picture);
		if (known !== void 0) return known;
		sent.set(picture, sent.size);
		worker.postMessage({
			kind: "canonical",
			number: sent.size - 1,
			picture
		});
		return sent.size - 1;
	};
	return {
		waiting: () => waiting.size,
		identify: (file, canonical) => new Promise((resolve, reject) => {
			last += 1;
			waiting.set(last, {
				resolve,
				reject
			});
			worker.ref();
			worker.postMessage({
				kind: "question",
				id: last,
				file,
				canonical: numberOf(canonical)
			});
		}),
		end: () => worker.terminate()
	};
}

// scripts/lib/engine/change/new-lock.ts
/**
* Takes results into a snapshot's lock, each only if its key is the one that this commit's tree asks for: what a job built
* from something else, or says to have built, changes nothing (I14). Lines of artifacts that are no longer wanted go.
*/
function newLock(snapshot, results, catalog) {
	const { graph, facts } = snapshot;
	const lock = new Map([...snapshot.lock].filter(([name]) => graph.has(name)));
	const offered = /* @__PURE__ */ new Map();
	const failures = /* @__PURE__ */ new Map();
	for (const result of results) if (result.kind === "failed") failures.set(nameOfBuilt(result), result.reason);
	else offered.set(result.line.name, [...offered.get(result.line.name) ?? [], result]);
	const taken = [];
	for (;;) {
		const stale = staleOf(makePlan(graph, facts, lock, catalog));
		const before = taken.length;
		for (const { name, key } of stale) {
			const fitting = key === void 0 ? void 0 : offered.get(name)?.find(({ line }) => line.key === key);
			if (fitting === void 0) continue;
			lock.set(name, fitting.line);
			taken.push(fitting);
		}
		if (taken.length > before) continue;
		return {
			lock,
			taken,
			missing: new Map(stale.map(({ name }) => [name, failures.get(name) ?? (offered.has(name) ? "what was built is not what this commit asks for" : "no job built it")]))
		};
	}
}

// node_modules/yocto-queue/index.js
var Node = class {
	value;
	next;
	constructor(value) {
		this.value = value;
	}
};
var Queue = class {
	#head;
	#tail;
	#size;
	constructor() {
		this.clear();
	}
	enqueue(value) {
		const node = new Node(value);
		if (this.#head) {
			this.#tail.next = node;
			this.#tail = node;
		} else {
			this.#head = node;
			this.#tail = node;
		}
		this.#size++;
	}
	dequeue() {
		const current = this.#head;
		if (!current) return;
		this.#head = this.#head.next;
		this.#size--;
		if (!this.#head) this.#tail = void 0;
		return current.value;
	}
	peek() {
		if (!this.#head) return;
		return this.#head.value;
	}
	clear() {
		this.#head = void 0;
		this.#tail = void 0;
		this.#size = 0;
	}
	get size() {
		return this.#size;
	}
	*[Symbol.iterator]() {
		let current = this.#head;
		while (current) {
			yield current.value;
			current = current.next;
		}
	}
	*drain() {
		while (this.#head) yield this.dequeue();
	}
};

// node_modules/p-limit/index.js
function pLimit(concurrency) {
	let rejectOnClear = false;
	if (typeof concurrency === "object") ({concurrency, rejectOnClear = false} = concurrency);
	validateConcurrency(concurrency);
	if (typeof rejectOnClear !== "boolean") throw new TypeError("Expected `rejectOnClear` to be a boolean");
	const queue = new Queue();
	let activeCount = 0;
	const resumeNext = () => {
		if (activeCount < concurrency && queue.size > 0) {
			activeCount++;
			queue.dequeue().run();
		}
	};
	const next = () => {
		activeCount--;
		resumeNext();
	};
	const run = async (function_, resolve, arguments_) => {
		const result = (async () => function_(...arguments_))();
		resolve(result);
		try {
			await result;
		} catch {}
		next();
	};
	const enqueue = (function_, resolve, reject, arguments_) => {
		const queueItem = { reject };
		new Promise((internalResolve) => {
			queueItem.run = internalResolve;
			queue.enqueue(queueItem);
		}).then(run.bind(void 0, function_, resolve, arguments_));
		if (activeCount < concurrency) resumeNext();
	};
	const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
		enqueue(function_, resolve, reject, arguments_);
	});
	Object.defineProperties(generator, {
		activeCount: { get: () => activeCount },
		pendingCount: { get: () => queue.size },
		clearQueue: { value() {
			if (!rejectOnClear) {
				queue.clear();
				return;
			}
			const abortError = AbortSignal.abort().reason;
			while (queue.size > 0) queue.dequeue().reject(abortError);
		} },
		concurrency: {
			get: () => concurrency,
			set(newConcurrency) {
				validateConcurrency(newConcurrency);
				concurrency = newConcurrency;
				queueMicrotask(() => {
					while (activeCount < concurrency && queue.size > 0) resumeNext();
				});
			}
		},
		map: { async value(iterable, function_) {
			const promises = [];
			try {
				Array.from(iterable, (value, index) => {
					const promise = generator(function_, value, index);
					promises.push(promise);
					return promise;
				});
			} catch (error) {
				for (const promise of promises) promise.catch(() => {});
				throw error;
			}
			return Promise.all(promises);
		} }
	});
	return generator;
}
function validateConcurrency(concurrency) {
	if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) throw new TypeError("Expected `concurrency` to be a number from 1 and up");
}

// scripts/lib/engine/change/identify-line.ts
/** Whether an artifact still shows her; `undefined` when none of its files shows anybody. */
async function identifyLine({ name, outputs }, { fileOf, identify }) {
	return mergedReport((await Promise.all(outputs.map(async (output) => {
		const report = await identify(name, output.medium, await fileOf(output));
		return report === void 0 ? [] : [[output.role, report]];
	}))).flat());
}
/**
* One report of several files: four stills are as true as the least true of them, on each axis by itself, so that no failure hides
* behind a graver one of another file. What only some of them show is told by those.
*/
function mergedReport(reports) {
	const [worst] = reports.toSorted(([, a], [, b]) => severity(b.answer) - severity(a.answer));
	if (worst === void 0 || reports.length === 1) return worst?.[1];
	const [role, report] = worst;
	const axes = [...new Set(reports.flatMap(([, { axes }]) => axes.map(({ axis }) => axis)))].flatMap((axis) => {
		const found = reports.flatMap(([role, { axes }]) => axes.filter((one) => one.axis === axis).map((one) => ({
			role,
			one
		})));
		const measured = found.filter(({ one }) => one.answer !== "not-measured");
		const [least] = (measured.length > 0 ? measured : found).toSorted((a, b) => graver(a.one, b.one));
		return least === void 0 ? [] : [{
			...least.one,
			note: `${least.role}: ${least.one.note}`
		}];
	});
	return {
		...report,
		axes: axes.toSorted(graver),
		of: `${role}, ${report.of ?? "the worst"}`
	};
}
/** The worst first; of two equally grave ones that which is further over its limit. */
const graver = (a, b) => severity(b.answer) - severity(a.answer) || over(b) - over(a);
const over = ({ value, limit }) => value === null ? 0 : value / limit;

// scripts/lib/media/identity/limits.json
var limits_default = {
	version: 1,
	limits: {
		"hair-colour.difference": {
			"pass": 2,
			"fail": 4.5,
			"reason": "pass: geometric mean of 0.78 (the most of 73 pictures on which it held: hair_shape_bob02.png) and 5.1 (the least that must be seen: hair turned by -15°); fail: half of the way from there to 10 (the least rendered change: hair_hue_p30.png), at least 1.5 times the limit"
		},
		"hair-shape.apart": {
			"pass": .045,
			"fail": .15,
			"reason": "pass: geometric mean of 0.013 (the most of 71 pictures on which it held: outfit_garment_tshirt.png) and 0.15 (the least that must be seen: hair shorter by 15 %); fail: half of the way from there to 0.47 (the least rendered change: hair_shape_bob02.png), at least 1.5 times the limit"
		},
		"face-structure.embedding": {
			"pass": .19,
			"fail": .29,
			"reason": "pass: geometric mean of 0.13 (the most of 68 pictures on which it held: outfit_colour_red.png) and 0.27 (the least that must be seen: face_s12_075.png); fail: half of the way from there to 0.27 (the least rendered change: face_s12_075.png), at least 1.5 times the limit"
		},
		"face-structure.geometry": {
			"pass": .47,
			"fail": .7,
			"reason": "pass: geometric mean of 0.3 (the most of 68 pictures on which it held: hair_hue_m60.png) and 0.73 (the least that must be seen: face_s12_075.png); fail: half of the way from there to 0.73 (the least rendered change: face_s12_075.png), at least 1.5 times the limit"
		},
		"face-structure.features": {
			"pass": .56,
			"fail": .98,
			"reason": "pass: geometric mean of 0.35 (the most of 68 pictures on which it held: same_light_p6.png, blurred by 1.5 px) and 0.9 (the least that must be seen: face rebuilt, direction 1); fail: half of the way from there to 1.7 (the least rendered change: face_s12_075.png), at least 1.5 times the limit"
		},
		"outfit.difference": {
			"pass": 2,
			"fail": 6.2,
			"reason": "pass: geometric mean of 0.93 (the most of 73 pictures on which it held: hair_shape_bob02.png) and 4.4 (the least that must be seen: garment a quarter darker); fail: half of the way from there to 19 (the least rendered change: outfit_garment_tshirt.png), at least 1.5 times the limit"
		},
		"body-proportions.change": {
			"pass": 2.6,
			"fail": 4.8,
			"reason": "pass: geometric mean of 1.2 (the most of 62 pictures on which it held: hair_shape_bob02.png) and 5.9 (the least that must be seen: body × 0.94); fail: half of the way from there to 8.8 (the least rendered change: body_head_p12.png), at least 1.5 times the limit"
		}
	}
};

// scripts/lib/media/identity/limits.ts
/** Where the answers change: at most `pass` passes, above `fail` fails, between them a person looks. */
const Limit = strictObject({
	pass: number$1().positive(),
	fail: number$1().positive(),
	/** The pictures behind the figures. */
	reason: string()
});
/** Limits of every measure, as scripts/calibrate-identity.ts writes them. */
const Limits = strictObject({
	version: int().positive(),
	limits: strictObject({
		"hair-colour.difference": Limit,
		"hair-shape.apart": Limit,
		"face-structure.embedding": Limit,
		"face-structure.geometry": Limit,
		"face-structure.features": Limit,
		"outfit.difference": Limit,
		"body-proportions.change": Limit
	})
});
const LIMITS = Limits.parse(limits_default);

// scripts/lib/media/identity/colour.ts
const LINEAR = Float64Array.from({ length: 256 }, (_, code) => {
	const share = code / 255;
	return share <= .04045 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
});
function bent(share) {
	return share > 216 / 24389 ? Math.cbrt(share) : 24389 / 27 / 116 * share + 16 / 116;
}
const STEPS = 8192;
/** `bent` at equal steps from 0 to 1; the straight line between two of them lies within 0.00001 of it. */
const BENT = Float32Array.from({ length: 8194 }, (_, step) => bent(step / STEPS));

// scripts/lib/media/identity/regions.ts
/** Where hair hardly ever lies: the bridge and sides of the nose, upper lip, chin. */
const BARE = [
	6,
	197,
	5,
	198,
	420,
	164,
	199,
	200,
	18
];
/** Skin with the same colour as those, if nothing covers it: forehead and cheeks. */
const SKIN = [
	...BARE,
	151,
	108,
	337,
	9,
	50,
	280,
	101,
	330,
	205,
	425,
	36,
	266
];

// scripts/lib/media/identity/patch.ts
/** Half of the width of the patch around a feature. */
const HALF = 14;
const ACROSS = 29;
/** The middle of a patch counts most. */
const WINDOW = Float64Array.from({ length: ACROSS ** 2 }, (_, at) => {
	const [x, y] = [at % ACROSS - HALF, Math.floor(at / ACROSS) - HALF];
	return Math.exp(-(x * x + y * y) / (2 * (HALF * .6) ** 2));
});

// scripts/lib/media/identity/face-structure.ts
/** Parts of a face by points of the mesh. */
const PARTS = {
	jaw: [
		127,
		234,
		93,
		132,
		58,
		172,
		136,
		150,
		149,
		176,
		148,
		152,
		377,
		400,
		378,
		379,
		365,
		397,
		288,
		361,
		323,
		454,
		356
	],
	brows: [
		70,
		63,
		105,
		66,
		107,
		46,
		53,
		52,
		65,
		55,
		336,
		296,
		334,
		293,
		300,
		285,
		295,
		282,
		283,
		276
	],
	eyes: [
		33,
		246,
		161,
		160,
		159,
		158,
		157,
		173,
		133,
		155,
		154,
		153,
		145,
		144,
		163,
		7,
		263,
		466,
		388,
		387,
		386,
		385,
		384,
		398,
		362,
		382,
		381,
		380,
		374,
		373,
		390,
		249
	],
	nose: [
		168,
		6,
		197,
		195,
		5,
		4,
		1,
		2,
		98,
		327,
		64,
		294,
		48,
		278,
		129,
		358,
		114,
		343
	],
	mouth: [
		61,
		185,
		40,
		39,
		37,
		0,
		267,
		269,
		270,
		409,
		291,
		375,
		321,
		405,
		314,
		17,
		84,
		181,
		91,
		146,
		78,
		191,
		80,
		81,
		82,
		13,
		312,
		311,
		310,
		415,
		308,
		324,
		318,
		402,
		317,
		14,
		87,
		178,
		88,
		95
	]
};
/** Points of the mesh that stay where they are in speech: forehead, brows, temples, eyes, upper nose. */
const UPPER_FACE = /* @__PURE__ */ new Set([
	...PARTS.brows,
	...PARTS.eyes,
	10,
	338,
	297,
	332,
	284,
	251,
	389,
	356,
	127,
	162,
	21,
	54,
	103,
	67,
	109,
	168,
	6,
	197,
	195,
	5,
	4,
	1,
	2,
	98,
	327,
	151,
	108,
	337,
	9,
	8,
	122,
	351,
	196,
	419,
	48,
	278,
	129,
	358,
	69,
	299,
	104,
	333,
	68,
	298
]);
/** What speech moves. */
const SPEECH = /* @__PURE__ */ new Set([...PARTS.mouth, ...PARTS.jaw]);
/** Features that tell something even alone: everything but the jaw, whose outline can be found across but not along. */
const TRACKED = [
	...PARTS.brows,
	...PARTS.eyes,
	...PARTS.nose,
	...PARTS.mouth
];

// scripts/lib/media/identity/identify.ts
/** Raised whenever a measure is computed otherwise. */
const MEASURES = 4;
/**
* Name and version of everything that decides a report's figures: measures, models, limits. Reports compare only when
* it is equal, and it belongs in the key of whatever holds one.
*/
const METHOD = `alpha-identity@${MEASURES} models:${digest$1(PINNED)} limits:${digest$1(LIMITS)}`;
function digest$1(value) {
	return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 8);
}

// scripts/lib/engine/change/looked.ts
/** Raised whenever a comparison or its panels may come out otherwise from equal files. */
const COMPARED = 4;
/** What a look at two states found; kept, so that equal digests are looked at once. */
const Looked = strictObject({
	schema: literal("alpha-looked/1"),
	verdict: union([Verdict, FileVerdict]),
	identity: IdentityReport.nullable(),
	/** Where the report of that look is. */
	report: string()
});
/** By what a look is known: what was before, what is after, which picture it was held against, and how it was done. */
const lookKey = (what, before, after, against) => oidOf(canonicalJson({
	what,
	before: [...before],
	after: [...after],
	against: against ?? null,
	compared: COMPARED,
	identity: METHOD
}));
const isArtifactVerdict = (verdict) => "artifact" in verdict;

// scripts/lib/engine/change/review.ts
/** Compares every artifact whose outputs differ between two locks; what moved most stands first. */
async function reviewChange(options) {
	const { before, after } = options;
	const moved = [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].toSorted(byCodeUnit).filter((name) => digestsOf(before.get(name)) !== digestsOf(after.get(name)));
	const limit = pLimit(options.jobs);
	const order = moved.toSorted((a, b) => effortOf(after.get(b)) - effortOf(after.get(a)) || byCodeUnit(a, b));
	return (await Promise.all(order.map(async (name) => {
		const result = await reviewArtifact(name, options, limit);
		options.onDone?.(name);
		return result;
	}))).toSorted((a, b) => b.verdict.visibility - a.verdict.visibility || byCodeUnit(a.name, b.name));
}
/** How long a comparison of a medium's megabyte takes, and how long one of any size, about, in tenths of a second. */
const EFFORT = {
	mesh: [2, 40],
	video: [6, 8],
	splat: [.5, 6],
	scene: [.5, 4],
	sound: [1, 6],
	picture: [.3, 1],
	text: [0, 0],
	tokens: [0, 0]
};
const effortOf = (line) => (line?.outputs ?? []).reduce((sum, { medium, size }) => {
	const [each, least] = EFFORT[medium];
	return sum + least + each * size / 1e6;
}, 0);
const rolesOf = (line) => (line?.outputs ?? []).map(({ role, digest }) => `${role} ${digest}`).toSorted(byCodeUnit);
const digestsOf = (line) => rolesOf(line).join("\n");
/** Who it shows is asked at once, of others than compare: `limit` holds for comparisons alone. */
async function reviewArtifact(name, options, limit) {
	const [before, after] = [options.before.get(name), options.after.get(name)];
	const node = options.graph.get(name);
	const roles = [...new Set([...before?.outputs ?? [], ...after?.outputs ?? []].map(({ role }) => role))].toSorted(byCodeUnit);
	const folder = join(options.outDir, name);
	const causes = node === void 0 ? [] : whyRebuilt(node, before, options.facts, options.after, options.catalog);
	const key = lookKey(name, rolesOf(before), rolesOf(after), options.against);
	const remembered = options.recall(key);
	if (remembered !== void 0 && isArtifactVerdict(remembered.verdict)) return {
		name,
		node,
		before,
		after,
		causes,
		verdict: remembered.verdict,
		folder,
		identity: remembered.identity ?? void 0,
		key,
		remembered
	};
	const looking = node?.gate === "identity" && after !== void 0 ? identifyLine(after, options) : void 0;
	looking?.catch(() => void 0);
	const files = [];
	for (const role of roles) {
		const [was, is] = [before, after].map((line) => line?.outputs.find((output) => output.role === role));
		const outDir = join(folder, role);
		await mkdir(outDir, { recursive: true });
		const verdict = await limit(() => compareOutputs(was, is, outDir, options));
		const panels = verdict.panels.map((panel) => ({
			...panel,
			file: `${role}/${panel.file}`
		}));
		files.push({
			role,
			before: was?.digest ?? null,
			after: is?.digest ?? null,
			verdict: {
				...verdict,
				panels
			}
		});
	}
	const most = files.toSorted((a, b) => b.verdict.visibility - a.verdict.visibility)[0];
	return {
		name,
		node,
		before,
		after,
		causes,
		verdict: {
			artifact: name,
			visibility: most?.verdict.visibility ?? 0,
			finding: most?.verdict.finding ?? "It is empty.",
			files
		},
		folder,
		identity: await looking,
		key,
		remembered: void 0
	};
}
async function compareOutputs(was, is, outDir, { fileOf, compare }) {
	const medium = (is ?? was)?.medium;
	if (medium === void 0) throw new RangeError("neither side has this role");
	return compare({
		medium,
		outDir,
		...was === void 0 ? {} : { before: await fileOf(was) },
		...is === void 0 ? {} : { after: await fileOf(is) }
	});
}
/** By digest, each panel that a review has made: where it lies and how its name ends. Those of remembered looks are kept already. */
function panelsOf(reviewed) {
	const panels = /* @__PURE__ */ new Map();
	for (const { verdict, folder, remembered } of reviewed) {
		if (remembered !== void 0) continue;
		for (const { verdict: file } of verdict.files) for (const panel of file.panels) panels.set(panel.digest, {
			path: join(folder, panel.file),
			extension: panel.type.split("/")[1] ?? "bin"
		});
	}
	return panels;
}

// scripts/lib/media/compare/digest.ts
/** SHA-256 and size of a file, streamed. */
async function digestOf(path) {
	const hash = createHash("sha256");
	await pipeline(createReadStream(path), hash);
	const { size } = await stat(path);
	return {
		oid: Oid.parse(hash.digest("hex")),
		size
	};
}

// scripts/lib/media/compare/cache.ts
/** Goes up with every change of a measure, a sentence or a drawing: yesterday's verdicts are then asked for no more. */
const METRICS = "4";
/** What a verdict depends on, as a name. Fields are framed as netstrings, so that no two lists share one. */
async function cacheKey({ medium, before, after, canonical, blink = false }, labels) {
	const hash = createHash("sha256");
	const add = (field) => hash.update(`${Buffer.byteLength(field)}:${field},`);
	for (const field of [
		"alpha verdict",
		METRICS,
		medium,
		labels.before,
		labels.after
	]) add(field);
	for (const path of [before, after]) add(path === void 0 ? "none" : (await digestOf(path)).oid);
	add(`blink ${blink}`);
	add(canonical === void 0 ? "none" : pixelDigest(canonical));
	if (medium === "mesh" || medium === "splat") {
		const { rendererHere } = await import("./renderer-CFmrKVQd.js");
		add((await rendererHere()).name);
	}
	return hash.digest("hex");
}
/** A verdict from before, its panels copied to `outDir`; none when it is not there or not whole. */
async function cached(folder, key, outDir) {
	const place = join(folder, key);
	let text;
	try {
		text = await readFile(join(place, "verdict.json"), "utf8");
	} catch {
		return;
	}
	const verdict = FileVerdict.safeParse(jsonOf$1(text)).data;
	if (verdict === void 0) return void 0;
	for (const { file, digest } of verdict.panels) {
		const bytes = await readFile(join(place, file)).catch(() => void 0);
		if (bytes === void 0 || oidOf(bytes) !== digest) return void 0;
	}
	for (const { file } of verdict.panels) await copyFile(join(place, file), join(outDir, file));
	return verdict;
}
function jsonOf$1(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
/** Keeps a verdict and its panels. What another process keeps at the same time is the same. */
async function keep(folder, key, verdict, outDir) {
	await mkdir(folder, { recursive: true });
	const partial = await mkdtemp(join(folder, ".partial-"));
	try {
		for (const { file } of verdict.panels) await copyFile(join(outDir, file), join(partial, file));
		await writeFile(join(partial, "verdict.json"), JSON.stringify(verdict));
		await rm(join(folder, key), {
			recursive: true,
			force: true
		});
		await rename(partial, join(folder, key));
	} catch (cause) {
		await rm(partial, {
			recursive: true,
			force: true
		});
		if (!isTaken(cause)) throw cause;
	}
}
/** Another process was faster. */
const isTaken = (cause) => cause instanceof Error && "code" in cause && (cause.code === "ENOTEMPTY" || cause.code === "EEXIST");

// scripts/lib/media/compare/files-equal.ts
const CHUNK = 1 << 18;
const [first, second] = [Buffer.alloc(CHUNK), Buffer.alloc(CHUNK)];
/**
* Whether two files hold the same bytes: sizes first, then a quarter of a mebibyte at a time, synchronously, since a
* round through the thread pool would take longer than the reading.
*/
function filesEqual(a, b) {
	const one = openSync(a, "r");
	try {
		const two = openSync(b, "r");
		try {
			return equal(one, two);
		} finally {
			closeSync(two);
		}
	} finally {
		closeSync(one);
	}
}
function equal(a, b) {
	const [x, y] = [fstatSync(a), fstatSync(b)];
	if (x.size !== y.size) return false;
	if (x.ino === y.ino && x.dev === y.dev) return true;
	for (let at = 0; at < x.size; at += CHUNK) {
		const wanted = Math.min(CHUNK, x.size - at);
		if (fill(a, first, wanted, at) !== wanted || fill(b, second, wanted, at) !== wanted) return false;
		if (first.compare(second, 0, wanted, 0, wanted) !== 0) return false;
	}
	return true;
}
function fill(file, buffer, length, position) {
	let done = 0;
	while (done < length) {
		const read = readSync(file, buffer, done, length - done, position + done);
		if (read === 0) break;
		done += read;
	}
	return done;
}

// scripts/lib/media/compare/compare.ts
/**
* Compares a file with what it was. Added, removed, unreadable, resized and equal files are verdicts, never errors;
* panels lie in `outDir`, and equal inputs give equal bytes.
*
* @throws {RangeError} when neither side is given; the signal's reason when aborted
*/
async function compareFiles(request) {
	const { medium, before, after, outDir, signal, canonical, blink } = request;
	const labels = request.labels ?? {
		before: "before",
		after: "after"
	};
	signal?.throwIfAborted();
	const comparison = {
		outDir,
		labels,
		canonical,
		blink,
		signal
	};
	if (before !== void 0 && after !== void 0 && filesEqual(before, after)) return equalByDigest(medium, after);
	await mkdir(outDir, { recursive: true });
	signal?.throwIfAborted();
	const { cache } = request;
	if (cache === void 0) return compare(request, comparison);
	const key = await cacheKey(request, labels);
	const known = await cached(cache, key, outDir);
	if (known !== void 0) return known;
	const verdict = await compare(request, comparison);
	if (verdict.kind !== "unreadable") await keep(cache, await cacheKey(request, labels), verdict, outDir);
	return verdict;
}
async function compare({ medium, before, after }, comparison) {
	const comparator = await comparatorOf(medium);
	try {
		if (before !== void 0 && after !== void 0) return await comparator.pair(before, after, comparison);
		if (after !== void 0) return await comparator.single("added", after, comparison);
		if (before !== void 0) return await comparator.single("removed", before, comparison);
	} catch (thrown) {
		if (!(thrown instanceof SideUnreadable)) throw thrown;
		return unreadable(medium, thrown, [before, after]);
	}
	throw new RangeError("compareFiles needs a file before, a file after, or both");
}
/** Loaded when asked for: who compares pictures needs neither a browser nor a mesh reader. */
async function comparatorOf(medium) {
	switch (medium) {
		case "picture": return (await import("./picture-pool-C-RR644p.js")).pooledPictureComparator;
		case "mesh": return (await import("./mesh-BJqD3oCa.js")).meshComparator;
		case "splat": return (await import("./splat-BVZK6jrz.js")).splatComparator;
		case "video": return (await import("./video-BRPMC2mD.js")).videoComparator;
		case "sound": return (await import("./sound-2GTL9B9g.js")).soundComparator;
		case "text": return (await import("./text-C-IRVekv.js")).textComparator;
		case "tokens": return (await import("./tokens-BfNbJ7-K.js")).tokensComparator;
		case "scene": return (await import("./scene-DVLBT3W-.js")).sceneComparator;
		default: return unreachable(medium);
	}
}
async function equalByDigest(medium, path) {
	const { size } = await stat(path);
	return {
		kind: "equal",
		by: "digest",
		medium,
		finding: "Nothing changed: the bytes are equal.",
		visibility: 0,
		measures: [{
			metric: "bytes@1",
			label: "size",
			value: size,
			unit: "bytes",
			meaning: sayBytes(size)
		}],
		panels: []
	};
}
/** That it cannot be read, as those say who read one file alone. */
const SAID_TWICE = /^the (?:file|picture)(?: cannot be read as [^:]+)?: /u;
/** The reason without paths: where a file lay for a moment is no news, and differs from machine to machine. */
function unreadable(medium, { side, message }, paths) {
	const reason = paths.reduce((text, path) => path === void 0 ? text : text.replaceAll(path, "the file"), message).replace(SAID_TWICE, "");
	return {
		kind: "unreadable",
		side,
		reason,
		medium,
		finding: `The file ${side} cannot be read: ${reason}${/[.!?]$/u.test(reason) ? "" : "."}`,
		visibility: 1,
		measures: [],
		panels: []
	};
}

// scripts/lib/forge/artifact-costs.ts
/**
* What the build of each line cost: what the ledger has first, so that a second run over the same results says the same; else
* what was measured now, with the owner's rates.
*/
function artifactCosts(lines, ledger, { taken }, rates) {
	const now = new Map(taken.flatMap((result) => result.cost === void 0 ? [] : [[result.line.name, costOf$1(result.cost, rates)]]));
	const costs = /* @__PURE__ */ new Map();
	for (const line of lines) {
		const recorded = costOf$2(ledger, line);
		const cost = recorded !== void 0 && recorded.seconds > 0 ? recorded : now.get(line.name);
		if (cost !== void 0) costs.set(line.name, cost);
	}
	return costs;
}

// scripts/lib/forge/carried-licences.ts
/** The licences that go with what moved, and what they forbid of those that may ship. Previews carry none. */
function carriedLicences(graph, lock, owner, moved) {
	const names = moved.map(({ name }) => name);
	const shipped = names.filter((name) => graph.get(name)?.ships === "yes");
	return {
		licences: licenceNotices(graph, lock, names),
		faults: licenceFaults(graph, lock, owner, shipped).map(({ sentence }) => sentence)
	};
}

// scripts/lib/forge/built-files.ts
/** Puts what was taken where publishing will read it. */
async function keepBuilt(store, { taken }, files, jobs) {
	const digests = new Set(taken.flatMap(({ line }) => [...line.outputs.map(({ digest }) => digest), ...line.preview === null ? [] : [line.preview]]));
	const limit = pLimit(jobs * 2);
	await Promise.all([...digests].map((digest) => limit(async () => {
		const file = files.get(digest);
		if (file !== void 0) await store.put(file);
	})));
}
/** An output's bytes as a file: where the build left it, else fetched once. */
function fileFinder(store, files, folder) {
	const fetched = /* @__PURE__ */ new Map();
	return (output) => {
		const here = files.get(output.digest);
		if (here !== void 0) return Promise.resolve(here);
		const known = fetched.get(output.digest);
		if (known !== void 0) return known;
		const path = join(folder, output.digest);
		const fetching = store.get(output, path).then(() => path);
		fetched.set(output.digest, fetching);
		return fetching;
	};
}

// scripts/lib/forge/gate-looks.ts
/**
* Looks at what has a gate and was never looked at, though this change does not touch it: its gate is new in the manifest, or the run
* that built it ended before it could say. Without this it would stay closed until somebody accepts what nobody measured.
*/
async function overdueLooks(job) {
	const records = [];
	for (const { artifact, line, gate } of gatesOfTree(job.tree, job.ledger)) {
		if (gate.kind !== "unmeasured" || gate.because === "nothing-to-see" || job.except.has(artifact)) continue;
		try {
			const report = await identifyLine(line, job) ?? null;
			records.push({
				kind: "gate",
				artifact,
				digests: digestsOf$1(line),
				against: job.against,
				report
			});
			job.say(`held ${artifact} against the picture, which nobody had done`);
		} catch (fault) {
			if (!(fault instanceof UserError)) throw fault;
			job.say(`${artifact} could not be held against the picture: ${fault.message}`);
		}
	}
	return records;
}

// scripts/lib/forge/look-memory.ts
const FOLDER = RepoPath.parse("looked");
const MAX_BYTES = 4e6;
/** Where a look is kept, beside the pictures that it made. */
const lookPath = (key) => RepoPath.parse(`${FOLDER}/${key}.json`);
/** Reads the memory of a pull request from its image branch; what cannot be read there is as good as not looked at. */
async function lookMemory(root, remote, pull) {
	const tip = await remoteBranch(root, remote, imageBranch(pull));
	const known = tip === void 0 ? /* @__PURE__ */ new Map() : await readLooks(root, tip);
	return {
		recall: (key) => known.get(key),
		restore: async (panels, folder) => {
			if (tip === void 0) return;
			for (const panel of panels) {
				const path = picturePath(panel.digest, panel.type.split("/")[1] ?? "bin");
				const files = await ask(root, treeFiles(tip, [path]));
				const bytes = (await readFiles(root, files, MAX_BYTES)).get(path);
				if (bytes === void 0) continue;
				await mkdir(dirname(join(folder, panel.file)), { recursive: true });
				await writeFile(join(folder, panel.file), bytes);
			}
		}
	};
}
async function readLooks(root, tip) {
	const looks = /* @__PURE__ */ new Map();
	const files = await ask(root, treeFiles(tip, [FOLDER]));
	for (const [path, bytes] of await readFiles(root, files, MAX_BYTES)) {
		const key = Oid.safeParse(path.slice(FOLDER.length + 1).replace(/\.json$/u, ""));
		const looked = Looked.safeParse(jsonOf(bytes));
		if (key.success && looked.success) looks.set(key.data, looked.data);
	}
	return looks;
}
function jsonOf(bytes) {
	try {
		return JSON.parse(Buffer.from(bytes).toString("utf8"));
	} catch {
		return;
	}
}
/** What was looked at now, to be remembered. */
function looksOf(reviewed, reference, report) {
	const looks = /* @__PURE__ */ new Map();
	const keep = (key, verdict, identity) => {
		const looked = {
			schema: "alpha-looked/1",
			verdict,
			identity: identity ?? null,
			report
		};
		looks.set(lookPath(key), `${JSON.stringify(looked)}\n`);
	};
	for (const { key, verdict, identity, remembered } of reviewed) if (remembered === void 0) keep(key, verdict, identity);
	if (reference !== void 0 && reference.remembered === void 0) keep(reference.key, reference.shown.verdict, reference.shown.identity);
	return looks;
}

// scripts/lib/forge/reference-review.ts
/** The picture itself, when its pixels are others than on the base branch. */
async function reviewReference({ before, after }, canonical, proposed, folder, recall, her) {
	const [name] = Object.entries(after.manifest.sources).find(([, { kind }]) => kind === "picture") ?? [];
	const [from, to] = [before, after].map(({ facts }) => facts.get(`source.${name}`)?.digests["picture"]);
	if (name === void 0 || from === void 0 || to === void 0 || from === to || canonical === void 0 || proposed === void 0) return void 0;
	const files = {
		before: join(folder, "canonical.png"),
		after: join(folder, "proposed.png"),
		panels: join(folder, "panels")
	};
	await mkdir(folder, { recursive: true });
	await writePng(files.before, canonical);
	await writePng(files.after, proposed);
	const key = lookKey("the picture", [from], [to], from);
	const remembered = recall(key);
	if (remembered !== void 0 && !isArtifactVerdict(remembered.verdict)) {
		const { verdict, identity } = remembered;
		return {
			name,
			files,
			shown: {
				verdict,
				identity: identity ?? void 0,
				from,
				to
			},
			panels: /* @__PURE__ */ new Map(),
			key,
			remembered
		};
	}
	const [verdict, identity] = await Promise.all([compareFiles({
		medium: "picture",
		before: files.before,
		after: files.after,
		outDir: files.panels,
		blink: true
	}), her.identify({
		medium: "picture",
		path: files.after,
		speaking: false
	}, canonical)]);
	const panels = new Map(verdict.panels.map((panel) => [panel.digest, {
		path: join(files.panels, panel.file),
		extension: panel.type.split("/")[1] ?? "bin"
	}]));
	return {
		name,
		files,
		shown: {
			verdict,
			identity,
			from,
			to
		},
		panels,
		key,
		remembered: void 0
	};
}

// scripts/lib/forge/source-picture.ts
/** The picture that a snapshot's manifest names, decoded; `undefined` when it has none. */
async function pictureOf({ manifest, inputs }, bytesOf) {
	for (const [name, source] of Object.entries(manifest.sources)) {
		const bytes = inputs.get(`source.${name}/picture`);
		if (source.kind === "picture" && bytes?.kind === "lfs") return readReference(bytes.bytes ?? await bytesOf(bytes.pointer), source).picture;
	}
}
/** By which pixels that picture is known. */
const pixelsOf = ({ facts }) => [...facts.values()].find(({ kind }) => kind === "picture")?.digests["picture"];

// scripts/lib/forge/look-at-change.ts
/** In what this system makes, she speaks. */
const SPEAKING = "latentsync-1.6";
/** What an hour costs, as a commit states it. A statement that cannot be read is mended by a pull request: it must not stop one. */
async function ratesAt(root, commit, say) {
	try {
		return (await readOwner(root, commit))?.rates;
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		say(`Costs are counted without rates: ${error.message}`);
		return;
	}
}
/** Takes what was built into the lock and compares it with the base branch. It writes nothing to the repository. */
async function lookAtChange(job) {
	const { context, change, token, say } = job;
	const root = context.workspace;
	await using her = identityThread();
	const remote = await lfsRemote(root, "origin", token);
	const bytesOf = await lfsReader(root, {
		remote,
		maxBytes: MAX_SOURCE_BYTES
	});
	const previous = change.previous === void 0 ? void 0 : CommitId.parse(change.previous);
	const head = CommitId.parse(change.head);
	const detection = await detectChanges(root, {
		before: CommitId.parse(change.base),
		after: head
	}, {
		catalog,
		bytesOf,
		previous
	});
	const { before, after } = detection;
	const { results, files } = await readBuilt(job.built);
	const lock = newLock(after, results.flatMap((lane) => lane.results), catalog);
	say(`${lock.taken.length} results taken, ${lock.missing.size} missing`);
	const store = lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES });
	const keeping = job.keep ? keepBuilt(store, lock, files, job.jobs) : void 0;
	const asking = Promise.all([
		ratesAt(root, detection.base, say),
		readLedger({
			root,
			remote: "origin"
		}),
		readOwner(root, head)
	]);
	for (const later of [keeping, asking]) later?.catch(() => void 0);
	const scratch = join(context.temp, "alpha-review");
	await mkdir(scratch, { recursive: true });
	const fileOf = fileFinder(store, files, join(scratch, "files"));
	const canonical = await pictureOf(before, bytesOf);
	const proposed = await pictureOf(after, bytesOf);
	const memory = change.pull === void 0 ? void 0 : await lookMemory(root, "origin", change.pull);
	const recall = (key) => memory?.recall(key);
	const against = pixelsOf(after);
	const identify = async (name, medium, path) => proposed === void 0 ? void 0 : her.identify({
		medium,
		path,
		speaking: after.graph.get(name)?.system === SPEAKING
	}, proposed);
	const looking = reviewChange({
		before: before.lock,
		after: lock.lock,
		graph: after.graph,
		facts: after.facts,
		catalog,
		fileOf,
		compare: (request) => compareFiles({
			...request,
			canonical: proposed,
			blink: true
		}),
		identify,
		against,
		recall,
		outDir: join(scratch, "panels"),
		jobs: job.jobs,
		onDone: (name) => say(`compared ${name}`)
	});
	const [reviewed, reference, [rates, ledger, owner]] = await Promise.all([
		looking,
		reviewReference(detection, canonical, proposed, join(scratch, "reference"), recall, her),
		asking,
		keeping
	]);
	const overdue = against === void 0 || !job.keep ? [] : await overdueLooks({
		tree: {
			...after,
			lock: lock.lock
		},
		ledger,
		identify,
		fileOf,
		against,
		except: new Set(lock.taken.map(({ line }) => line.name)),
		say
	});
	const lines = reviewed.flatMap((artifact) => artifact.after ?? []);
	return {
		detection,
		results,
		lock,
		reviewed,
		reference,
		overdue,
		memory,
		rates,
		costs: artifactCosts(lines, ledger, lock, rates),
		carried: carriedLicences(after.graph, lock.lock, owner, lines),
		fileOf
	};
}

// scripts/lib/media/report/alike.ts
/** By id of the file's section; files that nothing else changed like are not in it. */
function alikeFiles(cards) {
	const places = /* @__PURE__ */ new Map();
	const changed = cards.flatMap(({ artifact, files }, index) => files.flatMap(({ role, verdict }, at) => {
		if (verdict.kind !== "changed" && verdict.kind !== "resized") return [];
		const id = `a${index}f${at}`;
		places.set(id, {
			id,
			name: files.length === 1 ? artifact.name : `${artifact.name} · ${role}`
		});
		return [{
			name: id,
			verdict,
			family: artifact.verdict.artifact.split("/", 1)[0]
		}];
	}));
	const alike = /* @__PURE__ */ new Map();
	for (const { members } of groupVerdicts(changed)) {
		const [first, second, ...rest] = members.flatMap(({ name }) => places.get(name) ?? []);
		if (first === void 0 || second === void 0) continue;
		alike.set(first.id, {
			first: true,
			others: [second, ...rest]
		});
		for (const { id } of [second, ...rest]) alike.set(id, { like: first });
	}
	return alike;
}
/** So many are named; whoever looks for the others finds them by their own line. */
const MOST_NAMED = 8;
function alikeLine(alike) {
	if (alike === void 0) return null;
	if ("like" in alike) return html`<p class="alike">Changed like ${link(alike.like)}.</p>`;
	const { others } = alike;
	const rest = others.length - MOST_NAMED;
	return html`<p class="alike">
    ${others.length === 1 ? "One other" : `${others.length} others`} changed alike:
    ${others.slice(0, MOST_NAMED).map((place, at) => html`${at > 0 ? ", " : ""}${link(place)}`)}${rest > 0 ? ` and ${rest} more` : ""}.
  </p>`;
}
const link = ({ id, name }) => html`<a href="#${id}">${isolated(name)}</a>`;

// scripts/lib/media/report/identity-panel.ts
const ANSWERS = {
	pass: "pass",
	look: "look",
	fail: "fail",
	"not-measured": "not measured"
};
/** Whether this is still the character: an answer, the colours that were measured, and each axis against its limit. */
function identityPanel(report, id) {
	const { of, swatches } = report;
	const axes = report.axes.toSorted((a, b) => severity(b.answer) - severity(a.answer));
	return html`<section class="identity" aria-labelledby="${id}">
    <h3 id="${id}">
      Still the character? <span class="answer answer-${report.answer}">${ANSWERS[report.answer]}</span>
      ${of === void 0 ? null : html`<small>${isolated(of)}</small>`}
    </h3>
    ${swatches === void 0 || swatches.length === 0 ? null : swatchList(swatches)}
    <div class="scroll" role="region" tabindex="0" aria-label="Axes${of === void 0 ? "" : `, ${of}`}">
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Axis</th>
            <th role="columnheader" scope="col">Answer</th>
            <th role="columnheader" scope="col" class="number">Measured</th>
            <th role="columnheader" scope="col" class="number">Limit</th>
            <th role="columnheader" scope="col" class="against">Against the limit</th>
            <th role="columnheader" scope="col" class="seen">What was seen</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${axes.map(axisRow)}
        </tbody>
      </table>
    </div>
    <p class="quiet method">Measured against the reference picture by ${isolated(report.method)}.</p>
  </section>`;
}
function axisRow({ axis, answer, value, limit, unit, note }) {
	return html`<tr role="row">
    <th role="rowheader" scope="row">${axis.replace("-", " ")}</th>
    <td role="cell"><span class="answer answer-${answer}">${ANSWERS[answer]}</span></td>
    <td role="cell" class="number">${value === null ? "–" : quantity(value, unit)}</td>
    <td role="cell" class="number">${quantity(limit, unit)}</td>
    <td role="cell" class="against">${value === null ? null : gauge(value, limit, answer)}</td>
    <td role="cell" class="seen">${isolated(note)}</td>
  </tr>`;
}
/** A bar from nothing to twice the limit, the limit in its middle. */
function gauge(value, limit, answer) {
	const share = limit > 0 ? Math.min(1, Math.max(0, value / (2 * limit))) : value > 0 ? 1 : 0;
	return html`<svg
    class="gauge answer-${answer}"
    viewBox="0 0 120 10"
    width="120"
    height="10"
    aria-hidden="true"
  >
    <rect class="track" x="0" y="3" width="120" height="4" rx="2" />
    <rect class="value" x="0" y="3" width="${Math.max(2, Math.round(share * 120))}" height="4" rx="2" />
    <path class="limit" d="M60 0V10" />
  </svg>`;
}
function swatchList(swatches) {
	return html`<ul class="swatches">
    ${swatches.map(({ label, reference, measured }) => html`<li>
          <svg viewBox="0 0 64 40" width="64" height="40" aria-hidden="true">
            <rect width="32" height="40" fill="${reference}" />
            <rect x="32" width="32" height="40" fill="${measured}" />
          </svg>
          <span>${isolated(label)}<small>${reference} → ${measured}</small></span>
        </li>`)}
  </ul>`;
}

// scripts/lib/media/report/facts.ts
/** So many measures are read at a glance; the others unfold. */
const AT_A_GLANCE = 6;
/** What was measured, of which bytes, and who drew them. */
function facts({ verdict, digests }) {
	const { measures, renderer } = verdict;
	const rest = measures.slice(AT_A_GLANCE);
	const sides = digests.before === digests.after ? [["Digest", digests.after]] : [["Before", digests.before], ["After", digests.after]];
	return html`<div class="facts">
    ${measures.length === 0 ? null : html`<div class="measured">
            ${measureTable(measures.slice(0, AT_A_GLANCE), "Measures")}
            ${rest.length === 0 ? null : html`<details class="more">
                    <summary>${rest.length} more measures</summary>
                    ${measureTable(rest, "More measures")}
                  </details>`}
          </div>`}
    <dl class="digests">
      ${sides.map(([label, value]) => value === null ? null : digest(label, value))}
      ${renderer === void 0 ? null : html`<div>
              <dt>Drawn by</dt>
              <dd>${isolated(renderer)}</dd>
            </div>`}
    </dl>
  </div>`;
}
function measureTable(measures, caption) {
	return html`<table class="measures">
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${measures.map(({ label, value, unit, meaning, metric }) => html`<tr>
            <th scope="row" title="${metric}">${isolated(label)}</th>
            <td class="number">${quantity(value, unit)}</td>
            <td>${meaning === void 0 ? null : isolated(meaning)}</td>
          </tr>`)}
    </tbody>
  </table>`;
}
const digest = (label, value) => html`<div>
    <dt>${label}</dt>
    <dd>
      <code title="${value}">${value.slice(0, 12)}<span class="long">${value.slice(12)}</span></code>
    </dd>
  </div>`;

// scripts/lib/media/report/view/mode.ts
/** How two sides are laid against each other, in the order of the keys 1 to 5. */
const MODES = [
	"2-up",
	"swipe",
	"onion",
	"blink",
	"difference"
];

// scripts/lib/media/report/card.ts
const MODE_NAMES = {
	"2-up": "2-up",
	swipe: "Swipe",
	onion: "Onion skin",
	blink: "Blink",
	difference: "Difference"
};
const OPEN = {
	picture: "Open the pictures",
	mesh: "Open in 3D",
	splat: "Open in 3D",
	scene: "Play in 3D",
	video: "Play side by side",
	sound: "Listen and compare",
	none: ""
};
/** Where there is one side alone. */
const OPEN_ONE = {
	...OPEN,
	picture: "Open the picture",
	video: "Play",
	sound: "Listen"
};
const KINDS = [
	"failed",
	"changed",
	"added",
	"removed",
	"unreadable",
	"equal"
];
/** The one word by which an artifact is filtered. */
function kindOf({ artifact, files }) {
	if (artifact.failure !== void 0) return "failed";
	const kinds = files.map(({ verdict }) => verdict.kind);
	if (kinds.includes("unreadable")) return "unreadable";
	const moved = new Set(kinds.filter((kind) => kind !== "equal"));
	const [only = "equal"] = moved;
	return moved.size <= 1 && only !== "resized" ? only : "changed";
}
/** Worst identity answer of an artifact, where it was measured. */
function identityOf({ artifact }) {
	const answers = (artifact.identity ?? []).map(({ answer }) => answer);
	return answers.includes("fail") ? "fail" : answers.includes("look") ? "look" : answers.length > 0 ? "pass" : null;
}
function card(view, index, address, alike) {
	const { artifact, files } = view;
	const id = `a${index}`;
	const kind = kindOf(view);
	const identity = identityOf(view);
	return html`<article
    class="card kind-${kind}"
    id="${id}"
    data-artifact="${artifact.name}"
    data-kind="${kind}"
    data-identity="${identity ?? ""}"
    aria-labelledby="${id}-title"
    tabindex="-1"
  >
    <header>
      <h2 id="${id}-title">
        <a href="#${id}">${isolated(artifact.name)}</a>
      </h2>
      <p class="tags">
        <span class="tag tag-${kind}">${kind}</span>
        ${identity === null ? null : html`<span class="answer answer-${identity}">identity: ${identity}</span>`}
        ${kind === "equal" ? null : visibility(artifact.verdict.visibility, files)}
      </p>
      <p class="finding">${isolated(artifact.verdict.finding)}</p>
      ${artifact.failure === void 0 ? null : html`<p class="reason">It could not be built: ${isolated(artifact.failure)}</p>`}
      ${origin(artifact)}
    </header>
    ${files.map((file, at) => fileSection(view, file, `${id}f${at}`, address, alike))}
    ${(artifact.identity ?? []).map((identity, at) => identityPanel(identity, `${id}i${at}`))}
  </article>`;
}
function visibility(share, files) {
	const heard = files.length > 0 && files.every(({ medium }) => medium === "sound");
	return html`<span class="visibility"
    ><svg viewBox="0 0 60 6" width="60" height="6" aria-hidden="true">
      <rect class="track" width="60" height="6" rx="3" />
      <rect class="value" width="${Math.max(3, Math.round(share * 60))}" height="6" rx="3" /></svg
    >${percent(share)} ${heard ? "audible" : "visible"}</span
  >`;
}
/** Why it is here, who made it of what, and what that cost. */
function origin({ cause, made, cost }) {
	const parts = [
		cause === "" ? null : ["Why", isolated(cause)],
		made === void 0 ? null : ["Made by", isolated(made)],
		cost === void 0 ? null : ["Cost", costOf(cost)]
	].filter((part) => part !== null);
	if (parts.length === 0) return null;
	return html`<dl class="origin">
    ${parts.map(([label, value]) => html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`)}
  </dl>`;
}
function costOf({ seconds, gpuSeconds, energyWh, money }) {
	return [
		gpuSeconds === void 0 ? duration(seconds) : `${duration(gpuSeconds)} on the GPU`,
		energyWh === void 0 ? null : `${figure(energyWh)}\u202fWh`,
		money === void 0 ? null : `${money.amount.toFixed(money.amount < .1 ? 3 : 2)} ${money.currency}`
	].filter((part) => part !== null).join(", ");
}
function fileSection({ artifact }, file, id, address, alike) {
	const { role, medium, verdict, viewer, before, after } = file;
	const both = before !== null && after !== null;
	const opens = viewer !== "none" && verdict.kind !== "unreadable";
	const repeated = verdict.finding === artifact.verdict.finding;
	return html`<section
    class="file"
    id="${id}"
    data-role="${role}"
    data-viewer="${opens ? viewer : "none"}"
    data-before="${before?.payload?.id ?? ""}"
    data-after="${after?.payload?.id ?? ""}"
    data-both="${String(both)}"
    aria-labelledby="${id}-title"
  >
    <div class="file-head">
      <h3 id="${id}-title">
        <a href="#${id}">${isolated(role)}</a>
        <small>${medium}, ${verdict.kind}${sizes(before, after)}</small>
      </h3>
      ${opens && both ? modeButtons(viewer, `${id}-title`) : null}
      ${repeated ? null : html`<p class="finding">${isolated(verdict.finding)}</p>`}
      ${alikeLine(alike.get(id))}
      ${verdict.kind === "unreadable" ? html`<p class="reason">Cannot be read (${verdict.side}): ${isolated(verdict.reason)}</p>` : null}
    </div>
    ${stage(file, opens, address)} ${file.words} ${sheets(file, address)} ${facts(file)}
  </section>`;
}
/** Sound has lanes of its own, where only both or the difference make sense. */
function modeButtons(viewer, label) {
	const modes = viewer === "sound" ? MODES.filter((mode) => mode === "2-up" || mode === "difference") : MODES;
	return html`<div class="modes" role="group" aria-labelledby="${label}">
    ${modes.map((mode) => html`<button type="button" data-mode="${mode}" aria-pressed="${mode === "2-up" ? "true" : "false"}"><kbd>${MODES.indexOf(mode) + 1}</kbd>${MODE_NAMES[mode]}</button>`)}
  </div>`;
}
function sizes(before, after) {
	const [from, to] = [before?.payload?.size, after?.payload?.size];
	const bytes = after?.payload?.bytes ?? before?.payload?.bytes;
	const size = to ?? from;
	return `${size === void 0 ? "" : from !== void 0 && to !== void 0 && (from.width !== to.width || from.height !== to.height) ? `, ${from.width} × ${from.height} → ${to.width} × ${to.height}` : `, ${size.width} × ${size.height}`}${bytes === void 0 ? "" : `, ${byteSize(bytes)}`}`;
}
function stage(file, opens, address) {
	const { before, after, viewer, verdict } = file;
	const size = after?.payload?.size ?? before?.payload?.size ?? after?.still ?? before?.still ?? null;
	const equal = verdict.kind === "equal";
	if (!opens && before?.still == null && after?.still == null) return null;
	const ratio = size === null ? viewer === "video" ? 16 / 9 : 1 : size.width / size.height;
	return html`<div class="stage" data-view="2-up" style="--ratio: ${Math.round(ratio * 1e4) / 1e4}">
    ${equal ? null : pane("before", before, address)} ${pane("after", after, address)}
    ${opens && viewer !== "picture" ? html`<button type="button" class="open" data-open>${(before === null || after === null || equal ? OPEN_ONE : OPEN)[viewer]}</button>` : null}
  </div>`;
}
function pane(name, side, address) {
	if (side === null) return null;
	const panel = side.still !== null && side.payload?.size === void 0;
	return html`<figure class="pane ${name}${panel ? " labelled" : ""}">
    ${side.still === null ? html`<p class="quiet">${side.missing === null ? "" : `Not shown: ${side.missing}.`}</p>` : image(side.still, address)}
    <figcaption>${name === "before" ? "Before" : "After"}</figcaption>
  </figure>`;
}
function image(still, address) {
	return still.type.startsWith("video/") ? html`<video
        src="${address(still)}"
        width="${still.width}"
        height="${still.height}"
        controls
        muted
        preload="none"
        aria-label="${still.alt}"
      ></video>` : html`<img
        src="${address(still)}"
        width="${still.width}"
        height="${still.height}"
        alt="${still.alt}"
        loading="lazy"
        decoding="async"
      />`;
}
/** Panels that the comparison drew; a picture shows the same and more on its stage, so there they are folded away. */
function sheets({ sheets: shown, viewer }, address) {
	if (shown.length === 0) return null;
	const row = html`<div class="sheets">
    ${shown.map((sheet) => html`<figure class="sheet">${image(sheet, address)}</figure>`)}
  </div>`;
	if (viewer !== "picture") return row;
	return html`<details class="more">
    <summary>Panels of the comparison</summary>
    ${row}
  </details>`;
}

// scripts/lib/media/report/graph-layout.ts
const BOX_HEIGHT = 34;
const ROW = 50;
const GAP = 56;
/** How often the rows of each column are ordered anew by their neighbours; more changes nothing on graphs of this size. */
const SWEEPS = 6;
/**
* Lays a graph out in columns, what is read to the left of what reads it: longest path for the columns, barycentres for the rows
* (Sugiyama, Tagawa and Toda 1981). Arrows that cross columns bend around the boxes there. Arrows from or to unknown names, and
* those that close a circle, are left out.
*/
function layOut(boxes, arrows) {
	const column = columns(boxes, arrows);
	const drawn = arrows.filter(({ from, to }) => (column.get(from) ?? 1e400) < (column.get(to) ?? -1e400));
	const slots = new Map(boxes.map((box) => [box.name, slot(box)]));
	const grid = Array.from({ length: Math.max(0, ...column.values()) + 1 }, () => []);
	for (const box of slots.values()) grid[column.get(box.box?.name ?? "") ?? 0]?.push(box);
	const chains = drawn.map((arrow) => chain(arrow, slots, column, grid));
	order(grid);
	return place(boxes, drawn, {
		grid,
		slots,
		chains
	});
}
const slot = (box) => ({
	box,
	before: [],
	after: [],
	row: 0
});
function columns(boxes, arrows) {
	const known = new Set(boxes.map((box) => box.name));
	const sources = new Map(boxes.map((box) => [box.name, []]));
	for (const { from, to } of arrows) if (known.has(from)) sources.get(to)?.push(from);
	const column = /* @__PURE__ */ new Map();
	const open = /* @__PURE__ */ new Set();
	const depth = (name) => {
		const found = column.get(name);
		if (found !== void 0) return found;
		open.add(name);
		const above = (sources.get(name) ?? []).filter((source) => !open.has(source)).map(depth);
		open.delete(name);
		const own = Math.max(-1, ...above) + 1;
		column.set(name, own);
		return own;
	};
	for (const { name } of boxes) depth(name);
	return column;
}
function chain(arrow, slots, column, grid) {
	const first = slots.get(arrow.from) ?? slot(null);
	const last = slots.get(arrow.to) ?? slot(null);
	const links = [
		first,
		...grid.slice((column.get(arrow.from) ?? 0) + 1, column.get(arrow.to) ?? 0).map((column) => {
			const bend = slot(null);
			column.push(bend);
			return bend;
		}),
		last
	];
	for (const [index, link] of links.entries()) {
		const next = links[index + 1];
		if (next === void 0) continue;
		link.after.push(next);
		next.before.push(link);
	}
	return links;
}
function order(grid) {
	for (const column of grid) number(column);
	for (let sweep = 0; sweep < SWEEPS; sweep += 1) for (const column of sweep % 2 === 0 ? grid : grid.toReversed()) {
		const weight = new Map(column.map((slot) => [slot, mean(sweep % 2 === 0 ? slot.before : slot.after, slot.row)]));
		column.sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0) || a.row - b.row);
		number(column);
	}
}
function number(column) {
	for (const [index, slot] of column.entries()) slot.row = index - (column.length - 1) / 2;
}
const mean = (slots, otherwise) => slots.length === 0 ? otherwise : slots.reduce((sum, slot) => sum + slot.row, 0) / slots.length;
function place(boxes, arrows, { grid, slots, chains }) {
	const height = (Math.max(1, ...grid.map((column) => column.length)) - 1) * ROW + 34;
	const middle = (slot) => height / 2 + slot.row * ROW;
	const left = /* @__PURE__ */ new Map();
	const right = /* @__PURE__ */ new Map();
	let x = 0;
	for (const column of grid) {
		const width = Math.max(0, ...column.map((slot) => slot.box?.width ?? 0));
		for (const slot of column) {
			left.set(slot, x);
			right.set(slot, x + (slot.box?.width ?? width));
		}
		x += width + GAP;
	}
	return {
		width: Math.max(0, x - GAP),
		height,
		boxes: boxes.map((box) => {
			const own = slots.get(box.name) ?? slot(box);
			return {
				...box,
				x: left.get(own) ?? 0,
				y: middle(own) - 34 / 2
			};
		}),
		arrows: arrows.map((arrow, index) => ({
			...arrow,
			points: (chains[index] ?? []).flatMap((slot, at, links) => {
				const start = {
					x: left.get(slot) ?? 0,
					y: middle(slot)
				};
				const end = {
					x: right.get(slot) ?? 0,
					y: middle(slot)
				};
				return at === 0 ? [end] : at === links.length - 1 ? [start] : [start, end];
			})
		}))
	};
}

// scripts/lib/media/report/graph-panel.ts
/** Rough width of a name in the page's 13 px type; the boxes leave room for wider letters. */
const boxWidth = (name) => Math.round(44 + Math.min(name.length, 34) * 7.3);
const STATES = {
	changed: "changed here",
	affected: "follows from it",
	failed: "could not be built",
	untouched: "not touched"
};
/** The graph as a drawing for the eye and as a list for everyone: what is affected, and why. */
function graphPanel(graph, address) {
	const told = graph.nodes.filter(({ state }) => state !== "untouched");
	const rest = graph.nodes.filter(({ state }) => state === "untouched");
	return html`<section class="graph" aria-labelledby="graph-title">
    <h2 id="graph-title">What follows from the change</h2>
    <div class="drawing" role="region" aria-label="Drawing of the graph" tabindex="0">${drawing(graph)}</div>
    <ul class="legend" aria-hidden="true">
      ${Object.entries(STATES).filter(([state]) => graph.nodes.some((node) => node.state === state)).map(([state, meaning]) => html`<li><i class="dot state-${state}"></i>${meaning}</li>`)}
    </ul>
    <details class="told">
      <summary>Causes, one by one</summary>
      <ul class="causes">
        ${told.map((node) => html`<li>${nodeName(node, address)} ${STATES[node.state]}${node.cause ? html`: <span>${isolated(node.cause)}</span>` : null}</li>`)}
        ${rest.length > 0 ? html`<li class="quiet">Not touched: ${rest.map(({ name }, index) => html`${index > 0 ? ", " : ""}${isolated(name)}`)}</li>` : null}
      </ul>
    </details>
  </section>`;
}
function nodeName({ name }, address) {
	const target = address(name);
	return target === null ? html`<b>${isolated(name)}</b>` : html`<a href="${target}">${isolated(name)}</a>`;
}
function drawing(graph) {
	const layout = layOut(graph.nodes.map(({ name }) => ({
		name,
		width: boxWidth(name)
	})), graph.edges);
	const states = new Map(graph.nodes.map((node) => [node.name, node]));
	return html`<svg
    viewBox="-2 -2 ${layout.width + 4} ${layout.height + 4}"
    width="${layout.width + 4}"
    height="${layout.height + 4}"
    style="--width: ${layout.width + 4}px"
    aria-hidden="true"
    focusable="false"
  >
    ${layout.arrows.map((arrow) => html`<path class="arrow state-${states.get(arrow.from)?.state === "untouched" ? "untouched" : states.get(arrow.to)?.state ?? "untouched"}" d="${curve(arrow)}" />`)}
    ${layout.boxes.map((box) => {
		const node = states.get(box.name);
		return html`<g
        class="node state-${node?.state ?? "untouched"}"
        data-node="${box.name}"
        transform="translate(${box.x} ${box.y})"
        ><title>${node?.cause ?? STATES[node?.state ?? "untouched"]}</title
        ><rect width="${box.width}" height="${34}" rx="8" /><circle
          cx="16"
          cy="${34 / 2}"
          r="4"
        /><text x="28" y="${34 / 2 + 4.5}">${clipped(box.name)}</text></g
      >`;
	})}
  </svg>`;
}
const clipped = (name) => name.length > 34 ? `${name.slice(0, 33)}…` : name;
/** Cubic curves between columns, straight lines through them. */
function curve({ points: [first, ...rest] }) {
	if (first === void 0) return "";
	let at = first;
	const parts = rest.map((point, index) => {
		const middle = (at.x + point.x) / 2;
		const step = index % 2 === 0 ? `C${middle} ${at.y} ${middle} ${point.y} ${point.x} ${point.y}` : `L${point.x} ${point.y}`;
		at = point;
		return step;
	});
	return `M${first.x} ${first.y}${parts.join("")}`;
}

// scripts/lib/media/report/document.ts
/** The whole page. */
function page(report, { cards }, parts) {
	const { title, subject, verdict, summary, warnings = [], graph } = report;
	const alike = alikeFiles(cards);
	return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy(parts.script)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – ${subject}</title>
        <style>
          ${Markup.trusted(parts.style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#content">To the artifacts</a>
        <div class="page">
          ${contents(cards)}
          <main id="content" tabindex="-1">
            <header class="masthead">
              <p class="eyebrow">${isolated(title)}</p>
              <h1>${isolated(subject)}</h1>
              ${verdict === void 0 ? null : html`<p class="verdict">${isolated(verdict)}</p>`}
              ${summary === "" ? null : html`<p class="summary">${isolated(summary)}</p>`}
              ${warnings.length === 0 ? null : html`<ul class="warnings" aria-label="What stands in the way">
                      ${warnings.map((warning) => html`<li>${isolated(warning)}</li>`)}
                    </ul>`}
            </header>
            ${graph === void 0 || graph.nodes.length === 0 ? null : graphPanel(graph, linkTo(cards))}
            <div id="cards">${cards.map((view, index) => card(view, index, parts.address, alike))}</div>
            ${cards.length > 0 ? null : html`<p class="none">Nothing differs: there is no artifact to look at.</p>`}
            <p id="nothing" hidden>No artifact fits the filter.</p>
          </main>
        </div>
        ${help()}
        <p id="said" class="unseen" role="status"></p>
        ${parts.carriers.map(carrier)} ${scriptTag("", parts.script)}
      </body>
    </html> `.text;
}
/**
* Only the page's own script runs, and what that script loads; nothing is fetched from anywhere. So even text that had
* slipped past the escaping could not run.
*/
function policy(script) {
	return [
		"default-src 'none'",
		`script-src 'sha256-${createHash("sha256").update(script).digest("base64")}' 'strict-dynamic' 'wasm-unsafe-eval'`,
		"style-src 'unsafe-inline'",
		"img-src 'self' data: blob: file:",
		"media-src 'self' data: blob: file:",
		"connect-src data: blob:",
		"font-src data:",
		"worker-src blob: data:",
		"base-uri 'none'",
		"form-action 'none'"
	].join("; ");
}
function linkTo(cards) {
	const places = new Map(cards.map(({ artifact }, index) => [artifact.name, `#a${index}`]));
	return (artifact) => places.get(artifact) ?? null;
}
function contents(cards) {
	const counts = KINDS.map((kind) => ({
		kind,
		count: cards.filter((view) => kindOf(view) === kind).length
	}));
	const doubtful = cards.filter((view) => ["look", "fail"].includes(identityOf(view) ?? "")).length;
	return html`<nav class="contents" aria-label="Artifacts">
    <div class="finder" ${cards.length > 0 ? null : html`hidden`}>
      <label for="filter">Filter <kbd>/</kbd></label>
      <input
        id="filter"
        type="search"
        autocomplete="off"
        spellcheck="false"
        placeholder="Name, finding, cause"
      />
      <div class="chips" role="group" aria-label="Show only">
        ${counts.filter(({ count }) => count > 0).map(({ kind, count }) => html`<button type="button" data-filter="${kind}" aria-pressed="false"><b>${count}</b> ${kind}</button>`)}
        ${doubtful === 0 ? null : html`<button type="button" data-filter="identity" aria-pressed="false"><b>${doubtful}</b> identity in doubt</button>`}
      </div>
    </div>
    <ol id="contents">
      ${cards.map((view, index) => entry(view, index))}
    </ol>
    <div class="tools">
      <button type="button" id="theme" aria-label="Colours: as the system has them">◐</button>
      <button type="button" id="help-open" aria-haspopup="dialog">Keys <kbd>?</kbd></button>
    </div>
  </nav>`;
}
function entry(view, index) {
	const { artifact } = view;
	const identity = identityOf(view);
	const mark = identity === "look" || identity === "fail" ? html` <span class="answer answer-${identity}">${identity}</span>` : null;
	return html`<li data-card="a${index}">
    <a href="#a${index}"
      ><i class="dot kind-${kindOf(view)}" aria-hidden="true"></i
      ><span class="name"><bdi>${parted(artifact.name)}</bdi></span
      >${mark}<svg class="bar" viewBox="0 0 40 4" width="40" height="4" aria-hidden="true">
        <rect class="track" width="40" height="4" rx="2" />
        <rect class="value" width="${Math.round(artifact.verdict.visibility * 40)}" height="4" rx="2" /></svg
    ></a>
  </li>`;
}
/** A name that breaks, where it must, after its parts. */
const parted = (name) => name.split(/(?<=[/_])/u).map((part, at) => html`${at > 0 ? html`<wbr />` : null}${part}`);
const KEYS = [
	["j k", "next, previous artifact"],
	["h l", "previous, next file of the artifact"],
	["1 2 3 4 5", "2-up, swipe, onion skin, blink, difference"],
	["space", "flip between before and after"],
	["+ − 0", "nearer, farther, all of it; ctrl and wheel, or two fingers"],
	["arrows", "with the stage focused: pan, or turn in 3D"],
	["i", "pixel inspector; then arrows move it"],
	["f", "the stage on the whole screen"],
	["o", "open the viewer"],
	["p", "play, pause"],
	[", .", "one frame back, ahead"],
	["/", "filter"],
	["t", "light, dark, as the system has it"],
	["?", "this list"]
];
function help() {
	return html`<dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl>
      ${KEYS.map(([keys, meaning]) => html`<div>
            <dt>${keys.split(" ").map((key) => html`<kbd>${key}</kbd> `)}</dt>
            <dd>${meaning}</dd>
          </div>`)}
    </dl>
    <label><input type="checkbox" id="keys-on" checked /> Single keys are on</label>
    <form method="dialog"><button>Close</button></form>
  </dialog>`;
}
const carrier = ({ id, type, packing, text, source }) => scriptTag(html`type="text/plain" id="${id}" data-type="${type}" data-packing="${packing}"
    data-source="${source ?? ""}"`.text, text ?? "");
/** Not by the template: a formatter of source code may add spaces there, and then the digest of the policy is another's. */
const scriptTag = (attributes, text) => Markup.trusted(`<script ${attributes}>${text}<\/script>\n`);

// scripts/lib/media/report/payload.ts
const squeeze = promisify(gzip);
/** Looks at one file, without keeping its bytes. */
async function examine(path, fileBytes) {
	const info = await stat(path).catch(() => null);
	if (info === null || !info.isFile()) return { reason: "it is not among the built files" };
	if (info.size > fileBytes) return { reason: "it is too large for a page" };
	await using file = await open(path);
	const head = new Uint8Array(48);
	await file.read(head, 0, 48, 0);
	const type = sniff(head);
	if (type === null) return { reason: "its format has no viewer" };
	const hash = createHash("sha256");
	for await (const chunk of file.createReadStream({
		start: 0,
		autoClose: false
	})) hash.update(chunk);
	const payload = {
		id: `p${hash.digest("hex").slice(0, 20)}`,
		type,
		bytes: info.size,
		path
	};
	if (!type.startsWith("image/")) return payload;
	const size = await pictureSize(path);
	return size === null ? { reason: "it cannot be decoded, or has too many pixels" } : {
		...payload,
		size
	};
}
async function pictureSize(path) {
	const file = await open(path);
	try {
		const { width, height } = await pictureHeader(await file.readFile());
		return width * height > PICTURE_LIMITS.maxPixels ? null : {
			width,
			height
		};
	} catch {
		return null;
	} finally {
		await file.close();
	}
}
async function pack(bytes) {
	const plain = () => ({
		packing: "plain",
		base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64")
	});
	const some = samplesOf(bytes);
	if (some.byteLength < bytes.byteLength && !isWorth(await squeeze(some, QUICK), some)) return plain();
	const small = await squeeze(bytes, QUICK);
	return isWorth(small, bytes) ? {
		packing: "gzip",
		base64: small.toString("base64")
	} : plain();
}
/** Numbers in rows, such as a splat's, get hardly smaller by harder levels, which take longer. */
const QUICK = { level: 1 };
const isWorth = (small, bytes) => small.byteLength < bytes.byteLength * .9;
/** What is looked at before all is packed: films and archives are packed already. */
const SAMPLE_BYTES = 65536;
/** From the beginning, the middle and the end; all of it when it is hardly more. */
function samplesOf(bytes) {
	if (bytes.byteLength <= 4 * SAMPLE_BYTES) return bytes;
	const last = bytes.byteLength - SAMPLE_BYTES;
	return Buffer.concat([
		0,
		Math.floor(last / 2),
		last
	].map((start) => bytes.subarray(start, start + SAMPLE_BYTES)));
}

// scripts/lib/media/report/thumbnail.ts
/** Wide enough for half of the page's column. */
const LONGEST_SIDE = 560;
/** @returns `null` when the file does not decode */
async function thumbnail(path) {
	try {
		const { data, info } = await sharp(path, { limitInputPixels: PICTURE_LIMITS.maxPixels }).autoOrient().toColourspace("srgb").resize({
			width: LONGEST_SIDE,
			height: LONGEST_SIDE,
			fit: "inside",
			withoutEnlargement: true
		}).webp({
			quality: 78,
			effort: 2
		}).toBuffer({ resolveWithObject: true });
		return {
			webp: data,
			width: info.width,
			height: info.height
		};
	} catch {
		return null;
	}
}

// scripts/lib/media/report/words.ts
/** Longer texts take seconds to compare word by word. */
const LONGEST = 6e4;
/** Unchanged words kept on each side of a change. */
const CONTEXT = 240;
/** Texts with more edits than this have nothing in common that a reader would look for. */
const MOST_EDITS = 4e3;
/** A text before and after as one text with what went struck out and what came underlined; `null` when too long or too different. */
function wordDiff(before, after) {
	if (before.length > LONGEST || after.length > LONGEST) return null;
	const changes = diffArrays(partsOf(before), partsOf(after), { maxEditLength: MOST_EDITS });
	if (changes === void 0) return null;
	const runs = changes.map(({ added, removed, value: parts }, index) => {
		const value = parts.join("");
		if (added) return html`<ins>${value}</ins>`;
		if (removed) return html`<del>${value}</del>`;
		return html`<span>${shortened(value, index === 0, index === changes.length - 1)}</span>`;
	});
	return html`<pre class="words">${runs}</pre>`;
}
/** Words of every script, and what lies between them (UAX 29), the same whatever the machine's language is. */
const WORDS = new Intl.Segmenter("en", { granularity: "word" });
const partsOf = (text) => Array.from(WORDS.segment(text), ({ segment }) => segment);
function shortened(text, first, last) {
	const head = first ? "" : text.slice(0, CONTEXT);
	const tail = last ? "" : text.slice(-240);
	return head.length + tail.length >= text.length || first && last ? text : `${head} … ${tail}`;
}

// scripts/lib/media/report/gather.ts
async function gather(report, limits) {
	const cards = [];
	const payloads = /* @__PURE__ */ new Map();
	const gathered = await Promise.all(report.artifacts.map((artifact) => Promise.all(artifact.verdict.files.map(({ role, before, after, verdict }) => {
		const paths = artifact.files.find((file) => file.role === role);
		return gatherFile({
			role,
			verdict,
			digests: {
				before,
				after
			},
			paths
		}, artifact.panels, limits);
	}))));
	for (const [at, artifact] of report.artifacts.entries()) {
		const files = gathered[at] ?? [];
		for (const { viewer, before, after } of files) {
			if (viewer === "none") continue;
			for (const side of [before, after]) if (side?.payload) payloads.set(side.payload.id, side.payload);
		}
		cards.push({
			artifact,
			files
		});
	}
	return {
		cards,
		payloads
	};
}
async function gatherFile(found, folder, limits) {
	const { role, verdict, digests, paths } = found;
	const shown = (folder === void 0 ? [] : await Promise.all(verdict.panels.map((panel) => still(folder, panel)))).filter((panel) => panel !== null);
	const panelOf = (name) => shown.find((panel) => panel.role === name)?.still;
	const before = await side({
		path: paths?.before,
		digest: digests.before,
		panel: panelOf("before"),
		alt: `${role}, before`
	}, limits);
	const after = await side({
		path: paths?.after,
		digest: digests.after,
		panel: panelOf("after"),
		alt: `${role}, after`
	}, limits);
	return {
		role,
		medium: verdict.medium,
		verdict,
		digests,
		viewer: viewerFor(before, after),
		before,
		after,
		sheets: shown.filter(({ role }) => role === "difference" || role === "sheet").map(({ still }) => still),
		words: verdict.medium === "text" ? await words(paths) : null
	};
}
async function side({ path, digest, panel, alt }, limits) {
	if (path === void 0) return digest === null ? null : {
		payload: null,
		still: panel ?? null,
		missing: "it is not here"
	};
	const found = await examine(path, limits.fileBytes);
	if (!isPayload(found)) return {
		payload: null,
		still: panel ?? null,
		missing: found.reason
	};
	const whole = found.type.startsWith("image/") ? await thumbnail(path) : null;
	return {
		payload: found,
		still: whole === null ? panel ?? null : stillOf(whole.webp, "image/webp", whole, panel?.alt ?? alt),
		missing: null
	};
}
const isPayload = (found) => "id" in found;
/** One viewer for both sides, or none: a mesh beside a picture compares nothing. */
function viewerFor(before, after) {
	const kinds = new Set([before, after].filter((side) => side !== null).map(({ payload }) => viewerOf(payload)));
	const [kind] = kinds;
	return kinds.size === 1 && kind !== void 0 ? kind : "none";
}
function viewerOf(payload) {
	const type = payload?.type ?? "";
	if (type === "model/gltf-binary") return "mesh";
	if (type === "application/ply") return "splat";
	if (type === "application/x-splat-sequence") return "scene";
	if (type.startsWith("image/")) return "picture";
	if (type.startsWith("video/")) return "video";
	return type.startsWith("audio/") ? "sound" : "none";
}
async function still(folder, panel) {
	const inside = RepoPath.safeParse(panel.file);
	if (!inside.success) return null;
	const bytes = await readFile(join(folder, inside.data)).catch(() => null);
	return bytes === null ? null : {
		role: panel.role,
		still: stillOf(bytes, panel.type, panel, panel.alt)
	};
}
const stillOf = (bytes, type, { width, height }, alt) => ({
	id: `s${createHash("sha256").update(bytes).digest("hex").slice(0, 20)}`,
	type,
	bytes,
	width,
	height,
	alt
});
/** Texts above this are not read to be shown. */
const LONGEST_TEXT_BYTES = 262144;
async function words(paths) {
	const [before, after] = await Promise.all([textOf(paths?.before), textOf(paths?.after)]);
	return before === null || after === null ? null : wordDiff(before, after);
}
async function textOf(path) {
	if (path === void 0) return "";
	const info = await stat(path).catch(() => null);
	if (info === null || info.size > LONGEST_TEXT_BYTES) return null;
	return readFile(path, "utf8");
}

// scripts/lib/media/report/report.ts
/** 32 MiB as one page, at most 192 MiB a file. */
const REPORT_LIMITS = {
	singleFileBytes: 33554432,
	fileBytes: 201326592
};

// scripts/lib/media/report/script.ts
const locate = createRequire(new URL("../../scripts/lib/media/report/script.ts", import.meta.url).href);
const bundles = /* @__PURE__ */ new Map();
/** The page's script: everything but the viewers for meshes and splats. */
const pageScript = () => once("#media/report/page/main.ts");
/** The viewer for meshes (three.js); with splats (Spark), which is four times as large. */
const spaceScript = (splats) => once(splats ? "#media/report/page/splat-space.ts" : "#media/report/page/mesh-space.ts");
/** The page's style sheet, its fonts inside. */
async function pageStyle() {
	const [faces, style] = await Promise.all([fontFaces(), readFile(locate.resolve("#media/report/page/style.css"), "utf8")]);
	return `${faces}${style.replaceAll(/\/\*.*?\*\//gsu, "").replaceAll(/\s+/gu, " ")}`;
}
function once(entry) {
	const found = bundles.get(entry);
	if (found !== void 0) return found;
	const bundle = bundled(locate.resolve(entry));
	bundles.set(entry, bundle);
	return bundle;
}
/** One classic script without imports, which may stand between script tags. */
async function bundled(entry) {
	await using bundle = await rolldown({
		input: entry,
		platform: "browser",
		logLevel: "silent"
	});
	const { output } = await bundle.generate({
		format: "iife",
		minify: true,
		comments: { legal: true }
	});
	return output[0].code.replaceAll(/<\/(?=script)/giu, String.raw`<\/`).replaceAll("<!--", String.raw`<\!--`);
}

// scripts/lib/media/report/write-report.ts
/** So many files are packed at once: each is held in memory whole. */
const AT_ONCE = 4;
/**
* Writes a report that opens from a file, offline, in any browser of the last two years: one page with everything inside, or, above
* `singleFileBytes`, a folder with a page and the files that it loads when they are looked at. The same report gives the same bytes.
*
* @param outDir made when it is missing; files of an earlier report in it are replaced, others are left alone
*/
async function writeReport(report, outDir, limits = REPORT_LIMITS) {
	const [style, script, gathered] = await Promise.all([
		pageStyle(),
		pageScript(),
		gather(report, limits)
	]);
	const space = await spaceFor(gathered);
	const writer = new Writer(outDir);
	const single = embeddedBytes(gathered) + (space?.length ?? 0) <= limits.singleFileBytes;
	const parts = single ? await inPage(gathered, space) : await inFolder(gathered, space, writer);
	await writer.write("index.html", page(report, gathered, {
		style,
		script,
		...parts
	}));
	return {
		form: single ? "page" : "folder",
		index: join(outDir, "index.html"),
		files: ["index.html", ...writer.files.filter((file) => file !== "index.html").toSorted(byCodeUnit)],
		bytes: writer.bytes
	};
}
async function inPage({ payloads }, space) {
	const carriers = await Promise.all([...payloads.values()].map(async ({ id, type, path }) => {
		const { packing, base64 } = await pack(await readFile(path));
		return {
			id,
			type,
			packing,
			text: base64,
			source: null
		};
	}));
	if (space !== null) {
		const { packing, base64 } = await pack(Buffer.from(space));
		carriers.push({
			id: "space",
			type: "text/javascript",
			packing,
			text: base64,
			source: null
		});
	}
	return {
		carriers,
		address: ({ type, bytes }) => `data:${type};base64,${Buffer.from(bytes).toString("base64")}`
	};
}
/** A page that was opened from a file may not read its neighbours, but it may run them: so each file is a script that hands it over. */
async function inFolder({ cards, payloads }, space, writer) {
	const carriers = [];
	const limit = pLimit(AT_ONCE);
	carriers.push(...await Promise.all([...payloads.values()].map((payload) => limit(() => carrierFile(payload, writer)))));
	if (space !== null) {
		await writer.write("files/space.js", space);
		carriers.push({
			id: "space",
			type: "text/javascript",
			packing: "script",
			text: null,
			source: "files/space.js"
		});
	}
	for (const still of stillsOf(cards)) await writer.write(stillFile(still), still.bytes);
	return {
		carriers,
		address: stillFile
	};
}
async function carrierFile({ id, type, path }, writer) {
	const { packing, base64 } = await pack(await readFile(path));
	const source = `files/${id}.js`;
	await writer.write(source, `alphaFile(${JSON.stringify(id)},${JSON.stringify(base64)})\n`);
	return {
		id,
		type,
		packing,
		text: null,
		source
	};
}
const stillFile = ({ id, type }) => `files/${id}.${type.split("/")[1] ?? "bin"}`;
function stillsOf(cards) {
	const stills = [];
	for (const { before, after, sheets } of cards.flatMap(({ files }) => files)) {
		if (before?.still) stills.push(before.still);
		if (after?.still) stills.push(after.still);
		stills.push(...sheets);
	}
	return stills;
}
/** Base64 takes four bytes for three. */
function embeddedBytes({ cards, payloads }) {
	return 4 / 3 * ([...payloads.values()].reduce((sum, { bytes }) => sum + bytes, 0) + stillsOf(cards).reduce((sum, { bytes }) => sum + bytes.byteLength, 0));
}
async function spaceFor({ cards }) {
	const viewers = new Set(cards.flatMap(({ files }) => files.map(({ viewer }) => viewer)));
	const splats = viewers.has("splat") || viewers.has("scene");
	return splats || viewers.has("mesh") ? spaceScript(splats) : null;
}
var Writer = class {
	files = [];
	bytes = 0;
	#folder;
	#written = /* @__PURE__ */ new Set();
	constructor(folder) {
		this.#folder = folder;
	}
	async write(file, content) {
		if (this.#written.has(file)) return;
		this.#written.add(file);
		const path = join(this.#folder, file);
		await mkdir(join(path, ".."), { recursive: true });
		await writeWhole(path, content);
		this.files.push(file);
		this.bytes += Buffer.byteLength(content);
	}
};

// scripts/lib/forge/pull-report.ts
/** Writes the whole report of a change: the picture itself, what could not be built, then all that moved, most visible first. */
async function writePullReport(job) {
	const { change, looked, touched, graph, outDir } = job;
	const { reviewed, reference, fileOf } = looked;
	const byName = new Map(touched.map((artifact) => [artifact.name, artifact]));
	const moved = await Promise.all(reviewed.map((artifact) => movedArtifact(artifact, byName.get(artifact.name), fileOf)));
	await writeReport({
		title: "Visual report",
		subject: subjectOf(change),
		verdict: verdictOf(job),
		summary: summaryOf(job),
		warnings: looked.carried.faults,
		artifacts: [
			...reference === void 0 ? [] : [picture(reference)],
			...touched.filter(({ verdict }) => verdict === void 0).map(unbuilt),
			...moved
		],
		graph: {
			nodes: graph.map((node) => reportNode(node, touched)),
			edges: graph.flatMap(({ name, reads }) => reads.map((from) => ({
				from,
				to: name
			})))
		}
	}, outDir);
}
function subjectOf({ pull, title, head }) {
	if (pull === void 0) return `Commit ${head.slice(0, 12)}`;
	return title === void 0 ? `Pull request ${pull}` : `Pull request ${pull}: ${title}`;
}
function verdictOf({ looked: { detection, lock, reference }, touched }) {
	const rebuilt = lock.taken.map(({ line }) => line.name);
	const { nothingBecause } = detection;
	return headline({
		touched,
		nothingBecause,
		rebuilt,
		reference: reference?.shown
	});
}
function summaryOf({ looked: { detection, lock, costs }, touched }) {
	const rebuilt = lock.taken.map(({ line }) => line.name);
	const { nothingBecause } = detection;
	const spent = rebuilt.flatMap((name) => costs.get(name) ?? []);
	return [
		nothingBecause === void 0 ? "" : `Nothing was rebuilt: ${nothingBecause}`,
		spent.length === 0 ? "" : `Built in ${costWords(sumCosts(spent))}`,
		touched.some(({ backend }) => backend === "preview") ? "Made by the preview backends: true to format and picture, not to the models" : ""
	].filter((sentence) => sentence !== "").map((sentence) => `${sentence}.`).join(" ");
}
const REPORT_STATES = {
	"changed-source": "changed",
	touched: "affected",
	failed: "failed",
	source: "untouched",
	untouched: "untouched"
};
function reportNode({ name, state }, touched) {
	const artifact = touched.find((one) => one.name === name);
	return {
		name,
		state: REPORT_STATES[state],
		cause: artifact?.failure ?? artifact?.because
	};
}
/** The picture itself, held against that of the base branch. */
function picture({ name, shown, files }) {
	const { verdict, identity, from, to } = shown;
	const { visibility, finding } = verdict;
	const role = "picture";
	return {
		name,
		cause: `the pixels ${short(from)} became ${short(to)}`,
		verdict: {
			artifact: ArtifactName.parse("reference"),
			visibility,
			finding,
			files: [{
				role,
				before: from,
				after: to,
				verdict
			}]
		},
		panels: files.panels,
		identity: identity === void 0 ? [] : [identity],
		files: [{
			role,
			medium: "picture",
			before: files.before,
			after: files.after
		}]
	};
}
const unbuilt = ({ name, because, failure }) => ({
	name,
	cause: because,
	failure,
	verdict: {
		artifact: name,
		visibility: 1,
		finding: "There is nothing to compare.",
		files: []
	},
	files: []
});
async function movedArtifact({ name, node, verdict, folder, identity, before, after }, touched, fileOf) {
	const files = await Promise.all(verdict.files.map(async ({ role }) => {
		const [was, is] = [before, after].map((line) => line?.outputs.find((output) => output.role === role));
		return {
			role,
			medium: (is ?? was)?.medium ?? "text",
			before: was === void 0 ? void 0 : await fileOf(was),
			after: is === void 0 ? void 0 : await fileOf(is)
		};
	}));
	return {
		name,
		cause: touched?.because ?? "",
		made: madeOf(node, touched),
		failure: touched?.failure,
		verdict,
		panels: folder,
		identity: identity === void 0 ? [] : [identity],
		files,
		cost: touched?.cost
	};
}
/** "SHARP (preview) from canon; research only" */
function madeOf(node, touched) {
	if (node === void 0) return void 0;
	const reads = [...new Set([...node.reads.values()].map(nameOf))];
	const backend = touched === void 0 || touched.backend === "" ? "" : ` (${touched.backend})`;
	const from = reads.length === 0 ? "" : ` from ${reads.join(", ")}`;
	const terms = touched === void 0 || touched.terms === "" ? "" : `; ${touched.terms}`;
	return `${titleOf(node.system)}${backend}${from}${terms}`;
}

// scripts/lib/forge/commit-lock.ts
/** Commits the lock on top of the head, unless the branch moved on meanwhile or nothing changed; says where. */
async function commitLock({ root, head, branch, lock, was, by }) {
	const text = formatLock(lock.lock.values());
	if (oidOf(text) === oidOf(formatLock(was.values()))) return head;
	const names = lock.taken.map(({ line }) => line.name);
	const to = await makeCommit(root, {
		parent: head,
		base: "parent",
		files: /* @__PURE__ */ new Map([[LOCK_PATH, Buffer.from(text)]]),
		message: `Lock ${names.length} rebuilt ${names.length === 1 ? "artifact" : "artifacts"}\n\n${names.join(", ")}\n\nApproving this commit approves the digests in ${LOCK_PATH}.\n`,
		by
	});
	return await moveRemote(root, "origin", {
		branch,
		from: head,
		to
	}) ? to : void 0;
}

// scripts/lib/forge/review-records.ts
/** What the ledger remembers of this run: each build that was taken, each look at an artifact. */
function recordsOf({ lock, results, reviewed, overdue, detection: { after }, rates }, commit) {
	const runner = results[0]?.runner ?? "unknown";
	const against = pixelsOf(after);
	const builds = lock.taken.map(({ line, ...result }) => ({
		kind: "build",
		artifact: line.name,
		key: line.key,
		recipe: line.recipe,
		outputs: line.outputs,
		preview: line.preview,
		commit,
		runner,
		cost: result.cost === void 0 ? { seconds: 0 } : costOf$1(result.cost, rates)
	}));
	const gates = reviewed.flatMap(({ name, node, after: line, identity }) => {
		const isNew = lock.taken.some(({ line }) => line.name === name);
		return node?.gate === void 0 || line === void 0 || against === void 0 || !isNew ? [] : [{
			kind: "gate",
			artifact: name,
			digests: digestsOf$1(line),
			against,
			report: identity ?? null
		}];
	});
	return [
		...builds,
		...gates,
		...overdue
	];
}

// scripts/lib/forge/show-pull.ts
/**
* Puts pictures onto the image branch, records builds and gates in the ledger, commits the lock once all that is affected is
* built (I11), and says it in the comment and in a check.
*/
async function showPull(job) {
	const { context, pull, head, looked, touched, graph } = job;
	const { detection, lock, reviewed, reference } = looked;
	const { after } = detection;
	const root = context.workspace;
	const by = {
		...ACTIONS_BOT,
		seconds: Math.floor(job.now().getTime() / 1e3)
	};
	const place = {
		root,
		remote: "origin"
	};
	const [pictures, ledger] = await Promise.all([putPictures({
		...place,
		pull,
		files: new Map([...panelsOf(reviewed), ...reference?.panels ?? []]),
		looks: looksOf(reviewed, reference, context.runUrl),
		by
	}), appendToLedger(place, recordsOf(looked, head), {
		now: job.now,
		by: ACTIONS_BOT
	})]);
	const gates = gatesOfTree({
		...after,
		lock: lock.lock
	}, ledger);
	await job.written;
	const lockCommit = lock.missing.size > 0 ? void 0 : await commitLock({
		root,
		head,
		branch: job.branch,
		lock,
		was: after.lock,
		by
	});
	const repositoryUrl = `${context.serverUrl}/${context.owner}/${context.repository}`;
	const body = commentMarkdown({
		panelUrl: (panel) => pictures === void 0 ? void 0 : pictureUrl(repositoryUrl, pictures, panel.digest, panel.type.split("/")[1] ?? "bin"),
		head,
		lockCommit,
		lockBranch: isLockBranch(job.branch) ? job.branch : void 0,
		touched,
		untouched: [...after.graph.keys()].filter((name) => !touched.some((artifact) => artifact.name === name)),
		rebuilt: lock.taken.map(({ line }) => line.name),
		nothingBecause: detection.nothingBecause,
		graph,
		reference: reference?.shown,
		reportUrl: job.reportUrl,
		...looked.carried,
		preview: touched.some(({ backend }) => backend === "preview"),
		gates
	});
	const github = openGitHub({
		apiUrl: context.apiUrl,
		token: job.token,
		owner: context.owner,
		repository: context.repository
	});
	const { id } = await putComment(github, pull, body);
	await reportChecks(github, job, lockCommit, body, gates);
	return {
		comment: id,
		lockCommit
	};
}
/** On the head and on the lock's commit: branch rules ask for the check of the newest one. */
async function reportChecks(github, { context, head, looked: { lock, detection } }, lockCommit, summary, gates) {
	const title = checkTitle(lock.missing, lock.taken.length, detection.nothingBecause);
	const verdict = lock.missing.size > 0 ? {
		conclusion: "failure",
		title
	} : gateVerdict(gates, title);
	await Promise.all([.../* @__PURE__ */ new Set([head, lockCommit ?? head])].map((commit) => reportCheck(github, {
		name: CHECK,
		commit,
		...verdict,
		summary,
		detailsUrl: context.runUrl
	})));
}
function checkTitle(missing, taken, nothingBecause) {
	if (missing.size > 0) return `${missing.size} artifacts could not be built`;
	return nothingBecause === void 0 ? `${taken} artifacts rebuilt and compared` : "nothing had to be built";
}

// scripts/lib/forge/licence-terms.ts
/**
* The conditions that travel with an artifact, in a few words; empty when there are none. A licence binds what its model
* made: a preview is computed by this repository alone.
*/
const licenceTerms = ({ licence, ships }, backend) => [...ships === "never" ? ["never ships"] : [], ...licence === void 0 || backend === "preview" ? [] : conditionsOf(licence)].join(", ");

// scripts/lib/forge/touched-artifacts.ts
/** What the comment says of each artifact that moved or failed. */
function touchedArtifacts(reviewed, lock, before, costs) {
	const shown = reviewed.map(({ name, node, after, causes, verdict, identity }) => {
		const backend = after?.recipe.backend ?? "";
		return {
			name,
			because: causes.length === 0 ? "it is no longer in the manifest" : causes.map(clause).join("; "),
			cost: costs.get(name),
			backend,
			terms: node === void 0 ? "" : licenceTerms(node, backend),
			outputs: after?.outputs ?? [],
			verdict,
			identity,
			failure: lock.missing.get(name)
		};
	});
	const known = new Set(shown.map(({ name }) => name));
	const failed = [...lock.missing].filter(([name]) => !known.has(name)).map(([name, failure]) => ({
		name,
		because: "what it is made from changed",
		cost: void 0,
		backend: before.get(name)?.recipe.backend ?? "",
		terms: "",
		outputs: [],
		verdict: void 0,
		identity: void 0,
		failure
	}));
	return [...shown, ...failed];
}

// scripts/lib/forge/review-pull.ts
/**
* Takes what was built, compares it with the base branch, shows it on the pull request, and commits the lock once all that is
* affected is built (I11). A fork's run has a token that only reads: then the report is all that is left behind.
*/
async function reviewPull(job) {
	const { context, change, token } = job;
	const { pull, branch } = change;
	await using _access = await gitAccess({
		serverUrl: context.serverUrl,
		token,
		temp: context.temp
	});
	const looked = await lookAtChange({
		context,
		change,
		token,
		built: job.built,
		keep: pull !== void 0 && branch !== void 0,
		jobs: job.jobs,
		say: job.say
	});
	const { detection, lock, reviewed } = looked;
	const touched = touchedArtifacts(reviewed, lock, detection.before.lock, looked.costs);
	const graph = graphNodes(detection.after.graph, {
		touched: new Set(touched.map(({ name }) => name)),
		failed: new Set(lock.missing.keys()),
		changed: changedSources(detection)
	});
	const earlier = earlierReport(looked);
	const written = earlier === void 0 ? writeNew(job, looked, touched, graph) : Promise.resolve();
	written.catch(() => void 0);
	if (pull === void 0 || branch === void 0) {
		await written;
		return {
			comment: void 0,
			lockCommit: void 0,
			missing: lock.missing
		};
	}
	const head = CommitId.parse(change.head);
	const { now } = job;
	return {
		...await showPull({
			context,
			token,
			pull,
			branch,
			head,
			now,
			looked,
			touched,
			graph,
			reportUrl: earlier ?? context.runUrl,
			written
		}),
		missing: lock.missing
	};
}
/** Where an earlier run's report is that shows all there is, because every look was remembered. */
function earlierReport({ reviewed }) {
	const [earlier] = reviewed.flatMap(({ remembered }) => remembered ?? []);
	return reviewed.every(({ remembered }) => remembered !== void 0) ? earlier?.report : void 0;
}
/** Writes the report of this run; panels of looks that were remembered come from the image branch. */
async function writeNew({ change, report }, looked, touched, graph) {
	const { reviewed, reference, memory } = looked;
	for (const { verdict, folder, remembered } of reviewed) if (remembered !== void 0) await memory?.restore(verdict.files.flatMap((file) => file.verdict.panels), folder);
	if (reference?.remembered !== void 0) await memory?.restore(reference.shown.verdict.panels, reference.files.panels);
	await writePullReport({
		change,
		looked,
		touched,
		graph,
		outDir: report
	});
}

// actions/visual-diff/inputs.ts
const Inputs = object({
	token: string().min(1),
	built: string().min(1),
	report: string().min(1)
});

// actions/visual-diff/main.ts
countPicturesWithHeap();
await runAction(Inputs, async ({ token, built, report }) => {
	const context = stepContext();
	const change = await readChange(context, token);
	await openLockBranch(context, change, token);
	const { comment, lockCommit, missing } = await reviewPull({
		context,
		change,
		token,
		built,
		report,
		jobs: availableParallelism(),
		now: () => /* @__PURE__ */ new Date(),
		say: info
	});
	if (missing.size > 0) throw new UserError("not-all-built", `Not all that is affected is built:\n${[...missing].map(([name, reason]) => `${name}: ${reason}`).join("\n")}`, { hint: "The lock was not committed. Mend what failed and push again, or run the failed job again: what is built already is kept." });
	return {
		comment: comment ?? "",
		"lock-commit": lockCommit ?? ""
	};
});

export {  };