import { A as contentKey, C as parseLock, D as refuse, E as readYaml, I as date, T as parseYamlAs, d as readFiles, f as treeFiles, h as line, m as ask, p as GitFailure, u as notAFile, w as faultsOf, y as LOCK_PATH } from "./git-access-CYP2zZEK.js";
import { C as union, S as tuple, T as url, _ as object, b as string, d as discriminatedUnion, f as int, g as number, l as array, m as literal, n as messageOf, r as unreachable, s as _enum, t as UserError, u as boolean, v as record, w as unknown, y as strictObject } from "./errors-q2Ocdyoq.js";
import { i as short, n as Oid, r as oidOf, t as CommitId } from "./oid-046zK1iw.js";
import { b as foldPrompt, c as contentsOf, i as receive, l as ifThere, u as placeFile } from "./limits-DRiG-UHI.js";
import { i as inOrder, n as byCodeUnit, r as canonicalJson, t as Json } from "./json-BCmY7Bcn.js";
import { a as SystemName, n as BackendName, o as Word, r as EpisodeSlug, t as ArtifactName } from "./names-YBW_uHQc.js";
import { t as RepoPath } from "./repo-path-CzQvbCmu.js";
import { crc32, inflateSync } from "node:zlib";
import { createHash } from "node:crypto";
import { openAsBlob } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { copyFile, readFile, stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

// scripts/lib/core/graph.ts
/** Expands the manifest's templates over the episodes. The manifest has been parsed: names exist and no circle closes. */
function expandGraph(manifest, episodes) {
	const nodes = /* @__PURE__ */ new Map();
	const slugs = episodes.toSorted(byCodeUnit);
	for (const [word, artifact] of inOrder(manifest.artifacts)) for (const episode of artifact.per === "episode" ? slugs : [void 0]) {
		const name = nameOf(word, episode);
		nodes.set(name, nodeOf(manifest, name, artifact, episode));
	}
	return inReadingOrder(nodes);
}
const nameOf = (word, episode) => ArtifactName.parse(episode === void 0 ? word : `${word}/${episode}`);
function nodeOf(manifest, name, artifact, episode) {
	const system = manifest.systems[artifact.system];
	if (system === void 0) throw new RangeError(`systems.${artifact.system} is missing: the manifest was not parsed`);
	const reads = /* @__PURE__ */ new Map();
	for (const [slot, read] of inOrder(artifact.reads)) {
		const [kind, rest] = read.split(".");
		if (kind === "source" && rest !== void 0) reads.set(slot, {
			kind: "source",
			source: rest
		});
		else if (read === "episode.narration" || read === "episode.ambient") {
			if (episode === void 0) throw new RangeError(`${name} reads ${read} without an episode: the manifest was not parsed`);
			reads.set(slot, {
				kind: "episode",
				episode,
				field: read === "episode.narration" ? "narration" : "ambient"
			});
		} else {
			const perEpisode = manifest.artifacts[read]?.per === "episode";
			reads.set(slot, {
				kind: "artifact",
				artifact: nameOf(read, perEpisode ? episode : void 0)
			});
		}
	}
	return {
		name,
		system: artifact.system,
		backend: system.backend,
		pins: system.backend === "preview" ? {} : system.pins,
		params: artifact.params,
		seed: artifact.seed,
		reads,
		episode,
		ships: artifact.ships,
		gate: artifact.gate,
		licence: system.licence,
		gpu: system.gpu
	};
}
/** The artifacts that a node reads, each once. */
const parentsOf = (node) => [...new Set([...node.reads.values()].flatMap((input) => input.kind === "artifact" ? [input.artifact] : []))];
/** A. B. Kahn, "Topological sorting of large networks", 1962; a node is taken when the last of what it reads was. */
function inReadingOrder(nodes) {
	const ordered = /* @__PURE__ */ new Map();
	const readers = readersOf(nodes);
	const waiting = new Map([...nodes.values()].map((node) => [node.name, parentsOf(node).length]));
	let ready = [...nodes.values()].filter((node) => waiting.get(node.name) === 0);
	while (ready.length > 0) {
		const next = [];
		for (const node of ready) {
			ordered.set(node.name, node);
			for (const reader of readers.get(node.name) ?? []) {
				const left = (waiting.get(reader) ?? 0) - 1;
				waiting.set(reader, left);
				const freed = left === 0 ? nodes.get(reader) : void 0;
				if (freed !== void 0) next.push(freed);
			}
		}
		ready = next.toSorted((a, b) => byCodeUnit(a.name, b.name));
	}
	if (ordered.size !== nodes.size) throw new RangeError("the graph has a circle or reads what it lacks: the manifest was not parsed");
	return ordered;
}
/** Who reads an artifact, directly. */
function readersOf(graph) {
	const readers = /* @__PURE__ */ new Map();
	for (const node of graph.values()) for (const parent of parentsOf(node)) {
		const list = readers.get(parent);
		if (list === void 0) readers.set(parent, [node.name]);
		else list.push(node.name);
	}
	return readers;
}
/** Whether anything that `name` descends from, or `name` itself, may never ship (I15). */
function researchAncestor(graph, name) {
	const seen = /* @__PURE__ */ new Set();
	const open = [name];
	for (let next = open.pop(); next !== void 0; next = open.pop()) {
		const node = graph.get(next);
		if (node === void 0 || seen.has(next)) continue;
		seen.add(next);
		if (node.ships === "never") return next;
		open.push(...parentsOf(node));
	}
}

// scripts/lib/engine/pipelines/4dgaussians/params.ts
/** What changes a scene: the pictures that the mesh is rendered to, and the training on them (4DGaussians' own names). */
const FourDGaussiansParams = strictObject({
	/** Pictures to train on, each from its own side at its own time. */
	trainViews: int().min(8).max(400).default(28),
	/** Pictures to choose by. */
	valViews: int().min(1).max(100).default(4),
	/** Pictures held back for measuring: never trained on. */
	testViews: int().min(1).max(100).default(4),
	/** Times in one round of the idle motion: so many splats has the sequence. */
	times: int().min(4).max(120).default(24),
	/** Seconds of one round. */
	periodSeconds: number().min(1).max(60).default(6),
	/** How far she moves beside the usual: 0 stands still. */
	motion: number().min(0).max(3).default(1),
	/** At most so many gaussians in each splat. */
	gaussians: int().min(1e3).max(2e6).default(3e4),
	iterations: int().min(1).max(1e5).default(14e3),
	coarseIterations: int().min(0).max(1e5).default(3e3),
	shDegree: int().min(0).max(3).default(3)
});

// scripts/lib/engine/pipelines/4dgaussians/upstream-pin.ts
/** What the `upstream` backend speaks to; see `UpstreamPin`. */
const fourDGaussiansPin = {
	repository: "hustvl/4DGaussians",
	commit: "843d5ac636c37e4b611242287754f3d4ed150144",
	version: "hustvl/4DGaussians@843d5ac636c37e4b611242287754f3d4ed150144/1"
};

// scripts/lib/engine/pipelines/4dgaussians/declaration.ts
/** A moving splat, from pictures of the mesh at many times and from many sides. */
const fourDGaussians = {
	name: "4dgaussians",
	title: "4D Gaussian Splatting",
	slots: ["mesh"],
	params: FourDGaussiansParams,
	outputs: [{
		role: "dataset",
		file: "dataset.zip",
		medium: "scene"
	}, {
		role: "sequence",
		file: "sequence.zip",
		medium: "scene"
	}],
	versions: {
		preview: "mesh splats 5",
		upstream: fourDGaussiansPin.version
	},
	previewSeconds: 3
};

// scripts/lib/engine/pipelines/canon/params.ts
/** The size that the reference must have, in pixels. */
const CanonParams = strictObject({
	width: int().min(16).max(8192).default(1024),
	height: int().min(16).max(8192).default(1024)
});

// scripts/lib/engine/pipelines/canon/declaration.ts
/** The normal form of the reference: all that follows reads it, so that a re-encoded reference rebuilds nothing. */
const canon = {
	name: "canon",
	title: "Canonical picture",
	slots: ["picture"],
	params: CanonParams,
	outputs: [{
		role: "picture",
		file: "canon.png",
		medium: "picture"
	}],
	versions: { preview: "canon 2" },
	previewSeconds: .5
};

// scripts/lib/engine/pipelines/ffmpeg/params.ts
const even = (size) => size % 2 === 0;
/** How an episode's video is put together. */
const FfmpegParams = strictObject({
	width: int().min(128).max(1920).refine(even, "must be even").default(720),
	height: int().min(128).max(1920).refine(even, "must be even").default(720),
	fps: int().min(10).max(60).default(25),
	/** x264's constant quality: smaller is better and larger. */
	crf: int().min(10).max(40).default(21),
	/** How far the camera swings to each side, in degrees. */
	swingDeg: number().min(0).max(30).default(9),
	/** Seconds of one round of camera and scene; rounds are repeated. */
	roundSeconds: number().min(2).max(60).default(6),
	/** Seconds before the voice and after it. */
	leadSeconds: number().min(0).max(10).default(.5),
	tailSeconds: number().min(0).max(10).default(1),
	/** Loudness of the whole, LUFS (EBU R 128). */
	loudness: number().min(-31).max(-9).default(-16),
	/** dBTP. */
	truePeak: number().min(-9).max(-1).default(-1.5),
	/** Ambience beside the voice, in decibels, where nobody speaks; below speech it goes down by `duck` more. */
	ambientGain: number().min(-60).max(12).default(-2),
	duck: number().min(0).max(30).default(6)
});

// scripts/lib/engine/pipelines/ffmpeg/declaration.ts
/** An episode: the scene seen along a camera path, the voice, the ambience below it. */
const ffmpeg = {
	name: "ffmpeg",
	title: "ffmpeg",
	slots: [
		"scene",
		"voice",
		"ambient"
	],
	params: FfmpegParams,
	outputs: [{
		role: "video",
		file: "video.mp4",
		medium: "video"
	}],
	versions: { preview: "round 6" },
	previewSeconds: 4
};

// scripts/lib/engine/pipelines/fish-speech/params.ts
/** What changes the sound of Fish Speech S2; names and defaults as its command line has them. */
const FishSpeechParams = strictObject({
	/** Of the narration; `auto` takes the script that most of its letters are of. The model itself needs no telling. */
	language: _enum([
		"auto",
		"ru",
		"en"
	]).default("auto"),
	temperature: number().gt(0).lt(2).default(1),
	topP: number().gt(0).max(1).default(.9),
	topK: int().min(1).max(1e3).default(30),
	/** 0: as many as the model can. */
	maxNewTokens: int().min(0).max(32768).default(0),
	/** Bytes of text said at a time. */
	chunkLength: int().min(100).max(1e3).default(300),
	/** 16-bit floats in place of bfloat16: less memory, another sound. */
	half: boolean().default(false)
});

// scripts/lib/engine/pipelines/fish-speech/upstream-pin.ts
/** What the `upstream` backend speaks to; see `UpstreamPin`. */
const fishSpeechPin = {
	repository: "fishaudio/fish-speech",
	commit: "3dd1f85c402ee6f0a17c2971d3b0dd8d881ca139",
	version: "fishaudio/fish-speech@3dd1f85c402ee6f0a17c2971d3b0dd8d881ca139/2"
};

// scripts/lib/engine/pipelines/fish-speech/declaration.ts
/** Speech with a reference voice, from its tokens and their transcript. */
const fishSpeech = {
	name: "fish-speech",
	title: "Fish Speech S2",
	slots: ["tokens", "text"],
	params: FishSpeechParams,
	outputs: [{
		role: "voice",
		file: "voice.wav",
		medium: "sound"
	}],
	versions: {
		preview: "espeak-ng 1",
		upstream: fishSpeechPin.version
	},
	previewSeconds: .5,
	loadsApart: ["upstream"]
};

// scripts/lib/engine/pipelines/flux-1-dev/comfyui-pin.ts
/** What the graph of the `comfyui` backend was written for: its node interfaces are those of these commits. */
const flux1DevComfyuiPin = {
	comfyui: "a125cd84b054a57729b5eecab930ca9408719832",
	pulidNodes: "ba90657fe6ffa8072ac169a949bfa5e4153bf48a",
	version: "Comfy-Org/ComfyUI@a125cd84b054+lldacing/ComfyUI_PuLID_Flux_ll@ba90657fe6ff/1"
};

// scripts/lib/engine/pipelines/flux-1-dev/params.ts
const side$1 = int().min(256).max(2048).multipleOf(16);
/** What changes the reference when FLUX.1-dev with the character's LoRA and PuLID makes it: what its card records. */
const Flux1DevParams = strictObject({
	prompt: string().min(1).max(4e3).default("alpha, front-facing portrait of a woman with long purple hair in a grey and teal jumpsuit, neutral expression, plain grey studio background"),
	width: side$1.default(1024),
	height: side$1.default(1024),
	steps: int().min(1).max(100).default(28),
	guidance: number().min(0).max(30).default(3.5),
	/** How strongly the character's LoRA counts; which one it is stands in the pins. */
	loraScale: number().min(0).max(2).default(1),
	/** How strongly the face of the picture before holds (PuLID's `id_weight`). */
	pulidStrength: number().min(0).max(3).default(1),
	/** The step at which that face comes in. */
	pulidStartStep: int().min(0).max(10).default(0),
	maxSequenceLength: union([
		literal(128),
		literal(256),
		literal(512)
	]).default(512)
});

// scripts/lib/engine/pipelines/pulid-flux/upstream-pin.ts
/** What the `upstream` backend speaks to; see `UpstreamPin`. */
const pulidFluxPin = {
	repository: "ToTheBeginning/PuLID",
	commit: "1aa2fc7df4bf51080df39f355f9abdc1cbfefbaa",
	version: "ToTheBeginning/PuLID@1aa2fc7df4bf51080df39f355f9abdc1cbfefbaa/1"
};

// scripts/lib/engine/pipelines/flux-1-dev/upstream-pin.ts
/** What the `upstream` backend speaks to; see `UpstreamPin`. A candidate that holds the face is made by PuLID's program. */
const flux1DevPin = {
	repository: "huggingface/diffusers",
	commit: "58eb52c0803ea9af3abec60841c2a093bdf1f951",
	version: `huggingface/diffusers@58eb52c0803ea9af3abec60841c2a093bdf1f951/1 ${pulidFluxPin.version}`
};

// scripts/lib/engine/pipelines/flux-1-dev/declaration.ts
/** How a reference comes to be: a candidate for the next one, from the picture and the card of the one before. */
const flux1Dev = {
	name: "flux-1-dev",
	title: "FLUX.1-dev with LoRA and PuLID",
	slots: ["picture"],
	params: Flux1DevParams,
	outputs: [{
		role: "picture",
		file: "candidate.png",
		medium: "picture"
	}],
	versions: {
		preview: "regraded 2",
		upstream: flux1DevPin.version,
		comfyui: flux1DevComfyuiPin.version
	},
	previewSeconds: 1,
	loadsApart: ["upstream"]
};

// scripts/lib/engine/pipelines/hunyuan-foley/params.ts
/** What changes the sound of Hunyuan-Foley; names and defaults as its command line has them. */
const HunyuanFoleyParams = strictObject({
	/** Length of the loop. The model itself ends after 15 seconds. */
	seconds: number().min(1).max(15).default(15),
	guidanceScale: number().min(0).max(20).default(4.5),
	steps: int().min(1).max(200).default(50),
	negativePrompt: string().max(400).default("noisy, harsh"),
	/** Which weights: `xl` takes 16 GB, `xxl` 20. */
	model: _enum(["xl", "xxl"]).default("xxl")
});

// scripts/lib/engine/pipelines/hunyuan-foley/upstream-pin.ts
/** What the `upstream` backend speaks to; see `UpstreamPin`. */
const hunyuanFoleyPin = {
	repository: "Tencent-Hunyuan/HunyuanVideo-Foley",
	commit: "df7b005b5023df2a9b73e1d66dd51d452799884e",
	version: "Tencent-Hunyuan/HunyuanVideo-Foley@df7b005b5023df2a9b73e1d66dd51d452799884e/1"
};

// scripts/lib/engine/pipelines/hunyuan-foley/declaration.ts
/** Ambience from words alone: no picture conditions it. */
const hunyuanFoley = {
	name: "hunyuan-foley",
	title: "Hunyuan-Foley",
	slots: ["prompt"],
	params: HunyuanFoleyParams,
	outputs: [{
		role: "ambient",
		file: "ambient.wav",
		medium: "sound"
	}],
	versions: {
		preview: "layers 1",
		upstream: hunyuanFoleyPin.version
	},
	previewSeconds: .5,
	loadsApart: ["upstream"]
};

// scripts/lib/engine/pipelines/hunyuan3d-2.1/params.ts
/** What changes a mesh of Hunyuan3D 2.1; defaults as its own pipelines have them. */
const Hunyuan3dParams = strictObject({
	steps: int().min(1).max(200).default(50),
	guidanceScale: number().min(.1).max(20).default(5),
	/** Cells a side of the grid that the surface is taken from. */
	octreeResolution: int().min(64).max(512).default(384),
	/** At most so many triangles. */
	faces: int().min(1e3).max(1e5).default(4e4),
	/** From how many sides it is painted. */
	views: int().min(6).max(9).default(6),
	/** Pixels a side of each of these paintings. */
	textureResolution: union([literal(512), literal(768)]).default(512)
});

// scripts/lib/engine/pipelines/hunyuan3d-2.1/upstream-pin.ts
/** What the `upstream` backend speaks to; see `UpstreamPin`. */
const hunyuan3dPin = {
	repository: "Tencent-Hunyuan/Hunyuan3D-2.1",
	commit: "82920d643c0dc2f7bfd7255f45f62d386edfe60c",
	version: "Tencent-Hunyuan/Hunyuan3D-2.1@82920d643c0dc2f7bfd7255f45f62d386edfe60c/1"
};

// scripts/lib/engine/pipelines/hunyuan3d-2.1/declaration.ts
/** One picture to a closed mesh with PBR textures. */
const hunyuan3d = {
	name: "hunyuan3d-2.1",
	title: "Hunyuan3D 2.1",
	slots: ["picture"],
	params: Hunyuan3dParams,
	outputs: [{
		role: "mesh",
		file: "alpha.glb",
		medium: "mesh"
	}],
	versions: {
		preview: "bust 2",
		upstream: hunyuan3dPin.version
	},
	previewSeconds: 2.5,
	loadsApart: ["upstream"]
};

// scripts/lib/engine/pipelines/latentsync-1.6/params.ts
/** What changes a talking face of LatentSync 1.6; names and defaults as its script has them. */
const LatentSyncParams = strictObject({
	steps: int().min(1).max(100).default(20),
	guidanceScale: number().min(1).max(3).default(1.5),
	deepCache: boolean().default(false),
	/** Pixels a side of the face crop that is animated, even. */
	size: int().min(256).max(1024).refine((size) => size % 2 === 0, "must be even").default(512)
});

// scripts/lib/engine/pipelines/latentsync-1.6/upstream-pin.ts
/** What the `upstream` backend speaks to; see `UpstreamPin`. */
const latentSyncPin = {
	repository: "bytedance/LatentSync",
	commit: "a229c3948406bc2cf6eaf4873e662e70c6a04746",
	version: "bytedance/LatentSync@a229c3948406bc2cf6eaf4873e662e70c6a04746/1"
};

// scripts/lib/engine/pipelines/latentsync-1.6/declaration.ts
/** The face of a picture, speaking. */
const latentSync = {
	name: "latentsync-1.6",
	title: "LatentSync 1.6",
	slots: ["picture", "voice"],
	params: LatentSyncParams,
	outputs: [{
		role: "talk",
		file: "talk.mp4",
		medium: "video"
	}],
	versions: {
		preview: "warp 4",
		upstream: latentSyncPin.version
	},
	previewSeconds: 3
};

// scripts/lib/engine/pipelines/pulid-flux/comfyui-pin.ts
/** What the graph of the `comfyui` backend was written for: its node interfaces are those of these commits. */
const pulidFluxComfyuiPin = {
	comfyui: "a125cd84b054a57729b5eecab930ca9408719832",
	pulidNodes: "ba90657fe6ffa8072ac169a949bfa5e4153bf48a",
	version: "Comfy-Org/ComfyUI@a125cd84b054+lldacing/ComfyUI_PuLID_Flux_ll@ba90657fe6ff/1"
};

// scripts/lib/engine/pipelines/pulid-flux/params.ts
/** FLUX takes multiples of 16 and rounds others. */
const side = int().min(256).max(1536).multipleOf(16);
/** What changes the pictures of PuLID-FLUX; names, ranges and defaults as its `generate_image` has them, where it has any. */
const PulidFluxParams = strictObject({
	/** One for each picture, in the order of the outputs. The preview draws its own framings instead. */
	prompts: tuple([
		string(),
		string(),
		string(),
		string()
	]).default([
		"close portrait of a woman with long purple hair in a grey and teal racing jumpsuit, warm key light, dark studio",
		"portrait of a woman with long purple hair in a grey and teal racing jumpsuit, turned to the left, daylight, pale blue wall",
		"portrait of a woman with long purple hair in a grey and teal racing jumpsuit, turned to the right, evening rim light",
		"half-length photograph of a woman with long purple hair in a grey and teal racing jumpsuit, wide framing, soft green backdrop"
	]),
	negativePrompt: string().max(2e3).default(""),
	width: side.default(1024),
	height: side.default(1024),
	steps: int().min(1).max(30).default(28),
	guidance: number().min(1).max(10).default(4),
	/** How strongly the face holds. */
	idWeight: number().min(0).max(3).default(1),
	/** The step at which the face comes in: 4 for photographs, 0 or 1 for drawn ones; lower is more alike. */
	startStep: int().min(0).max(10).default(1),
	/** Above 1 the negative prompt counts, and the work doubles. */
	trueCfg: number().min(1).max(10).default(1),
	trueCfgFromStep: int().min(0).max(10).default(1),
	maxSequenceLength: union([
		literal(128),
		literal(256),
		literal(384),
		literal(512)
	]).default(128),
	model: _enum(["flux-dev", "flux-krea-dev"]).default("flux-dev"),
	version: _enum(["v0.9.0", "v0.9.1"]).default("v0.9.1"),
	/** 8-bit weights: half the memory, weaker faces. */
	fp8: boolean().default(false)
});

// scripts/lib/engine/pipelines/pulid-flux/declaration.ts
/** Four new pictures of one face. */
const pulidFlux = {
	name: "pulid-flux",
	title: "PuLID-FLUX",
	slots: ["picture"],
	params: PulidFluxParams,
	outputs: [
		1,
		2,
		3,
		4
	].map((number) => ({
		role: `still-${number}`,
		file: `still-${number}.png`,
		medium: "picture"
	})),
	versions: {
		preview: "restaged 4",
		upstream: pulidFluxPin.version,
		comfyui: pulidFluxComfyuiPin.version
	},
	previewSeconds: 1.5,
	loadsApart: ["upstream"]
};

// scripts/lib/engine/pipelines/sharp/params.ts
/** What changes the splat of SHARP. It takes nothing else: one pass, no sampling, no seed. */
const SharpParams = strictObject({ 
/**
* Focal length in mm as quoted for 24 × 36 mm film; the depth of everything follows from it. SHARP reads it from Exif
* and takes 30 for a picture that has none, as every PNG of ours.
*/
focalMm: number().min(8).max(400).default(30) });

// scripts/lib/engine/pipelines/sharp/upstream-pin.ts
/** What the `upstream` backend speaks to; see `UpstreamPin`. */
const sharpPin = {
	repository: "apple/ml-sharp",
	commit: "1eaa046834b81852261262b41b0919f5c1efdd2e",
	version: "apple/ml-sharp@1eaa046834b81852261262b41b0919f5c1efdd2e/1"
};

// scripts/lib/engine/pipelines/sharp/declaration.ts
/** One picture to 3D Gaussians, in OpenCV's axes (x right, y down, z away from the camera at the origin), metres. */
const sharp = {
	name: "sharp",
	title: "Apple SHARP",
	slots: ["picture"],
	params: SharpParams,
	outputs: [{
		role: "splat",
		file: "alpha.ply",
		medium: "splat"
	}],
	versions: {
		preview: "relief 3",
		upstream: sharpPin.version
	},
	previewSeconds: 1
};

// scripts/lib/engine/pipelines/wan-2.2-i2v/params.ts
/** What Wan 2.2 takes for each of its tasks that start from a picture; `size` is an area, the picture keeps its own shape. */
const TASKS = {
	"ti2v-5B": {
		sizes: ["1280*704", "704*1280"],
		fps: 24,
		frames: 121,
		steps: 50,
		guidance: 5
	},
	"i2v-A14B": {
		sizes: [
			"832*480",
			"480*832",
			"1280*720",
			"720*1280"
		],
		fps: 16,
		frames: 81,
		steps: 40,
		guidance: 3.5
	}
};
/**
* What changes the clip. What is left out is the task's own: so many frames and steps, such a guidance; they are filled in,
* so that the key holds them.
*/
const WanParams = strictObject({
	/** `ti2v-5B` runs in 24 GB; `i2v-A14B` wants 80. */
	task: _enum(["ti2v-5B", "i2v-A14B"]).default("ti2v-5B"),
	size: _enum([...TASKS["ti2v-5B"].sizes, ...TASKS["i2v-A14B"].sizes]).optional(),
	prompt: string().max(2e3).default("A woman with long purple hair in a grey and teal jumpsuit stands still and breathes quietly, soft studio light. The camera drifts slowly from one side to the other."),
	/** 4n + 1. */
	frames: int().min(5).max(241).refine((frames) => frames % 4 === 1, "must be 4n + 1").optional(),
	steps: int().min(1).max(200).optional(),
	guidance: number().min(1).max(20).optional(),
	shift: number().min(0).max(20).default(5),
	solver: _enum(["unipc", "dpm++"]).default("unipc")
}).check(({ value: { task, size }, issues }) => {
	const sizes = TASKS[task].sizes;
	if (size !== void 0 && !sizes.includes(size)) issues.push({
		code: "custom",
		message: `must be ${sizes.join(" or ")} for ${task}`,
		input: size,
		path: ["size"]
	});
}).transform(({ size, frames, steps, guidance, ...given }) => ({
	...given,
	size: size ?? TASKS[given.task].sizes[0],
	frames: frames ?? TASKS[given.task].frames,
	steps: steps ?? TASKS[given.task].steps,
	guidance: guidance ?? TASKS[given.task].guidance
}));

// scripts/lib/engine/pipelines/wan-2.2-i2v/upstream-pin.ts
/** What the `upstream` backend speaks to; see `UpstreamPin`. */
const wanPin = {
	repository: "Wan-Video/Wan2.2",
	commit: "42bf4cfaa384bc21833865abc2f9e6c0e67233dc",
	version: "Wan-Video/Wan2.2@42bf4cfaa384bc21833865abc2f9e6c0e67233dc/1"
};

// scripts/lib/engine/pipelines/wan-2.2-i2v/declaration.ts
/** A short video that begins with the picture; silent. */
const wan = {
	name: "wan-2.2-i2v",
	title: "Wan 2.2 image to video",
	slots: ["picture"],
	params: WanParams,
	outputs: [{
		role: "clip",
		file: "clip.mp4",
		medium: "video"
	}],
	versions: {
		preview: "parallax 4",
		upstream: wanPin.version
	},
	previewSeconds: 3
};

// scripts/lib/engine/pipelines/catalog.ts
/** Every system there is, by declaration alone: whoever has only this can plan, publish and ship, and cannot build. */
const declarations = [
	canon,
	hunyuan3d,
	sharp,
	pulidFlux,
	fourDGaussians,
	wan,
	fishSpeech,
	hunyuanFoley,
	latentSync,
	ffmpeg,
	flux1Dev
];
const catalog = new Map(declarations.map((system) => [system.name, system]));
/** What people call a system: "Hunyuan3D 2.1". */
const titleOf = (system) => declarations.find(({ name }) => name === system)?.title ?? system;

// scripts/lib/engine/repository/history.ts
/**
* The commit that a name (`HEAD`, a branch, a tag, a full or short id) stands for.
*
* @throws {UserError} `no-such-commit`
*/
async function commitOf(root, name) {
	try {
		const task = {
			argv: [
				"rev-parse",
				"--verify",
				"--quiet",
				"--end-of-options",
				`${name}^{commit}`
			],
			parse: line
		};
		return CommitId.parse(await ask(root, task));
	} catch (cause) {
		if (!(cause instanceof GitFailure)) throw cause;
		throw new UserError("no-such-commit", `there is no commit ${JSON.stringify(name)} here`, {
			hint: "Check the name, or fetch it: `git fetch origin`; a shallow clone needs `git fetch --unshallow`.",
			cause
		});
	}
}
/** The best common ancestor; `undefined` when the two have none. */
async function mergeBase(root, { before, after }) {
	try {
		return await ask(root, {
			argv: [
				"merge-base",
				before,
				after
			],
			parse: (out) => CommitId.parse(line(out))
		});
	} catch (cause) {
		if (cause instanceof GitFailure && cause.stderr === "") return void 0;
		throw cause;
	}
}
/** Whether `before` is `after` or an ancestor of it. */
async function isAncestor(root, { before, after }) {
	try {
		await ask(root, {
			argv: [
				"merge-base",
				"--is-ancestor",
				before,
				after
			],
			parse: line
		});
		return true;
	} catch (cause) {
		if (cause instanceof GitFailure && cause.stderr === "") return false;
		throw cause;
	}
}
/** The last commit up to `commit` that touched `path`; `undefined` when none did. */
const lastTouch = (commit, path) => ({
	argv: [
		"--literal-pathspecs",
		"log",
		"-1",
		"--format=%H",
		commit,
		"--",
		path
	],
	parse: (stdout) => CommitId.optional().parse(line(stdout) || void 0)
});

// scripts/lib/engine/repository/lfs-remote.ts
/** An object's path below a folder of Git LFS objects. */
const lfsPath = (folder, oid) => join(folder, oid.slice(0, 2), oid.slice(2, 4), oid);
/**
* The LFS endpoint of a Git remote, from the configuration of this clone and this machine alone: a `.lfsconfig` in the
* tree could send us anywhere. `token` is a GitHub token; it goes to the endpoint's own origin and nowhere else.
*
* @throws {UserError} `no-lfs-remote` when there is no such remote, or none that LFS can be asked at
*/
async function lfsRemote(root, remote = "origin", token) {
	const name = remote.replaceAll(/[^\w/-]/gu, (character) => `\\${character}`);
	const settings = await ask(root, {
		argv: [
			"config",
			"-z",
			"--get-regexp",
			`^(lfs\\.url|remote\\.${name}\\.(lfsurl|url))$`
		],
		parse: (stdout) => new Map(stdout.toString().split("\0").map((entry) => entry.split("\n", 2)).map(([key = "", value = ""]) => [key.replace(/^remote\..*\./u, ""), value]))
	}).catch((cause) => {
		if (cause instanceof GitFailure) return /* @__PURE__ */ new Map();
		throw cause;
	});
	const explicit = settings.get("lfsurl") ?? settings.get("lfs.url");
	const url = explicit ?? settings.get("url");
	const found = url === void 0 ? void 0 : endpoint(url, explicit !== void 0, token);
	if (found !== void 0) return found;
	throw new UserError("no-lfs-remote", `no LFS server is known for the remote ${remote}`, { hint: `Check \`git remote -v\`, or name the server: \`git config remote.${remote}.lfsurl <url>\`.` });
}
/** docs/api/server-discovery.md of Git LFS: `<remote>.git/info/lfs`, over HTTPS for an SSH remote. */
function endpoint(url, isLfsUrl, token) {
	if (isAbsolute(url)) return beside(url);
	const scp = /^(?:[\w.-]+@)?(?<host>[\w.-]+):(?!\/\/)(?<path>.+)$/u.exec(url)?.groups;
	const full = scp === void 0 ? url : `ssh://${scp["host"]}/${scp["path"]}`;
	if (!URL.canParse(full)) return void 0;
	const parsed = new URL(full);
	if (parsed.protocol === "file:") return parsed.hostname === "" ? beside(decoded(parsed.pathname)) : void 0;
	if (parsed.protocol === "ssh:") return endpoint(`https://${parsed.hostname}${parsed.pathname}`, isLfsUrl, token);
	if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return void 0;
	const user = token === void 0 ? decoded(parsed.username) : "x-access-token";
	const secret = token ?? decoded(parsed.password);
	const authorization = user === "" && secret === "" ? void 0 : `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
	const path = parsed.pathname.replace(/\/+$/u, "");
	const suffix = isLfsUrl ? "" : path.endsWith(".git") ? "/info/lfs" : ".git/info/lfs";
	return {
		kind: "http",
		url: `${parsed.origin}${path}${suffix}`,
		authorization
	};
}
/** Percent-decoded, or as it is where that makes no sense. */
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
const beside = (repository) => ({
	kind: "folder",
	folders: [join(repository, "lfs", "objects"), join(repository, ".git", "lfs", "objects")]
});
/**
* Fetches exactly one object to `path`: size capped before, length and SHA-256 checked after. What does not fit is
* never left at `path`.
*
* @throws {UserError} `lfs-too-large`, `lfs-object-missing`, `lfs-object-corrupt`, `lfs-refused`, `lfs-failed`
*/
async function downloadObject(remote, wanted, path, { maxBytes, signal }) {
	admit(wanted, maxBytes);
	if (remote.kind === "folder") {
		const source = await firstThere(remote.folders.map((folder) => lfsPath(folder, wanted.oid)));
		if (source === void 0) throw missing$1(wanted, remote.folders[0] ?? "");
		admit({
			oid: wanted.oid,
			size: (await stat(source)).size
		}, maxBytes);
		await placeFile(path, { existing: "replace" }, async (_, partial) => {
			await copyFile(source, partial);
			const { digest, size } = await contentsOf(partial);
			if (digest !== wanted.oid || size !== (wanted.size ?? size)) throw corrupt(wanted, remote.folders[0] ?? "");
		});
		return;
	}
	const told = await batch(remote, "download", wanted, signal);
	const download = told?.actions?.download;
	if (told === void 0 || download === void 0) throw missing$1(wanted, remote.url);
	const object = {
		oid: wanted.oid,
		size: wanted.size ?? (told.size || maxBytes)
	};
	admit(object, maxBytes);
	await placeFile(path, { existing: "replace" }, async (file) => {
		const response = await send(remote, download.href, {
			headers: download.header,
			signal
		});
		if (response.status === 404 || response.status === 410) throw missing$1(object, remote.url);
		if (!response.ok || response.body === null) throw answered(remote, response.status);
		if (!await receive(file, response.body, {
			digest: object.oid,
			maxBytes: object.size
		})) throw corrupt(object, remote.url);
	});
}
function admit({ oid, size }, maxBytes) {
	if (size === void 0 || size <= maxBytes) return;
	throw new UserError("lfs-too-large", `the LFS object ${short(oid)} has ${size} bytes; the limit is ${maxBytes}`, { hint: "Commit a smaller file. Nothing was downloaded." });
}
/**
* Whether a remote has an object; nothing is transferred.
*
* @throws {UserError} `lfs-refused`, `lfs-failed`
*/
async function hasObject(remote, wanted, signal) {
	if (remote.kind === "folder") return await firstThere(remote.folders.map((folder) => lfsPath(folder, wanted.oid))) !== void 0;
	return (await batch(remote, "download", wanted, signal))?.actions?.download !== void 0;
}
/**
* Gives one object to a remote; nothing is sent when it has it.
*
* @throws {UserError} `lfs-refused`, `lfs-failed`; `lfs-object-corrupt` when the file is not that object
*/
async function uploadObject(remote, pointer, path, signal) {
	const here = await contentsOf(path);
	if (here.digest !== pointer.oid || here.size !== pointer.size) throw corrupt(pointer, path);
	if (remote.kind === "folder") {
		const folder = await firstThere(remote.folders) ?? remote.folders[0] ?? "";
		const { placed } = await placeFile(lfsPath(folder, pointer.oid), {
			existing: "keep",
			mode: 292
		}, (_, partial) => copyFile(path, partial));
		return placed ? "sent" : "there";
	}
	const actions = (await batch(remote, "upload", pointer, signal))?.actions;
	if (actions?.upload === void 0) return "there";
	const sent = await send(remote, actions.upload.href, {
		method: "PUT",
		headers: {
			"content-type": "application/octet-stream",
			...actions.upload.header
		},
		body: await openAsBlob(path),
		signal
	});
	if (!sent.ok) throw answered(remote, sent.status);
	if (actions.verify !== void 0) {
		const verified = await send(remote, actions.verify.href, {
			method: "POST",
			headers: {
				...JSON_TYPE,
				...actions.verify.header
			},
			body: JSON.stringify({
				oid: pointer.oid,
				size: pointer.size
			}),
			signal
		});
		if (!verified.ok) throw answered(remote, verified.status);
	}
	return "sent";
}
const JSON_TYPE = {
	accept: "application/vnd.git-lfs+json",
	"content-type": "application/vnd.git-lfs+json"
};
const Action = object({
	href: url(),
	header: record(string(), string()).default({})
});
const Actions = object({
	download: Action.optional(),
	upload: Action.optional(),
	verify: Action.optional()
});
const Told = object({
	oid: Oid,
	size: int().nonnegative().optional(),
	actions: Actions.optional(),
	error: object({
		code: int(),
		message: string()
	}).optional()
});
/** docs/api/batch.md of Git LFS, "Responses"; only what is used here. */
const BatchAnswer = object({
	transfer: literal("basic").default("basic"),
	objects: array(Told).length(1)
});
/** What the server says of one object; `undefined` when it has none. */
async function batch(remote, operation, { oid, size = 0 }, signal) {
	const body = JSON.stringify({
		operation,
		transfers: ["basic"],
		objects: [{
			oid,
			size
		}],
		hash_algo: "sha256"
	});
	const response = await send(remote, `${remote.url}/objects/batch`, {
		method: "POST",
		headers: JSON_TYPE,
		body,
		redirect: "error",
		signal
	});
	if (!response.ok) throw answered(remote, response.status);
	const parsed = BatchAnswer.safeParse(await response.json().catch(() => void 0));
	const object = parsed.data?.objects[0];
	if (object === void 0 || object.oid !== oid) throw failed(remote.url, "its answer does not follow the batch API", parsed.error);
	if (object.error?.code === 404 || object.error?.code === 410) return void 0;
	if (object.error !== void 0) throw failed(remote.url, `it says ${object.error.code} ${object.error.message}`);
	return object;
}
const TRIES = 3;
const PATIENCE_SECONDS = 60;
/** One request, tried again after a broken connection, 429 or 5xx: all three kinds of request may be repeated. */
async function send(remote, href, { signal, ...init }) {
	const own = new URL(href).origin === new URL(remote.url).origin;
	const given = Object.keys(init.headers).some((name) => name.toLowerCase() === "authorization");
	const headers = own && !given && remote.authorization !== void 0 ? {
		...init.headers,
		authorization: remote.authorization
	} : init.headers;
	for (let attempt = 1;; attempt += 1) {
		const last = attempt === TRIES;
		try {
			const patience = AbortSignal.timeout(PATIENCE_SECONDS * 1e3);
			const either = signal === void 0 ? patience : AbortSignal.any([signal, patience]);
			const response = await fetch(href, {
				...init,
				headers,
				signal: either
			});
			if (last || response.status !== 429 && response.status < 500) return response;
			await response.body?.cancel();
		} catch (cause) {
			signal?.throwIfAborted();
			if (last) throw failed(remote.url, reasonOf(cause), cause);
		}
		await setTimeout(150 * 3 ** (attempt - 1), void 0, signal === void 0 ? {} : { signal });
	}
}
/** `fetch` says "fetch failed" and keeps the reason below. */
const reasonOf = (cause) => cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : messageOf(cause);
const missing$1 = ({ oid }, from) => new UserError("lfs-object-missing", `the LFS object ${short(oid)} is not at ${from}`, { hint: "Whoever has the file can send it: `git lfs push --all origin`." });
const corrupt = ({ oid, size }, from) => new UserError("lfs-object-corrupt", `what ${from} gave for the LFS object ${short(oid)} is not it${size === void 0 ? "" : ` (${size} bytes)`}`, { hint: "It was thrown away. Send the object to the server again: `git lfs push --all origin`." });
const answered = (remote, status) => status === 401 || status === 403 ? new UserError("lfs-refused", `the LFS server ${remote.url} refused with ${status}`, { hint: "Check the token, and that it may read (for an upload: write) the repository." }) : failed(remote.url, `it answered ${status}`);
const failed = (from, why, cause) => new UserError("lfs-failed", `the LFS server ${from} cannot be used: ${why}`, {
	hint: "Check the network and the server, then try again.",
	cause
});
async function firstThere(paths) {
	for (const path of paths) if (await ifThere(stat(path)) !== void 0) return path;
}

// scripts/lib/engine/repository/lfs-objects.ts
/** Where Git LFS keeps this clone's objects: `<git folder>/lfs/objects`. */
async function lfsFolder(root) {
	const common = await ask(root, {
		argv: ["rev-parse", "--git-common-dir"],
		parse: line
	});
	return join(resolve(root, common), "lfs", "objects");
}
/**
* The bytes of an object that this clone has, checked against its name; `undefined` when it has none.
*
* @throws {UserError} `lfs-object-corrupt`
*/
async function readLfsObject(folder, pointer) {
	const path = lfsPath(folder, pointer.oid);
	const bytes = await ifThere(readFile(path));
	if (bytes === void 0 || bytes.length === pointer.size && oidOf(bytes) === pointer.oid) return bytes;
	throw new UserError("lfs-object-corrupt", `the LFS object ${short(pointer.oid)} here does not hash to its name`, { hint: `Delete ${path} and fetch it again: \`git lfs fetch\`. If it comes back so, the disk is failing.` });
}
/**
* Reads LFS objects of a clone, fetching each that it lacks by name, alone, into the place where Git LFS looks for it.
*
* @throws {UserError} `lfs-object-missing`, and what `downloadObject` throws
*/
async function lfsReader(root, { remote, maxBytes, signal, onDownload }) {
	const folder = await lfsFolder(root);
	return async (pointer) => {
		const here = await readLfsObject(folder, pointer);
		if (here !== void 0) return here;
		if (remote === void 0) throw new UserError("lfs-object-missing", `the LFS object ${short(pointer.oid)} is not in this clone`, { hint: "Fetch it: `git lfs fetch`." });
		onDownload?.(pointer);
		await downloadObject(remote, pointer, lfsPath(folder, pointer.oid), {
			maxBytes,
			...signal === void 0 ? {} : { signal }
		});
		return readFile(lfsPath(folder, pointer.oid));
	};
}

