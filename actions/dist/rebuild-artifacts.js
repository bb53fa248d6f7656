import { F as stepContext, P as runAction, R as error, z as info } from "./git-access-BqrYUNME.js";
import { D as parentsOf, E as expandGraph, d as makePlan, f as staleOf, g as lfsReader, h as clause, l as readReference, r as durationWords, s as readSnapshot, t as costOf, u as factName, w as catalog, y as lfsRemote } from "./cost-DcaG-HxF.js";
import { t as number } from "./coerce-tAuoE5W7.js";
import { C as strictObject, P as NEVER, S as record, a as UserError, b as number$1, g as int, h as discriminatedUnion, i as short, k as url, n as Oid, o as messageOf$1, p as array, s as unreachable, t as CommitId, v as literal, w as string, x as object } from "./oid-DXvZKHYA.js";
import { l as drawSpectrogram, s as probe, t as heard, u as execa } from "./sound-sxS-MISn.js";
import { n as byCodeUnit, t as Json } from "./json-LufqOHwK.js";
import { t as RepoPath } from "./repo-path-HkNRcwvI.js";
import { n as BackendName, t as ArtifactName } from "./names-bACIaePa.js";
import { n as MAX_SOURCE_BYTES, s as codeOf, t as MAX_ARTIFACT_BYTES } from "./limits-BurfdSkn.js";
import { a as indexOf, i as headsOf, n as measuredOf, o as onCard, r as fetchedLedger, s as tailsOf, t as tasksOf } from "./tasks-of-D7iR6o8k.js";
import { a as writeBuilt, n as builtFile } from "./landmarks-CtiEXtOr.js";
import { r as readPicture } from "./picture-file-DToQPr2n.js";
import { c as writeDrawn, l as writePanel } from "./picture-pair-BPjsa9Ck.js";
import { c as readSplat, d as lensOf35mm, f as orbit, i as renderViews, l as rasterise } from "./sheet-pKj4nqqi.js";
import { n as figure, s as saySeconds } from "./request-ByIs-QGe.js";
import { r as decodeSequence, t as previewScene } from "./scene-D5fATrrR.js";
import { t as overview } from "./video-BxZtGRQa.js";
import { i as folderStore, n as layeredStore, t as folderResults } from "./results-DLEYvCf8.js";
import { t as lfsStore } from "./lfs-B5bHHRHi.js";
import { o as readChange } from "./command-change-WqklOpnT.js";
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { createWriteStream } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { chmod, copyFile, lstat, mkdir, mkdtemp, readFile, readdir, readlink, realpath, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { finished } from "node:stream/promises";
import "sharp";
import { createInterface } from "node:readline";
import { NodeIO } from "@gltf-transform/core";

// scripts/lib/engine/cost/power-meter.ts
/** One line of `nvidia-smi --query-gpu=power.draw --format=csv,noheader,nounits`; `undefined` where the card tells none. */
function parsePower(line) {
	const watts = /^\s*(\d{1,5}(?:\.\d+)?)\s*$/u.exec(line)?.[1];
	return watts === void 0 ? void 0 : Number(watts);
}
/** Energy between the first and the last sample, watt-hours: trapezoids between readings. */
function energyOf(samples) {
	let wattMilliseconds = 0;
	for (const [index, { atMs, watts }] of samples.entries()) {
		const before = samples[index - 1];
		if (before !== void 0) wattMilliseconds += (before.watts + watts) / 2 * (atMs - before.atMs);
	}
	return wattMilliseconds / 36e5;
}
/** Reads what a card draws twice a second while its block lasts. Without nvidia-smi it measures nothing and says so. */
function meterPower(gpu = 0, program = "nvidia-smi") {
	const samples = [];
	const began = performance.now();
	const child = execa(program, [`--id=${gpu}`, ...[
		"--query-gpu=power.draw",
		"--format=csv,noheader,nounits",
		"--loop-ms=500"
	]], {
		reject: false,
		stdin: "ignore",
		stderr: "ignore",
		buffer: false,
		cleanup: true
	});
	const reading = (async () => {
		for await (const line of child) {
			const watts = parsePower(line);
			if (watts !== void 0) samples.push({
				atMs: performance.now() - began,
				watts
			});
		}
	})().catch(() => void 0);
	return {
		energyWh: () => samples.length < 2 ? void 0 : energyOf(samples),
		async [Symbol.asyncDispose]() {
			child.kill("SIGTERM");
			await child;
			await reading;
		}
	};
}

// scripts/lib/engine/build/outputs.ts
/**
* Looks at what a build left, from outside of it: exactly the promised files, each a plain file with something in it.
*
* @throws {UserError} `outputs-wrong`, naming everything that is wrong at once
*/
async function checkOutputs(name, folder, promises) {
	const faults = [];
	const found = new Set(await filesBelow(folder));
	for (const { file } of promises) if (!found.delete(file)) faults.push(`${file} is missing`);
	else {
		const there = await lstat(join(folder, file));
		if (!there.isFile()) faults.push(`${file} is not a plain file`);
		else if (there.size === 0) faults.push(`${file} is empty`);
		else if (there.nlink > 1) faults.push(`${file} is a link to a file elsewhere`);
	}
	for (const file of [...found].toSorted(byCodeUnit)) faults.push(`${file} was not promised`);
	if (faults.length === 0) return;
	throw new UserError("outputs-wrong", `the build of ${name} did not leave what it promised: ${faults.join("; ")}`, { hint: "Look at its log: the program behind it may have ended well without doing its work." });
}
async function filesBelow(folder, prefix = "") {
	const files = [];
	for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
		const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
		if (entry.isDirectory()) files.push(...await filesBelow(folder, path));
		else files.push(path);
	}
	return files;
}
/** Puts checked outputs into the store; the digests are those that were read back from it. */
async function storeOutputs(store, folder, promises) {
	const outputs = [];
	for (const { role, file, medium } of promises) {
		const { digest, size } = await store.put(join(folder, file));
		outputs.push({
			role,
			file: RepoPath.parse(file),
			medium,
			digest,
			size
		});
	}
	return outputs;
}

// scripts/lib/engine/build/resources.ts
function needOf({ backend, gpu }) {
	if (backend === "preview" || gpu === void 0) return {
		slots: 1,
		vramGb: 0,
		gpu: false
	};
	return {
		slots: 0,
		vramGb: gpu.vramGb,
		gpu: true
	};
}
/** Whether a build may start beside those that run: what is reserved never exceeds what there is (I21). */
function admits(machine, running, next) {
	let { slots, vramGb, gpu } = next;
	for (const need of running) {
		if (need.gpu && gpu) return false;
		slots += need.slots;
		vramGb += need.vramGb;
		gpu ||= need.gpu;
	}
	return slots <= machine.slots && vramGb <= (machine.vramGb ?? 0);
}
/**
* Refuses what could never start here, however long it waited.
*
* @throws {UserError} `no-gpu`, `gpu-too-small`
*/
function requireMachine(machine, { name, backend, gpu }) {
	const need = needOf({
		backend,
		gpu
	});
	if (!need.gpu) return;
	if (machine.vramGb === void 0) throw new UserError("no-gpu", `${name} is built by ${backend}, and this machine has no GPU that it may use`, { hint: "Run it on the GPU runner, or choose `backend: preview` for its system in assets/alpha.yml." });
	if (need.vramGb > machine.vramGb) throw new UserError("gpu-too-small", `${name} needs ${need.vramGb} GB of VRAM; the GPU has ${machine.vramGb} GB`, { hint: "Lower what it needs (offloading, a smaller model) and say so in its system in assets/alpha.yml." });
}

// scripts/lib/engine/backends/child-job.ts
/** What the process of a build is told: a `BuildJob` as JSON, and where its pipeline is. */
const ChildJob = strictObject({
	/** File URL of the module that exports `pipeline`. */
	pipeline: url({ protocol: /^file$/u }),
	backend: BackendName,
	artifact: ArtifactName,
	params: record(string(), Json),
	seed: int().nonnegative(),
	pins: record(string(), string()),
	inputs: record(string(), strictObject({
		path: string(),
		digest: Oid
	})),
	outDir: string(),
	workDir: string()
});
/** What the process says, one JSON document a line, on file descriptor 3. */
const ChildMessage = discriminatedUnion("kind", [
	strictObject({
		kind: literal("log"),
		line: string()
	}),
	strictObject({
		kind: literal("progress"),
		share: number$1().min(0).max(1)
	}),
	strictObject({ kind: literal("done") }),
	strictObject({
		kind: literal("failed"),
		code: string().exactOptional(),
		message: string(),
		hint: string().exactOptional()
	})
]);

// scripts/lib/engine/build/confinement.ts
/** Programs, libraries, fonts and devices: nothing of the repository, nothing of a home. */
const SYSTEM = [
	"/usr",
	"/bin",
	"/sbin",
	"/lib",
	"/lib64",
	"/opt",
	"/etc",
	"/proc",
	"/sys",
	"/dev"
];
/** In a network of its own, with loopback: renderers serve pages to a browser there. */
const ALONE = [
	"unshare",
	"--map-root-user",
	"--net",
	"sh",
	"-c",
	"ip link set lo up && exec \"$@\"",
	"sh"
];
/** Short-lived numbers have room until they are gone, and are not collected by threads that wait for each other. */
const MEMORY = ["--max-semi-space-size=64", "--single-threaded-gc"];
/**
* How Node is started for a backend. A preview backend computes from what it was given: its JavaScript can open nothing
* else (Node's permission model), and where this machine lets users have a network namespace it reaches no host. Not
* held by this: native code and the programs that it starts (sharp, ffmpeg, espeak-ng, a browser) can open any file of the
* user. The models' own programs (upstream, comfyui) need their weights, the GPU and sometimes a server, and run as they
* are: what keeps them honest is that they are told of nothing but their inputs, and that their outputs are hashed outside.
*/
async function confine(backend, node, script, territory) {
	if (backend !== "preview") return {
		argv: [node, ...script],
		confinement: {
			reads: "any",
			network: "any"
		}
	};
	const flags = [
		...MEMORY,
		"--permission",
		...[
			...SYSTEM,
			...territory.reads,
			...territory.writes
		].map((path) => `--allow-fs-read=${path}`),
		...territory.writes.map((path) => `--allow-fs-write=${path}`),
		"--allow-child-process",
		"--allow-addons",
		"--allow-worker",
		"--allow-wasi",
		"--disable-warning=SecurityWarning"
	];
	if (await canBeAlone()) return {
		argv: [
			...ALONE,
			node,
			...flags,
			...script
		],
		confinement: {
			reads: "declared",
			network: "loopback"
		}
	};
	return {
		argv: [
			node,
			...flags,
			...script
		],
		confinement: {
			reads: "declared",
			network: "any"
		}
	};
}
let alone;
function canBeAlone() {
	const [program, ...argv] = ALONE;
	alone ??= execa(program, [...argv, "true"], {
		reject: false,
		stdio: "ignore"
	}).then(({ exitCode }) => exitCode === 0);
	return alone;
}

