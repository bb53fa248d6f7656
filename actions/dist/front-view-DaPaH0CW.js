import { O as LockLine, S as ifThere, T as writeDurably, x as contentsOf } from "./limits-B84BI-dO.js";
import { M as messageOf, S as tuple, _ as number, b as strictObject, c as _enum, f as discriminatedUnion, g as looseObject, h as literal, i as short, j as UserError, k as prettifyError, p as int, t as CommitId, u as array, w as unknown, x as string, y as record } from "./oid-CD6GJw-_.js";
import { t as ArtifactName } from "./names-Cyk6D3Lv.js";
import { r as readPicture } from "./picture-file-Bldo6X1T.js";
import { i as Cost } from "./lfs-BaICaGBM.js";
import { c as orbit, n as rasterise, o as lensOf35mm, t as readSplat } from "./ply-Bk7xmPCb.js";
import { t as decodeSequence } from "./sequence-CADzboar.js";
import { createRequire } from "node:module";
import { join } from "node:path";
import { lstat, mkdir, readFile, readdir } from "node:fs/promises";
import "sharp";
import { NodeIO } from "@gltf-transform/core";

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
		line: LockLine
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
		return refuse(messageOf(cause), cause);
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

export { readBuilt as a, nameOfBuilt as i, PINNED as n, writeBuilt as o, builtFile as r, frontView as t };