// scripts/lib/core/card.ts
const Generation = strictObject({
	model: string().min(1),
	lora: strictObject({
		name: string().min(1),
		scale: number().min(0).max(2)
	}).exactOptional(),
	pulid: strictObject({ strength: number().min(0).max(3) }).exactOptional(),
	prompt: string().max(4e3),
	seed: int().nonnegative(),
	steps: int().min(1).max(500),
	guidance: number().min(0).max(30)
});
/** How the reference was made, beside the picture: `assets/alpha-ref.yml`. */
const Card = strictObject({
	schema: literal("alpha-card/1"),
	picture: RepoPath,
	/** SHA-256 of the picture's file: its LFS oid. */
	file: Oid,
	/** Digest of its decoded pixels: see `pixelDigest` in media. */
	pixels: Oid,
	size: strictObject({
		width: int().positive(),
		height: int().positive()
	}),
	/** How it came to be: by the model, rendered, drawn, or computed by a preview. */
	origin: _enum([
		"generated",
		"rendered",
		"drawn",
		"preview"
	]),
	/** The model's settings, where a model made it. */
	generation: Generation.exactOptional(),
	/** The pixel digest of the picture before it; absent for the first. */
	predecessor: Oid.exactOptional(),
	note: string().max(2e3).exactOptional()
});
/** @throws {UserError} `card-invalid`, naming every wrong field at once */
function parseCard(text, file) {
	return parseYamlAs(Card, text, file, "card-invalid", `Mend the fields above in ${file}; assets/schema/card.json lists them all.`);
}