// scripts/lib/engine/build/run-backend.ts
/** In the tree, not beside this file: an action's bundle lies elsewhere. */
const CHILD = "scripts/lib/engine/backends/child.ts";
const GRACE_MS = 5e3;
const TAIL_LINES = 20;
/**
* Runs one backend in a process and a group of its own, and ends the whole group when it is over, however it ended.
*
* @throws {UserError} what the backend threw; `build-timeout`, `build-died` with the end of the log
* @throws the signal's reason when it was aborted
*/
async function runBackend(job, options) {
	const { folder, log, program, timeoutSeconds, signal, onMessage } = options;
	signal.throwIfAborted();
	await mkdir(dirname(log), { recursive: true });
	const jobFile = join(folder, "job.json");
	await writeFile(jobFile, JSON.stringify(job));
	const { argv: [file, ...argv], confinement } = await confine(job.backend, process.execPath, [join(program, CHILD), jobFile], {
		reads: [
			join(program, "scripts"),
			...await packageFolders(program),
			join(program, "package.json"),
			folder
		],
		writes: [job.outDir, job.workDir]
	});
	const tail = [];
	const written = createWriteStream(log);
	const keep = (line) => {
		written.write(`${line}\n`);
		tail.push(line);
		if (tail.length > TAIL_LINES) tail.shift();
	};
	const child = execa(file, argv, {
		cwd: job.workDir,
		env: {
			...inherited(),
			TMPDIR: job.workDir,
			LC_ALL: "C.UTF-8"
		},
		extendEnv: false,
		stdio: [
			"pipe",
			"pipe",
			"pipe",
			"pipe"
		],
		buffer: false,
		reject: false,
		detached: true,
		cleanup: false
	});
	let told;
	const readers = [
		linesOf(child.stdout, keep),
		linesOf(child.stderr, keep),
		linesOf(child.stdio[3], (line) => {
			const message = messageOf(line);
			if (message === void 0) return keep(line);
			if (message.kind === "log") keep(message.line);
			if (message.kind === "log" || message.kind === "progress") onMessage(message);
			else told = message;
		})
	];
	let ending;
	let force;
	const end = (why) => () => {
		if (ending !== void 0) return;
		ending = why;
		killGroup(child.pid, "SIGTERM");
		force = setTimeout(() => killGroup(child.pid, "SIGKILL"), GRACE_MS);
	};
	const cancel = end("cancelled");
	const clock = setTimeout(end("timeout"), timeoutSeconds * 1e3);
	signal.addEventListener("abort", cancel);
	try {
		const result = await child;
		killGroup(child.pid, "SIGKILL");
		await Promise.all(readers);
		signal.throwIfAborted();
		if (ending === "timeout") throw timedOut(job, timeoutSeconds, tail);
		if (told?.kind === "done" && result.exitCode === 0) return confinement;
		if (told?.kind === "failed" && told.code !== void 0 && told.hint !== void 0) throw new UserError(told.code, told.message, { hint: told.hint });
		throw died(job, told?.kind === "failed" ? told.message : endOf(result), tail, log);
	} finally {
		clearTimeout(clock);
		clearTimeout(force);
		signal.removeEventListener("abort", cancel);
		written.end();
		await finished(written);
	}
}
/** Where the packages lie, and each place that a link to one of them leads through. */
async function packageFolders(program) {
	const folder = join(program, "node_modules");
	const places = [folder, ...[await readlink(join(folder, "zod")).catch(() => void 0), await realpath(join(folder, "zod")).catch(() => void 0)].flatMap((place) => place === void 0 ? [] : [dirname(resolve(folder, place))])];
	return [...new Set(places)];
}
/** The environment of a build: no token and no secret of the one who started us. */
function inherited() {
	const kept = {};
	for (const name of [
		"PATH",
		"HOME",
		"USER",
		"XDG_RUNTIME_DIR",
		"XDG_CONFIG_HOME",
		"CUDA_VISIBLE_DEVICES"
	]) {
		const value = process.env[name];
		if (value !== void 0) kept[name] = value;
	}
	return kept;
}
async function linesOf(stream, each) {
	if (!(stream !== null && typeof stream === "object" && Symbol.asyncIterator in stream)) return;
	const input = stream;
	if (!isReadable(input)) return;
	for await (const line of createInterface({
		input,
		crlfDelay: 1e400
	})) each(line);
}
const isReadable = (stream) => stream !== null && typeof stream === "object" && "pipe" in stream;
function messageOf(line) {
	try {
		return ChildMessage.safeParse(JSON.parse(line)).data;
	} catch {
		return;
	}
}
function killGroup(leader, signal) {
	if (leader === void 0) return;
	try {
		process.kill(-leader, signal);
	} catch (cause) {
		if (codeOf(cause) !== "ESRCH") throw cause;
	}
}
const endOf = ({ exitCode, signal, shortMessage }) => signal === void 0 ? exitCode === void 0 ? shortMessage ?? "it did not start" : `exit ${exitCode}` : signal;
const died = ({ artifact }, how, tail, log) => new UserError("build-died", [`the build of ${artifact} ended without a result: ${how}`, ...tail].join("\n"), { hint: `The whole log is in ${log}.` });
const timedOut = ({ artifact }, seconds, tail) => new UserError("build-timeout", [`the build of ${artifact} took longer than ${seconds} s`, ...tail].join("\n"), { hint: "Look at the end of the log above for where it hung; give it more time if it only was slow." });

