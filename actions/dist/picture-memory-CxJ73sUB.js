import { _ as Cost, b as LockLine } from "./git-access-CYP2zZEK.js";
import { S as tuple, b as string, d as discriminatedUnion, f as int, g as number, h as looseObject, k as prettifyError, l as array, m as literal, s as _enum, t as UserError, v as record, w as unknown, y as strictObject } from "./errors-q2Ocdyoq.js";
import { i as short, t as CommitId } from "./oid-046zK1iw.js";
import { c as contentsOf, f as writeDurably, l as ifThere } from "./limits-DRiG-UHI.js";
import { t as ArtifactName } from "./names-YBW_uHQc.js";
import { createRequire } from "node:module";
import { join } from "node:path";
import { lstat, mkdir, readFile, readdir } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";

// scripts/lib/engine/change/built.ts
/** What became of one artifact that was to be built. */
const Built = discriminatedUnion("kind", [
	strictObject({
		kind: literal("built"),
		line: LockLine,
		cost: Cost
	}),
	strictObject({
		kind: literal("reused"),
		line: LockLine,
		cost: Cost.exactOptional()
	}),
	strictObject({
		kind: literal("failed"),
		name: ArtifactName,
		reason: string().max(4e3)
	})
]);
const BuiltResults = strictObject({
	schema: literal("alpha-built/1"),
	commit: CommitId,
	runner: string().max(200),
	results: array(Built).max(1e4)
});
const RESULTS = "results.json";
const MAX_RESULTS_BYTES = 64e6;
const nameOfBuilt = (built) => built.kind === "failed" ? built.name : built.line.name;
/** Leaves results for the job that compares them; the bytes go to `<folder>/files/<digest>` beside it. */
async function writeBuilt(folder, results) {
	await mkdir(folder, { recursive: true });
	await writeDurably(join(folder, RESULTS), `${JSON.stringify({
		schema: "alpha-built/1",
		...results
	})}\n`);
}
/** Where the bytes of a digest lie in a folder of results. */
const builtFile = (folder, digest) => join(folder, "files", digest);
/**
* Reads what build jobs left: one folder a lane, or the folder itself. It is data from a job that ran a pull request's code:
* its form is checked, each file must be a plain file that hashes to its name, and what nobody named is not looked at.
*
* @returns each result once (lanes may share canon), and where each digest lies
* @throws {UserError} `built-invalid` when the form or a digest does not fit
*/
async function readBuilt(folder) {
	const folders = [folder, ...(await ifThere(readdir(folder, { withFileTypes: true })) ?? []).filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))];
	const results = [];
	const files = /* @__PURE__ */ new Map();
	for (const lane of folders) {
		const text = await plainText(join(lane, RESULTS));
		if (text === void 0) continue;
		const parsed = BuiltResults.safeParse(jsonOf(text));
		if (!parsed.success) throw invalid(`${lane}/${RESULTS} does not have its form: ${prettifyError(parsed.error)}`);
		results.push(parsed.data);
		for (const built of parsed.data.results) {
			if (built.kind === "failed") continue;
			const wanted = built.line.outputs.map(({ digest, size }) => ({
				digest,
				size
			}));
			for (const { digest, size } of [...wanted, ...built.line.preview === null ? [] : [{
				digest: built.line.preview,
				size: void 0
			}]]) if (!files.has(digest)) files.set(digest, await checkedFile(lane, digest, size, built.line.name));
		}
	}
	return {
		results,
		files
	};
}
async function plainText(path) {
	const there = await ifThere(lstat(path));
	if (there === void 0) return void 0;
	if (!there.isFile() || there.size > MAX_RESULTS_BYTES) throw invalid(`${path} is not a plain file of at most ${MAX_RESULTS_BYTES} bytes`);
	return readFile(path, "utf8");
}
async function checkedFile(lane, digest, size, name) {
	const path = builtFile(lane, digest);
	const there = await ifThere(lstat(path));
	if (there === void 0) throw invalid(`the bytes ${short(digest)} of ${name} are missing in ${lane}`);
	if (!there.isFile() || size !== void 0 && there.size !== size) throw invalid(`the bytes ${short(digest)} of ${name} are not a plain file of ${size ?? "some"} bytes`);
	if ((await contentsOf(path)).digest !== digest) throw invalid(`a file of ${name} does not hash to its name ${short(digest)}`);
	return path;
}
function jsonOf(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}
const invalid = (message) => new UserError("built-invalid", `What the build left cannot be taken: ${message}`, { hint: "Run the build job again. If it comes back so, look at what that job ran: nothing of it was kept." });