// scripts/lib/core/episode.ts
/** An episode's manifest, `episodes/<slug>/episode.yml`: what is said, over which sound. */
const Episode = strictObject({
	schema: literal("alpha-episode/1"),
	slug: EpisodeSlug,
	number: int().nonnegative(),
	title: string().min(1).max(200),
	/** BCP 47, as in `ru`. */
	language: string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u, "must be a language tag such as ru"),
	/** The day it is dated, for the site and the feed. */
	date: date(),
	/** File with the narration's text, in the episode's folder. */
	narration: RepoPath,
	/** What the ambience is, in words; unique over all episodes ever shipped. */
	ambient: string().min(3).max(400).refine((prompt) => foldPrompt(prompt) !== "", "must have words")
});
/** @throws {UserError} `episode-invalid`, naming every wrong field at once */
function parseEpisode(text, file) {
	return parseYamlAs(Episode, text, file, "episode-invalid", `Mend the fields above in ${file}; assets/schema/episode.json lists them all.`);
}

// scripts/lib/core/manifest.ts
const Source = discriminatedUnion("kind", [strictObject({
	kind: literal("picture"),
	path: RepoPath,
	card: RepoPath,
	width: int().min(16).max(8192),
	height: int().min(16).max(8192)
}), strictObject({
	kind: literal("tokens"),
	path: RepoPath,
	transcript: string().min(1).max(2e3)
})]);
/** A region by ISO 3166-1 alpha-2, or `EU` for the union as a whole. */
const Region = string().regex(/^[A-Z]{2}$/u, "must be a two-letter region such as KR or EU");
/** What a system's licence allows; data, so that plan, comment and release notes can show it and `ship` can refuse. */
const Licence = strictObject({
	name: string().min(1).max(120),
	/** Outputs may not be used commercially. */
	nonCommercial: boolean().default(false),
	/** Outputs may be used for research only. */
	researchOnly: boolean().default(false),
	/** Regions where there is no licence at all, outputs included. */
	excludedRegions: array(Region).default([]),
	note: string().max(400).exactOptional()
});
const SystemChoice = strictObject({
	backend: BackendName,
	/** What the `upstream` and `comfyui` backends are pinned to: commit, container digest, weights as `weights:<file>` → SHA-256. */
	pins: record(string(), string().min(1)).default({}),
	licence: Licence.exactOptional(),
	/** What a build needs on the GPU with the production backend; measured figures in the ledger replace the minutes. */
	gpu: strictObject({
		vramGb: number().min(0).max(1024),
		minutes: number().min(0).max(1e4)
	}).exactOptional()
});
/** `source.<name>`, `episode.narration`, `episode.ambient`, or the name of an artifact. */
const Read = string().regex(/^(?:source\.[a-z][a-z0-9-]*|episode\.(?:narration|ambient)|[a-z][a-z0-9-]*)$/u, "must be source.<name>, episode.narration, episode.ambient or an artifact");
const Artifact = strictObject({
	system: SystemName,
	/** One for each episode, named `<artifact>/<episode>`. */
	per: literal("episode").exactOptional(),
	reads: record(Word, Read),
	params: record(string(), Json).default({}),
	seed: int().min(0).max(2 ** 32 - 1).default(0),
	/** `never`: research only; nothing that descends from it may ship either. */
	ships: _enum([
		"yes",
		"no",
		"never"
	]),
	/** Held against the canonical picture before it may be published. */
	gate: literal("identity").exactOptional()
});
/** What should exist: `assets/alpha.yml`. Data, never code. */
const Manifest = strictObject({
	schema: literal("alpha/1"),
	sources: record(Word, Source),
	/** Folder with one folder an episode. */
	episodes: RepoPath,
	systems: record(SystemName, SystemChoice),
	artifacts: record(Word, Artifact)
});
const MANIFEST_PATH = RepoPath.parse("assets/alpha.yml");
/**
* Reads a manifest and holds it against the systems that exist.
*
* @throws {UserError} `manifest-invalid`, naming every fault at once, each with line and column
*/
function parseManifest(text, file, catalog) {
	const document = readYaml(text, file);
	const hint = `Mend the lines above in ${file}; assets/schema/manifest.json lists all fields.`;
	if (document.faults.length > 0) refuse(document, [], "manifest-invalid", hint);
	const parsed = Manifest.safeParse(document.value);
	const faults = [...parsed.success ? [] : faultsOf(parsed.error), ...meaningFaults(document.value, catalog)];
	if (parsed.success && faults.length === 0) {
		const { data } = parsed;
		const artifacts = Object.fromEntries(Object.entries(data.artifacts).map(([name, artifact]) => [name, {
			...artifact,
			params: { ...catalog.get(artifact.system)?.params.parse(artifact.params) }
		}]));
		return {
			...data,
			artifacts
		};
	}
	return refuse(document, faults, "manifest-invalid", hint);
}
/** What a schema cannot say: that names exist, slots are filled, no circle closes. Looks at whatever part of the document has its form. */
function meaningFaults(value, catalog) {
	const sources = partOf$1(value, "sources", Source);
	const systems = partOf$1(value, "systems", SystemChoice);
	const artifacts = partOf$1(value, "artifacts", Artifact);
	const faults = [];
	const fault = (path, message) => faults.push({
		path,
		message
	});
	for (const [name, choice] of systems.good) {
		const system = catalog.get(name);
		if (system === void 0) fault(["systems", name], `no such system; there are ${[...catalog.keys()].toSorted(byCodeUnit).join(", ")}`);
		else if (system.versions[choice.backend] === void 0) fault([
			"systems",
			name,
			"backend"
		], `${name} has no ${choice.backend} backend; it has ${Object.keys(system.versions).join(", ") || "none"}`);
	}
	for (const [name, artifact] of artifacts.good) {
		const here = ["artifacts", name];
		const system = catalog.get(artifact.system);
		if (system === void 0) fault([...here, "system"], `no such system: ${artifact.system}; there are ${[...catalog.keys()].toSorted(byCodeUnit).join(", ")}`);
		else {
			if (!systems.names.has(artifact.system)) fault([...here, "system"], `systems.${artifact.system} is missing: it must say which backend runs it`);
			for (const slot of system.slots) if (artifact.reads[slot] === void 0) fault([...here, "reads"], `${slot} is missing: ${artifact.system} needs it`);
			for (const slot of Object.keys(artifact.reads)) if (!system.slots.includes(slot)) fault([
				...here,
				"reads",
				slot
			], `${artifact.system} does not take it; it takes ${system.slots.join(", ")}`);
			const params = system.params.safeParse(artifact.params);
			if (!params.success) faults.push(...faultsOf(params.error).map(({ path, message }) => ({
				path: [
					...here,
					"params",
					...path
				],
				message
			})));
		}
		for (const [slot, read] of Object.entries(artifact.reads)) {
			const [kind, rest] = read.split(".");
			if (kind === "source" && rest !== void 0) {
				if (!sources.names.has(rest)) fault([
					...here,
					"reads",
					slot
				], `no such source: ${rest}`);
			} else if (kind === "episode" && rest !== void 0) {
				if (artifact.per !== "episode") fault([
					...here,
					"reads",
					slot
				], `${name} is not made per episode, so it has no ${read}`);
			} else if (!artifacts.names.has(read)) fault([
				...here,
				"reads",
				slot
			], `no such artifact: ${read}`);
			else if (artifacts.good.get(read)?.per === "episode" && artifact.per !== "episode") fault([
				...here,
				"reads",
				slot
			], `${read} is made per episode and ${name} is not`);
		}
	}
	const circle = findCircle(artifacts.good);
	if (circle !== void 0) fault(["artifacts", circle[0] ?? ""], `a circle: ${circle.join(" reads ")}`);
	const taken = /* @__PURE__ */ new Map();
	for (const [name, source] of sources.good) {
		const other = taken.get(source.path);
		if (other !== void 0) fault([
			"sources",
			name,
			"path"
		], `${source.path} is source ${other} already`);
		taken.set(source.path, name);
	}
	return faults;
}
/** The entries of one part that have their form, and the names of all. */
function partOf$1(value, part, schema) {
	const record$1 = record(string(), unknown()).catch({});
	const entries = inOrder(record$1.parse(record$1.parse(value)[part]));
	const good = /* @__PURE__ */ new Map();
	for (const [name, entry] of entries) {
		const parsed = schema.safeParse(entry);
		if (parsed.success) good.set(name, parsed.data);
	}
	return {
		names: new Set(entries.map(([name]) => name)),
		good
	};
}
/** The first circle among the artifacts, from its first name back to it; depth first, in code-unit order, without recursion. */
function findCircle(artifacts) {
	const done = /* @__PURE__ */ new Set();
	for (const start of artifacts.keys()) {
		const path = [];
		const open = /* @__PURE__ */ new Set();
		const enter = (name) => {
			open.add(name);
			path.push({
				name,
				next: inOrder(artifacts.get(name)?.reads ?? {}).map(([, read]) => read).filter((read) => artifacts.has(read))
			});
		};
		if (!done.has(start)) enter(start);
		for (let top = path.at(-1); top !== void 0; top = path.at(-1)) {
			const next = top.next.shift();
			if (next === void 0) {
				done.add(top.name);
				open.delete(top.name);
				path.pop();
			} else if (open.has(next)) return [...path.map(({ name }) => name).slice(path.findIndex(({ name }) => name === next)), next];
			else if (!done.has(next)) enter(next);
		}
	}
}