// scripts/lib/engine/build/build-one.ts
const logOf = ({ folder }, { key, fence }) => join(folder, "logs", `${key}.${fence}.log`);
/**
* Builds one artifact: inputs are copied for it read-only, its backend runs in a process of its own, and what it left is
* checked, hashed and stored from outside. Nothing is left behind but the log and what the store has.
*
* @throws {UserError} what the backend threw, `outputs-wrong`, `card-false`, `preview-failed`
*/
async function buildOne(shop, task, lock, { signal, onLog, onProgress }) {
	const { node, recipe, key, fence } = task;
	const promises = shop.catalog.get(node.system)?.outputs ?? [];
	const folder = join(shop.folder, "jobs", `${key}.${fence}`);
	const [inDir, outDir, workDir] = [
		join(folder, "in"),
		join(folder, "out"),
		join(folder, "work")
	];
	const log = logOf(shop, task);
	try {
		await clearEarlier(shop, task);
		for (const path of [
			inDir,
			outDir,
			workDir
		]) await mkdir(path, { recursive: true });
		const inputs = {};
		for (const [slot, input] of node.reads) {
			const files = input.kind === "artifact" ? await placeArtifact(shop, lock, input.artifact, join(inDir, slot)) : await placeSource(shop, factName(input), join(inDir, slot));
			for (const [role, path] of files) {
				const digest = recipe.inputs[`${slot}/${role}`];
				if (digest !== void 0) inputs[`${slot}/${role}`] = {
					path,
					digest
				};
			}
		}
		const onCard = needOf(node).gpu;
		await using meter = onCard ? meterPower() : void 0;
		const start = performance.now();
		const pipelines = shop.pipelines ?? join(shop.program, "scripts/lib/engine/pipelines");
		const confinement = await runBackend({
			pipeline: pathToFileURL(join(pipelines, node.system, "pipeline.ts")).href,
			backend: node.backend,
			artifact: node.name,
			params: { ...recipe.params },
			seed: recipe.seed,
			pins: { ...recipe.pins },
			inputs,
			outDir,
			workDir
		}, {
			folder,
			log,
			program: shop.program,
			timeoutSeconds: shop.timeoutSeconds(node),
			signal,
			onMessage: (message) => message.kind === "log" ? onLog(message.line) : onProgress(message.share)
		});
		const seconds = Math.round(performance.now() - start) / 1e3;
		const measured = onCard ? {
			seconds,
			gpuSeconds: seconds,
			energyWh: meter?.energyWh()
		} : { seconds };
		await checkOutputs(node.name, outDir, promises);
		const outputs = await storeOutputs(shop.store, outDir, promises);
		return {
			schema: "alpha-result/1",
			key,
			recipe,
			outputs,
			preview: shop.preview === void 0 ? null : await show(shop, shop.preview, node.name, outputs, outDir, workDir),
			log: (await shop.store.put(log)).digest,
			cost: costOf(measured, shop.rates),
			runner: shop.runner,
			confinement
		};
	} finally {
		await rm(folder, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	}
}
/** Removes what killed builds of this key left. */
async function clearEarlier({ folder }, { key, fence }) {
	for (let earlier = fence; earlier > 0; earlier -= 1) await rm(join(folder, "jobs", `${key}.${earlier}`), {
		recursive: true,
		force: true
	});
}
/** Files of an artifact by role, from the store: what does not hash to its name is not handed over. */
async function placeArtifact({ store }, lock, artifact, folder) {
	const placed = [];
	for (const output of lock.get(artifact)?.outputs ?? []) {
		const path = join(folder, output.file);
		await store.get(output, path);
		await chmod(path, 292);
		placed.push([output.role, path]);
	}
	return placed;
}
/** Files of a source by role. A picture is looked at: whoever said what its pixels are may have been wrong. */
async function placeSource({ snapshot, bytesOf }, fact, folder) {
	const placed = [];
	await mkdir(folder, { recursive: true });
	for (const [role, digest] of Object.entries(snapshot.facts.get(fact)?.digests ?? {})) {
		const source = snapshot.inputs.get(`${fact}/${role}`);
		if (source === void 0) throw new RangeError(`the snapshot has no bytes for ${fact}/${role}`);
		const bytes = source.kind === "text" ? Buffer.from(source.text) : await bytesOf(source.pointer);
		if (source.kind === "lfs") checkPixels(snapshot, fact, bytes, digest);
		const path = join(folder, `${role}${source.kind === "text" ? ".txt" : extname(source.path)}`);
		await writeFile(path, bytes, { mode: 292 });
		placed.push([role, path]);
	}
	return placed;
}
/** @throws {UserError} `card-false` */
function checkPixels({ manifest }, fact, bytes, claimed) {
	const source = manifest.sources[fact.slice(7)];
	if (source?.kind !== "picture") return;
	const { pixels } = readReference(bytes, source);
	if (pixels === claimed) return;
	throw new UserError("card-false", `${source.card} says that the pixels of ${source.path} are ${short(claimed)}; they are ${short(pixels)}`, { hint: `\`npm run alpha -- card\` writes ${source.card} anew.` });
}
async function show({ store }, preview, name, outputs, outDir, workDir) {
	const file = join(workDir, "preview");
	await preview(name, outputs.map((output) => Object.assign({ path: join(outDir, output.file) }, output)), file);
	return (await store.put(file)).digest;
}
/** Builds at once when nobody says how many. */
const defaultSlots = () => Math.max(1, availableParallelism());

// scripts/lib/media/sound/seeded.ts
/**
* Dice for some words. Generator: sfc32 of PractRand (C. Doty-Humphrey), keyed by the words' SHA-256.
*/
function diceOf(...words) {
	const hash = createHash("sha256");
	for (const word of words) hash.update(`${Buffer.byteLength(String(word))}:${word},`);
	const key = hash.digest();
	let a = key.readInt32LE(0);
	let b = key.readInt32LE(4);
	let c = key.readInt32LE(8);
	let counter = key.readInt32LE(12);
	const next = () => {
		const sum = a + b + counter | 0;
		counter = counter + 1 | 0;
		a = b ^ b >>> 9;
		b = c + (c << 3) | 0;
		c = (c << 21 | c >>> 11) + sum;
		c |= 0;
		return (sum >>> 0) / 4294967296;
	};
	for (let round = 0; round < 12; round += 1) next();
	return next;
}

// scripts/lib/engine/schedule/bound.ts
/**
* No schedule is shorter than this. The largest of
* - the longest path, first loads included;
* - for one card: the preemptive one-machine relaxation with heads and tails (J. R. Jackson 1955; J. Carlier 1982, "The
*   one-machine sequencing problem"), which is exact for the relaxation and solved by always running what has the longest tail;
* - for any number of cards: for each pair of limits, what starts no earlier and has no shorter a tail, spread evenly over all
*   cards, between the two; the same for the parts on the CPU, over its slots.
* A model that fits beside no other that is used cannot be loaded while another computes: its first load occupies a card.
*/
function lowerBound(tasks, machine) {
	if (tasks.length === 0) return 0;
	const heads = headsOf(tasks);
	const tails = tailsOf(tasks);
	const path = Math.max(...tasks.map(({ name, gpuSeconds }) => (heads.get(name) ?? 0) + gpuSeconds + (tails.get(name) ?? 0)));
	const jobs = [...tasks.filter(onCard).map(({ name, gpuSeconds }) => ({
		head: heads.get(name) ?? 0,
		seconds: gpuSeconds,
		tail: tails.get(name) ?? 0
	})), ...lonelyLoads(tasks, machine, tails)];
	const onCpu = tasks.map(({ name, gpuSeconds, cpuSeconds }) => ({
		head: (heads.get(name) ?? 0) + gpuSeconds,
		seconds: cpuSeconds,
		tail: (tails.get(name) ?? 0) - cpuSeconds
	}));
	return Math.max(path, areaOf(onCpu, machine.cpuSlots), jobs.length === 0 ? 0 : areaOf(jobs, machine.gpus.length));
}
/** Jobs on so many equal machines: no schedule is shorter. */
function areaOf(jobs, machines) {
	if (machines === 0) return 0;
	return Math.max(spreadEvenly(jobs, machines), machines === 1 ? preemptive(jobs) : 0);
}
/** First loads that can overlap no compute: of models that fit beside no other model on the largest card. */
function lonelyLoads(tasks, machine, tails) {
	const models = /* @__PURE__ */ new Map();
	for (const task of tasks) if (onCard(task)) models.set(task.model, [...models.get(task.model) ?? [], task]);
	const largest = Math.max(0, ...machine.gpus);
	return [...models].flatMap(([model, list]) => {
		if ([...models].filter(([other]) => other !== model).map(([, others_]) => held(others_)).some((other) => held(list) + other <= largest)) return [];
		return [{
			head: 0,
			seconds: Math.min(...list.map(({ loadSeconds }) => loadSeconds)),
			tail: Math.min(...list.map(({ name, gpuSeconds }) => gpuSeconds + (tails.get(name) ?? 0)))
		}];
	});
}
const held = (list) => Math.max(...list.map(({ vramGb }) => vramGb));
function preemptive(jobs) {
	const waiting = jobs.toSorted((a, b) => a.head - b.head).map(({ head, seconds, tail }) => ({
		head,
		tail,
		left: seconds
	}));
	const ready = [];
	let now = 0;
	let bound = 0;
	while (waiting.length > 0 || ready.length > 0) {
		if (ready.length === 0) now = Math.max(now, waiting[0]?.head ?? now);
		while ((waiting[0]?.head ?? 1e400) <= now) {
			const job = waiting.shift();
			if (job !== void 0) ready.push(job);
		}
		const longest = ready.reduce((best, job) => job.tail > best.tail ? job : best);
		const until = Math.min(now + longest.left, waiting[0]?.head ?? 1e400);
		longest.left -= until - now;
		now = until;
		if (longest.left <= 1e-9) {
			bound = Math.max(bound, now + longest.tail);
			ready.splice(ready.indexOf(longest), 1);
		}
	}
	return bound;
}
function spreadEvenly(jobs, cards) {
	let bound = 0;
	for (const { head } of jobs) {
		const late = jobs.filter((job) => job.head >= head).toSorted((a, b) => b.tail - a.tail);
		let sum = 0;
		for (const job of late) {
			sum += job.seconds;
			bound = Math.max(bound, head + sum / cards + job.tail);
		}
	}
	return bound;
}

// scripts/lib/engine/schedule/simulate.ts
const EPSILON = 1e-9;
function freeOn({ vramGb, resident }) {
	let held = 0;
	for (const entry of resident.values()) held += entry.vramGb;
	return vramGb - held;
}
/**
* Plays a schedule through: a card computes one task at a time and loads one model at a time, both may overlap; a model holds
* its VRAM from the start of its load until it is thrown out, and nothing is thrown out that computes or is awaited.
*
* @throws {RangeError} when a task can never run: a model larger than every card, a circle, a parent that is not there
*/
function simulate(tasks, machine, policy) {
	const index = indexOf(tasks);
	const largest = Math.max(0, ...machine.gpus);
	for (const task of tasks) if (onCard(task) && task.vramGb > largest) throw new RangeError(`${task.name} needs ${task.vramGb} GB; the largest card has ${largest}`);
	const cards = machine.gpus.map((vramGb, at) => ({
		index: at,
		vramGb,
		resident: /* @__PURE__ */ new Map(),
		busyUntil: 0,
		computing: void 0,
		loadingUntil: 0,
		next: void 0
	}));
	const slots = [];
	const residencies = [];
	const ended = /* @__PURE__ */ new Map();
	const started = /* @__PURE__ */ new Set();
	/** Of what runs or is awaited: when it will have ended. */
	const expected = /* @__PURE__ */ new Map();
	const waitingParents = new Map(tasks.map(({ name, parents }) => [name, parents.length]));
	const gpuTasks = tasks.filter(onCard);
	const children = /* @__PURE__ */ new Map();
	for (const { name, parents } of tasks) for (const parent of parents) {
		const list = children.get(parent);
		if (list === void 0) children.set(parent, [name]);
		else list.push(name);
	}
	const ready = new Set(tasks.filter(({ parents }) => parents.length === 0).map(({ name }) => name));
	/** Ends of compute and of CPU parts, soonest first when asked. */
	const events = [];
	const running = [];
	const onCpu = [];
	const cpuQueue = [];
	let now = 0;
	const priorityOf = (task) => policy.priority.get(task.name) ?? 0;
	const throwOut = (card, model) => {
		const entry = card.resident.get(model);
		if (entry === void 0) return;
		residencies.push({
			gpu: card.index,
			model,
			start: entry.start,
			loaded: entry.loaded,
			end: now,
			vramGb: entry.vramGb
		});
		card.resident.delete(model);
	};
	/** Makes room by throwing out what was used longest ago; false when what must stay leaves too little. */
	const makeRoom = (card, task, keep) => {
		const idle = [...card.resident].filter(([model, { loaded }]) => model !== card.computing && model !== card.next?.model && loaded <= now + EPSILON && !keep.has(model)).toSorted(([, a], [, b]) => a.used - b.used);
		let free = freeOn(card);
		const out = [];
		for (const [model, { vramGb }] of idle) {
			if (free >= task.vramGb - EPSILON) break;
			out.push(model);
			free += vramGb;
		}
		if (free < task.vramGb - EPSILON) return false;
		for (const model of out) throwOut(card, model);
		return true;
	};
	const load = (card, task) => {
		const loaded = now + task.loadSeconds;
		card.resident.set(task.model, {
			start: now,
			loaded,
			vramGb: task.vramGb,
			used: loaded
		});
		card.loadingUntil = loaded;
		events.push(loaded);
	};
	const compute = (card, task) => {
		const end = now + task.gpuSeconds;
		card.busyUntil = end;
		expected.set(task.name, end + task.cpuSeconds);
		card.computing = task.model;
		card.next = void 0;
		const entry = card.resident.get(task.model);
		if (entry !== void 0) entry.used = end;
		running.push({
			task,
			gpu: card.index,
			computeStart: now,
			computeEnd: end
		});
		events.push(end);
	};
	/** The card keeps itself for a task whose model is on its way. */
	const keepFor = (card, task) => {
		card.next = task;
		const loaded = card.resident.get(task.model)?.loaded ?? now;
		expected.set(task.name, loaded + task.gpuSeconds + task.cpuSeconds);
	};
	/** Until it is ready, seconds: 0 when it is, Infinity when that cannot be told yet. */
	const waitFor = (task) => {
		let wait = 0;
		for (const parent of task.parents) if (!ended.has(parent)) wait = Math.max(wait, (expected.get(parent) ?? 1e400) - now);
		return wait;
	};
	const patience = policy.patience ?? 0;
	const isLoaded = (card, model) => (card.resident.get(model)?.loaded ?? 1e400) <= now + EPSILON;
	/** Seconds from the present moment until its model could be there; Infinity where it never fits. */
	const delayOn = (card, task) => {
		if (task.vramGb > card.vramGb) return 1e400;
		const entry = card.resident.get(task.model);
		if (entry !== void 0) return Math.max(0, entry.loaded - now);
		return Math.max(0, card.loadingUntil - now) + task.loadSeconds;
	};
	const finish = (task) => {
		ended.set(task.name, now);
		for (const child of children.get(task.name) ?? []) {
			const left = (waitingParents.get(child) ?? 0) - 1;
			waitingParents.set(child, left);
			if (left === 0) ready.add(child);
		}
	};
	/** Everything that ends now, and what that ends in turn. */
	const settle = () => {
		for (let again = true; again;) {
			again = false;
			for (const run of running.filter(({ computeEnd }) => computeEnd <= now + EPSILON)) {
				running.splice(running.indexOf(run), 1);
				const card = run.gpu === void 0 ? void 0 : cards[run.gpu];
				if (card !== void 0) {
					card.computing = void 0;
					if (policy.cold === true && run.task.model !== void 0) throwOut(card, run.task.model);
				}
				cpuQueue.push({
					task: run.task,
					slot: {
						task: run.task.name,
						gpu: run.gpu,
						compute: {
							start: run.computeStart,
							end: run.computeEnd
						}
					}
				});
				again = true;
			}
			for (const part of onCpu.filter(({ end }) => end <= now + EPSILON)) {
				onCpu.splice(onCpu.indexOf(part), 1);
				finish(part.task);
				again = true;
			}
			for (const name of ready) {
				const task = index.get(name);
				if (task === void 0 || onCard(task)) continue;
				ready.delete(name);
				started.add(name);
				cpuQueue.push({
					task,
					slot: {
						task: name,
						gpu: void 0,
						compute: {
							start: now,
							end: now
						}
					}
				});
				again = true;
			}
			cpuQueue.sort((a, b) => priorityOf(b.task) - priorityOf(a.task));
			while (cpuQueue.length > 0 && (onCpu.length < machine.cpuSlots || (cpuQueue[0]?.task.cpuSeconds ?? 1) === 0)) {
				const part = cpuQueue.shift();
				if (part === void 0) break;
				const end = now + part.task.cpuSeconds;
				expected.set(part.task.name, end);
				slots.push({
					...part.slot,
					cpu: {
						start: now,
						end
					}
				});
				if (part.task.cpuSeconds === 0) finish(part.task);
				else {
					onCpu.push({
						task: part.task,
						end
					});
					events.push(end);
				}
				again = true;
			}
		}
	};
	const dispatch = () => {
		for (const card of cards) if (card.next !== void 0 && card.computing === void 0 && onCard(card.next) && isLoaded(card, card.next.model)) compute(card, card.next);
		const blocked = /* @__PURE__ */ new Set();
		/** One card waits for a task, not all of them. */
		const held = /* @__PURE__ */ new Set();
		const soon = gpuTasks.filter((task) => !started.has(task.name) && (ready.has(task.name) || patience > 0 && waitFor(task) <= patience));
		for (;;) {
			let best;
			for (const card of cards) {
				if (card.computing !== void 0 || card.next !== void 0 || blocked.has(card)) continue;
				for (const task of soon) {
					if (started.has(task.name) || held.has(task.name)) continue;
					const delay = Math.max(delayOn(card, task), ready.has(task.name) ? 0 : waitFor(task));
					if (delay === 1e400) continue;
					const score = priorityOf(task) - policy.warmth * delay;
					if (best === void 0 || score > best.score + EPSILON) best = {
						card,
						task,
						score
					};
				}
			}
			if (best === void 0) break;
			const { card, task } = best;
			if (!ready.has(task.name)) {
				if (!card.resident.has(task.model) && card.loadingUntil <= now + EPSILON && makeRoom(card, task, /* @__PURE__ */ new Set())) load(card, task);
				held.add(task.name);
				blocked.add(card);
			} else if (isLoaded(card, task.model)) {
				ready.delete(task.name);
				started.add(task.name);
				compute(card, task);
			} else if (card.resident.has(task.model)) {
				ready.delete(task.name);
				started.add(task.name);
				keepFor(card, task);
			} else if (card.loadingUntil <= now + EPSILON && makeRoom(card, task, /* @__PURE__ */ new Set())) {
				ready.delete(task.name);
				started.add(task.name);
				load(card, task);
				keepFor(card, task);
				if (task.loadSeconds === 0) compute(card, task);
			} else blocked.add(card);
		}
		if (policy.prefetch) for (const card of cards) prefetch(card);
	};
	/** What will run next on a card, by priority among what is ready or whose parents all run: loaded where there is room. */
	const prefetch = (card) => {
		if (card.loadingUntil > now + EPSILON || card.computing === void 0) return;
		let best;
		for (const task of tasks) {
			if (!onCard(task) || started.has(task.name) || task.vramGb > card.vramGb) continue;
			if (!(ready.has(task.name) || task.parents.every((parent) => ended.has(parent) || started.has(parent)))) continue;
			if (best === void 0 || priorityOf(task) > priorityOf(best)) best = task;
		}
		if (best === void 0 || cards.some((other) => best !== void 0 && other.resident.has(best.model))) return;
		const keep = new Set([...ready].flatMap((name) => index.get(name)?.model ?? []));
		if (makeRoom(card, best, keep)) load(card, best);
	};
	for (;;) {
		settle();
		dispatch();
		settle();
		if (ended.size === tasks.length) break;
		let next = 1e400;
		for (let at = events.length - 1; at >= 0; at -= 1) {
			const event = events[at] ?? 1e400;
			if (event <= now + EPSILON) events.splice(at, 1);
			else if (event < next) next = event;
		}
		if (next === 1e400) throw new RangeError("nothing can run any more: the tasks close a circle");
		now = next;
	}
	for (const card of cards) for (const model of card.resident.keys()) throwOut(card, model);
	return {
		slots,
		residencies,
		makespan: Math.max(0, ...slots.map(({ cpu }) => cpu.end))
	};
}
/** Priority by what still stands on a task: its own compute and the longest path after it. */
function criticalPath(tasks) {
	const tails = tailsOf(tasks);
	return new Map(tasks.map(({ name, gpuSeconds }) => [name, gpuSeconds + (tails.get(name) ?? 0)]));
}
/** Priority by the order in which they stand. */
const firstComeFirstServed = (tasks) => new Map(tasks.map(({ name }, at) => [name, (tasks.length - at) * 1e6]));

// scripts/lib/engine/schedule/plan-schedule.ts
/** Seconds that a card may wait for a task that is about to become ready. */
const PATIENCE = [
	0,
	10,
	30,
	120
];
/** Simulated beside the named policies: that many orders near the best one. Each takes well under a millisecond. */
const TRIES$1 = 600;
/** Where that many have not come as near to the bound as this, they are made again from the best one, so many times at most. */
const NEAR$1 = 1.04;
const ROUNDS = 6;
/**
* Simulates several schedulers and takes the best. Greedy improvements may make things worse with several cards (R. L. Graham
* 1969, anomalies; loading ahead for one card delays another), so plain critical path is always among them and the result is
* never worse. Deterministic: the dice of the search begin at the tasks themselves.
*
* @throws {RangeError} when a task can never run on this machine
*/
function planSchedule(tasks, machine, tries = TRIES$1) {
	const path = criticalPath(tasks);
	const play = (policy) => ({
		policy,
		schedule: simulate(tasks, machine, policy)
	});
	const named = [
		play({
			name: "first come, first served",
			priority: firstComeFirstServed(tasks),
			prefetch: false,
			warmth: 0,
			cold: true
		}),
		play({
			name: "critical path",
			priority: path,
			prefetch: false,
			warmth: 0
		}),
		play({
			name: "critical path, loads ahead",
			priority: path,
			prefetch: true,
			warmth: 0
		}),
		...[
			1,
			3,
			10
		].flatMap((warmth) => [false, true].map((prefetch) => play({
			name: `critical path, warm ×${warmth}${prefetch ? ", loads ahead" : ""}`,
			priority: path,
			prefetch,
			warmth
		}))),
		play({
			name: "critical path, waits 30 s",
			priority: path,
			prefetch: true,
			warmth: 1,
			patience: 30
		}),
		play({
			name: "model by model",
			priority: byModel(tasks, path),
			prefetch: true,
			warmth: 0
		})
	];
	const bound = lowerBound(tasks, machine);
	let best = named.reduce((a, b) => b.schedule.makespan < a.schedule.makespan ? b : a);
	const dice = diceOf("schedule", ...tasks.map(({ name }) => name), ...machine.gpus);
	const span = Math.max(1, ...path.values());
	const far = (ratio) => best.schedule.makespan > bound * ratio;
	for (let turns = 0; turns < tries * ROUNDS && far(turns < tries ? 1.0001 : NEAR$1); turns += 1) {
		const attempt = turns % tries;
		const priority = new Map(best.policy.priority);
		const reach = span * (1 - attempt / tries) + span / 50;
		const changes = 1 + Math.floor(dice() * 3);
		for (let change = 0; change < changes; change += 1) {
			const task = tasks[Math.floor(dice() * tasks.length)];
			if (task !== void 0) priority.set(task.name, (priority.get(task.name) ?? 0) + (dice() - .5) * 2 * reach);
		}
		const turn = dice();
		const candidate = play({
			name: "searched",
			priority,
			prefetch: turn < .15 ? !best.policy.prefetch : best.policy.prefetch,
			warmth: turn > .85 ? dice() * 10 : best.policy.warmth,
			patience: turn > .4 && turn < .6 ? PATIENCE[Math.floor(dice() * PATIENCE.length)] ?? 0 : best.policy.patience ?? 0
		});
		if (candidate.schedule.makespan <= best.schedule.makespan) best = candidate;
	}
	return {
		best,
		named,
		bound
	};
}
/** All tasks of a model one after another, the model with the longest path first. */
function byModel(tasks, path) {
	const span = Math.max(1, ...path.values());
	const first = /* @__PURE__ */ new Map();
	for (const { model = "", name } of tasks) first.set(model, Math.max(first.get(model) ?? 0, path.get(name) ?? 0));
	return new Map(tasks.map(({ model = "", name }) => [name, (first.get(model) ?? 0) * span * 10 + (path.get(name) ?? 0)]));
}
/** In which order builds should start: for whoever runs them, one after another as there is room. */
const startOrder = ({ best }) => best.schedule.slots.toSorted((a, b) => a.compute.start - b.compute.start || a.cpu.start - b.cpu.start).map(({ task }) => task);

// scripts/lib/engine/schedule/start-plan.ts
/** Enough for the graph of a season; each is a simulation of well under a millisecond. */
const TRIES = 200;
/** Where the longest path first is about as short, it is taken: what was expected never comes true to the second. */
const ROBUST = 1.04;
/**
* The order in which whoever builds should start what is ready. Several are played as the builder really goes on (the first
* that is ready and fits starts, a card computes one at a time, a model stays where it lies), the order of the plan among
* them, and the shortest is taken: by the expected times it is never longer than the order of the plan.
*/
function planStart({ graph, stale, measured, catalog, machine }) {
	const here = runnable(graph, stale, machine);
	const tasks = tasksOf(graph, new Set(here), measured, catalog);
	const planned = planSchedule(tasks, machine, TRIES);
	const path = criticalPath(tasks);
	const longest = (a, b) => (path.get(b) ?? 0) - (path.get(a) ?? 0);
	const rank = new Map(startOrder(planned).map((name, at) => [name, at]));
	const play = (order) => ({
		order,
		seconds: secondsOf(tasks, order, machine)
	});
	const inPlanOrder = play(here);
	const byPath = play(here.toSorted(longest));
	const searched = play(here.toSorted((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)));
	const shortest = searched.seconds < inPlanOrder.seconds ? searched : inPlanOrder;
	const best = byPath.seconds <= Math.min(inPlanOrder.seconds, shortest.seconds * ROBUST) ? byPath : shortest;
	return {
		order: best.order,
		seconds: best.seconds,
		bound: planned.bound,
		inPlanOrder: inPlanOrder.seconds,
		onCard: tasks.some(onCard)
	};
}
/** What an order takes when it is followed as the builder follows it. */
function secondsOf(tasks, order, machine) {
	const priority = new Map(order.map((name, at) => [name, order.length - at]));
	return simulate(tasks, machine, {
		name: "in order",
		priority,
		prefetch: false,
		warmth: 0
	}).makespan;
}
/** Without what no card here can hold, and what stands on that: the builder refuses those by themselves. */
function runnable(graph, stale, { gpus }) {
	const largest = Math.max(0, ...gpus);
	const left = new Set(stale);
	for (let before = -1; before !== left.size;) {
		before = left.size;
		for (const name of left) {
			const node = graph.get(name);
			const onGpu = node !== void 0 && node.backend !== "preview" && node.gpu !== void 0;
			const fits = node !== void 0 && (!onGpu || (node.gpu?.vramGb ?? 0) <= largest);
			const blocked = node === void 0 || parentsOf(node).some((parent) => stale.includes(parent) && !left.has(parent));
			if (!fits || blocked) left.delete(name);
		}
	}
	return stale.filter((name) => left.has(name));
}
/** "About 41 min by this order; none is shorter than 39 min (1.04), that of the plan takes 46 min." */
function startWords({ seconds, bound, inPlanOrder }, duration) {
	const ratio = bound > 0 ? seconds / bound : 1;
	return `About ${duration(seconds)} by this order; none is shorter than ${duration(bound)} (${ratio.toFixed(2)}), that of the plan takes ${duration(inPlanOrder)}.`;
}

// scripts/lib/engine/build/build-stale.ts
/**
* Builds what is stale. After each build the plan is made again from the new line, so that equal bytes cut off what
* follows; what is ready starts as soon as the machine has room, in the order that ends soonest by what is expected; a failure stops only what reads it. Every result is kept
* by its key as it comes: a run that is killed loses the builds that were running and nothing else.
*/
async function buildStale(options) {
	const { snapshot, catalog, only, signal, onEvent } = options;
	const { graph, facts } = snapshot;
	const wanted = only === void 0 ? void 0 : withParents(graph, only);
	const lock = new Map(snapshot.lock);
	if (only === void 0) {
		for (const name of lock.keys()) if (!graph.has(name)) lock.delete(name);
	}
	const outcomes = /* @__PURE__ */ new Map();
	const running = /* @__PURE__ */ new Map();
	const end = (name, outcome) => {
		outcomes.set(name, outcome);
		if (outcome.kind === "built" || outcome.kind === "reused") lock.set(name, outcome.line);
		onEvent?.({
			kind: "ended",
			name,
			outcome
		});
	};
	const start = (item) => {
		onEvent?.({
			kind: "started",
			name: item.name,
			because: item.causes
		});
		const work = async () => {
			const outcome = await obtain(options, item, lock);
			running.delete(item.name);
			end(item.name, outcome);
		};
		running.set(item.name, {
			need: needOf(item.node),
			ended: work()
		});
	};
	const rank = rankOf(options, staleOf(makePlan(graph, facts, lock, catalog)).filter(({ name }) => wanted?.has(name) ?? true));
	for (;;) {
		const stale = staleOf(makePlan(graph, facts, lock, catalog)).filter(({ name }) => (wanted?.has(name) ?? true) && !outcomes.has(name) && !running.has(name)).toSorted((a, b) => rank(a.name) - rank(b.name));
		for (const { name, node } of stale) {
			const lost = parentsOf(node).find((parent) => isLost(outcomes.get(parent)));
			if (lost !== void 0) end(name, {
				kind: "skipped",
				without: rootOf(lost, outcomes)
			});
		}
		for (const item of stale) {
			if (outcomes.has(item.name) || !isReady(item)) continue;
			const impossible = faultOf(() => requireMachine(options.machine, item.node));
			if (signal.aborted) end(item.name, { kind: "cancelled" });
			else if (impossible !== void 0) end(item.name, {
				kind: "failed",
				error: impossible,
				log: void 0
			});
			else if (admits(options.machine, needsOf(running), needOf(item.node))) start(item);
		}
		if (running.size > 0) await Promise.race([...running.values()].map(({ ended }) => ended));
		else if (stale.every(({ name }) => !outcomes.has(name))) break;
	}
	return {
		lock,
		outcomes,
		complete: staleOf(makePlan(graph, facts, lock, catalog)).filter(({ name }) => wanted?.has(name) ?? true).length === 0
	};
}
/** The place of each artifact in the order to start in; what is not in it comes last, as the plan has it. */
function rankOf({ snapshot, catalog, machine, measured, onPlan }, stale) {
	const plan = planStart({
		graph: snapshot.graph,
		stale: stale.map(({ name }) => name),
		measured: measured ?? /* @__PURE__ */ new Map(),
		catalog,
		machine: {
			gpus: machine.vramGb === void 0 ? [] : [machine.vramGb],
			cpuSlots: machine.slots
		}
	});
	if (stale.length > 0) onPlan?.(plan);
	const places = new Map(plan.order.map((name, at) => [name, at]));
	return (name) => places.get(name) ?? plan.order.length;
}
const isReady = (item) => item.recipe !== void 0 && item.key !== void 0;
function* needsOf(running) {
	for (const { need } of running.values()) yield need;
}
const isLost = (outcome) => outcome?.kind === "failed" || outcome?.kind === "skipped" || outcome?.kind === "cancelled";
/** The artifact whose failure began it. */
function rootOf(name, outcomes) {
	const outcome = outcomes.get(name);
	return outcome?.kind === "skipped" ? outcome.without : name;
}
function faultOf(attempt) {
	try {
		attempt();
		return;
	} catch (cause) {
		if (cause instanceof UserError) return cause;
		throw cause;
	}
}
/** The result of a key: the one that is there, or a new one. Never throws: what went wrong is the outcome. */
async function obtain(options, item, lock) {
	const { results, signal, onEvent } = options;
	const { name, node, key, recipe, causes } = item;
	let log;
	try {
		const outcome = (kind, result) => ({
			kind,
			line: lineOf(options.snapshot, lock, item, result),
			result,
			because: causes
		});
		const lease = await results.lease(key, { signal });
		if (lease === void 0) {
			const result = await results.get(key);
			if (result === void 0) throw new Error(`the result of ${name} was deleted while it was used`);
			return outcome("reused", result);
		}
		try {
			const task = {
				node,
				recipe,
				key,
				fence: lease.fence
			};
			log = logOf(options, task);
			const result = await buildOne(options, task, lock, {
				signal,
				onLog: (line) => onEvent?.({
					kind: "log",
					name,
					line
				}),
				onProgress: (share) => onEvent?.({
					kind: "progress",
					name,
					share
				})
			});
			if (await results.put(result, lease) === "kept") return outcome("built", result);
			const other = await results.get(key);
			if (other !== void 0) return outcome("reused", other);
			throw new UserError("build-fenced-out", `${name} is being built by somebody else, who began later`, { hint: "Nothing of this build was kept. Run it again: it waits for the other and takes its result." });
		} finally {
			await lease.release();
		}
	} catch (error) {
		return signal.aborted ? { kind: "cancelled" } : {
			kind: "failed",
			error,
			log
		};
	}
}
function lineOf(snapshot, lock, { name, key, recipe }, result) {
	const { outputs, preview } = result;
	return {
		name,
		key,
		recipe,
		outputs: [...outputs],
		preview,
		reference: referenceOf(snapshot, lock, name)
	};
}
/**
* The pixels of the reference that an artifact descends from. Where a manifest has several pictures it is the one named
* `reference`, else the first by name.
*/
function referenceOf({ graph, facts }, lock, name) {
	const pictures = /* @__PURE__ */ new Map();
	for (const input of graph.get(name)?.reads.values() ?? []) if (input.kind === "artifact") {
		const inherited = lock.get(input.artifact)?.reference ?? null;
		if (inherited !== null) pictures.set(nameOfPicture(facts, inherited), inherited);
	} else {
		const pixels = facts.get(factName(input))?.digests["picture"];
		if (pixels !== void 0) pictures.set(factName(input), pixels);
	}
	const first = [...pictures].toSorted(([a], [b]) => a < b ? -1 : 1)[0]?.[1];
	return pictures.get("source.reference") ?? first ?? null;
}
const nameOfPicture = (facts, pixels) => [...facts].find(([, { digests }]) => digests["picture"] === pixels)?.[0] ?? pixels;
function withParents(graph, names) {
	const wanted = /* @__PURE__ */ new Set();
	const open = [...names];
	for (let name = open.pop(); name !== void 0; name = open.pop()) {
		const node = graph.get(name);
		if (node === void 0) throw new UserError("no-such-artifact", `there is no artifact ${name}`, { hint: `There are: ${[...graph.keys()].join(", ")}.` });
		if (wanted.has(name)) continue;
		wanted.add(name);
		open.push(...parentsOf(node));
	}
	return wanted;
}
/**
* The same tree with every system run by one backend, as for a fork's preview.
*
* @throws {UserError} `no-such-backend` when a system of the graph lacks it
*/
function withBackend(snapshot, backend, { catalog }) {
	const { manifest } = snapshot;
	const lacking = [...new Set([...snapshot.graph.values()].map(({ system }) => system))].filter((system) => catalog.get(system)?.versions[backend] === void 0);
	if (lacking.length > 0) throw new UserError("no-such-backend", `there is no ${backend} backend for ${lacking.join(", ")}`, { hint: "Build without `--backend`, or name artifacts of other systems." });
	const systems = Object.fromEntries(Object.entries(manifest.systems).map(([name, choice]) => [name, {
		...choice,
		backend
	}]));
	const changed = {
		...manifest,
		systems
	};
	return {
		...snapshot,
		manifest: changed,
		graph: expandGraph(changed, [...snapshot.episodes.keys()])
	};
}
/** Why an artifact was not built, in a sentence; `undefined` when it was. */
function failureOf(outcome) {
	switch (outcome.kind) {
		case "failed": return messageOf$1(outcome.error);
		case "skipped": return `it reads ${outcome.without}, which could not be built`;
		case "cancelled": return "it was cancelled";
		default: return;
	}
}

// scripts/lib/engine/change/build-change.ts
/**
* Builds what is stale at a commit and leaves everything in `out`, also when some of it failed: a job that has no token to
* write anywhere hands its work on so. Pictures are looked at, whatever their cards say.
*/
async function buildChange({ root, commit, out, backend, ledger, ...options }) {
	const read = await readSnapshot(root, commit, {
		catalog: options.catalog,
		bytesOf: options.bytesOf,
		trust: /* @__PURE__ */ new Map()
	});
	const snapshot = backend === void 0 ? read : withBackend(read, backend, options);
	const report = await buildStale({
		...options,
		snapshot,
		measured: measuredOf(snapshot.graph, ledger)
	});
	const results = [];
	await mkdir(join(out, "files"), { recursive: true });
	for (const [name, outcome] of report.outcomes) {
		if (outcome.kind !== "built" && outcome.kind !== "reused") {
			results.push({
				kind: "failed",
				name,
				reason: reasonOf(name, outcome)
			});
			continue;
		}
		const { line, result } = outcome;
		results.push({
			kind: outcome.kind,
			line,
			cost: result.cost
		});
		for (const output of line.outputs) await options.store.get(output, builtFile(out, output.digest));
		if (line.preview !== null) await options.store.get({ digest: line.preview }, builtFile(out, line.preview));
	}
	await writeBuilt(out, {
		commit,
		runner: options.runner,
		results
	});
	return report;
}
const reasonOf = (name, outcome) => (failureOf(outcome) ?? `${name} was not built`).slice(0, 4e3);

// scripts/lib/engine/build/machine.ts
/** A build may take three times as long as it is said to, and never less than ten minutes. */
const timeoutOf = ({ gpu }) => Math.max(600, (gpu?.minutes ?? 0) * 180);
/** What this machine has for builds: `slots` at once on the CPU, and the memory of its first NVIDIA GPU, if it has one. */
async function machineOf(slots) {
	const asked = await execa("nvidia-smi", ["--query-gpu=memory.total", "--format=csv,noheader,nounits"], {
		reject: false,
		timeout: 2e4,
		stdin: "ignore"
	});
	const mebibytes = Number(asked.exitCode === 0 ? asked.stdout.split("\n")[0] : NaN);
	return Number.isFinite(mebibytes) && mebibytes > 0 ? {
		slots,
		vramGb: mebibytes / 1024
	} : { slots };
}

// scripts/lib/media/compare/preview.ts
/**
* A small picture of what a file holds: the picture itself, the front of a mesh or splat, nine frames of a video, the
* spectrogram of a sound, four moments of a scene. It depends on the file's bytes alone, since the software renderer
* draws. Text and tokens have none.
*
* @throws {UserError} when the file cannot be read as its medium
*/
async function previewPanels({ medium, file, outDir, signal }) {
	signal?.throwIfAborted();
	await mkdir(outDir, { recursive: true });
	const caption = (label, alt) => ({
		role: "after",
		label,
		alt,
		name: "preview",
		outDir
	});
	switch (medium) {
		case "picture": {
			const picture = await readPicture(file);
			const size = `${picture.width}×${picture.height}`;
			return [await writePanel(picture, caption(size, `The picture, ${size} pixels.`))];
		}
		case "mesh":
		case "splat": {
			const { views } = await renderViews({
				medium,
				file,
				views: ["front"],
				signal
			});
			return Promise.all(views.map(({ picture }) => writePanel(picture, caption(`${medium} · front`, `The ${medium} seen from the front.`))));
		}
		case "video": {
			const facts = await probe(file, { signal });
			const length = saySeconds(facts.seconds);
			const sheet = await overview(file, facts, signal);
			return [await writeDrawn(sheet, caption(`video · ${length}`, `Nine frames of a video of ${length}.`))];
		}
		case "sound": {
			const sound = await heard("after", file, signal);
			const length = saySeconds(sound.facts.seconds);
			const drawn = drawSpectrogram(sound.mel, sound.mel.frames);
			return [await writeDrawn(drawn, caption(`sound · ${length} · ${figure(sound.lufs)} LUFS`, `Spectrogram of ${length}.`))];
		}
		case "scene": return [await previewScene(file, outDir)];
		case "text":
		case "tokens": return [];
		default: return unreachable(medium);
	}
}

// scripts/lib/media/mesh/glb.ts
/** What a mesh file may cost before it is read. */
const LIMITS = {
	bytes: 268435456,
	triangles: 4e6
};
const GLB_MAGIC = 1179937895;
/**
* Reads a GLB file: all triangles of its default scene in world coordinates, and the base colour of the first material
* (white without one), its factor multiplied in. Images may lie in the file or in data URIs; nothing else is opened.
*
* @throws {UserError} `mesh-invalid`, saying what is wrong
*/
async function decodeGlb(bytes, name = "the mesh") {
	const refuse = (why, cause) => {
		throw new UserError("mesh-invalid", `${name}: ${why}`, {
			hint: "It must be a GLB file of triangles with all its data inside; a validator for glTF tells more.",
			cause
		});
	};
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.byteLength < 20 || view.getUint32(0, true) !== GLB_MAGIC) return refuse("it is no GLB file");
	if (bytes.byteLength > LIMITS.bytes) return refuse(`${bytes.byteLength} bytes are too many`);
	let document;
	try {
		document = await new NodeIO().readBinary(bytes);
	} catch (cause) {
		return refuse(messageOf$1(cause), cause);
	}
	const root = document.getRoot();
	const scene = root.getDefaultScene() ?? root.listScenes()[0];
	const found = [];
	scene?.traverse((node) => {
		for (const primitive of node.getMesh()?.listPrimitives() ?? []) if (primitive.getMode() === 4) found.push({
			primitive,
			matrix: node.getWorldMatrix()
		});
	});
	const parts = found.flatMap(({ primitive, matrix }) => {
		const positions = primitive.getAttribute("POSITION");
		if (positions === null) return [];
		const count = positions.getCount();
		return [{
			primitive,
			matrix,
			count,
			positions,
			indices: primitive.getIndices()?.getArray() ?? Uint32Array.from({ length: count }, (_, at) => at)
		}];
	});
	const vertices = parts.reduce((sum, { count }) => sum + count, 0);
	const corners = parts.reduce((sum, { indices }) => sum + indices.length, 0);
	if (corners === 0) return refuse("it holds no triangles");
	if (corners > LIMITS.triangles * 3) return refuse(`${corners / 3} triangles are too many`);
	const mesh = {
		positions: new Float32Array(vertices * 3),
		normals: new Float32Array(vertices * 3),
		uvs: new Float32Array(vertices * 2),
		indices: new Uint32Array(corners)
	};
	let firstVertex = 0;
	let firstCorner = 0;
	for (const { primitive, matrix, count, positions, indices } of parts) {
		const normals = primitive.getAttribute("NORMAL");
		const uvs = primitive.getAttribute("TEXCOORD_0");
		for (let vertex = 0; vertex < count; vertex += 1) {
			const to = firstVertex + vertex;
			mesh.positions.set(moved(matrix, positions.getElement(vertex, []), 1), to * 3);
			if (normals !== null) mesh.normals.set(moved(matrix, normals.getElement(vertex, []), 0), to * 3);
			if (uvs !== null) mesh.uvs.set(uvs.getElement(vertex, []).slice(0, 2), to * 2);
		}
		for (const index of indices) {
			if (index >= count) return refuse(`a triangle names vertex ${index} of ${count}`);
			mesh.indices[firstCorner] = firstVertex + index;
			firstCorner += 1;
		}
		firstVertex += count;
	}
	if (!mesh.positions.every(Number.isFinite)) return refuse("a vertex stands nowhere");
	const material = parts.map(({ primitive }) => primitive.getMaterial()).find((one) => one !== null);
	const image = material?.getBaseColorTexture()?.getImage();
	const factor = material?.getBaseColorFactor() ?? [
		1,
		1,
		1,
		1
	];
	const texture = image ? await readPicture(image) : void 0;
	return {
		...mesh,
		texture: tinted(texture, factor)
	};
}
/** A point (w = 1) or direction (w = 0) through a matrix, column by column as glTF has it. */
function moved(matrix, [x = 0, y = 0, z = 0], w) {
	return [
		0,
		1,
		2
	].map((axis) => (matrix[axis] ?? 0) * x + (matrix[axis + 4] ?? 0) * y + (matrix[axis + 8] ?? 0) * z + (matrix[axis + 12] ?? 0) * w);
}
function tinted(texture, factor) {
	const [red = 255, green = 255, blue = 255] = factor.map((value) => 255 * Math.max(0, value) ** (1 / 2.2));
	if (texture === void 0) {
		const rgba = /* @__PURE__ */ new Uint8ClampedArray(16);
		for (let at = 0; at < rgba.length; at += 4) rgba.set([
			red,
			green,
			blue,
			255
		], at);
		return {
			width: 2,
			height: 2,
			rgba
		};
	}
	if (factor.every((value) => value === 1)) return texture;
	const rgba = Uint8ClampedArray.from(texture.rgba);
	for (let at = 0; at < rgba.length; at += 4) {
		rgba[at] = (rgba[at] ?? 0) * red / 255;
		rgba[at + 1] = (rgba[at + 1] ?? 0) * green / 255;
		rgba[at + 2] = (rgba[at + 2] ?? 0) * blue / 255;
	}
	return {
		...texture,
		rgba
	};
}

