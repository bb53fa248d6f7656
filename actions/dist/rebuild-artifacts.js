import { B as notice, F as stepContext, P as runAction, R as error, T as parseYamlAs, l as remoteBranch, t as gitAccess, z as info } from "./git-access-CYP2zZEK.js";
import { D as parentsOf, E as expandGraph, d as makePlan, f as staleOf, g as lfsReader, h as clause, l as readReference, r as durationWords, s as readSnapshot, t as costOf, u as factName, w as catalog, y as lfsRemote } from "./cost-Dvjo-J5s.js";
import { t as number } from "./coerce-C0Gs-T2S.js";
import { A as NEVER, C as union, S as tuple, T as url, _ as object, b as string, d as discriminatedUnion, f as int, g as number$1, h as looseObject, l as array, m as literal, n as messageOf$1, r as unreachable, s as _enum, t as UserError, u as boolean, v as record, w as unknown, y as strictObject } from "./errors-q2Ocdyoq.js";
import { i as short, n as Oid, t as CommitId } from "./oid-046zK1iw.js";
import { l as drawSpectrogram, s as probe, t as heard, u as execa } from "./sound-ie1_-xCn.js";
import { i as inOrder, n as byCodeUnit, t as Json } from "./json-BCmY7Bcn.js";
import { t as RepoPath } from "./repo-path-CzQvbCmu.js";
import { a as SystemName, n as BackendName, t as ArtifactName } from "./names-YBW_uHQc.js";
import { a as indexOf, i as headsOf, n as measuredOf, o as onCard, r as fetchedLedger, s as tailsOf, t as tasksOf } from "./tasks-of-W9nHqczI.js";
import { l as ifThere, n as MAX_SOURCE_BYTES, s as codeOf, t as MAX_ARTIFACT_BYTES } from "./limits-DRiG-UHI.js";
import { o as writeBuilt, r as builtFile, t as countPicturesWithHeap } from "./picture-memory-CxJ73sUB.js";
import { r as readPicture } from "./picture-file-CrzsY8mG.js";
import { c as writeDrawn, i as Layout, l as writePanel } from "./picture-pair-BA4OeJLO.js";
import { n as SOFTWARE } from "./renderer-BEGMlKod.js";
import { c as readSplat, d as lensOf35mm, f as orbit, i as renderViews, l as rasterise } from "./sheet-C4I8DkpI.js";
import { n as figure, s as saySeconds } from "./request-ByIs-QGe.js";
import { r as beginningOf, t as previewScene } from "./scene-BRYUEqP6.js";
import { t as overview } from "./video-DJYL1Kzl.js";
import { i as folderStore, n as layeredStore, t as folderResults } from "./results-B8UsWz7q.js";
import { t as lfsStore } from "./lfs-BjHH8JC1.js";
import { o as readChange } from "./command-change-BlQJ-XOh.js";
import { createHash, randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import { createWriteStream } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { chmod, copyFile, lstat, mkdir, mkdtemp, readFile, readdir, readlink, realpath, rm, writeFile } from "node:fs/promises";
import { availableParallelism, homedir, tmpdir, userInfo } from "node:os";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { finished } from "node:stream/promises";
import "sharp";
import { createInterface } from "node:readline";
import { NodeIO } from "@gltf-transform/core";

// scripts/lib/engine/backends/card-lock.ts
/**
* The file whose lock (flock(2)) whoever computes on the card holds, whichever of our processes on this machine that is: drivers
* take it themselves, once their model is loaded. Its folder is there and belongs to this user alone. Absolute.
*/
async function cardLockFile(env = process.env) {
	const folder = join(tmpdir(), `alpha-ref-${userInfo().uid}`);
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	const card = /^[\w-]+/u.exec(env["CUDA_VISIBLE_DEVICES"] ?? "")?.[0] ?? "0";
	return join(folder, `card-${card}.lock`);
}

// scripts/lib/engine/cost/card-time.ts
const inSeconds = (milliseconds) => Math.round(milliseconds) / 1e3;
/**
* Measures a build that shares a card, from now on. A build that says nothing of the card had it from start to end. The load of
* a model that overlaps the compute of another build is on nobody's bill: the card was busy with the other.
*/
function cardTime(now = () => performance.now()) {
	const began = now();
	const computing = [];
	let [waited, said] = [0, false];
	let since;
	const close = () => {
		if (since?.at === "computing") computing.push({
			fromMs: since.fromMs,
			toMs: now()
		});
		if (since?.at === "waiting") waited += now() - since.fromMs;
		since = void 0;
	};
	return {
		stands(at) {
			close();
			said = true;
			since = {
				at,
				fromMs: now()
			};
		},
		end() {
			close();
			if (!said) computing.push({
				fromMs: began,
				toMs: now()
			});
			return {
				seconds: inSeconds(now() - began - waited),
				gpuSeconds: inSeconds(computing.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)),
				computing
			};
		}
	};
}

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
		energyWh: (during) => samples.length < 2 ? void 0 : (during ?? [{
			fromMs: began,
			toMs: 1e400
		}]).map(({ fromMs, toMs }) => energyOf(between(samples, fromMs - began, toMs - began))).reduce((sum, energy) => sum + energy, 0),
		async [Symbol.asyncDispose]() {
			child.kill("SIGTERM");
			await child;
			await reading;
		}
	};
}
/** The samples of a stretch. What was drawn at its ends is what was read last before them. */
function between(samples, fromMs, toMs) {
	const inside = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
	const [first, last] = [inside[0], inside.at(-1)];
	const before = samples.findLast(({ atMs }) => atMs < fromMs) ?? first;
	if (before === void 0) return [];
	const end = last ?? before;
	return [
		{
			atMs: Math.max(fromMs, samples[0]?.atMs ?? 0),
			watts: before.watts
		},
		...inside,
		...Number.isFinite(toMs) ? [{
			atMs: toMs,
			watts: end.watts
		}] : []
	];
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
/** Whether a build on the CPU may start beside those that run; the card has its own rules (schedule/on-card.ts). */
function admits(machine, running, next) {
	let { slots } = next;
	for (const need of running) slots += need.slots;
	return slots <= machine.slots;
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

// scripts/lib/engine/build/build-one.ts
const logOf = ({ folder }, { key, fence }) => join(folder, "logs", `${key}.${fence}.log`);
/**
* Builds one artifact: inputs are copied for it read-only, its backend runs in a process that sees nothing else, and what it
* left is checked, hashed and stored from outside. Nothing is left behind but the log and what the store has.
*
* @throws {UserError} what the backend threw, `outputs-wrong`, `card-false`, `preview-failed`
*/
async function buildOne(shop, crew, task, lock, { signal, onLog, onProgress, onCard, drivers }) {
	const { node, recipe, key } = task;
	const promises = shop.catalog.get(node.system)?.outputs ?? [];
	const log = logOf(shop, task);
	const seat = await crew.take(node.backend, Object.values(recipe.inputs));
	try {
		const inputs = {};
		for (const [slot, input] of node.reads) {
			const folder = join(seat.inDir, slot);
			const files = input.kind === "artifact" ? await placeArtifact(shop, lock, input.artifact, folder) : await placeSource(shop, factName(input), folder);
			for (const [role, path] of files) {
				const digest = recipe.inputs[`${slot}/${role}`];
				if (digest !== void 0) inputs[`${slot}/${role}`] = {
					path,
					digest
				};
			}
		}
		const needsCard = needOf(node).gpu;
		await using meter = needsCard ? meterPower() : void 0;
		const time = cardTime();
		const pipelines = shop.pipelines ?? join(shop.program, "scripts/lib/engine/pipelines");
		const confinement = await seat.run({
			pipeline: pathToFileURL(join(pipelines, node.system, "pipeline.ts")).href,
			artifact: node.name,
			params: { ...recipe.params },
			seed: recipe.seed,
			pins: { ...recipe.pins },
			inputs,
			...needsCard && { card: {
				lock: await cardLockFile(),
				drives: drivers !== void 0
			} }
		}, {
			log,
			timeoutSeconds: shop.timeoutSeconds(node),
			signal,
			drivers,
			onMessage(message) {
				if (message.kind === "log") return onLog(message.line);
				if (message.kind === "progress") return onProgress(message.share);
				time.stands(message.at);
				onCard?.(message.at);
			}
		});
		const { seconds, gpuSeconds, computing } = time.end();
		const measured = needsCard ? {
			seconds,
			gpuSeconds,
			energyWh: meter?.energyWh(computing)
		} : { seconds };
		await checkOutputs(node.name, seat.outDir, promises);
		const outputs = await storeOutputs(shop.store, seat.outDir, promises);
		return {
			schema: "alpha-result/1",
			key,
			recipe,
			outputs,
			preview: shop.preview === void 0 ? null : await show(shop, shop.preview, node.name, outputs, seat),
			log: (await shop.store.put(log)).digest,
			cost: costOf(measured, shop.rates),
			runner: shop.runner,
			confinement
		};
	} finally {
		await seat.leave();
	}
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
		const bytes = source.kind === "text" ? Buffer.from(source.text) : source.bytes ?? await bytesOf(source.pointer);
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
async function show({ store }, preview, name, outputs, { outDir, workDir }) {
	const file = join(workDir, "preview");
	await preview(name, outputs.map((output) => Object.assign({ path: join(outDir, output.file) }, output)), file);
	return (await store.put(file)).digest;
}
/** Builds at once when nobody says how many. */
const defaultSlots = () => Math.max(1, availableParallelism());

// scripts/lib/engine/build/outcome.ts
/** Whether what reads it cannot be built either. */
const isLost = (outcome) => outcome?.kind === "failed" || outcome?.kind === "skipped" || outcome?.kind === "cancelled";
/** The artifact whose failure began it. */
function rootOf(name, outcomes) {
	const outcome = outcomes.get(name);
	return outcome?.kind === "skipped" ? outcome.without : name;
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

// scripts/lib/engine/backends/comfyui-graph.ts
/** A link to another node's output. */
const Link = tuple([string(), int().nonnegative()]);
/** A graph in ComfyUI's API format, the one that its HTTP interface takes; what its page saves is another. */
const ComfyGraph = record(string(), strictObject({
	class_type: string().min(1),
	inputs: record(string(), Json),
	_meta: strictObject({ title: string() }).exactOptional()
}));

// scripts/lib/engine/backends/comfyui-messages.ts
const NodeError = looseObject({
	class_type: string().default("?"),
	errors: array(looseObject({
		type: string(),
		message: string().default(""),
		details: string().default("")
	})).default([])
});
const NodeErrors = record(string(), NodeError);
/** The answer to POST /prompt, 200. Some outputs may have been dropped all the same: then `node_errors` is not empty. */
const PromptTaken = looseObject({
	prompt_id: string(),
	node_errors: union([NodeErrors, tuple([])]).default({})
});
/** The answer to POST /prompt, 400. */
const PromptRefused = looseObject({
	error: looseObject({
		type: string(),
		message: string().default(""),
		details: string().default("")
	}),
	node_errors: union([NodeErrors, tuple([])]).default({})
});
const Uploaded = looseObject({
	name: string().min(1),
	subfolder: string(),
	type: string()
});
const Queue = looseObject({
	queue_running: array(array(unknown())),
	queue_pending: array(array(unknown()))
});
const File = looseObject({
	filename: string(),
	subfolder: string().default(""),
	type: string().default("output")
});
/** What is remembered of a run that has ended. */
const HistoryEntry = looseObject({
	outputs: record(string(), record(string(), unknown())),
	status: looseObject({
		status_str: string(),
		completed: boolean(),
		messages: array(tuple([string(), unknown()])).default([])
	})
});
/** `{}` until a run has ended, and for one that nobody knows. */
const History = record(string(), HistoryEntry);
const Failed$1 = looseObject({
	node_id: string().default("?"),
	node_type: string().default("?"),
	exception_type: string().default("?"),
	exception_message: string().default("")
});
/** A text frame of the WebSocket, as far as it matters here; others are `undefined`. */
const Event = discriminatedUnion("type", [
	looseObject({
		type: literal("progress"),
		data: looseObject({
			value: number$1(),
			max: number$1(),
			prompt_id: string().nullish(),
			node: string().nullish()
		})
	}),
	looseObject({
		type: literal("executing"),
		data: looseObject({
			node: string().nullable(),
			prompt_id: string().nullish()
		})
	}),
	looseObject({
		type: literal("execution_cached"),
		data: looseObject({
			nodes: array(string()),
			prompt_id: string()
		})
	}),
	looseObject({
		type: _enum([
			"execution_success",
			"execution_error",
			"execution_interrupted",
			"executed"
		]),
		data: looseObject({
			prompt_id: string(),
			node: string().nullish()
		})
	})
]);

// scripts/lib/engine/backends/http.ts
/** One request must not take longer: uploads and pictures, not computing. */
const REQUEST_SECONDS = 60;
/** A longer answer is refused: the largest file that is asked for is a video. */
const MOST_BYTES = 512 * 2 ** 20;
/**
* Asks a server once. Any status is an answer; what the status means is the caller's.
*
* @throws {UserError} `server-unreachable` with how to start it, `server-silent` when it does not answer in time
* @throws the signal's reason when it was aborted
*/
async function ask(server, request, signal) {
	signal.throwIfAborted();
	const clock = AbortSignal.timeout(REQUEST_SECONDS * 1e3);
	try {
		const response = await fetch(`${server.url}${request.path}`, {
			method: request.method,
			signal: AbortSignal.any([signal, clock]),
			redirect: "error",
			...request.json !== void 0 && {
				body: JSON.stringify(request.json),
				headers: { "content-type": "application/json" }
			},
			...request.form !== void 0 && { body: request.form }
		});
		const pieces = [];
		let length = 0;
		for await (const piece of response.body ?? []) {
			length += piece.length;
			if (length > MOST_BYTES) throw new RangeError(`the answer is longer than ${MOST_BYTES} bytes`);
			pieces.push(piece);
		}
		return {
			status: response.status,
			bytes: Buffer.concat(pieces)
		};
	} catch (cause) {
		signal.throwIfAborted();
		if (clock.aborted) throw new UserError("server-silent", `${server.name} at ${server.url} did not answer ${request.method} ${request.path} within ${REQUEST_SECONDS} s`, {
			hint: server.mend,
			cause
		});
		const why = cause instanceof Error && cause.cause !== void 0 ? messageOf$1(cause.cause) : messageOf$1(cause);
		throw new UserError("server-unreachable", `${server.name} at ${server.url} cannot be reached: ${why}`, {
			hint: server.mend,
			cause
		});
	}
}

// scripts/lib/engine/backends/comfyui.ts
const comfyServer = (url) => ({
	name: "ComfyUI",
	url: url.replace(/\/+$/u, ""),
	mend: "Start it in its folder with `python main.py --listen 127.0.0.1 --port 8188 --disable-auto-launch`, or name its address below comfyui.url in the runner file."
});
/** Asks a ComfyUI to unload its models; one that does not answer holds none. */
async function freeComfyui(url) {
	await ask(comfyServer(url), {
		method: "POST",
		path: "/free",
		json: {
			unload_models: true,
			free_memory: true
		}
	}, AbortSignal.timeout(3e4)).catch(() => void 0);
}

// scripts/lib/engine/backends/environment.ts
/** A folder or file of the runner: absolute, or below the home folder as in `~/weights`. */
const HostPath = string().max(4096).regex(/^(?:\/|~\/)[^\u0000-\u001f\u007f]*$/u, "must be an absolute path, or begin with ~/");
/** A program's name or path, or an environment variable's value: one line. */
const OneLine = string().max(4096).regex(/^[^\u0000-\u001f\u007f]*$/u, "must be one line");
const VariableName = string().regex(/^[A-Z_][A-Z0-9_]{0,63}$/u, "must be like HF_HOME");
/** Where a system's own Python and its packages are. */
const Runtime = union([
	strictObject({ path: literal(true) }),
	strictObject({ venv: HostPath }),
	strictObject({
		conda: string().regex(/^(?:[A-Za-z0-9._-]+|\/[^\s]+)$/u, "must be a name or an absolute folder"),
		program: OneLine.default("conda")
	}),
	strictObject({
		container: string().regex(/^[a-z0-9./:_-]+@sha256:[0-9a-f]{64}$/u, "must be name@sha256:… : a tag can be moved"),
		engine: _enum(["podman", "docker"]).default("podman")
	})
]);
const SystemEnvironment = strictObject({
	/** The system's own repository, checked out at the pinned commit. */
	checkout: HostPath.exactOptional(),
	runtime: Runtime.exactOptional(),
	/** Files and folders of weights by the name that the backend gives them. */
	weights: record(string(), HostPath).default({}),
	/** Set for its processes beside PATH and HOME. */
	env: record(VariableName, OneLine).default({}),
	/** A build that takes longer is stopped. */
	minutes: number$1().positive().max(1e4).exactOptional()
});
/** What one machine has: `~/.config/alpha-ref/runner.yml`, never in the repository, never part of a key. */
const Environment = strictObject({
	schema: literal("alpha-runner/1"),
	systems: record(SystemName, SystemEnvironment).default({}),
	comfyui: strictObject({
		/** Where it listens. It has no password, so it must be on this machine or behind a tunnel. */
		url: url({ protocol: /^https?$/u }),
		/** Names of model files in its folders, where they are not the usual ones. */
		models: strictObject({
			fluxDev: OneLine.exactOptional(),
			fluxKrea: OneLine.exactOptional(),
			clip: OneLine.exactOptional(),
			t5: OneLine.exactOptional(),
			vae: OneLine.exactOptional(),
			lora: OneLine.exactOptional()
		}).default({}),
		minutes: number$1().positive().max(1e4).exactOptional()
	}).exactOptional(),
	gpus: array(strictObject({
		index: int().min(0).max(63),
		vramGb: number$1().positive().max(1024)
	})).min(1).exactOptional()
});
/** `$XDG_CONFIG_HOME/alpha-ref/runner.yml`, else `~/.config/alpha-ref/runner.yml`. */
function environmentFile(env = process.env) {
	return join(env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config"), "alpha-ref", "runner.yml");
}
const NOTHING = {
	schema: "alpha-runner/1",
	systems: {}
};
/** @throws {UserError} `environment-invalid`, naming every wrong field at once */
function parseEnvironment(text, file) {
	return parseYamlAs(Environment, text, RepoPath.catch(RepoPath.parse("runner.yml")).parse(basename(file)), "environment-invalid", `Mend the fields above in ${file}; scripts/runner/runner.example.yml shows all of them.`);
}
/**
* Reads the machine's file. Without one every system is where it is by default, so that a dry run can be read on any machine.
*
* @throws {UserError} `environment-invalid`
*/
async function readEnvironment(file = environmentFile()) {
	let text;
	try {
		text = await readFile(file, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return NOTHING;
		throw error;
	}
	return parseEnvironment(text, file);
}
const USUAL_MODELS = {
	fluxDev: "flux1-dev.safetensors",
	fluxKrea: "flux1-krea-dev.safetensors",
	clip: "clip_l.safetensors",
	t5: "t5xxl_fp16.safetensors",
	vae: "ae.safetensors",
	lora: "alpha.safetensors"
};
/** Where ComfyUI listens and what it has: as the owner says, else as it is by default. */
function comfyuiOf({ comfyui }) {
	return {
		url: (comfyui?.url ?? "http://127.0.0.1:8188").replace(/\/+$/u, ""),
		minutes: comfyui?.minutes ?? 60,
		models: {
			...USUAL_MODELS,
			...comfyui?.models
		}
	};
}

// scripts/lib/engine/backends/upstream-process.ts
/** SIGKILL follows SIGTERM after so long: time enough to free VRAM, and less than a build itself is given to end. */
const GRACE_MS$1 = 2e3;
/** Longer lines are cut: a program must not fill the memory of its keeper. */
const LINE_MAX = 8192;
/** What a shell ends with when there is no such program, or one that it may not run. */
const NO_PROGRAM = /* @__PURE__ */ new Set([126, 127]);
/** @throws {UserError} `program-missing` when the shell that keeps a program found none, by its exit code and last words */
function requireStarted([program = ""], exitCode, last) {
	if (!NO_PROGRAM.has(exitCode) || !last.startsWith("alpha-keeper: ")) return;
	throw new UserError("program-missing", `${program} could not be started: ${last.replace(/^alpha-keeper: (?:\d+: )?/u, "")}`, { hint: "Install it, or say where it is in the runner file; `npm run alpha -- doctor` shows what each system lacks." });
}
/** Nothing that a program started may go on when it has ended. */
function endGroup(leader) {
	if (leader === void 0) return;
	try {
		process.kill(-leader, "SIGKILL");
	} catch {}
}
/** What a program inherits: no token and no secret of the one who started us. */
function inherited$1() {
	const kept = {
		LC_ALL: "C.UTF-8",
		PYTHONUNBUFFERED: "1"
	};
	for (const name of [
		"PATH",
		"HOME",
		"USER",
		"XDG_RUNTIME_DIR",
		"CUDA_VISIBLE_DEVICES",
		"TMPDIR"
	]) {
		const value = process.env[name];
		if (value !== void 0) kept[name] = value;
	}
	return kept;
}
/** Bytes to lines, at `\n`, `\r\n` and `\r`; at most `LINE_MAX` characters each. */
function lineSplitter(line) {
	const decoder = new TextDecoder();
	let rest = "";
	const take = (text) => {
		const parts = (rest + text).split(/\r\n|\n|\r(?!$)/u);
		rest = (parts.pop() ?? "").slice(0, LINE_MAX);
		for (const part of parts) if (part !== "") line(part.slice(0, LINE_MAX));
	};
	return {
		add: (piece) => take(decoder.decode(piece, { stream: true })),
		end: () => {
			take(decoder.decode());
			const last = rest.replace(/\r$/u, "");
			if (last !== "") line(last);
			rest = "";
		}
	};
}
/** What a driver says about itself on a line of its own (scripts/drivers/alpha_job.py); the id is that of the request. */
const DriverSays = union([strictObject({
	id: string().nullable(),
	card: _enum(["waiting", "computing"])
}), strictObject({
	id: string(),
	exit: int(),
	serves: boolean()
})]);
/** `undefined` for every other line. */
function driverSays(line) {
	if (!line.startsWith("{\"id\": ")) return void 0;
	try {
		return DriverSays.safeParse(JSON.parse(line)).data;
	} catch {
		return;
	}
}

// scripts/lib/engine/backends/warm-driver.ts
/**
* Leads the group of a driver, whose standard input is its own here. The pipe that tells the keeper of our death is
* descriptor 3.
*/
const KEEPER = `(read -r _ <&3; kill -KILL 0) </dev/null >/dev/null 2>&1 &
exec 3<&-
"$@"
status=$?
kill $! 2>/dev/null
exit $status`;
/** An idle driver ends when its requests do, but Python with CUDA takes a moment. */
const FAREWELL_MS = 1e4;
/** Starts one; its model is loaded with its first job. */
function startDriver({ argv, cwd, env }) {
	let current;
	let [serves, last] = [true, ""];
	const lines = lineSplitter((text) => {
		last = text;
		const said = driverSays(text);
		if (said === void 0 || said.id !== current?.id) current?.request.line(text);
		else if ("card" in said) current.request.stands?.(said.card);
		else {
			serves &&= said.serves;
			current.answered(said.exit);
		}
	});
	const child = execa("sh", [
		"-c",
		KEEPER,
		"alpha-keeper",
		...argv
	], {
		cwd,
		env: {
			...inherited$1(),
			...env
		},
		extendEnv: false,
		stdio: [
			"pipe",
			"pipe",
			"pipe",
			"pipe"
		],
		all: true,
		buffer: false,
		encoding: "buffer",
		reject: false,
		killDescendants: true,
		cleanup: true,
		forceKillAfterDelay: GRACE_MS$1
	});
	for (const pipe of [child.stdin, child.stdio[3]]) pipe.on("error", () => void 0);
	const ended = (async () => {
		for await (const piece of child.iterable({
			from: "all",
			binary: true
		})) lines.add(piece);
		lines.end();
		const { exitCode, signal } = await child;
		serves = false;
		endGroup(child.pid);
		return {
			exitCode,
			signal
		};
	})();
	const end = async () => {
		serves = false;
		child.stdin.end();
		const patience = new AbortController();
		const late = current === void 0 ? FAREWELL_MS : 0;
		await Promise.race([ended, setTimeout$1(late, void 0, { signal: patience.signal }).catch(() => void 0)]);
		patience.abort();
		child.kill();
		await ended;
	};
	const drive = async (request) => {
		request.signal.throwIfAborted();
		if (current !== void 0) throw new RangeError(`the driver of ${request.system} has a job`);
		const began = performance.now();
		const id = randomUUID();
		const aborted = Promise.withResolvers();
		const stop = () => aborted.resolve("aborted");
		request.signal.addEventListener("abort", stop);
		try {
			const answer = new Promise((resolve) => {
				current = {
					id,
					request,
					answered: resolve
				};
			});
			child.stdin.write(`${JSON.stringify({
				id,
				job: request.job,
				result: request.result
			})}\n`);
			const first = await Promise.race([
				answer,
				ended,
				aborted.promise
			]);
			if (first === "aborted") {
				await end();
				throw request.signal.reason;
			}
			const seconds = (performance.now() - began) / 1e3;
			if (typeof first === "number") {
				current = void 0;
				if (!serves) await end();
				return {
					exitCode: first,
					signal: void 0,
					timedOut: false,
					seconds
				};
			}
			requireStarted(argv, first.exitCode, last);
			return {
				...first,
				timedOut: false,
				seconds
			};
		} finally {
			request.signal.removeEventListener("abort", stop);
			current = void 0;
		}
	};
	return {
		serves: () => serves,
		drive,
		end
	};
}

// scripts/lib/engine/backends/warm-drivers.ts
/** Starts a driver where none of the same program, environment and model waits, and keeps it after its job went well. */
function warmDrivers() {
	const kept = /* @__PURE__ */ new Map();
	const end = async (system) => {
		const there = kept.get(system);
		if (there === void 0) return;
		await there.driver.end();
		if (kept.get(system) === there) kept.delete(system);
		await rm(there.folder, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	};
	const obtain = async (request) => {
		const { system } = request;
		const kind = kindOf(request);
		const there = kept.get(system);
		if (there?.busy === true) throw new RangeError(`the driver of ${system} has a job`);
		if (there?.kind === kind && there.driver.serves()) return there;
		await end(system);
		const folder = await mkdtemp(join(tmpdir(), "alpha-driver-"));
		const made = {
			driver: startDriver({
				...request,
				env: {
					...request.env,
					TMPDIR: folder
				}
			}),
			kind,
			folder,
			busy: false
		};
		kept.set(system, made);
		return made;
	};
	return {
		async drive(request) {
			const one = await obtain(request);
			one.busy = true;
			try {
				return await one.driver.drive(request);
			} finally {
				one.busy = false;
				if (!one.driver.serves()) await end(request.system);
			}
		},
		idle: () => [...kept].filter(([, { busy }]) => !busy).map(([system]) => system),
		end,
		async [Symbol.asyncDispose]() {
			await Promise.all([...kept.keys()].map(end));
		}
	};
}
const kindOf = ({ argv, cwd, env, model }) => JSON.stringify([
	argv,
	cwd,
	inOrder(env),
	model
]);

// scripts/lib/engine/backends/residents.ts
/** Who holds VRAM for a build: its system, or the one ComfyUI that makes several. */
const residentOf = ({ backend, system }) => backend === "comfyui" ? COMFYUI : system;
const COMFYUI = "comfyui";
function residents() {
	const drivers = warmDrivers();
	const sizes = /* @__PURE__ */ new Map();
	let comfyui = false;
	return {
		drivers,
		begins(resident, vramGb) {
			sizes.set(resident, resident === COMFYUI ? Math.max(vramGb, sizes.get(resident) ?? 0) : vramGb);
		},
		left(resident) {
			if (resident === COMFYUI) comfyui = true;
		},
		idle: () => new Map([...drivers.idle(), ...comfyui ? [COMFYUI] : []].map((resident) => [resident, sizes.get(resident) ?? 0])),
		async end(resident) {
			if (resident !== COMFYUI) return await drivers.end(resident);
			await freeComfyui(comfyuiOf(await readEnvironment()).url);
			comfyui = false;
		},
		[Symbol.asyncDispose]: () => drivers[Symbol.asyncDispose]()
	};
}

// scripts/lib/engine/schedule/on-card.ts
/**
* Whether the next build may begin now, and what must leave VRAM for it; `undefined` when it must wait. One computes and one
* gets ready beside it (it prepares its inputs, loads its model, and waits for its turn): a second one that got ready would take
* its turn from the first. What is reserved never exceeds what the card has (I21). Idle models leave when the room is needed,
* those first that `later`, the systems of what still has to be built in their order, names last or not at all.
*/
function roomOnCard({ vramGb, builds, idle }, next, later) {
	const present = builds.filter(({ stand }) => stand !== "left");
	if (present.some(({ stand }) => stand !== "computing")) return void 0;
	if (present.some(({ system }) => system === next.system)) return void 0;
	const held = present.reduce((sum, build) => sum + build.vramGb, next.vramGb);
	const resting = [...idle].filter(([system]) => system !== next.system && !present.some((build) => build.system === system));
	const use = (system) => {
		const at = later.indexOf(system);
		return at < 0 ? 1e400 : at;
	};
	const end = [];
	let free = vramGb - held - resting.reduce((sum, [, size]) => sum + size, 0);
	for (const [system, size] of resting.toSorted(([a], [b]) => use(b) - use(a) || (a < b ? -1 : 1))) {
		if (free >= 0) break;
		end.push(system);
		free += size;
	}
	return free >= 0 ? { end } : void 0;
}

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
		if (policy.prefetch !== false) for (const card of cards) prefetch(card);
	};
	/** What will run next on a card, by priority among what is ready or whose parents all run: loaded where there is room. */
	const prefetch = (card) => {
		if (card.loadingUntil > now + EPSILON || card.computing === void 0) return;
		let best;
		for (const task of tasks) {
			if (!onCard(task) || started.has(task.name) || task.vramGb > card.vramGb) continue;
			if (!(ready.has(task.name) || policy.prefetch === true && task.parents.every((parent) => ended.has(parent) || started.has(parent)))) continue;
			if (best === void 0 || priorityOf(task) > priorityOf(best)) best = task;
		}
		if (best === void 0 || cards.some((other) => best !== void 0 && other.resident.has(best.model))) return;
		const needed = policy.prefetch === true ? [...ready] : [];
		const keep = new Set(needed.flatMap((name) => index.get(name)?.model ?? []));
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
const NEAR = 1.04;
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
	for (let turns = 0; turns < tries * ROUNDS && far(turns < tries ? 1.0001 : NEAR); turns += 1) {
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
			prefetch: turn < .15 ? best.policy.prefetch === false : best.policy.prefetch,
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
* that is ready and fits starts, a card computes one at a time, the next model is loaded meanwhile, one that is needed again
* stays where it lies), the order of the plan among them, and the shortest is taken: by the expected times it is never longer than the order of the plan.
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
		prefetch: "ready",
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
	workDir: string(),
	/** Of a build that shares the card: its lock, and whether the parent keeps drivers. */
	card: strictObject({
		lock: string(),
		drives: boolean()
	}).exactOptional()
});
/** Where a build stands with the card. */
const AtCard = strictObject({
	kind: literal("card"),
	at: _enum([
		"waiting",
		"computing",
		"left"
	])
});
/** `code` and `hint` when the reader can mend it. */
const Failed = strictObject({
	kind: literal("failed"),
	code: string().exactOptional(),
	message: string(),
	hint: string().exactOptional()
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
	AtCard,
	strictObject({
		kind: literal("drive"),
		system: string(),
		model: Json,
		argv: array(string()),
		cwd: string(),
		env: record(string(), string()),
		job: string(),
		result: string()
	}),
	strictObject({ kind: literal("stop") }),
	strictObject({ kind: literal("done") }),
	Failed
]);
/** What the parent tells of a job that a driver does, one JSON document a line, on standard input. */
const ParentMessage = discriminatedUnion("kind", [
	strictObject({
		kind: literal("line"),
		text: string()
	}),
	AtCard,
	strictObject({
		kind: literal("ended"),
		exitCode: int().optional(),
		signal: string().optional(),
		seconds: number$1().nonnegative()
	}),
	Failed
]);
/** What went wrong, as one process tells another. */
function failureMessage(cause) {
	if (cause instanceof UserError) return {
		kind: "failed",
		code: cause.code,
		message: cause.message,
		hint: cause.hint
	};
	return {
		kind: "failed",
		message: cause instanceof Error ? cause.stack ?? cause.message : String(cause)
	};
}
/** Ends what a job printed, on standard output and on standard error; with what was left of a line before it. */
const END_OF_WORDS = "\0end of words";

// scripts/lib/engine/backends/parent-drive.ts
/** @param write a line to the process's standard input */
function driveForChild(drivers, write) {
	let stop = new AbortController();
	let job = Promise.resolve();
	const tell = (message) => write(JSON.stringify(message));
	const work = async (request) => {
		if (drivers === void 0) throw new RangeError(`nobody keeps drivers here, for ${request.system}`);
		const { exitCode, signal, seconds } = await drivers.drive({
			...request,
			signal: stop.signal,
			line: (text) => tell({
				kind: "line",
				text
			}),
			stands: (at) => tell({
				kind: "card",
				at
			})
		});
		tell({
			kind: "ended",
			exitCode,
			signal,
			seconds
		});
	};
	return {
		heard(message) {
			if (message.kind === "stop") stop.abort(/* @__PURE__ */ new Error("the job is no longer wanted"));
			else {
				stop = new AbortController();
				job = work(message).catch((error) => tell(failureMessage(error)));
			}
		},
		async end() {
			stop.abort(/* @__PURE__ */ new Error("the build has ended"));
			await job;
		}
	};
}

// scripts/lib/engine/backends/time-limit.ts
/** Begins at once. Longer than 24 days is 24 days: what a timer can hold. */
function timeLimit(seconds) {
	const over = new AbortController();
	let left = Math.min(seconds * 1e3, 2 ** 31 - 1);
	let since = performance.now();
	let timer;
	const run = () => {
		since = performance.now();
		timer = setTimeout(() => over.abort(/* @__PURE__ */ new Error("its time is over")), Math.max(0, left));
	};
	const stop = () => {
		clearTimeout(timer);
		timer = void 0;
	};
	run();
	return {
		signal: over.signal,
		passed: () => over.signal.aborted,
		pause() {
			if (timer === void 0) return;
			left -= performance.now() - since;
			stop();
		},
		resume() {
			if (timer === void 0 && !over.signal.aborted) run();
		},
		[Symbol.dispose]: stop
	};
}

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
* Short-lived numbers have room until they are gone, and are not collected by threads that wait for each other. Pictures count
* towards one limit together with all else, and are collected when that is reached: by default every 64 MB of them are looked for.
*/
const MEMORY = [
	"--max-semi-space-size=64",
	"--single-threaded-gc",
	"--external-memory-accounted-in-global-limit",
	"--initial-heap-size=192"
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

// scripts/lib/engine/build/worker.ts
/** In the tree, not beside this file: an action's bundle lies elsewhere. */
const CHILD = "scripts/lib/engine/backends/child.ts";
const GRACE_MS = 5e3;
const TAIL_LINES = 20;
/**
* Starts a worker.
*
* @param program the tree that holds `scripts` and `node_modules`: what the program itself is. Absolute.
* @param own what it may touch beside the program
*/
async function startWorker(backend, program, own) {
	const { argv: [file, ...argv], confinement } = await confine(backend, process.execPath, [join(program, CHILD)], {
		reads: [
			join(program, "scripts"),
			...await packageFolders(program),
			join(program, "package.json"),
			...own.reads
		],
		writes: own.writes
	});
	const child = execa(file, argv, {
		cwd: "/",
		env: {
			...inherited(),
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
	child.stdin.on("error", () => void 0);
	let ear;
	const words = (line) => {
		if (!line.endsWith("\0end of words")) return ear?.line(line);
		if (line !== "\0end of words") ear?.line(line.slice(0, -END_OF_WORDS.length));
		ear?.silence();
	};
	const readers = [
		linesOf(child.stdout, words),
		linesOf(child.stderr, words),
		linesOf(child.stdio[3], (line) => {
			const message = messageOf(line);
			if (message === void 0) ear?.line(line);
			else ear?.message(message);
		})
	];
	let usable = true;
	const ended = (async () => {
		const result = await child;
		usable = false;
		killGroup(child.pid, "SIGKILL");
		await Promise.all(readers);
		return result;
	})();
	const end = async () => {
		usable = false;
		killGroup(child.pid, "SIGKILL");
		await ended;
	};
	return {
		confinement,
		get usable() {
			return usable;
		},
		end,
		async run(job, { log, timeoutSeconds, signal, onMessage, drivers }) {
			signal.throwIfAborted();
			await mkdir(dirname(log), { recursive: true });
			const tail = [];
			const written = createWriteStream(log);
			let told;
			const over = Promise.withResolvers();
			const limit = timeLimit(timeoutSeconds);
			const driving = driveForChild(drivers, (line) => child.stdin.write(`${line}\n`));
			let talking = 3;
			const silence = () => {
				talking -= 1;
				if (talking === 0) over.resolve(void 0);
			};
			ear = {
				line: (line) => {
					written.write(`${line}\n`);
					tail.push(line);
					if (tail.length > TAIL_LINES) tail.shift();
				},
				message: (message) => {
					if (message.kind === "log") ear?.line(message.line);
					if (message.kind === "card" && message.at === "waiting") limit.pause();
					else if (message.kind === "card") limit.resume();
					if (message.kind === "drive" || message.kind === "stop") return driving.heard(message);
					if (message.kind !== "done" && message.kind !== "failed") return onMessage(message);
					told = message;
					silence();
				},
				silence
			};
			let ending;
			let force;
			const stop = (why) => () => {
				if (ending !== void 0) return;
				ending = why;
				killGroup(child.pid, "SIGTERM");
				force = setTimeout(() => killGroup(child.pid, "SIGKILL"), GRACE_MS);
			};
			const cancel = stop("cancelled");
			limit.signal.addEventListener("abort", stop("timeout"));
			signal.addEventListener("abort", cancel);
			try {
				child.stdin.write(`${JSON.stringify(job)}\n`);
				const result = await Promise.race([over.promise, ended]);
				if (told?.kind !== "done" || ending !== void 0) await end();
				else if (usable && !await killedStrays(child.pid)) await end();
				await driving.end();
				signal.throwIfAborted();
				if (ending === "timeout") throw timedOut(job, timeoutSeconds, tail);
				if (told?.kind === "done") return;
				if (told?.kind === "failed" && told.code !== void 0 && told.hint !== void 0) throw new UserError(told.code, told.message, { hint: told.hint });
				throw died(job, told?.kind === "failed" ? told.message : endOf(result ?? {}), tail, log);
			} finally {
				limit[Symbol.dispose]();
				clearTimeout(force);
				signal.removeEventListener("abort", cancel);
				ear = void 0;
				written.end();
				await finished(written);
			}
		}
	};
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
	kill(-leader, signal);
}
function kill(target, signal) {
	try {
		process.kill(target, signal);
	} catch (cause) {
		if (codeOf(cause) !== "ESRCH") throw cause;
	}
}
/**
* Kills everything in a group but its leader. `false` where processes cannot be listed: there, the leader must end, too.
*/
async function killedStrays(leader) {
	for (;;) {
		const members = await membersOf(leader);
		if (members === void 0) return false;
		if (members.length === 0) return true;
		for (const member of members) kill(member, "SIGKILL");
	}
}
/** Living processes of a group beside its leader; `undefined` where that cannot be told. */
async function membersOf(leader) {
	const processes = await ifThere(readdir("/proc")) ?? [];
	if (leader === void 0 || !processes.includes(String(leader))) return void 0;
	const members = [];
	for (const name of processes) {
		if (!/^\d+$/u.test(name) || Number(name) === leader) continue;
		const stat = await readFile(join("/proc", name, "stat"), "latin1").catch(() => "");
		const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		if (Number(group) === leader && state !== "Z") members.push(Number(name));
	}
	return members;
}
const endOf = ({ exitCode, signal, shortMessage }) => signal === void 0 ? exitCode === void 0 ? shortMessage ?? "it did not start" : `exit ${exitCode}` : signal;
const died = ({ artifact }, how, tail, log) => new UserError("build-died", [`the build of ${artifact} ended without a result: ${how}`, ...tail].join("\n"), { hint: `The whole log is in ${log}.` });
const timedOut = ({ artifact }, seconds, tail) => new UserError("build-timeout", [`the build of ${artifact} took longer than ${seconds} s`, ...tail].join("\n"), { hint: "Look at the end of the log above for where it hung; give it more time if it only was slow." });

// scripts/lib/engine/build/crew.ts
/**
* Those who build, for as long as some builds take. A model's program is started for each of its builds. A preview costs
* less than the start of what computes it: one process makes one preview after another, what it found in a picture once is
* found, and what it can read at any time are the inputs of the one that it is at.
*
* @param folder holds a folder for each seat; what a killed builder left there is removed
* @param program as of `startWorker`
*/
async function crewIn(folder, program) {
	await clearAbandoned(folder);
	const places = [];
	return {
		async take(backend, digests) {
			const free = places.filter((place) => !place.taken && place.backend === backend);
			const known = (place) => digests.filter((digest) => place.known.has(digest)).length;
			const [best] = free.toSorted((a, b) => known(b) - known(a));
			const place = best ?? {
				backend,
				path: join(folder, `${process.pid}-${serial += 1}`),
				known: /* @__PURE__ */ new Set()
			};
			if (best === void 0) places.push(place);
			place.taken = true;
			return sit(place, digests, program);
		},
		async [Symbol.asyncDispose]() {
			for (const { path, worker } of places) {
				await worker?.end();
				await rm(path, {
					recursive: true,
					force: true,
					maxRetries: 3
				});
			}
		}
	};
}
/** In this process, several crews may use one folder. */
let serial = 0;
async function sit(place, digests, program) {
	const [inDir, outDir, workDir] = [
		join(place.path, "in"),
		join(place.path, "out"),
		join(place.path, "work")
	];
	await rm(place.path, {
		recursive: true,
		force: true,
		maxRetries: 3
	});
	for (const path of [
		inDir,
		outDir,
		workDir
	]) await mkdir(path, { recursive: true });
	return {
		inDir,
		outDir,
		workDir,
		async run(job, options) {
			options.signal.throwIfAborted();
			if (place.worker?.usable !== true) {
				place.known.clear();
				place.worker = await startWorker(place.backend, program, {
					reads: [place.path],
					writes: [outDir, workDir]
				});
			}
			const { worker } = place;
			for (const digest of digests) place.known.add(digest);
			await worker.run({
				...job,
				backend: place.backend,
				outDir,
				workDir
			}, options);
			if (place.backend !== "preview") await worker.end();
			return worker.confinement;
		},
		async leave() {
			await rm(place.path, {
				recursive: true,
				force: true,
				maxRetries: 3
			});
			place.taken = false;
		}
	};
}
/** Removes the seats of builders that are no more. */
async function clearAbandoned(folder) {
	for (const name of await ifThere(readdir(folder)) ?? []) {
		const builder = Number(/^(\d+)-\d+$/u.exec(name)?.[1]);
		if (Number.isSafeInteger(builder) && !lives(builder)) await rm(join(folder, name), {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	}
}
function lives(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (cause) {
		return codeOf(cause) === "EPERM";
	}
}

// scripts/lib/engine/build/obtain.ts
const isReady = (item) => item.recipe !== void 0 && item.key !== void 0;
/** The result of a key: the one that is there, or a new one. Never throws: what went wrong is the outcome. */
async function obtain(options, crew, item, lock, watch) {
	const { results, onEvent } = options;
	const { signal } = watch;
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
			const result = await buildOne(options, crew, task, lock, {
				...watch,
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

// scripts/lib/engine/build/twins.ts
/**
* The same builds, in their order, but previews that do what one that runs does come last: after it, its worker knows what
* they would have to find out (the round of camera and scene on which every episode is shown).
*
* @param running is asked whenever it is the next one's turn
*/
function* twinsLast(builds, running) {
	const twins = [];
	for (const build of builds) if (Iterator.from(running()).some((other) => areTwins(build, other))) twins.push(build);
	else yield build;
	yield* twins;
}
/** Whether two are previews by one system of some equal input. */
function areTwins(one, other) {
	if (one.node.backend !== "preview" || other.node.backend !== "preview") return false;
	if (one.node.system !== other.node.system) return false;
	const read = new Set(Object.values(one.recipe?.inputs ?? {}));
	return Object.values(other.recipe?.inputs ?? {}).some((digest) => read.has(digest));
}

// scripts/lib/engine/build/build-stale.ts
/**
* Builds what is stale. After each build the plan is made again from the new line, so that equal bytes cut off what
* follows; what is ready starts as soon as the machine has room, in the order that ends soonest by what is expected; a failure
* stops only what reads it. On the card one build computes while the next loads its model, where both fit, and a driver of ours
* stays for the next build of its system. Every result is kept by its key as it comes: a run that is killed loses the builds that
* were running and nothing else.
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
	await using vram = residents();
	let woken = Promise.withResolvers();
	await using crew = await crewIn(join(options.folder, "jobs"), options.program);
	const end = (name, outcome) => {
		outcomes.set(name, outcome);
		if (outcome.kind === "built" || outcome.kind === "reused") lock.set(name, outcome.line);
		onEvent?.({
			kind: "ended",
			name,
			outcome
		});
	};
	const start = (item, room) => {
		onEvent?.({
			kind: "started",
			name: item.name,
			because: item.causes
		});
		const need = needOf(item.node);
		const system = residentOf(item.node);
		if (need.gpu) vram.begins(system, need.vramGb);
		const onCard = (stand) => {
			if (stand === "left") vram.left(system);
			running.set(item.name, {
				...entry,
				stand
			});
			woken.resolve();
		};
		const stop = new AbortController();
		const work = async () => {
			await Promise.all(room.end.map((other) => vram.end(other)));
			const either = AbortSignal.any([signal, stop.signal]);
			const outcome = await obtain(options, crew, item, lock, {
				onCard,
				drivers: vram.drivers,
				signal: either
			});
			running.delete(item.name);
			end(item.name, outcome);
		};
		const entry = {
			...item,
			need,
			system,
			stand: void 0,
			stop,
			ended: work()
		};
		running.set(item.name, entry);
	};
	const roomFor = (item, later) => {
		const need = needOf(item.node);
		if (!need.gpu) return admits(options.machine, needsOf(running), need) ? { end: [] } : void 0;
		return roomOnCard({
			vramGb: options.machine.vramGb ?? 0,
			builds: [...running.values()].flatMap((build) => build.need.gpu ? [{
				...build,
				vramGb: build.need.vramGb
			}] : []),
			idle: vram.idle()
		}, {
			system: residentOf(item.node),
			vramGb: need.vramGb
		}, later.map(({ node }) => residentOf(node)));
	};
	let closed = false;
	const makeWay = (next) => {
		closed = true;
		const built = [...outcomes].flatMap(([name, outcome]) => "line" in outcome ? [[name, outcome.line]] : []);
		const asked = makePlan(next.graph, next.facts, new Map([...next.lock, ...built]), catalog);
		const keys = new Map(staleOf(asked).map(({ name, key }) => [name, key]));
		for (const [name, { key, stop }] of running) if (keys.get(name) !== key) stop.abort(/* @__PURE__ */ new Error("it is no longer asked for"));
		woken.resolve();
	};
	options.newer?.then(makeWay).catch(() => void 0);
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
		/** The first that is ready has the card; none after it gets ready before it. */
		let cardTaken = false;
		for (const item of twinsLast(stale, () => running.values())) {
			if (outcomes.has(item.name) || !isReady(item)) continue;
			const impossible = faultOf(() => requireMachine(options.machine, item.node));
			if (signal.aborted || closed) end(item.name, { kind: "cancelled" });
			else if (impossible !== void 0) end(item.name, {
				kind: "failed",
				error: impossible,
				log: void 0
			});
			else if (!needOf(item.node).gpu || !cardTaken) {
				const room = roomFor(item, stale.slice(stale.indexOf(item) + 1));
				cardTaken ||= needOf(item.node).gpu;
				if (room !== void 0) start(item, room);
			}
		}
		woken = Promise.withResolvers();
		if (running.size > 0) await Promise.race([woken.promise, ...[...running.values()].map(({ ended }) => ended)]);
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
function* needsOf(running) {
	for (const { need } of running.values()) yield need;
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

// scripts/lib/engine/build/with-backend.ts
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

// scripts/lib/engine/change/build-change.ts
/**
* Builds what is stale at a commit and leaves everything in `out`, also when some of it failed: a job that has no token to
* write anywhere hands its work on so. Pictures are looked at, whatever their cards say.
*/
async function buildChange({ root, commit, out, backend, ledger, newer, ...options }) {
	const read = await readSnapshot(root, commit, {
		catalog: options.catalog,
		bytesOf: options.bytesOf,
		trust: /* @__PURE__ */ new Map()
	});
	const snapshot = backend === void 0 ? read : withBackend(read, backend, options);
	const report = await buildStale({
		...options,
		snapshot,
		measured: measuredOf(snapshot.graph, ledger),
		newer: newer?.then((next) => readSnapshot(root, next, {
			catalog: options.catalog,
			bytesOf: options.bytesOf,
			trust: "cards"
		}))
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
			const drawer = SOFTWARE[medium];
			const { views } = await renderViews({
				medium,
				file,
				views: ["front"],
				drawer,
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

// scripts/lib/media/mesh/kernel/kernel.wasm.ts
const KERNEL = [
	"AGFzbQEAAAABHQNgCX9/f39/f39/fwBgBH9/f38AYAZ/f39/f38AAg8BA2VudgZtZW1vcnkCAAADBQQAAQIABysFB3Byb2plY3QA",
	"AQRmaWxsAAMFcGxhY2UAAgVzaGFkZQAABm1lbW9yeQIACsgdBMMRAwh7A30NfyAAQQF0IRn9DAAAAAAAAAAAAACAPwAAgD8gBrIi",
	"Ef0gACAHsiIS/SABIQr9DAAAAAAAAAAAAACAPwAAgD8gEUPFIIC/kv0gACASQ8UggL+S/SABIQsDQCABIBRKBEAgAyAUQQF0IBls",
	"QQJ0aiEHIBlBAnQhFkEAIRUDQCAAIBVKBEACQCAHIBZqIhgqAgRDAAAAAFwiFyAYKgIAQwAAAABcIhsgByoCAEMAAAAAXCIdIAcq",
	"AgRDAAAAAFwiGmpqaiIYRQRAIAhBADYCAAwBCyAVQQF0IRwgFEEBdCEeIAQgByADa2ohH0MAAAA/IREgCCAYQQRGIB0EeyAcskMA",
	"AAA/kiACIB8oAgBB0ABsaiIgKgIwkyESICD9AAQAICD9AAQQICAqAjggEpQgICoCPCAeskMAAAA/kiAgKgI0kyITlJL9E/3mASAg",
	"/QAEICAgKgJAIBKUICAqAkQgE5SS/RP95gH95AH95AEiCSAJ/R8C/RP95wEF/QwAAAAAAAAAAAAAAAAAAAAACyIJIBcEeyAcQQFq",
	"skMAAAA/kiACIBYgH2ooAgRB0ABsaiIgKgIwkyESICD9AAQAICD9AAQQICAqAjggEpQgICoCPCAeQQFqskMAAAA/kiAgKgI0kyIT",
	"lJL9E/3mASAg/QAEICAgKgJAIBKUICAqAkQgE5SS/RP95gH95AH95AEiDCAM/R8C/RP95wEF/QwAAAAAAAAAAAAAAAAAAAAACyIM",
	"/eUB/eABIAr95gEiDf0fAEMAAEBAXXEgDf0fAUMAAEBAXXEEeyAFIAkgCv3mAf0MAAAAPwAAAD8AAAA/AAAAP/3lAf0MAAAAAAAA",
	"AAAAAAAAAAAAAP3rASAL/eoBIgn9+AEiDf0bASAGbCAN/RsAakECdGoiF/1dAwD9iQEiDv2pAf37ASIPIA79qgH9+wEgD/3lASAJ",
	"IA39+gH95QEiCf0fAP0TIg395gH95AEiDiAGQQJ0IhogF2r9XQMA/YkBIg/9qQH9+wEiECAP/aoB/fsBIBD95QEgDf3mAf3kASAO",
	"/eUBIAn9HwH9E/3mAf3kASAFIAwgCv3mAf0MAAAAPwAAAD8AAAA/AAAAP/3lAf0MAAAAAAAAAAAAAAAAAAAAAP3rASAL/eoBIgn9",
	"+AEiDP0bASAGbCAM/RsAakECdGoiF/1dAwD9iQEiDf2pAf37ASIOIA39qgH9+wEgDv3lASAJIAz9+gH95QEiCf0fAP0TIgz95gH9",
	"5AEiDSAXIBpq/V0DAP2JASIO/akB/fsBIg8gDv2qAf37ASAP/eUBIAz95gH95AEgDf3lASAJ/R8B/RP95gH95AH95AEFIB0Ee/0M",
	"AAAAAAAAAAAAAAAAAAAAACAFIAkgCv3mAf0MAAAAPwAAAD8AAAA/AAAAP/3lAf0MAAAAAAAAAAAAAAAAAAAAAP3rASAL/eoBIgn9",
	"+AEiDf0bASAGbCAN/RsAakECdGoiHf1dAwD9iQEiDv2pAf37ASIPIA79qgH9+wEgD/3lASAJIA39+gH95QEiCf0fAP0TIg395gH9",
	"5AEiDiAdIAZBAnRq/V0DAP2JASIP/akB/fsBIhAgD/2qAf37ASAQ/eUBIA395gH95AEgDv3lASAJ/R8B/RP95gH95AH95AEF/QwA",
	"AAAAAAAAAAAAAAAAAAAACyEJIBoEQCAcQQFqskMAAAA/kiACIB8oAgRB0ABsaiIaKgIwkyERIAkgBSAa/QAEACAa/QAEECAaKgI4",
	"IBGUIBoqAjwgHrJDAAAAP5IgGioCNJMiEpSS/RP95gEgGv0ABCAgGioCQCARlCAaKgJEIBKUkv0T/eYB/eQB/eQBIgkgCf0fAv0T",
	"/ecBIAr95gH9DAAAAD8AAAA/AAAAPwAAAD/95QH9DAAAAAAAAAAAAAAAAAAAAAD96wEgC/3qASIJ/fgBIg39GwEgBmwgDf0bAGpB",
	"AnRqIhr9XQMA/YkBIg79qQH9+wEiDyAO/aoB/fsBIA/95QEgCSAN/foB/eUBIgn9HwD9EyIN/eYB/eQBIg4gGiAGQQJ0av1dAwD9",
	"iQEiD/2pAf37ASIQIA/9qgH9+wEgEP3lASAN/eYB/eQBIA795QEgCf0fAf0T/eYB/eQB/eQBIQkLIBsEQCAcskMAAAA/kiACIBYg",
	"H2ooAgBB0ABsaiIaKgIwkyERIAkgBSAa/QAEACAa/QAEECAaKgI4IBGUIBoqAjwgHkEBarJDAAAAP5IgGioCNJMiEpSS/RP95gEg",
	"Gv0ABCAgGioCQCARlCAaKgJEIBKUkv0T/eYB/eQB/eQBIgkgCf0fAv0T/ecBIAr95gH9DAAAAD8AAAA/AAAAPwAAAD/95QH9DAAA",
	"AAAAAAAAAAAAAAAAAAD96wEgC/3qASIJ/fgBIg39GwEgBmwgDf0bAGpBAnRqIhr9XQMA/YkBIg79qQH9+wEiDyAO/aoB/fsBIA/9",
	"5QEgCSAN/foB/eUBIgn9HwD9EyIN/eYB/eQBIg4gGiAGQQJ0av1dAwD9iQEiD/2pAf37ASIQIA/9qgH9+wEgEP3lASAN/eYB/eQB",
	"IA795QEgCf0fAf0T/eYB/eQB/eQBIQkLQwAAgD8gGLKVIREgFwR7IAkgBSAMIAr95gH9DAAAAD8AAAA/AAAAPwAAAD/95QH9DAAA",
	"AAAAAAAAAAAAAAAAAAD96wEgC/3qASIJ/fgBIgz9GwEgBmwgDP0bAGpBAnRqIhf9XQMA/YkBIg39qQH9+wEiDiAN/aoB/fsBIA79",
	"5QEgCSAM/foB/eUBIgn9HwD9EyIM/eYB/eQBIg0gFyAGQQJ0av1dAwD9iQEiDv2pAf37ASIPIA79qgH9+wEgD/3lASAM/eYB/eQB",
	"IA395QEgCf0fAf0T/eYB/eQB/eQBBSAJCwsgEf0T/eYBIBiyQwAAf0KU/SAD/Wr9+QEiCSAJ/YYBIgkgCf1m/RsANgIACyAVQQFq",
	"IRUgB0EIaiEHIAhBBGohCAwBCwsgFEEBaiEUDAELCwumAgIVfAF/IAIrAwAhByACKwMIIQggAisDECEJIAIrAxghCiACKwMgIQsg",
	"AisDKCEMIAIrAzAhDSACKwM4IQ4gAisDQCEPIAIrA0ghECACKwNQIREgAisDWCESIAIrA2AhEyACKwNoIRQgAisDcCEVIAIrA3gh",
	"FgNAIAAgGUoEQCADIBQgE0QAAAAAAADwPyANIAEqAgC7IgSiIA4gASoCBLsiBaKgIA8gASoCCLsiBqKgIBKgIhejRAAAAAAAAAAA",
	"IBYgF2MbIheiIhggByAEoiAIIAWioCAJIAaioCAQoKKgtjgCACADIBUgGCAKIASiIAsgBaKgIAwgBqKgIBGgoqC2OAIEIAMgF7Y4",
	"AgggAUEMaiEBIANBDGohAyAZQQFqIRkMAQsLC6IBAgF7An0gALJDAAAAP5IgAyAEIAEgAmwgAGpBAnRqKAIAQdAAbGoiACoCMJMh",
	"ByAFIAD9AAQAIAD9AAQQIAAqAjggB5QgACoCPCABskMAAAA/kiAAKgI0kyIIlJL9E/3mASAA/QAEICAAKgJAIAeUIAAqAkQgCJSS",
	"/RP95gH95AH95AEiBiAG/R8C/RP95wEiBv0fADgCACAFIAb9HwE4AgQLtAgECX8Kewd9DHwgB0EAIAQgBWxBAnT8CwADQCAAIA1K",
	"BEACQCADIAEoAgQiCUEMbGoiCioCCLsiKkQAAAAAAAAAAGEgAyABKAIAIg9BDGxqIgsqAgi7IiNEAAAAAAAAAABhciADIAEoAggi",
	"EEEMbGoiDCoCCLsiKUQAAAAAAAAAAGFyDQAgDCoCALsiLSALKgIAuyIsoSImIAoqAgS7Ii4gCyoCBLsiK6EiJaIgCioCALsiKCAs",
	"oSAMKgIEuyInICuhoqEiJEQAAAAAAAAAAGRFDQAgBEEBa7cgLCAoIC2lpUQAAAAAAADgv6CbRAAAAAAAAPC/oKREAAAAAAAA8L+l",
	"/AIiDCAEtyAsICggLaSkRAAAAAAAAOC/oJtEAAAAAAAAAAClpPwCIgpIIAW3ICsgJyAupKREAAAAAAAA4L+gm0QAAAAAAAAAAKWk",
	"/AIiDiAFQQFrtyArICcgLqWlRAAAAAAAAOC/oJtEAAAAAAAA8L+gpEQAAAAAAADwv6X8AiILSnINACACIA9BA3RqIg8qAgS7ICOi",
	"IS0gBiAPKgIAuyAjoiIutjgCACAGIC22OAIEIAYgI7YiITgCCCAGIAIgCUEDdGoiCSoCALsgKqIgLqG2OAIQIAYgCSoCBLsgKqIg",
	"LaG2OAIUIAYgKiAjobYiIjgCGCAGIAIgEEEDdGoiCSoCALsgKaIgLqG2OAIgIAYgCSoCBLsgKaIgLaG2OAIkIAYgKSAjobYiHjgC",
	"KCAGICy2OAIwIAYgK7Y4AjQgBiArICehRAAAAAAAAPA/ICSjIiOitiIgOAI4IAYgJiAjorYiHTgCPCAGICUgI6K2Ih84AkAgBiAs",
	"ICihICOitiIcOAJEIA39ESEYICH9EyEXICL9EyEWIB79EyEVIAz9ESEU/QwAAAAAAACAPwAAAEAAAEBAICD9E/3mASET/QwAAAAA",
	"AACAPwAAAEAAAEBAIB/9E/3mASESA0AgCyAOTgRAIA6yQwAAAD+SICu2kyEeIAQgDmxBAnQhDyAKIQkDQCAJIAxMBEAgICAJskMA",
	"AAA/kiAstpMiIZQgHSAelJL9EyAT/eQBIhn9DBe30bgXt9G4F7fRuBe30bj9RiAfICGUIBwgHpSS/RMgEv3kASIa/QwXt9G4F7fR",
	"uBe30bgXt9G4/Ub9TiAZIBr95AH9DEcDgD9HA4A/RwOAP0cDgD/9RSAJ/RH9DAAAAAABAAAAAgAAAAMAAAD9rgEgFP09/U79TiIb",
	"/VMEQCAbIBcgFiAZ/eYBIBUgGv3mAf3kAf3kASIZIA8gCUECdGoiECAHaiIR/QAEACIa/UT9TiEbIBEgGSAaIBv9Uv0LBAAgCCAQ",
	"aiIQIBggEP0ABAAgG/1S/QsEAAsgCUEEaiEJDAELCyAOQQFqIQ4MAQsLCyANQQFqIQ0gAUEMaiEBIAZB0ABqIQYMAQsLCw=="
].join("");

// scripts/lib/media/mesh/kernel/stage.ts
/** Pixels a side that a pixel is made of. */
const FINER = 2;
/** What is kept of a triangle, bytes. */
const RECORD = 80;
const CAMERA_NUMBERS = 16;
const PAGE = 65536;
const abort = () => {
	throw new Error("the mesh kernel stopped");
};
let compiled;
/** The memory and the WebAssembly in which meshes are drawn at one size. */
var Stage = class {
	#size;
	#memory;
	#exports;
	#camera;
	#place;
	#nearness;
	#triangles;
	#picture;
	#start;
	#places;
	#kept;
	constructor(size) {
		const { width, height } = size;
		this.#size = size;
		const finer = width * height * 2 * 2 * 4;
		const layout = new Layout(PAGE);
		this.#camera = layout.take(128);
		this.#place = layout.take(8);
		this.#nearness = layout.take(finer);
		this.#triangles = layout.take(finer);
		this.#picture = layout.take(width * height * 4);
		this.#start = layout.end;
		compiled ??= new WebAssembly.Module(Buffer.from(KERNEL, "base64"));
		this.#memory = new WebAssembly.Memory({
			initial: Math.ceil(layout.end / PAGE),
			maximum: PAGE
		});
		this.#exports = new WebAssembly.Instance(compiled, { env: {
			memory: this.#memory,
			abort
		} }).exports;
	}
	/** @throws {RangeError} when a triangle has a corner that the mesh has not */
	draw(mesh, camera, into) {
		const at = this.#keep(mesh);
		const { width, height } = this.#size;
		const [columns, rows] = [width * 2, height * 2];
		new Float32Array(this.#memory.buffer, at.positions, mesh.positions.length).set(mesh.positions);
		new Float64Array(this.#memory.buffer, this.#camera, CAMERA_NUMBERS).set(cameraNumbers(camera, columns, rows));
		this.#call("project", [
			mesh.positions.length / 3,
			at.positions,
			this.#camera,
			at.projected
		]);
		const seen = [
			at.records,
			this.#nearness,
			this.#triangles
		];
		this.#call("fill", [
			mesh.indices.length / 3,
			at.indices,
			at.uvs,
			at.projected,
			columns,
			rows,
			...seen
		]);
		const { texture } = mesh;
		this.#call("shade", [
			width,
			height,
			...seen,
			at.texels,
			texture.width,
			texture.height,
			this.#picture
		]);
		into.set(new Uint8ClampedArray(this.#memory.buffer, this.#picture, width * height * 4));
	}
	get nearness() {
		const { width, height } = this.#size;
		return new Float32Array(this.#memory.buffer, this.#nearness, width * height * 2 * 2);
	}
	get triangles() {
		const { width, height } = this.#size;
		return new Uint32Array(this.#memory.buffer, this.#triangles, width * height * 2 * 2);
	}
	/** u and v of what the last picture shows in a finer pixel where it shows something. */
	uvAt(column, row) {
		if (this.#places === void 0) throw new RangeError("nothing was drawn yet");
		this.#call("place", [
			column,
			row,
			this.#size.width * 2,
			this.#places.records,
			this.#triangles,
			this.#place
		]);
		const [u = 0, v = 0] = new Float32Array(this.#memory.buffer, this.#place, 2);
		return [u, v];
	}
	/** Puts into memory what is not there from the last picture. */
	#keep(mesh) {
		const { positions, uvs, indices, texture } = mesh;
		const before = this.#kept;
		const { length } = positions;
		const same = before?.uvs === uvs && before.indices === indices && before.length === length;
		if (this.#places !== void 0 && same && before.texture === texture) return this.#places;
		const sized = same && before.texture.rgba.length === texture.rgba.length;
		const layout = new Layout(this.#start);
		const places = (sized ? this.#places : void 0) ?? {
			positions: layout.take(positions.byteLength),
			projected: layout.take(positions.byteLength),
			uvs: layout.take(uvs.byteLength),
			indices: layout.take(indices.byteLength),
			records: layout.take(indices.length / 3 * RECORD),
			texels: layout.take(texture.rgba.length)
		};
		const missing = Math.ceil((layout.end - this.#memory.buffer.byteLength) / PAGE);
		if (missing > 0) this.#memory.grow(missing);
		if (!same) {
			const vertices = Math.min(length / 3, uvs.length / 2);
			if (indices.some((vertex) => vertex >= vertices)) throw new RangeError(`a triangle has a corner beyond the ${vertices} of the mesh`);
			new Float32Array(this.#memory.buffer, places.uvs, uvs.length).set(uvs);
			new Uint32Array(this.#memory.buffer, places.indices, indices.length).set(indices);
		}
		new Uint8ClampedArray(this.#memory.buffer, places.texels, texture.rgba.length).set(texture.rgba);
		this.#places = places;
		this.#kept = {
			uvs,
			indices,
			texture,
			length
		};
		return places;
	}
	#call(name, values) {
		const entry = this.#exports[name];
		if (typeof entry !== "function") throw new Error(`the mesh kernel has no ${name}`);
		Reflect.apply(entry, void 0, values);
	}
};
function cameraNumbers({ rotation, translation, focal, centre, near }, columns, rows) {
	return [
		...rotation.flat(),
		...translation,
		focal * rows,
		centre.x * columns,
		centre.y * rows,
		near
	];
}

// scripts/lib/media/mesh/rasterise.ts
/**
* Draws triangles with a depth buffer; colours are read between four texels, each pixel is the mean of four finer ones. What
* reaches behind the camera's near plane is left out. The arithmetic is the same on every machine: see kernel/kernel.as.
*
* @throws {RangeError} when the size is none
*/
function meshRasteriser({ width, height }) {
	if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) throw new RangeError(`${width} × ${height} is no size of a picture`);
	const stage = new Stage({
		width,
		height
	});
	return {
		width,
		height,
		finer: 2,
		get nearness() {
			return stage.nearness;
		},
		get triangles() {
			return stage.triangles;
		},
		uvAt: (column, row) => stage.uvAt(column, row),
		draw(mesh, camera, into = {
			width,
			height,
			rgba: new Uint8ClampedArray(width * height * 4)
		}) {
			if (into.width !== width || into.height !== height) throw new RangeError(`${into.width} × ${into.height} is not ${width} × ${height}`);
			stage.draw(mesh, camera, into.rgba);
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
	const { cloud, standpoint } = beginningOf(bytes, path);
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

// scripts/lib/forge/newer-head.ts
/** GitHub is asked so often while a build runs: a build takes minutes. */
const EVERY_SECONDS = 10;
/**
* Watches a branch until the block ends. What cannot be asked for is asked for again: nobody's work ends because a server did
* not answer.
*/
function watchHead(root, { branch, head }, access, everySeconds = EVERY_SECONDS) {
	const over = new AbortController();
	const newer = Promise.withResolvers();
	let asking = Promise.resolve();
	const tip = async () => {
		await using _access = await gitAccess(access);
		return await remoteBranch(root, "origin", branch);
	};
	/** One at a time: each has the configuration file of this process. */
	const ask = async () => {
		const answer = asking.then(tip);
		asking = answer.catch(() => void 0);
		return await answer;
	};
	(async () => {
		while (!over.signal.aborted) {
			await setTimeout$1(everySeconds * 1e3, void 0, {
				signal: over.signal,
				ref: false
			}).catch(() => void 0);
			const there = over.signal.aborted ? void 0 : await ask().catch(() => void 0);
			if (there !== void 0 && there !== head) return newer.resolve(there);
		}
	})();
	return {
		newer: newer.promise,
		moved: async () => await ask() !== head,
		[Symbol.dispose]: () => over.abort()
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
countPicturesWithHeap();
await runAction(Inputs, async ({ token, artifacts, backend, store: folder, out, jobs }) => {
	const context = stepContext();
	const root = context.workspace;
	const change = await readChange(context, token);
	const remote = await lfsRemote(root, "origin", token);
	const near = folderStore(folder);
	const head = CommitId.parse(change.head);
	using watch = context.event === "pull_request" && backend === void 0 && change.branch !== void 0 ? watchHead(root, {
		branch: change.branch,
		head
	}, {
		serverUrl: context.serverUrl,
		token,
		temp: context.temp
	}) : void 0;
	const report = await buildChange({
		root,
		commit: head,
		newer: watch?.newer,
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
	if (await watch?.moved().catch(() => false) === true) {
		notice("The branch has moved on. What it still asks for was finished and is kept; its own run takes it from there.");
		return {
			built: [...report.outcomes.keys()],
			superseded: true
		};
	}
	const failed = [...report.outcomes].flatMap(([, outcome]) => failureOf(outcome) ?? []);
	if (failed.length > 0) throw new UserError("not-all-built", `${failed.length} of ${report.outcomes.size} artifacts were not built`, { hint: "Each has its reason above. What was built is kept: the next run takes it from the store." });
	return { built: [...report.outcomes.keys()] };
});

export {  };