// scripts/lib/core/cause.ts
/** The log, the comment and `alpha explain` share this clause: it reads on after "mesh is stale:". */
function clause(cause) {
	switch (cause.kind) {
		case "never-built": return "it was never built";
		case "picture-redrawn": return `${cause.path} was redrawn${inCommit(cause.commit)}`;
		case "file-replaced": return `${cause.path} was replaced${inCommit(cause.commit)}`;
		case "text-edited": return `the ${cause.what} in ${cause.path} was edited${inCommit(cause.commit)}`;
		case "reads-stale": return `it reads ${cause.artifact}, which is stale`;
		case "input-rebuilt": return `it reads ${cause.artifact}, which was rebuilt`;
		case "inputs-changed": return [cause.added.length > 0 ? `it now also reads ${cause.added.join(", ")}` : "", cause.removed.length > 0 ? `it no longer reads ${cause.removed.join(", ")}` : ""].filter((part) => part !== "").join(" and ");
		case "params-changed": return cause.changes.map(({ name, from, to }) => `${name} went from ${from} to ${to}`).join(", ");
		case "seed-changed": return `its seed went from ${cause.from} to ${cause.to}`;
		case "system-changed": return `it is made by ${cause.to}, no longer by ${cause.from}`;
		case "backend-changed": return `its backend went from ${cause.from} to ${cause.to}`;
		case "version-changed": return `its backend's version went from ${cause.from} to ${cause.to}`;
		case "pins-changed": return `what it is pinned to changed: ${cause.names.join(", ")}`;
		default: return unreachable(cause);
	}
}
const inCommit = (commit) => commit === void 0 ? "" : ` in ${short(commit)}`;
/**
* The whole chain down to its root, following the first cause of each artifact:
* "it reads mesh, which is stale: canon's pixels changed: assets/alpha-ref.png was redrawn in 0123456789ab".
*/
function chain(first, causes) {
	const told = [];
	const seen = /* @__PURE__ */ new Set();
	let cause = first;
	while ((cause.kind === "reads-stale" || cause.kind === "input-rebuilt") && !seen.has(cause.artifact)) {
		seen.add(cause.artifact);
		const below = causes.get(cause.artifact)?.[0];
		if (below === void 0) break;
		if (below.kind === "picture-redrawn") return [
			...told,
			`${cause.artifact}'s pixels changed`,
			clause(below)
		].join(": ");
		told.push(clause(cause));
		cause = below;
	}
	return [...told, clause(cause)].join(": ");
}