// scripts/lib/media/mesh/rasterise.ts
/** Pixels a side that a pixel is made of: edges have nine shades, and fine stripes of a texture do not flicker. */
const FINER = 2;
/** Texels between two reads that still see one surface. */
const NEAR = 3;
/**
* Draws triangles with a depth buffer. Coordinates are those of perspective-correct interpolation (Blinn 1992, "Hyperbolic
* interpolation"), colours are read between four texels; each pixel is the mean of four finer ones. What reaches
* behind the camera's near plane is left out.
*
* @throws {RangeError} when the size is none
*/
function meshRasteriser({ width, height }) {
	if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) throw new RangeError(`${width} × ${height} is no size of a picture`);
	const columns = width * FINER;
	const rows = height * FINER;
	const nearness = new Float32Array(columns * rows);
	const uvs = new Float32Array(columns * rows * 2);
	const triangles = new Uint32Array(columns * rows);
	let projected = /* @__PURE__ */ new Float32Array(0);
	const projectAll = ({ positions }, camera) => {
		const count = positions.length / 3;
		if (projected.length < count * 3) projected = new Float32Array(count * 3);
		const [[a0, a1, a2], [b0, b1, b2], [c0, c1, c2]] = camera.rotation;
		const [t0, t1, t2] = camera.translation;
		const focal = camera.focal * rows;
		const centreX = camera.centre.x * columns;
		const centreY = camera.centre.y * rows;
		for (let at = 0; at < count * 3; at += 3) {
			const x = positions[at] ?? 0;
			const y = positions[at + 1] ?? 0;
			const z = positions[at + 2] ?? 0;
			const depth = c0 * x + c1 * y + c2 * z + t2;
			const near = depth > camera.near ? 1 / depth : 0;
			projected[at] = centreX + focal * near * (a0 * x + a1 * y + a2 * z + t0);
			projected[at + 1] = centreY + focal * near * (b0 * x + b1 * y + b2 * z + t1);
			projected[at + 2] = near;
		}
	};
	/** Depths and texture coordinates of whatever is nearest. */
	const fill = ({ indices, uvs: given }) => {
		nearness.fill(0);
		for (let at = 0; at < indices.length; at += 3) {
			const ia = indices[at] ?? 0;
			const ib = indices[at + 1] ?? 0;
			const ic = indices[at + 2] ?? 0;
			const wa = projected[ia * 3 + 2] ?? 0;
			const wb = projected[ib * 3 + 2] ?? 0;
			const wc = projected[ic * 3 + 2] ?? 0;
			if (wa === 0 || wb === 0 || wc === 0) continue;
			const ax = projected[ia * 3] ?? 0;
			const ay = projected[ia * 3 + 1] ?? 0;
			const bx = projected[ib * 3] ?? 0;
			const by = projected[ib * 3 + 1] ?? 0;
			const cx = projected[ic * 3] ?? 0;
			const cy = projected[ic * 3 + 1] ?? 0;
			const area = (cx - ax) * (by - ay) - (bx - ax) * (cy - ay);
			if (!(area > 0)) continue;
			const firstRow = Math.max(0, Math.ceil(Math.min(ay, by, cy) - .5));
			const lastRow = Math.min(rows - 1, Math.ceil(Math.max(ay, by, cy) - .5) - 1);
			const firstColumn = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - .5));
			const lastColumn = Math.min(columns - 1, Math.ceil(Math.max(ax, bx, cx) - .5) - 1);
			if (firstRow > lastRow || firstColumn > lastColumn) continue;
			const inverse = 1 / area;
			const bRight = (cy - ay) * -inverse;
			const bDown = (cx - ax) * inverse;
			const cRight = (by - ay) * inverse;
			const cDown = (bx - ax) * -inverse;
			const ua = (given[ia * 2] ?? 0) * wa;
			const va = (given[ia * 2 + 1] ?? 0) * wa;
			const ub = (given[ib * 2] ?? 0) * wb - ua;
			const vb = (given[ib * 2 + 1] ?? 0) * wb - va;
			const uc = (given[ic * 2] ?? 0) * wc - ua;
			const vc = (given[ic * 2 + 1] ?? 0) * wc - va;
			const dwb = wb - wa;
			const dwc = wc - wa;
			for (let row = firstRow; row <= lastRow; row += 1) {
				const py = row + .5 - ay;
				const px = firstColumn + .5 - ax;
				let b = bRight * px + bDown * py;
				let c = cRight * px + cDown * py;
				for (let pixel = row * columns + firstColumn; pixel <= row * columns + lastColumn; pixel += 1) {
					if (b >= -1e-4 && c >= -1e-4 && b + c <= 1.0001) {
						const near = wa + dwb * b + dwc * c;
						if (near > (nearness[pixel] ?? 0)) {
							nearness[pixel] = near;
							triangles[pixel] = at / 3;
							const depth = 1 / near;
							uvs[pixel * 2] = (ua + ub * b + uc * c) * depth;
							uvs[pixel * 2 + 1] = (va + vb * b + vc * c) * depth;
						}
					}
					b += bRight;
					c += cRight;
				}
			}
		}
	};
	const shade = ({ texture }, into) => {
		const { rgba: texels, width: across, height: down } = texture;
		const { rgba } = into;
		rgba.fill(0);
		let red = 0;
		let green = 0;
		let blue = 0;
		/** Adds the colour between four texels. */
		const read = (pixel) => {
			let x = (uvs[pixel * 2] ?? 0) * across - .5;
			let y = (uvs[pixel * 2 + 1] ?? 0) * down - .5;
			x = x < 0 ? 0 : x > across - 1.001 ? across - 1.001 : x;
			y = y < 0 ? 0 : y > down - 1.001 ? down - 1.001 : y;
			const left = x | 0;
			const top = y | 0;
			const fx = x - left;
			const fy = y - top;
			const a = (top * across + left) * 4;
			const b = a + across * 4;
			const wd = fx * fy;
			const wb = fx - wd;
			const wc = fy - wd;
			const wa = 1 - fx - wc;
			red += (texels[a] ?? 0) * wa + (texels[a + 4] ?? 0) * wb + (texels[b] ?? 0) * wc + (texels[b + 4] ?? 0) * wd;
			green += (texels[a + 1] ?? 0) * wa + (texels[a + 5] ?? 0) * wb + (texels[b + 1] ?? 0) * wc + (texels[b + 5] ?? 0) * wd;
			blue += (texels[a + 2] ?? 0) * wa + (texels[a + 6] ?? 0) * wb + (texels[b + 2] ?? 0) * wc + (texels[b + 6] ?? 0) * wd;
		};
		for (let row = 0; row < height; row += 1) {
			let a = row * FINER * columns;
			for (let column = 0; column < width; column += 1, a += FINER) {
				const b = a + 1;
				const c = a + columns;
				const d = c + 1;
				const inA = (nearness[a] ?? 0) !== 0;
				const inB = (nearness[b] ?? 0) !== 0;
				const inC = (nearness[c] ?? 0) !== 0;
				const inD = (nearness[d] ?? 0) !== 0;
				if (!(inA || inB || inC || inD)) continue;
				red = 0;
				green = 0;
				blue = 0;
				let hits = 4;
				let share = .5;
				if (inA && inB && inC && inD && Math.abs((uvs[a * 2] ?? 0) - (uvs[d * 2] ?? 0)) * across < NEAR && Math.abs((uvs[a * 2 + 1] ?? 0) - (uvs[d * 2 + 1] ?? 0)) * down < NEAR) {
					read(a);
					read(d);
				} else {
					hits = 0;
					if (inA) {
						read(a);
						hits += 1;
					}
					if (inB) {
						read(b);
						hits += 1;
					}
					if (inC) {
						read(c);
						hits += 1;
					}
					if (inD) {
						read(d);
						hits += 1;
					}
					share = 1 / hits;
				}
				const to = (row * width + column) * 4;
				rgba[to] = red * share;
				rgba[to + 1] = green * share;
				rgba[to + 2] = blue * share;
				rgba[to + 3] = hits * 63.75;
			}
		}
	};
	return {
		width,
		height,
		finer: FINER,
		uvs,
		nearness,
		triangles,
		draw(mesh, camera, into = {
			width,
			height,
			rgba: new Uint8ClampedArray(width * height * 4)
		}) {
			if (into.width !== width || into.height !== height) throw new RangeError(`${into.width} × ${into.height} is not ${width} × ${height}`);
			projectAll(mesh, camera);
			fill(mesh);
			shade(mesh, into);
			return into;
		}
	};
}
/** One picture. For more than one, `meshRasteriser` keeps its memory. */
const rasteriseMesh = (mesh, camera, size) => meshRasteriser(size).draw(mesh, camera);

