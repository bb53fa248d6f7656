import { $ as error, B as factName, C as placeFile, E as readReference, G as Recipe, H as staleOf, J as parentsOf, K as contentKey, S as ifThere, T as writeDurably, V as makePlan, W as ContentKey, Z as clause, a as stepContext, b as codeOf, et as info, f as catalog, h as readSnapshot, i as runAction, k as Output, l as lfsRemote, n as MAX_SOURCE_BYTES, o as lfsReader, q as expandGraph, r as changeOf, t as MAX_ARTIFACT_BYTES, w as syncFolder, x as contentsOf, y as asBytes } from "./limits-B84BI-dO.js";
import { A as NEVER, M as messageOf$1, N as unreachable, T as url, _ as number, b as strictObject, c as _enum, d as boolean, f as discriminatedUnion, h as literal, i as short, j as UserError, n as Oid, p as int, t as CommitId, u as array, v as object, x as string, y as record } from "./oid-CD6GJw-_.js";
import { t as number$1 } from "./coerce-BDMS5Aa6.js";
import { a as readJson, n as byCodeUnit, r as canonicalJson, t as Json } from "./json-wNPiQJOz.js";
import { t as RepoPath } from "./repo-path-B1PlIOtt.js";
import { c as drawSpectrogram, l as execa, s as probe, t as heard } from "./sound-BlJTn63C.js";
import { n as BackendName, t as ArtifactName } from "./names-Cyk6D3Lv.js";
import { o as writeBuilt, r as builtFile, t as frontView } from "./front-view-DaPaH0CW.js";
import { r as readPicture } from "./picture-file-Bldo6X1T.js";
import { o as writeDrawn, s as writePanel } from "./picture-pair-DqqR9VEO.js";
import { r as renderViews } from "./sheet-azyZ4R0p.js";
import { n as figure, s as saySeconds } from "./request-ByIs-QGe.js";
import { t as previewScene } from "./scene-DrBsFYPs.js";
import { t as overview } from "./video-B09BOLu2.js";
import { i as Cost, n as corrupt, r as notStored, t as lfsStore } from "./lfs-BaICaGBM.js";
import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { constants, createWriteStream } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { chmod, copyFile, lstat, mkdir, mkdtemp, open, readFile, readdir, readlink, realpath, rm, stat, utimes, writeFile } from "node:fs/promises";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { availableParallelism, hostname, tmpdir } from "node:os";
import { finished } from "node:stream/promises";
import { createInterface } from "node:readline";

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
		share: number().min(0).max(1)
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
		await checkOutputs(node.name, outDir, promises);
		const outputs = await storeOutputs(shop.store, outDir, promises);
		return {
			schema: "alpha-result/1",
			key,
			recipe,
			outputs,
			preview: shop.preview === void 0 ? null : await show(shop, shop.preview, node.name, outputs, outDir, workDir),
			log: (await shop.store.put(log)).digest,
			cost: needOf(node).gpu ? {
				seconds,
				gpuSeconds: seconds
			} : { seconds },
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

// scripts/lib/engine/build/build-stale.ts
/**
* Builds what is stale. After each build the plan is made again from the new line, so that equal bytes cut off what
* follows; what is ready starts as soon as the machine has room; a failure stops only what reads it. Every result is kept
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
	for (;;) {
		const stale = staleOf(makePlan(graph, facts, lock, catalog)).filter(({ name }) => (wanted?.has(name) ?? true) && !outcomes.has(name) && !running.has(name));
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
async function buildChange({ root, commit, out, backend, ...options }) {
	const read = await readSnapshot(root, commit, {
		catalog: options.catalog,
		bytesOf: options.bytesOf,
		trust: /* @__PURE__ */ new Map()
	});
	const snapshot = backend === void 0 ? read : withBackend(read, backend, options);
	const report = await buildStale({
		...options,
		snapshot
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
		results.push(outcome.kind === "built" ? {
			kind: "built",
			line,
			cost: result.cost
		} : {
			kind: "reused",
			line
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

// scripts/lib/engine/store/folder.ts
/** A store in a folder: `sha256/ab/ab…`, read-only files, each hashed whenever it is read. */
function folderStore(folder) {
	const self = { name: `the store ${folder}` };
	const top = join(folder, "sha256");
	const placeOf = (digest) => join(top, digest.slice(0, 2), digest);
	async function check(digest) {
		const contents = await ifThere(contentsOf(placeOf(digest)));
		if (contents === void 0) throw notStored(self, digest);
		if (contents.digest !== digest) throw corrupt(self, digest, placeOf(digest));
		return contents;
	}
	return {
		...self,
		has: async ({ digest }) => await ifThere(stat(placeOf(digest))) !== void 0,
		put: async (file) => {
			const { digest } = await contentsOf(file);
			const place = placeOf(digest);
			const there = await ifThere(contentsOf(place));
			if (there?.digest === digest) {
				const now = /* @__PURE__ */ new Date();
				await utimes(place, now, now);
				return there;
			}
			await placeFile(place, {
				existing: "replace",
				mode: 292
			}, async (_, partial) => {
				await copyFile(file, partial, constants.COPYFILE_FICLONE);
				if ((await contentsOf(partial)).digest !== digest) throw corrupt(self, digest, partial);
			});
			return check(digest);
		},
		get: async ({ digest }, path) => {
			if (await ifThere(stat(placeOf(digest))) === void 0) throw notStored(self, digest);
			await placeFile(path, { existing: "replace" }, async (_, partial) => {
				await copyFile(placeOf(digest), partial, constants.COPYFILE_FICLONE);
				if ((await contentsOf(partial)).digest !== digest) throw corrupt(self, digest, placeOf(digest));
			});
		},
		read: async ({ digest }) => {
			const file = await ifThere(open(placeOf(digest)));
			if (file === void 0) throw notStored(self, digest);
			try {
				const hash = createHash("sha256");
				for await (const chunk of file.createReadStream({
					start: 0,
					autoClose: false
				})) hash.update(asBytes(chunk));
				if (hash.digest("hex") !== digest) throw corrupt(self, digest, placeOf(digest));
			} catch (cause) {
				await file.close();
				throw cause;
			}
			return file.createReadStream({ start: 0 });
		},
		list: async function* list() {
			for (const group of await ifThere(readdir(top)) ?? []) for (const name of await ifThere(readdir(join(top, group))) ?? []) {
				const digest = Oid.safeParse(name);
				if (!digest.success) continue;
				const there = await ifThere(stat(placeOf(digest.data)));
				if (there !== void 0) yield {
					digest: digest.data,
					size: there.size,
					put: there.mtimeMs
				};
			}
		},
		delete: async (digest) => {
			if (await ifThere(stat(placeOf(digest))) === void 0) return false;
			await rm(placeOf(digest), { force: true });
			await syncFolder(join(top, digest.slice(0, 2)));
			return true;
		}
	};
}

// scripts/lib/engine/store/layered.ts
/** A store near at hand in front of one behind a network: what is fetched once is kept near; nothing is written far. */
function layeredStore(near, far) {
	const bring = async (wanted) => {
		if (await near.has(wanted)) return;
		const folder = await mkdtemp(join(tmpdir(), "alpha-bring-"));
		try {
			const path = join(folder, "object");
			await far.get(wanted, path);
			await near.put(path);
		} finally {
			await rm(folder, {
				recursive: true,
				force: true
			});
		}
	};
	return {
		name: `${near.name}, and behind it ${far.name}`,
		has: async (wanted) => await near.has(wanted) || far.has(wanted),
		put: (file) => near.put(file),
		get: async (wanted, path) => {
			await bring(wanted);
			await near.get(wanted, path);
		},
		read: async (wanted) => {
			await bring(wanted);
			return near.read(wanted);
		}
	};
}

// scripts/lib/engine/store/lease.ts
const Holder = strictObject({
	host: string(),
	pid: int().positive(),
	/** Not renewed for so long, it is dead; milliseconds. */
	ttl: number().positive(),
	released: boolean()
});
const TTL = 3e4;
const POLL = 100;
/**
* Takes the next lease of a folder, waiting for a holder that lives: one whose process runs on this machine, or who
* renewed it lately. `undefined` when the thing was settled while waiting.
*/
async function takeLease(folder, { ttl = TTL, signal, settled }) {
	for (;;) {
		if (await settled()) return void 0;
		const last = await lastFence(folder);
		if (last === 0 || !await lives(pathOf(folder, last))) {
			const lease = await take(folder, last + 1, ttl);
			if (lease !== void 0) return lease;
		} else await setTimeout$1(POLL, void 0, signal === void 0 ? {} : { signal });
	}
}
const pathOf = (folder, fence) => join(folder, `${fence}.json`);
async function take(folder, fence, ttl) {
	const path = pathOf(folder, fence);
	const holder = {
		host: hostname(),
		pid: process.pid,
		ttl,
		released: false
	};
	const { placed } = await writeDurably(path, JSON.stringify(holder), { existing: "keep" });
	if (!placed) return void 0;
	const renewing = setInterval(() => {
		const now = /* @__PURE__ */ new Date();
		utimes(path, now, now).catch(() => clearInterval(renewing));
	}, ttl / 4).unref();
	return {
		fence,
		isMine: async () => await lastFence(folder) === fence,
		release: async () => {
			clearInterval(renewing);
			await writeDurably(path, JSON.stringify({
				...holder,
				released: true
			}));
		}
	};
}
async function lastFence(folder) {
	const names = await ifThere(readdir(folder)) ?? [];
	return Math.max(0, ...names.map((name) => Number(/^(\d{1,15})\.json$/u.exec(name)?.[1] ?? 0)));
}
async function lives(path) {
	const there = await ifThere(stat(path));
	const text = await ifThere(readFile(path, "utf8"));
	if (there === void 0 || text === void 0) return false;
	const { host, pid, ttl, released } = Holder.parse(JSON.parse(text));
	if (released || Date.now() - there.mtimeMs > ttl) return false;
	return host !== hostname() || runs(pid);
}
function runs(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (cause) {
		return codeOf(cause) === "EPERM";
	}
}

// scripts/lib/engine/store/results.ts
/** What was really enforced while a backend ran, whatever was asked for. */
const Confinement = strictObject({
	/** Files that its JavaScript could read: what it was given and the program itself, or everything. */
	reads: _enum(["declared", "any"]),
	network: _enum(["loopback", "any"])
});
/** What a key gave, once. */
const BuildResult = strictObject({
	schema: literal("alpha-result/1"),
	key: ContentKey,
	recipe: Recipe,
	outputs: array(Output).min(1),
	preview: Oid.nullable(),
	/** Digest of the build's log. */
	log: Oid,
	cost: Cost,
	/** The machine that built it. */
	runner: string(),
	confinement: Confinement
});
/** Results in a folder, of a store: `results/ab/<key>.json` and `leases/ab/<key>/`. */
function folderResults(folder, store) {
	const pathOf = (key) => join(folder, "results", key.slice(0, 2), `${key}.json`);
	const leasesOf = (key) => join(folder, "leases", key.slice(0, 2), key);
	async function get(key) {
		const text = await ifThere(readFile(pathOf(key), "utf8"));
		const parsed = text === void 0 ? void 0 : BuildResult.safeParse(readJson(text));
		if (parsed?.data === void 0 || parsed.data.key !== key || contentKey(parsed.data.recipe) !== key) return void 0;
		const { outputs, preview, log } = parsed.data;
		const needed = [...outputs, ...[preview, log].flatMap((digest) => digest === null ? [] : [{ digest }])];
		for (const wanted of needed) if (!await store.has(wanted)) return void 0;
		return parsed.data;
	}
	return {
		get,
		lease: (key, options = {}) => takeLease(leasesOf(key), {
			...options,
			settled: async () => await get(key) !== void 0
		}),
		put: async (result, lease) => {
			if (await get(result.key) !== void 0) return "there";
			if (!await lease.isMine()) return "late";
			const path = pathOf(result.key);
			const text = `${canonicalJson(result)}\n`;
			if ((await writeDurably(path, text, { existing: "keep" })).placed) return "kept";
			if (await get(result.key) !== void 0) return "there";
			if (!await lease.isMine()) return "late";
			await writeDurably(path, text);
			return "kept";
		},
		list: async function* list() {
			const top = join(folder, "results");
			for (const group of await ifThere(readdir(top)) ?? []) for (const name of await ifThere(readdir(join(top, group))) ?? []) {
				const key = ContentKey.safeParse(name.replace(/\.json$/u, ""));
				if (key.success && name.endsWith(".json")) yield key.data;
			}
		},
		delete: async (key) => {
			await rm(pathOf(key), { force: true });
			const group = join(folder, "results", key.slice(0, 2));
			await ifThere(syncFolder(group));
			await rm(leasesOf(key), {
				recursive: true,
				force: true
			});
		}
	};
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
	jobs: number$1().int().min(1).max(64).optional()
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
	const remote = await lfsRemote(root, "origin", token);
	const near = folderStore(folder);
	const report = await buildChange({
		root,
		commit: CommitId.parse(changeOf(context).head),
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