// scripts/lib/core/plan.ts
const factName = (input) => input.kind === "source" ? `source.${input.source}` : `episode.${input.episode}.${input.field}`;
const staleOf = (plan) => plan.items.filter((item) => item.status === "stale");
function makePlan(graph, facts, lock, catalog) {
	const items = /* @__PURE__ */ new Map();
	for (const node of graph.values()) {
		const line = lock.get(node.name);
		const recipe = recipeOf(node, facts, items, catalog);
		const key = recipe === void 0 ? void 0 : contentKey(recipe);
		if (line !== void 0 && key === line.key) items.set(node.name, {
			name: node.name,
			status: "fresh",
			node,
			line
		});
		else items.set(node.name, {
			name: node.name,
			status: "stale",
			node,
			line,
			recipe,
			key,
			causes: causesOf(node, line, facts, items, catalog)
		});
	}
	const removed = [...lock.keys()].filter((name) => !graph.has(name)).toSorted(byCodeUnit);
	return {
		items: [...items.values()],
		removed
	};
}
/** `undefined` while something that the node reads is stale. */
function recipeOf(node, facts, items, catalog) {
	const inputs = {};
	for (const [slot, input] of node.reads) {
		const digests = digestsOf(input, facts, items);
		if (digests === void 0) return void 0;
		for (const [role, digest] of inOrder(digests)) inputs[`${slot}/${role}`] = digest;
	}
	return {
		...describe(node, catalog),
		inputs
	};
}
function describe(node, catalog) {
	const version = catalog.get(node.system)?.versions[node.backend];
	if (version === void 0) throw new RangeError(`${node.system} has no ${node.backend} backend: the manifest was not parsed`);
	return {
		system: node.system,
		backend: node.backend,
		version,
		pins: { ...node.pins },
		params: { ...node.params },
		seed: node.seed
	};
}
function digestsOf(input, facts, items) {
	if (input.kind !== "artifact") return factOf(input, facts).digests;
	const item = items.get(input.artifact);
	if (item?.status !== "fresh") return void 0;
	return Object.fromEntries(item.line.outputs.map(({ role, digest }) => [role, digest]));
}
function factOf(input, facts) {
	const fact = facts.get(factName(input));
	if (fact === void 0) throw new RangeError(`no fact ${factName(input)}: it was not read from the tree`);
	return fact;
}
/** Why the line does not fit the node any more: a comparison of two preimages. */
function causesOf(node, line, facts, items, catalog) {
	if (line === void 0) return [{ kind: "never-built" }];
	const now = describe(node, catalog);
	const was = line.recipe;
	const causes = [];
	const wanted = /* @__PURE__ */ new Set();
	const added = [];
	for (const [slot, input] of node.reads) {
		const item = input.kind === "artifact" ? items.get(input.artifact) : void 0;
		if (input.kind === "artifact" && item?.status === "stale") {
			causes.push({
				kind: "reads-stale",
				artifact: input.artifact
			});
			for (const name of Object.keys(was.inputs)) if (name.startsWith(`${slot}/`)) wanted.add(name);
			continue;
		}
		const digests = inOrder(digestsOf(input, facts, items) ?? {});
		for (const [role] of digests) wanted.add(`${slot}/${role}`);
		if (digests.every(([role]) => was.inputs[`${slot}/${role}`] === void 0)) added.push(slot);
		else if (digests.some(([role, digest]) => was.inputs[`${slot}/${role}`] !== digest)) causes.push(changeOf(input, facts));
	}
	const removed = [...new Set(Object.keys(was.inputs).filter((name) => !wanted.has(name)).map((name) => name.split("/")[0] ?? name))].toSorted(byCodeUnit);
	if (added.length > 0 || removed.length > 0) causes.push({
		kind: "inputs-changed",
		added,
		removed
	});
	if (was.system !== now.system) causes.push({
		kind: "system-changed",
		from: was.system,
		to: now.system
	});
	if (was.backend !== now.backend) causes.push({
		kind: "backend-changed",
		from: was.backend,
		to: now.backend
	});
	else if (was.version !== now.version) causes.push({
		kind: "version-changed",
		from: was.version,
		to: now.version
	});
	const params = namesThatDiffer(was.params, now.params, canonicalJson);
	if (params.length > 0) causes.push({
		kind: "params-changed",
		changes: params.map((name) => ({
			name,
			from: JSON.stringify(was.params[name]) ?? "nothing",
			to: JSON.stringify(now.params[name]) ?? "nothing"
		}))
	});
	if (was.seed !== now.seed) causes.push({
		kind: "seed-changed",
		from: was.seed,
		to: now.seed
	});
	const pins = namesThatDiffer(was.pins, now.pins, String);
	if (pins.length > 0) causes.push({
		kind: "pins-changed",
		names: pins
	});
	return causes;
}
function changeOf(input, facts) {
	if (input.kind === "artifact") return {
		kind: "input-rebuilt",
		artifact: input.artifact
	};
	const { kind, path, commit } = factOf(input, facts);
	if (kind === "picture") return {
		kind: "picture-redrawn",
		path,
		commit
	};
	if (kind === "tokens") return {
		kind: "file-replaced",
		path,
		commit
	};
	return {
		kind: "text-edited",
		what: input.kind === "episode" ? input.field : "text",
		path,
		commit
	};
}
function namesThatDiffer(was, now, form) {
	return [.../* @__PURE__ */ new Set([...Object.keys(was), ...Object.keys(now)])].toSorted(byCodeUnit).filter((name) => {
		const [a, b] = [was[name], now[name]];
		return a === void 0 || b === void 0 ? a !== b : form(a) !== form(b);
	});
}
/** Why one line of an artifact followed another: the causes that the comment tells after the build. */
function whyRebuilt(node, before, facts, lock, catalog) {
	const items = /* @__PURE__ */ new Map();
	for (const parent of parentsOf(node)) {
		const line = lock.get(parent);
		if (line !== void 0) items.set(parent, {
			name: parent,
			status: "fresh",
			node,
			line
		});
	}
	return causesOf(node, before, facts, items, catalog);
}