// scripts/lib/media/face/detect.ts
const INPUT = 256;
/** The cells of the two grids on which the detector answers: 16 × 16 and 8 × 8, two answers each (centres in pixels of its input). */
const CELLS = [16, 32].flatMap((stride) => {
	const across = INPUT / stride;
	const answers = stride === 16 ? 2 : 6;
	return Array.from({ length: across * across * answers }, (_, index) => {
		const cell = Math.floor(index / answers);
		return [(cell % across + .5) * stride, (Math.floor(cell / across) + .5) * stride];
	});
});

// scripts/lib/media/face/weights.ts
const human = (file, sha256) => ({
	package: "@vladmandic/human",
	path: `../models/${file}`,
	sha256
});
const faceApi = (file, sha256) => ({
	package: "@vladmandic/face-api",
	path: `../model/${file}`,
	sha256
});
/** Everything that decides the numbers of the face models, by content: part of the method of every report. */
const PINNED = {
	"detector-graph": human("blazeface.json", "cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f"),
	"detector-weights": human("blazeface.bin", "dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72"),
	"mesh-graph": human("facemesh.json", "f4a8d1595ed22acc7cec0773d6752710b17f1e48be12f08a01e1d422812906cd"),
	"mesh-weights": human("facemesh.bin", "f4a7075c1fff12ceafd2cd6fc000a464da90b1e0c35236971ed5bb3b343366cb"),
	"person-graph": human("selfie.json", "8b7f5f95c0159a83a7240b1298a67012cfffd0396bfa653bdf452913610e9a88"),
	"person-weights": human("selfie.bin", "8f57aaa72dc068a50bd37c232d2e073e107912241e459002e1480876676f382a"),
	"embedding-manifest": faceApi("face_recognition_model-weights_manifest.json", "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b"),
	"embedding-weights": faceApi("face_recognition_model.bin", "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589"),
	"wasm-kernels": {
		package: "@tensorflow/tfjs-backend-wasm",
		path: "tfjs-backend-wasm-simd.wasm",
		sha256: "77ebb28a6d34f371dbbf2086b7f2de8994acd8ea5a3cf1fa24d2c26c840cac7b"
	}
};
const require = createRequire(new URL("../../scripts/lib/media/face/weights.ts", import.meta.url).href);

// scripts/lib/media/face/nets.ts
const WeightSpecs = array(looseObject({
	name: string(),
	shape: array(int()),
	dtype: _enum([
		"float32",
		"int32",
		"bool",
		"string",
		"complex64"
	]),
	quantization: looseObject({
		dtype: _enum([
			"uint8",
			"uint16",
			"float16"
		]),
		scale: number().optional(),
		min: number().optional()
	}).transform(({ dtype, scale, min }) => ({
		dtype,
		...scale === void 0 ? {} : { scale },
		...min === void 0 ? {} : { min }
	})).exactOptional()
}));
const Graph = looseObject({
	modelTopology: record(string(), unknown()),
	weightsManifest: tuple([looseObject({ weights: WeightSpecs })])
});
const EmbeddingManifest = tuple([looseObject({ weights: WeightSpecs })]);

// scripts/lib/media/face/landmarks.ts
const same = (index) => [index, index];
/**
* Between which two points of the mesh each of the 68 lies: the jaw follows the outline of the face, a brow its
* middle (the mesh has only its upper and lower edge), everything else is one point.
*/
const IBUG = [
	...[
		127,
		234,
		93,
		132,
		58,
		136,
		150,
		176,
		152,
		400,
		379,
		365,
		288,
		361,
		323,
		454,
		356
	].map(same),
	...[
		[70, 46],
		[63, 53],
		[105, 52],
		[66, 65],
		[107, 55]
	],
	...[
		[336, 285],
		[296, 295],
		[334, 282],
		[293, 283],
		[300, 276]
	],
	...[
		168,
		197,
		5,
		4
	].map(same),
	...[
		75,
		97,
		2,
		326,
		305
	].map(same),
	...[
		33,
		160,
		158,
		133,
		153,
		144
	].map(same),
	...[
		362,
		385,
		387,
		263,
		373,
		380
	].map(same),
	...[
		61,
		39,
		37,
		0,
		267,
		269,
		291,
		405,
		314,
		17,
		84,
		181
	].map(same),
	...[
		78,
		82,
		13,
		312,
		308,
		317,
		14,
		87
	].map(same)
];

// scripts/lib/media/picture-memory.ts
/**
* For a process that handles many pictures, before it reads the first: their pixels lie beside V8's heap, and V8 looks for those that
* are gone each time that 64 MB have come, however much memory there is. From now on they count towards the heap's own limit,
* which grows with what is in use.
*/
const countPicturesWithHeap = () => setFlagsFromString("--external-memory-accounted-in-global-limit");

export { readBuilt as a, nameOfBuilt as i, PINNED as n, writeBuilt as o, builtFile as r, countPicturesWithHeap as t };