// scripts/lib/media/mesh/multi-view.ts
/** As much room around the figure, beside its height. */
const ROOM = 1.12;
/** Where a camera stands that has the whole figure in its picture. */
function standpointOf({ positions }) {
	const low = [
		1e400,
		1e400,
		1e400
	];
	const high = [
		-1e400,
		-1e400,
		-1e400
	];
	positions.forEach((value, at) => {
		low[at % 3] = Math.min(low[at % 3] ?? 0, value);
		high[at % 3] = Math.max(high[at % 3] ?? 0, value);
	});
	const middle = (axis) => ((low[axis] ?? 0) + (high[axis] ?? 0)) / 2;
	const across = Math.max((high[0] ?? 0) - (low[0] ?? 0), (high[1] ?? 0) - (low[1] ?? 0));
	const lens = lensOf35mm(85, {
		width: 1,
		height: 1
	});
	return {
		target: [
			middle(0),
			middle(1),
			0
		],
		distance: lens.focal * across * ROOM,
		lens
	};
}

// scripts/lib/media/splat/from-picture.ts
/** The camera that took a picture: at the origin, looking along +z, +y down. */
function frontCamera(lens) {
	return {
		rotation: [
			[
				1,
				0,
				0
			],
			[
				0,
				1,
				0
			],
			[
				0,
				0,
				1
			]
		],
		translation: [
			0,
			0,
			0
		],
		...lens
	};
}