// scripts/lib/media/canon/png-header.ts
/** 64 megapixels: 256 MiB decoded. Whatever claims more is refused by its header. */
const MAX_PIXELS = 67108864;
const MAX_BYTES = 2 ** 28;
const SIGNATURE = [
	137,
	80,
	78,
	71,
	13,
	10,
	26,
	10
];
const CRITICAL = /* @__PURE__ */ new Set([
	"IHDR",
	"PLTE",
	"IDAT",
	"IEND"
]);
/** What the specification allows once at most, and only before the pixels. */
const ONCE_BEFORE_DATA = /* @__PURE__ */ new Set([
	"PLTE",
	"sRGB",
	"gAMA",
	"cHRM",
	"iCCP",
	"cICP",
	"acTL",
	"tRNS"
]);
/** 1/2.2 and the primaries of sRGB as PNG writes them, in 100 000ths: white, red, green, blue, x before y. */
const SRGB_GAMMA = 45455;
const SRGB_PRIMARIES = [
	31270,
	32900,
	64e3,
	33e3,
	3e4,
	6e4,
	15e3,
	6e3
];
/** Encoders round differently in the last places. */
const TOLERANCE = 100;
/**
* Reads every chunk of a PNG strictly (PNG, third edition: order, lengths, checksums, nothing behind the end) and
* refuses what would not be the same pixels to every program: 16 bits, palettes, animations, colour spaces other than
* sRGB, turned pictures.
*
* @param expected the size that the manifest says; any size up to `MAX_PIXELS` when left out
* @throws {UserError} `reference-not-png`, `reference-damaged`, `reference-too-large`, `reference-size`,
*   `reference-16-bit`, `reference-colour-type`, `reference-animated`, `reference-colour-space`,
*   `reference-orientation`
*/
function readPngHeader(bytes, expected) {
	if (!SIGNATURE.every((byte, at) => bytes[at] === byte)) throw notPng(bytes);
	if (bytes.byteLength > MAX_BYTES) throw tooLarge(`${bytes.byteLength} bytes`, `${MAX_BYTES} bytes`);
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const head = ihdr(view, expected);
	const data = [];
	const seen = /* @__PURE__ */ new Set();
	let last = "";
	const colours = [];
	for (const chunk of chunksOf(bytes, view)) {
		const { type, body } = chunk;
		if (type === "IHDR" !== (last === "")) throw damaged("IHDR is not its first and only header");
		if (seen.has(type) && ONCE_BEFORE_DATA.has(type)) throw damaged(`${type} stands in it twice`);
		if (data.length > 0 && ONCE_BEFORE_DATA.has(type)) throw damaged(`${type} comes after the pixels`);
		if (type.charCodeAt(0) < 97 && !CRITICAL.has(type)) throw damaged(`it needs a chunk ${type} that PNG does not know`);
		if (type === "IDAT") {
			if (data.length > 0 && last !== "IDAT") throw damaged("other chunks stand between its pixels");
			data.push(body);
		} else if (type === "acTL") throw animated();
		else if (type === "tRNS") throw colourType("one colour of it is declared transparent");
		else if (type === "eXIf") checkOrientation(body);
		else if (type === "sRGB" || type === "gAMA" || type === "cHRM" || type === "iCCP" || type === "cICP") colours.push(chunk);
		seen.add(type);
		last = type;
	}
	if (data.length === 0) throw damaged("it holds no pixels");
	checkColours(colours);
	return {
		...head,
		data
	};
}
function ihdr(view, expected) {
	if (view.byteLength < 33 || view.getUint32(8) !== 13 || view.getUint32(12) !== 1229472850) throw damaged("it does not begin with a header");
	const [width, height] = [view.getUint32(16), view.getUint32(20)];
	const [depth, type, compression, filter, interlace] = [
		24,
		25,
		26,
		27,
		28
	].map((at) => view.getUint8(at));
	if (width < 1 || height < 1 || width > 2147483647 || height > 2147483647) throw damaged(`its header says ${width} × ${height} pixels`);
	if (width * height > 67108864) throw tooLarge(`${width} × ${height} pixels`, `${MAX_PIXELS} pixels`);
	if (compression !== 0 || filter !== 0 || interlace === void 0 || interlace > 1) throw damaged("its header asks for a method that PNG does not know");
	if (depth === 16) throw new UserError("reference-16-bit", "The reference has 16 bits a channel", { hint: "Save it with 8 bits a channel: programs round 16 bits differently, so they would not all see the same picture." });
	if (depth !== 8 || type !== 2 && type !== 6) throw colourType(`its pixels are ${COLOUR_TYPES.get(type ?? -1) ?? "of no known kind"} with ${depth} bits`);
	if (expected && (width !== expected.width || height !== expected.height)) throw new UserError("reference-size", `The reference is ${width} × ${height} pixels; the manifest says ${expected.width} × ${expected.height}`, { hint: "Export it in the size of the manifest, or change the size there in the same pull request." });
	return {
		width,
		height,
		channels: type === 2 ? 3 : 4,
		interlaced: interlace === 1
	};
}
const COLOUR_TYPES = /* @__PURE__ */ new Map([
	[0, "grey"],
	[2, "RGB"],
	[3, "a palette"],
	[4, "grey with alpha"],
	[6, "RGBA"]
]);
/** Every chunk in its order, up to and with IEND; lengths, names and checksums are right. */
function* chunksOf(bytes, view) {
	for (let at = SIGNATURE.length;;) {
		if (at + 12 > bytes.byteLength) throw damaged("it is cut off before its end");
		const length = view.getUint32(at);
		const end = at + 12 + length;
		if (end > bytes.byteLength) throw damaged(`it is cut off: a chunk at byte ${at} says that it has ${length} bytes`);
		const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
		if (!/^[A-Za-z]{2}[A-Z][A-Za-z]$/u.test(type)) throw damaged(`at byte ${at} stands no chunk`);
		if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) throw damaged(`the checksum of its chunk ${type} at byte ${at} is wrong`);
		yield {
			type,
			body: bytes.subarray(at + 8, end - 4)
		};
		if (type === "IEND") {
			if (length > 0) throw damaged("IEND is not empty");
			if (end < bytes.byteLength) throw damaged(`${bytes.byteLength - end} bytes follow its end`);
			return;
		}
		at = end;
	}
}
/**
* sRGB, or nothing said, which is sRGB as well. `cICP` and `sRGB` go before `gAMA` and `cHRM`, which older programs
* read; a profile is refused whatever it holds, since programs apply it in as many ways as there are.
*/
function checkColours(chunks) {
	const bodies = new Map(chunks.map(({ type, body }) => [type, body]));
	if (bodies.has("iCCP")) throw colourSpace("it carries a colour profile");
	const cicp = bodies.get("cICP");
	if (cicp && [
		1,
		13,
		0,
		1
	].some((value, at) => cicp[at] !== value)) throw colourSpace("its cICP chunk names another colour space");
	if (cicp || bodies.has("sRGB")) return;
	const gamma = bodies.get("gAMA");
	if (gamma && !near(numbers(gamma), [SRGB_GAMMA])) throw colourSpace(`its gamma is ${numbers(gamma).join()}, not ${SRGB_GAMMA}`);
	const primaries = bodies.get("cHRM");
	if (primaries && !near(numbers(primaries), SRGB_PRIMARIES)) throw colourSpace("its primaries are not those of sRGB");
}
function numbers(body) {
	const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
	return Array.from({ length: body.byteLength >> 2 }, (_, at) => view.getUint32(at * 4));
}
const near = (is, wanted) => is.length === wanted.length && wanted.every((value, at) => Math.abs(value - (is[at] ?? 0)) <= TOLERANCE);
const ORIENTATION_TAG = 274;
/** Exif 3.0, 4.6.2 in TIFF 6.0: byte order, 42, offset of the first directory; entries of twelve bytes. */
function checkOrientation(body) {
	const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
	if (view.byteLength < 8) return;
	const order = view.getUint16(0);
	const little = order === 18761;
	if (!little && order !== 19789 || view.getUint16(2, little) !== 42) return;
	const directory = view.getUint32(4, little);
	if (directory + 2 > view.byteLength) return;
	const entries = view.getUint16(directory, little);
	for (let entry = 0; entry < entries; entry += 1) {
		const at = directory + 2 + entry * 12;
		if (at + 12 > view.byteLength) return;
		if (view.getUint16(at, little) !== ORIENTATION_TAG) continue;
		const turned = view.getUint16(at + 8, little);
		if (turned !== 1) throw new UserError("reference-orientation", `The reference is marked as turned (Exif orientation ${turned})`, { hint: "Turn the pixels themselves and save it without the mark: not every program obeys it." });
	}
}
function notPng(bytes) {
	const start = Buffer.from(bytes.subarray(0, 64)).toString("latin1");
	const is = start.startsWith("version https://git-lfs") ? "it is a Git LFS pointer, not the picture" : start.startsWith("ÿØÿ") ? "it is a JPEG" : start.startsWith("RIFF") && start.slice(8, 12) === "WEBP" ? "it is a WebP" : bytes.byteLength === 0 ? "it is empty" : "it does not begin as a PNG does";
	const hint = is.includes("pointer") ? "Run `git lfs pull` to fetch the picture itself." : "Save it as PNG, 8 bits, RGB or RGBA.";
	return new UserError("reference-not-png", `The reference is no PNG: ${is}`, { hint });
}
/** What is wrong with a file that is a PNG and cannot be read as one. */
const damaged = (why, cause) => new UserError("reference-damaged", `The reference is damaged: ${why}`, {
	hint: "Export it again; if it was fetched, run `git lfs fsck`.",
	cause
});
const tooLarge = (is, limit) => new UserError("reference-too-large", `The reference has ${is}; the limit is ${limit}`, { hint: "Export it in the size that the manifest says. Nothing of it was decoded." });
const colourType = (why) => new UserError("reference-colour-type", `The reference must be RGB or RGBA with 8 bits: ${why}`, { hint: "Save it as 8-bit RGB, or RGBA where it is transparent." });
const animated = () => new UserError("reference-animated", "The reference is an animation (APNG)", { hint: "Save one picture of it as PNG." });
const colourSpace = (why) => new UserError("reference-colour-space", `The reference is not plain sRGB: ${why}`, { hint: "Convert it to sRGB and save it without a profile." });

// scripts/lib/media/canon/reference.ts
/**
* The digest by which a reference is known: SHA-256 of `alpha-pixel/1|<width>|<height>|` and its RGBA rows. However a
* picture was saved, equal pixels give an equal digest; one changed bit gives another.
*/
function pixelDigest({ width, height, rgba }) {
	return Oid.parse(createHash("sha256").update(`alpha-pixel/1|${width}|${height}|`).update(rgba).digest("hex"));
}
/**
* Decodes a reference: strict PNG, 8-bit RGB or RGBA in sRGB, of exactly this size. Plain JavaScript and Node's zlib, so
* that detection can be bundled; detection and `canon` read it by this one function and so agree on its pixels.
*
* @throws {UserError} `reference-…`: see `readPngHeader`
*/
function readReference(bytes, size) {
	const picture = decode(readPngHeader(bytes, size));
	return {
		picture,
		pixels: pixelDigest(picture)
	};
}
/** PNG, third edition, 8.1: the seven passes of Adam7 as left, top, across, down. */
const ADAM7 = [
	[
		0,
		0,
		8,
		8
	],
	[
		4,
		0,
		8,
		8
	],
	[
		0,
		4,
		4,
		8
	],
	[
		2,
		0,
		4,
		4
	],
	[
		0,
		2,
		2,
		4
	],
	[
		1,
		0,
		2,
		2
	],
	[
		0,
		1,
		1,
		2
	]
];
function passesOf({ width, height, interlaced }) {
	if (!interlaced) return [{
		left: 0,
		top: 0,
		across: 1,
		down: 1,
		width,
		height
	}];
	return ADAM7.map(([left, top, across, down]) => ({
		left,
		top,
		across,
		down,
		width: Math.max(Math.ceil((width - left) / across), 0),
		height: Math.max(Math.ceil((height - top) / down), 0)
	})).filter((pass) => pass.width > 0 && pass.height > 0);
}
function decode(header) {
	const { width, height, channels, data } = header;
	const passes = passesOf(header);
	const raw = inflated(data, passes.reduce((sum, pass) => sum + pass.height * (1 + pass.width * channels), 0));
	const rgba = new Uint8ClampedArray(width * height * 4);
	const pixels = new Uint8Array(rgba.buffer);
	if (channels === 3) pixels.fill(255);
	let at = 0;
	for (const pass of passes) {
		const stride = pass.width * channels;
		for (let row = 0; row < pass.height; row += 1, at += 1 + stride) {
			unfilter(raw, at, stride, channels, row === 0);
			const start = ((pass.top + row * pass.down) * width + pass.left) * 4;
			spread(raw.subarray(at + 1, at + 1 + stride), channels, pixels.subarray(start), pass.across * 4);
		}
	}
	return {
		width,
		height,
		rgba
	};
}
/** Lays a row's pixels out, each `step` bytes behind the one before. A function of its own, since that is soon compiled. */
function spread(row, channels, into, step) {
	for (let from = 0, to = 0; from < row.length; from += channels, to += step) {
		into[to] = row[from] ?? 0;
		into[to + 1] = row[from + 1] ?? 0;
		into[to + 2] = row[from + 2] ?? 0;
		if (channels === 4) into[to + 3] = row[from + 3] ?? 0;
	}
}
/** Never more than the header promised: a stream that goes on is stopped there. */
function inflated(data, length) {
	let raw;
	try {
		raw = inflateSync(Buffer.concat(data), { maxOutputLength: length });
	} catch (cause) {
		throw damaged(`its pixels cannot be unpacked (${messageOf(cause)})`, cause);
	}
	if (raw.byteLength !== length) throw damaged(`its header promises ${length} bytes of pixels, there are ${raw.byteLength}`);
	return raw;
}
/** PNG, third edition, 9.2, in place: the filter's number stands at `at`, the row behind it, the row above before it. */
function unfilter(raw, at, stride, channels, first) {
	const start = at + 1;
	const end = start + stride;
	const up = stride + 1;
	switch (raw[at]) {
		case 0: return;
		case 1:
			for (let i = start + channels; i < end; i += 1) raw[i] = (raw[i] ?? 0) + (raw[i - channels] ?? 0);
			return;
		case 2:
			if (first) return;
			for (let i = start; i < end; i += 1) raw[i] = (raw[i] ?? 0) + (raw[i - up] ?? 0);
			return;
		case 3:
			for (let i = start; i < end; i += 1) {
				const left = i < start + channels ? 0 : raw[i - channels] ?? 0;
				const above = first ? 0 : raw[i - up] ?? 0;
				raw[i] = (raw[i] ?? 0) + (left + above >> 1);
			}
			return;
		case 4:
			for (let i = start; i < end; i += 1) {
				const inside = i >= start + channels;
				const left = inside ? raw[i - channels] ?? 0 : 0;
				const above = first ? 0 : raw[i - up] ?? 0;
				const corner = inside && !first ? raw[i - up - channels] ?? 0 : 0;
				const toLeft = Math.abs(above - corner);
				const toAbove = Math.abs(left - corner);
				const toCorner = Math.abs(left + above - 2 * corner);
				const paeth = toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
				raw[i] = (raw[i] ?? 0) + paeth;
			}
			return;
		default: throw damaged(`a row of it has the filter ${raw[at] ?? "?"}, which PNG does not know`);
	}
}

// scripts/lib/core/pointer.ts
/** A longer blob is no pointer: git-lfs itself stops reading there. */
const POINTER_MAX_BYTES = 1024;
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:([0-9a-f]{64})\nsize (0|[1-9]\d{0,15})\n$/u;
/** Reads a pointer by the strict grammar; `undefined` when the bytes are anything else. */
function readPointer(bytes) {
	if (bytes.length > 1024) return void 0;
	const match = POINTER.exec(Buffer.from(bytes).toString("latin1"));
	const size = Number(match?.[2]);
	if (match?.[1] === void 0 || !Number.isSafeInteger(size)) return void 0;
	return {
		oid: Oid.parse(match[1]),
		size
	};
}
/** @throws {UserError} `not-in-lfs` when the blob at `path` is no pointer */
function pointerOf(bytes, path) {
	const pointer = readPointer(bytes);
	if (pointer !== void 0) return pointer;
	throw new UserError("not-in-lfs", `${path} is committed to Git itself, not to Git LFS`, { hint: `Run \`git lfs track ${path} && git add --renormalize .gitattributes ${path}\` and commit both files.` });
}

// scripts/lib/engine/repository/source-tree.ts
/** What is read ahead, bytes: a file, and all of them. */
const AHEAD = {
	file: 16384,
	all: 4e6
};
/** A commit's tree, from git's objects alone. */
function commitTree(root, commit) {
	const listed = [];
	const held = /* @__PURE__ */ new Map();
	const find = async (paths) => {
		const found = /* @__PURE__ */ new Map();
		const open = /* @__PURE__ */ new Set();
		for (const path of paths) {
			const above = listed.find((known) => isAtOrBelow(path, known.path));
			if (above === void 0) open.add(path);
			for (const file of above?.files ?? []) if (isAtOrBelow(file.path, path)) found.set(file.path, file);
		}
		if (open.size > 0) for (const file of await ask(root, treeFiles(commit, [...open]))) found.set(file.path, file);
		return [...found.values()];
	};
	const bytesOf = async (files, maxBytes) => {
		const there = files.filter(({ blob, regular, size }) => regular && size <= maxBytes && held.has(blob));
		const open = files.filter((file) => !there.includes(file));
		const read = await readFiles(root, open, maxBytes);
		return new Map([...there.map(({ path, blob }) => [path, held.get(blob) ?? Buffer.alloc(0)]), ...read]);
	};
	return {
		commit,
		ahead: async (paths) => {
			if (paths.length === 0) return;
			const files = await find(paths);
			for (const path of paths) listed.push({
				path,
				files: files.filter((file) => isAtOrBelow(file.path, path))
			});
			let bytes = 0;
			const small = files.filter(({ regular, size }) => regular && size <= AHEAD.file && (bytes += size) <= AHEAD.all);
			const read = await readFiles(root, small, AHEAD.file);
			for (const { path, blob } of small) held.set(blob, read.get(path) ?? Buffer.alloc(0));
		},
		list: async (paths) => (await find(paths)).map(({ path }) => path).toSorted(byCodeUnit),
		read: async (paths, maxBytes) => {
			const wanted = new Set(paths);
			return bytesOf((await find(paths)).filter(({ path }) => wanted.has(path)), maxBytes);
		},
		lfs: async (path) => {
			const [file] = await find([path]);
			if (file?.path !== path) return void 0;
			if (!file.regular) throw notAFile(path);
			const bytes = file.size > 1024 ? Buffer.alloc(0) : (await bytesOf([file], file.size)).get(path);
			return { pointer: pointerOf(bytes ?? Buffer.alloc(0), path) };
		}
	};
}
const isAtOrBelow = (path, folder) => path === folder || path.startsWith(`${folder}/`);