// scripts/lib/engine/change/front-view.ts
const SIZE = {
	width: 768,
	height: 768
};
const GREY = [
	206,
	206,
	210,
	255
];
/** SHARP assumes it for pictures that do not tell their own. */
const FOCAL_MM = 30;
/**
* A model from the front, drawn on the CPU: the same bytes give the same pixels on every machine. A scene is shown at the
* beginning of its motion.
*
* @throws {UserError} when the file cannot be read as what it should be
*/
async function frontView(medium, path) {
	const bytes = await readFile(path);
	if (medium === "splat") return rasterise(readSplat(bytes, path), frontCamera(lensOf35mm(FOCAL_MM, SIZE)), SIZE, GREY);
	if (medium === "mesh") {
		const mesh = await decodeGlb(bytes, path);
		return onGrey(rasteriseMesh(mesh, orbit({
			world: "y-up",
			...standpointOf(mesh),
			yawDeg: 0,
			pitchDeg: 0
		}), SIZE));
	}
	const { clouds, standpoint } = decodeSequence(bytes, path);
	const [cloud] = clouds;
	if (cloud === void 0) throw new RangeError("a sequence has at least one cloud");
	return rasterise(cloud, orbit({
		world: "y-up",
		...standpoint,
		yawDeg: 0,
		pitchDeg: 0
	}), SIZE, GREY);
}
/** Over the same grey as the splats. */
function onGrey({ width, height, rgba }) {
	const over = new Uint8ClampedArray(rgba.length);
	for (let at = 0; at < rgba.length; at += 4) {
		const share = (rgba[at + 3] ?? 0) / 255;
		for (let channel = 0; channel < 3; channel += 1) over[at + channel] = (rgba[at + channel] ?? 0) * share + (GREY[channel] ?? 0) * (1 - share);
		over[at + 3] = 255;
	}
	return {
		width,
		height,
		rgba: over
	};
}