// scripts/lib/engine/repository/snapshot.ts
const MAX_YAML_BYTES = 4e6;
const MAX_LOCK_BYTES = 64e6;
const MAX_NARRATION_BYTES = 1e6;
const NONE = /* @__PURE__ */ new Map();
/**
* Reads one commit from git's objects alone; nothing of the work tree counts.
*
* @throws {UserError} one of many, with every fault of every file in its message
*/
const readSnapshot = (root, commit, options) => snapshotOf(root, commitTree(root, commit), options);
/** What a snapshot knows of its pictures: file → pixels. With it, a later one need not look at files that are still there. */
function knownPixels({ manifest, facts, inputs }) {
	const known = /* @__PURE__ */ new Map();
	for (const name of Object.keys(manifest.sources)) {
		const bytes = inputs.get(`source.${name}/picture`);
		const pixels = facts.get(`source.${name}`)?.digests["picture"];
		if (bytes?.kind === "lfs" && pixels !== void 0) known.set(bytes.pointer.oid, pixels);
	}
	return known;
}
async function snapshotOf(root, tree, options) {
	await tree.ahead([MANIFEST_PATH, LOCK_PATH]);
	const manifestBytes = (await tree.read([MANIFEST_PATH], MAX_YAML_BYTES)).get(MANIFEST_PATH);
	if (manifestBytes === void 0) throw new UserError("manifest-missing", `there is no ${MANIFEST_PATH}`, { hint: "Start this in a repository that has one, at a commit that has it." });
	const manifest = parseManifest(utf8(manifestBytes, MANIFEST_PATH), MANIFEST_PATH, options.catalog);
	await tree.ahead(namedBy(manifest));
	const faults = new Faults();
	const lockText = await faults.of(async () => utf8((await tree.read([LOCK_PATH], MAX_LOCK_BYTES)).get(LOCK_PATH) ?? Buffer.alloc(0), LOCK_PATH));
	const lock = await faults.of(() => parseLock(lockText ?? ""));
	const episodes = await readEpisodes(tree, manifest.episodes, faults);
	const sources = await readSources(tree, manifest, options, faults);
	faults.throwAny();
	const facts = new Map([...sources.facts, ...episodes.facts].toSorted(([a], [b]) => a < b ? -1 : 1));
	const graph = expandGraph(manifest, [...episodes.words.keys()]);
	const known = lock ?? /* @__PURE__ */ new Map();
	return {
		commit: tree.commit,
		manifest,
		graph,
		facts: tree.commit === void 0 ? facts : await withCommits(root, tree.commit, graph, facts, known),
		lock: known,
		lockOid: oidOf(lockText ?? ""),
		episodes: episodes.words,
		cards: sources.cards,
		inputs: new Map([...sources.inputs, ...episodes.inputs]),
		remarks: sources.remarks
	};
}
/** Where a manifest's sources, their cards and its episodes lie. */
const namedBy = ({ sources, episodes }) => [episodes, ...Object.values(sources).flatMap((source) => source.kind === "picture" ? [source.path, source.card] : [source.path])];
/** Gathers what is wrong, so that all of it is told at once. */
var Faults = class {
	#told = [];
	async of(attempt) {
		try {
			return await attempt();
		} catch (cause) {
			if (!(cause instanceof UserError)) throw cause;
			this.#told.push(cause);
			return;
		}
	}
	/** @throws {UserError} with the code of the first and the words of all */
	throwAny() {
		const [first, ...others] = this.#told;
		if (first === void 0) return;
		if (others.length === 0) throw first;
		throw new UserError(first.code, this.#told.map(({ message }) => message).join("\n"), {
			hint: [...new Set(this.#told.map(({ hint }) => hint))].join("\n"),
			cause: new AggregateError(this.#told)
		});
	}
};
async function readSources(tree, manifest, options, faults) {
	const found = {
		facts: /* @__PURE__ */ new Map(),
		inputs: /* @__PURE__ */ new Map(),
		cards: /* @__PURE__ */ new Map(),
		remarks: []
	};
	for (const [name, source] of inOrder(manifest.sources)) {
		const file = await faults.of(async () => await tree.lfs(source.path) ?? missing(source.path));
		const card = source.kind === "picture" ? await faults.of(() => readCard(tree, source)) : void 0;
		if (card !== void 0) found.cards.set(name, card);
		if (file === void 0) continue;
		const { pointer } = file;
		if (source.kind === "tokens") {
			const digests = {
				tokens: pointer.oid,
				transcript: oidOf(source.transcript)
			};
			found.facts.set(`source.${name}`, {
				kind: "tokens",
				path: source.path,
				digests
			});
			found.inputs.set(`source.${name}/tokens`, {
				kind: "lfs",
				path: source.path,
				pointer,
				bytes: file.bytes
			});
			found.inputs.set(`source.${name}/transcript`, {
				kind: "text",
				text: source.transcript
			});
			continue;
		}
		if (card !== void 0 && card.file !== pointer.oid) found.remarks.push(`${source.card} describes another file than ${source.path}: \`npm run alpha -- card\` writes it anew`);
		const pixels = await faults.of(() => pixelsOf(source, file, card, options));
		if (pixels === void 0) continue;
		found.facts.set(`source.${name}`, {
			kind: "picture",
			path: source.path,
			digests: { picture: pixels }
		});
		found.inputs.set(`source.${name}/picture`, {
			kind: "lfs",
			path: source.path,
			pointer,
			bytes: file.bytes
		});
	}
	return found;
}
/** `undefined` when there is none. @throws {UserError} `card-invalid`, `card-of-another` */
async function readCard(tree, source) {
	const bytes = (await tree.read([source.card], MAX_YAML_BYTES)).get(source.card);
	if (bytes === void 0) return void 0;
	const card = parseCard(utf8(bytes, source.card), source.card);
	if (card.picture === source.path) return card;
	throw new UserError("card-of-another", `${source.card} is the card of ${card.picture}, not of ${source.path}`, { hint: `Write \`picture: ${source.path}\` in ${source.card}, or name its own card in ${MANIFEST_PATH}.` });
}
/** @throws {UserError} `card-false` when the bytes were looked at and the card says otherwise; what `readReference` finds */
async function pixelsOf(source, { pointer, bytes }, card, { trust, bytesOf }) {
	const claim = card?.file === pointer.oid ? card.pixels : void 0;
	const pixels = (trust === "cards" ? claim : trust.get(pointer.oid)) ?? readReference(bytes ?? await bytesOf(pointer), source).pixels;
	if (claim === void 0 || claim === pixels) return pixels;
	throw new UserError("card-false", `${source.card} says that the pixels of ${source.path} are ${short(claim)}; they are ${short(pixels)}`, { hint: `\`npm run alpha -- card\` writes ${source.card} anew.` });
}
async function readEpisodes(tree, folder, faults) {
	const found = {
		words: /* @__PURE__ */ new Map(),
		facts: /* @__PURE__ */ new Map(),
		inputs: /* @__PURE__ */ new Map()
	};
	const manifests = (await tree.list([folder])).filter((path) => /^[^/]+\/episode\.yml$/u.test(path.slice(folder.length + 1)));
	const texts = await faults.of(() => tree.read(manifests, MAX_YAML_BYTES)) ?? NONE;
	const parsed = /* @__PURE__ */ new Map();
	for (const [path, bytes] of texts) {
		const episode = await faults.of(() => parseEpisode(utf8(bytes, path), path));
		if (episode === void 0) continue;
		if (path === `${folder}/${episode.slug}/episode.yml`) parsed.set(path, episode);
		else await faults.of(() => misplaced(path, folder, episode));
	}
	const spokenAt = ({ slug, narration }) => RepoPath.parse(`${folder}/${slug}/${narration}`);
	const narrations = await faults.of(() => tree.read([...parsed.values()].map(spokenAt), MAX_NARRATION_BYTES)) ?? NONE;
	for (const [path, episode] of parsed) {
		const spoken = spokenAt(episode);
		await faults.of(() => {
			const bytes = narrations.get(spoken) ?? missing(spoken);
			const text = utf8(bytes, spoken);
			found.words.set(episode.slug, {
				episode,
				narration: text
			});
			for (const [field, at, said, digest] of [[
				"ambient",
				path,
				episode.ambient,
				oidOf(episode.ambient)
			], [
				"narration",
				spoken,
				text,
				oidOf(bytes)
			]]) {
				const name = factName({
					kind: "episode",
					episode: episode.slug,
					field
				});
				found.facts.set(name, {
					kind: "text",
					path: at,
					digests: { text: digest }
				});
				found.inputs.set(`${name}/text`, {
					kind: "text",
					text: said
				});
			}
		});
	}
	return found;
}
function misplaced(path, folder, { slug }) {
	throw new UserError("episode-misplaced", `${path} says that its slug is ${slug}`, { hint: `Move it to ${folder}/${slug}/episode.yml, or change the slug.` });
}
function missing(path) {
	throw new UserError("file-missing", `${path} is not there`, { hint: `Add ${path}, or change what names it.` });
}
function utf8(bytes, path) {
	try {
		return new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
	} catch (cause) {
		throw new UserError("not-utf8", `${path} is not UTF-8 text`, {
			hint: `Save ${path} as UTF-8.`,
			cause
		});
	}
}
/** Adds the last commit that touched a fact, where the lock was made from another: elsewhere nobody asks for it. */
async function withCommits(root, commit, graph, facts, lock) {
	const dated = new Map(facts);
	const asked = /* @__PURE__ */ new Map();
	for (const node of graph.values()) {
		const was = lock.get(node.name)?.recipe.inputs;
		for (const [slot, input] of was === void 0 ? [] : node.reads) {
			const fact = input.kind === "artifact" ? void 0 : dated.get(factName(input));
			if (was === void 0 || fact === void 0 || input.kind === "artifact") continue;
			if (Object.entries(fact.digests).every(([role, digest]) => was[`${slot}/${role}`] === digest)) continue;
			if (!asked.has(fact.path)) asked.set(fact.path, await ask(root, lastTouch(commit, fact.path)));
			dated.set(factName(input), {
				...fact,
				commit: asked.get(fact.path)
			});
		}
	}
	return dated;
}

// scripts/lib/engine/cost/cost.ts
/** Money is kept to a hundredth of a cent, energy to a milliwatt-hour: sums stay equal in whatever order they are made. */
const MONEY = 1e4;
const ENERGY = 1e3;
const round = (value, to) => Math.round(value * to) / to;
/**
* What a build cost, from what was measured and the owner's rates. What cannot be known is absent, never zero: energy without
* a meter and without `watts`, money without rates, both for a build that never had the card.
*
* money = hours on the card × price of an hour + kWh × price of a kWh
*/
function costOf({ seconds, gpuSeconds, energyWh }, rates) {
	if (gpuSeconds === void 0) return { seconds };
	const metered = energyWh ?? (rates?.watts === void 0 ? void 0 : gpuSeconds / 3600 * rates.watts);
	const energy = metered === void 0 ? void 0 : round(metered, ENERGY);
	return {
		seconds,
		gpuSeconds,
		...energy !== void 0 && { energyWh: energy },
		...rates !== void 0 && moneyOf(gpuSeconds, energy, rates)
	};
}
function moneyOf(gpuSeconds, energyWh, { currency, pricePerGpuHour, pricePerKwh }) {
	const card = pricePerGpuHour === void 0 ? void 0 : gpuSeconds / 3600 * pricePerGpuHour;
	const power = pricePerKwh === void 0 || energyWh === void 0 ? void 0 : energyWh / 1e3 * pricePerKwh;
	if (card === void 0 && power === void 0) return void 0;
	return { money: {
		amount: round((card ?? 0) + (power ?? 0), MONEY),
		currency
	} };
}
function sumCosts(costs) {
	let [seconds, gpuSeconds, energyWh] = [
		0,
		0,
		0
	];
	const money = /* @__PURE__ */ new Map();
	for (const cost of costs) {
		seconds += cost.seconds;
		gpuSeconds += cost.gpuSeconds ?? 0;
		energyWh += cost.energyWh ?? 0;
		if (cost.money !== void 0) money.set(cost.money.currency, (money.get(cost.money.currency) ?? 0) + cost.money.amount);
	}
	return {
		seconds: round(seconds, 1e3),
		gpuSeconds: round(gpuSeconds, 1e3),
		energyWh: round(energyWh, ENERGY),
		money: Object.fromEntries([...money].toSorted(([a], [b]) => a < b ? -1 : 1).map(([currency, amount]) => [currency, round(amount, MONEY)]))
	};
}
/** A part of a cost, as when an artifact serves several episodes. `share` is 0 to 1. */
function partOf(cost, share) {
	return {
		seconds: round(cost.seconds * share, 1e3),
		...cost.gpuSeconds !== void 0 && { gpuSeconds: round(cost.gpuSeconds * share, 1e3) },
		...cost.energyWh !== void 0 && { energyWh: round(cost.energyWh * share, ENERGY) },
		...cost.money !== void 0 && { money: {
			amount: round(cost.money.amount * share, MONEY),
			currency: cost.money.currency
		} }
	};
}
/** "4 min 10 s on the GPU, 43.1 Wh, 0.02 USD"; what is not known is left out, and a build without the card says its time. */
function costWords(cost) {
	const onCard = cost.gpuSeconds ?? 0;
	const words = [onCard > 0 ? `${durationWords(onCard)} on the GPU` : durationWords(cost.seconds)];
	if ((cost.energyWh ?? 0) > 0) words.push(`${(cost.energyWh ?? 0).toFixed(1)} Wh`);
	for (const [currency, amount] of amountsOf(cost)) words.push(`${amount.toFixed(amount < .1 ? 3 : 2)} ${currency}`);
	return words.join(", ");
}
function amountsOf({ money }) {
	if (money === void 0) return [];
	if ("amount" in money && typeof money.currency === "string") return [[money.currency, money.amount]];
	return Object.entries(money).filter((entry) => typeof entry[1] === "number");
}
/** "41 s", "4 min 10 s", "1 h 2 min". */
function durationWords(seconds) {
	if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
	const whole = Math.round(seconds);
	if (whole < 60) return `${whole} s`;
	const minutes = Math.floor(whole / 60);
	if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
	return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export { mergeBase as C, parentsOf as D, expandGraph as E, researchAncestor as O, isAncestor as S, titleOf as T, downloadObject as _, sumCosts as a, uploadObject as b, pixelDigest as c, makePlan as d, staleOf as f, lfsReader as g, clause as h, partOf as i, readReference as l, chain as m, costWords as n, knownPixels as o, whyRebuilt as p, durationWords as r, readSnapshot as s, costOf as t, factName as u, hasObject as v, catalog as w, commitOf as x, lfsRemote as y };