// scripts/lib/engine/change/make-preview.ts
/** The picture that shows an artifact: that of its first file which can be seen; a function of its bytes alone (I18). */
const makePreview = async (artifact, files, file) => {
	const folder = await mkdtemp(join(tmpdir(), "alpha-preview-"));
	try {
		for (const made of files.toSorted((a, b) => visible(b) - visible(a))) {
			const panel = await panelOf(made, folder);
			if (panel === void 0) continue;
			await copyFile(join(folder, panel.file), file);
			return;
		}
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
	throw new UserError("preview-failed", `nothing of ${artifact} can be shown`, { hint: "One of its files must be a picture, a model, a film or a sound that can be read." });
};
/** Of a scene, the sequence can be seen; the pictures that it was trained on are no picture of it. */
const visible = ({ role }) => role === "dataset" ? 0 : 1;
async function panelOf({ medium, path, role }, outDir) {
	if (medium === "mesh" || medium === "splat" || medium === "scene") return writePanel(await frontView(medium, path), {
		role: "after",
		label: `${role} · front`,
		alt: `The ${role} seen from the front.`,
		name: "preview",
		outDir
	});
	return (await previewPanels({
		medium,
		file: path,
		outDir
	}))[0];
}

// actions/rebuild-artifacts/inputs.ts
const Names = string().transform((text, context) => {
	try {
		return JSON.parse(text);
	} catch {
		context.addIssue("must be a JSON list of names");
		return NEVER;
	}
}).pipe(array(ArtifactName));
const Inputs = object({
	token: string().default(""),
	artifacts: Names.optional(),
	backend: BackendName.optional(),
	store: string().min(1),
	out: string().min(1),
	jobs: number().int().min(1).max(64).optional()
});

// actions/rebuild-artifacts/main.ts
function say(event) {
	if (event.kind === "started") info(`${event.name}: ${event.because.map(clause).join("; ")}`);
	if (event.kind === "log") info(`${event.name} | ${event.line}`);
	if (event.kind !== "ended") return;
	const failure = failureOf(event.outcome);
	if (failure !== void 0) error(failure, { title: `${event.name} was not built` });
	else info(`${event.name}: ${event.outcome.kind}`);
}
await runAction(Inputs, async ({ token, artifacts, backend, store: folder, out, jobs }) => {
	const context = stepContext();
	const root = context.workspace;
	const change = await readChange(context, token);
	const remote = await lfsRemote(root, "origin", token);
	const near = folderStore(folder);
	const report = await buildChange({
		root,
		commit: CommitId.parse(change.head),
		catalog,
		store: layeredStore(near, lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES })),
		results: folderResults(folder, near),
		bytesOf: await lfsReader(root, {
			remote,
			maxBytes: MAX_SOURCE_BYTES
		}),
		folder: join(context.temp, "alpha-jobs"),
		program: root,
		preview: makePreview,
		runner: context.runner,
		machine: await machineOf(jobs ?? defaultSlots()),
		timeoutSeconds: timeoutOf,
		ledger: await fetchedLedger(root),
		onPlan: (plan) => info(startWords(plan, durationWords)),
		signal: AbortSignal.any([]),
		onEvent: say,
		out,
		...artifacts === void 0 ? {} : { only: artifacts },
		backend
	});
	const failed = [...report.outcomes].flatMap(([, outcome]) => failureOf(outcome) ?? []);
	if (failed.length > 0) throw new UserError("not-all-built", `${failed.length} of ${report.outcomes.size} artifacts were not built`, { hint: "Each has its reason above. What was built is kept: the next run takes it from the store." });
	return { built: [...report.outcomes.keys()] };
});

export {  };