import { b as string, f as int, h as looseObject, l as array, n as messageOf, t as UserError } from "./errors-q2Ocdyoq.js";
import { a as boundsOf, i as renderViews, n as frontMeasures, r as sheetOf, t as compareViews } from "./sheet-C4I8DkpI.js";
import { l as writePanel } from "./picture-pair-BA4OeJLO.js";
import { r as readPicture } from "./picture-file-CrzsY8mG.js";
import { i as inOrder, r as canonicalJson } from "./json-BCmY7Bcn.js";
import { r as oidOf } from "./oid-046zK1iw.js";
import { t as measurePictures } from "./picture-uk7Vpgso.js";
import { t as setDistance } from "./point-distance-CtzBcqS3.js";
import { i as percent, o as sayCount, t as SideUnreadable } from "./request-ByIs-QGe.js";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { NodeIO, getBounds } from "@gltf-transform/core";
import { validateBytes } from "gltf-validator";

// scripts/lib/media/compare/mesh-model.ts
const MOST_VERTICES = 2e7;
const Report = looseObject({ issues: looseObject({
	numErrors: int().nonnegative(),
	messages: array(looseObject({
		message: string(),
		severity: int()
	})).default([])
}) });
/** Reads a GLB. Throws whatever the reader throws when it is none. Memory: the file plus about 40 bytes a vertex. */
async function meshModel(bytes) {
	const document = await new NodeIO().readBinary(bytes);
	const root = document.getRoot();
	const scene = root.getDefaultScene() ?? root.listScenes()[0];
	if (scene === void 0) throw new RangeError("it has no scene");
	const parts = [];
	scene.traverse((node) => {
		for (const primitive of node.getMesh()?.listPrimitives() ?? []) parts.push({
			primitive,
			matrix: node.getWorldMatrix()
		});
	});
	const total = parts.reduce((sum, { primitive }) => sum + (primitive.getAttribute("POSITION")?.getCount() ?? 0), 0);
	if (total > MOST_VERTICES) throw new RangeError(`it has ${total} vertices; the limit is ${MOST_VERTICES}`);
	const topology = createHash("sha256");
	const content = createHash("sha256");
	const positions = new Float32Array(total * 3);
	const corners = [];
	let first = 0;
	for (const { primitive, matrix } of parts) {
		addPositions(primitive, matrix, positions, first);
		const joined = cornersOf(primitive);
		const attributes = primitive.listSemantics().toSorted().join(" ");
		const count = primitive.getAttribute("POSITION")?.getCount() ?? 0;
		topology.update(`${primitive.getMode()} ${count} ${attributes}\n`).update(joined);
		content.update(joined).update(canonicalJson([...matrix].map((value) => Math.fround(value))));
		for (const semantic of primitive.listSemantics().toSorted()) content.update(`${semantic}\n`).update(valuesOf(primitive.getAttribute(semantic)));
		content.update(materialOf(primitive.getMaterial()));
		for (const corner of joined) corners.push(first + corner);
		first += count;
	}
	const textures = texturesOf$1(document);
	for (const { slot, digest } of textures) content.update(`${slot} ${digest}\n`);
	content.update(animationsOf(document));
	const { min, max } = getBounds(scene);
	return {
		vertices: total,
		triangles: Math.floor(corners.length / 3),
		materials: root.listMaterials().length,
		textures,
		animations: root.listAnimations().length,
		errors: await errorsOf(bytes),
		diagonal: Math.hypot(...[
			0,
			1,
			2
		].map((i) => (max[i] ?? 0) - (min[i] ?? 0))),
		topology: topology.digest("hex"),
		content: content.digest("hex"),
		look: oidOf(root.listMaterials().map(materialOf).join("\n")),
		positions,
		corners: Uint32Array.from(corners)
	};
}
function addPositions(primitive, matrix, out, first) {
	const position = primitive.getAttribute("POSITION");
	const at = (k) => matrix[k] ?? 0;
	const point = [
		0,
		0,
		0
	];
	for (let i = 0; i < (position?.getCount() ?? 0); i += 1) {
		position?.getElement(i, point);
		const [x = 0, y = 0, z = 0] = point;
		for (let k = 0; k < 3; k += 1) out[(first + i) * 3 + k] = at(k) * x + at(4 + k) * y + at(8 + k) * z + at(12 + k);
	}
}
/** The index buffer, or 0, 1, 2, … without one. */
function cornersOf(primitive) {
	const indices = primitive.getIndices();
	if (indices !== null) return Uint32Array.from({ length: indices.getCount() }, (_, i) => indices.getScalar(i));
	return Uint32Array.from({ length: primitive.getAttribute("POSITION")?.getCount() ?? 0 }, (_, i) => i);
}
/** An accessor's numbers as they are meant (normalised integers as shares), whatever their storage. */
function valuesOf(accessor) {
	if (accessor === null) return /* @__PURE__ */ new Float32Array();
	const size = accessor.getElementSize();
	const out = new Float32Array(accessor.getCount() * size);
	const element = [];
	for (let i = 0; i < accessor.getCount(); i += 1) out.set(accessor.getElement(i, element), i * size);
	return out;
}
/** What a material says besides its pictures. */
function materialOf(material) {
	if (material === null) return "none";
	return canonicalJson({
		base: [...material.getBaseColorFactor()],
		emissive: [...material.getEmissiveFactor()],
		metallic: material.getMetallicFactor(),
		roughness: material.getRoughnessFactor(),
		normalScale: material.getNormalScale(),
		occlusion: material.getOcclusionStrength(),
		alpha: material.getAlphaMode(),
		cutoff: material.getAlphaCutoff(),
		doubleSided: material.getDoubleSided()
	});
}
function texturesOf$1(document) {
	const found = /* @__PURE__ */ new Map();
	const materials = document.getRoot().listMaterials();
	for (const [index, material] of materials.entries()) {
		const which = materials.length > 1 ? ` (material ${index + 1})` : "";
		const slots = {
			"base colour": material.getBaseColorTexture(),
			emission: material.getEmissiveTexture(),
			"metal and roughness": material.getMetallicRoughnessTexture(),
			normal: material.getNormalTexture(),
			occlusion: material.getOcclusionTexture()
		};
		for (const [slot, texture] of Object.entries(slots)) {
			const image = texture?.getImage();
			if (image !== null && image !== void 0) found.set(`${slot}${which}`, image);
		}
	}
	return inOrder(found).map(([slot, image]) => ({
		slot,
		image,
		digest: oidOf(image)
	}));
}
function animationsOf(document) {
	const hash = createHash("sha256");
	for (const animation of document.getRoot().listAnimations()) for (const channel of animation.listChannels()) {
		const sampler = channel.getSampler();
		hash.update(`${channel.getTargetPath() ?? ""} ${channel.getTargetNode()?.getName() ?? ""}\n`);
		hash.update(valuesOf(sampler?.getInput() ?? null)).update(valuesOf(sampler?.getOutput() ?? null));
	}
	return hash.digest();
}
async function errorsOf(bytes) {
	const report = Report.parse(await validateBytes(bytes, {
		maxIssues: 50,
		writeTimestamp: false
	}));
	const first = report.issues.messages.find(({ severity }) => severity === 0)?.message;
	return {
		count: report.issues.numErrors,
		first
	};
}
/**
* Points spread evenly over a surface: triangles by area, points in them by the R2 sequence (M. Roberts, "The
* unreasonable effectiveness of quasirandom sequences", 2018), so that the same surface gives the same points.
*/
function surfacePoints({ positions, corners }, count) {
	const areas = new Float64Array(Math.floor(corners.length / 3));
	let total = 0;
	const corner = (triangle, k, axis) => positions[(corners[triangle * 3 + k] ?? 0) * 3 + axis] ?? 0;
	for (let t = 0; t < areas.length; t += 1) {
		const edge = (k, axis) => corner(t, k, axis) - corner(t, 0, axis);
		const cross = [
			edge(1, 1) * edge(2, 2) - edge(1, 2) * edge(2, 1),
			edge(1, 2) * edge(2, 0) - edge(1, 0) * edge(2, 2),
			edge(1, 0) * edge(2, 1) - edge(1, 1) * edge(2, 0)
		];
		total += Math.hypot(...cross);
		areas[t] = total;
	}
	const out = new Float32Array(count * 3);
	if (total === 0) return positions.slice(0, Math.min(positions.length, count * 3));
	let triangle = 0;
	for (let i = 0; i < count; i += 1) {
		const wanted = (i + .5) / count * total;
		while (triangle < areas.length - 1 && (areas[triangle] ?? 0) < wanted) triangle += 1;
		let [u, v] = [(.5 + i * .7548776662466927) % 1, (.5 + i * .5698402909980532) % 1];
		if (u + v > 1) [u, v] = [1 - u, 1 - v];
		for (let axis = 0; axis < 3; axis += 1) {
			const from = corner(triangle, 0, axis);
			out[i * 3 + axis] = from + u * (corner(triangle, 1, axis) - from) + v * (corner(triangle, 2, axis) - from);
		}
	}
	return out;
}

// scripts/lib/media/compare/mesh.ts
/** So many points of each surface stand for it where the triangles cannot be matched. */
const SAMPLES = 8192;
/**
* GLB files: values whatever their layout, then vertices (same triangles) or surfaces (other triangles), textures, and
* four views. Up to 20 million vertices; some seconds, most of them in the renderer.
*/
const meshComparator = {
	pair: async (before, after, comparison) => {
		const a = await modelOf("before", before);
		const b = await modelOf("after", after);
		const measures = [...countMeasures(a, b), ...errorMeasures(b)];
		if (a.content === b.content) return {
			kind: "equal",
			by: "content",
			medium: "mesh",
			finding: "The mesh is equal in every value; only the file is laid out in another way.",
			visibility: 0,
			measures,
			panels: []
		};
		const shape = shapeOf(a, b);
		const textures = await texturesOf(a, b);
		const looks = a.look === b.look ? [] : ["materials changed"];
		const parts = [
			...shape.words,
			...textures.words,
			...looks
		];
		const say = (views) => sentence([views ?? "the four views show no change", ...parts], invalid(b));
		const [first, second] = [await boundsOf("mesh", before), await boundsOf("mesh", after)];
		const views = await compareViews("mesh", {
			file: before,
			bounds: first
		}, {
			file: after,
			bounds: second
		}, say, comparison);
		return {
			kind: "changed",
			medium: "mesh",
			finding: say(views.words),
			visibility: views.visibility,
			measures: [
				...shape.measures,
				...textures.measures,
				...views.measures,
				...views.canon,
				...measures
			],
			panels: views.panels,
			renderer: views.renderer
		};
	},
	single: async (kind, path, { outDir, labels, canonical, signal }) => {
		const role = kind === "added" ? "after" : "before";
		const model = await modelOf(role, path);
		const finding = `${kind === "added" ? "A new" : "A removed"} mesh of ${sayCount(model.triangles, "triangle")}.${invalid(model)}`;
		const views = await renderViews({
			medium: "mesh",
			file: path,
			signal
		});
		const sheet = sheetOf(views);
		const canon = kind === "added" ? await frontMeasures(views, canonical) : [];
		const label = kind === "added" ? `${labels.after} · new` : `${labels.before} · removed`;
		const panel = await writePanel(sheet, {
			role,
			label,
			alt: `${finding} Four views.`,
			name: role,
			outDir
		});
		const measures = [
			...canon,
			...countMeasures(void 0, model),
			...errorMeasures(model)
		];
		const { renderer } = views;
		return {
			kind,
			medium: "mesh",
			finding,
			visibility: 1,
			measures,
			panels: [panel],
			renderer
		};
	}
};
async function modelOf(side, path) {
	const bytes = await readFile(path);
	try {
		return await meshModel(bytes);
	} catch (cause) {
		throw new SideUnreadable(side, `it is no readable glTF binary: ${messageOf(cause)}`, cause);
	}
}
/** How far the shape moved: vertex by vertex where the triangles are the same, surface to surface otherwise. */
function shapeOf(a, b) {
	const size = Math.max(a.diagonal, b.diagonal, 1e-12);
	if (a.topology === b.topology) {
		let [sum, largest] = [0, 0];
		for (let i = 0; i < a.positions.length; i += 3) {
			const at = (k) => (b.positions[i + k] ?? 0) - (a.positions[i + k] ?? 0);
			const moved = Math.hypot(at(0), at(1), at(2));
			sum += moved;
			if (moved > largest) largest = moved;
		}
		const mean = sum / Math.max(1, a.vertices);
		return {
			words: largest === 0 ? [] : [`vertices moved by up to ${percent(largest / size)} of the size (mean ${percent(mean / size)})`],
			measures: [shift("vertex-shift-max@1", "vertex shift, largest", largest / size), shift("vertex-shift-mean@1", "vertex shift, mean", mean / size)]
		};
	}
	const { mean, largest } = setDistance(surfacePoints(a, SAMPLES), surfacePoints(b, SAMPLES));
	return {
		words: [`the triangles are others; the surface moved by ${percent(mean / size)} of the size on average`],
		measures: [shift("chamfer-8k@1", "surface distance, mean", mean / size), shift("hausdorff-8k@1", "surface distance, largest", largest / size)]
	};
}
const shift = (metric, label, value) => ({
	metric: `mesh/${metric}`,
	label,
	value,
	unit: "share",
	meaning: "of the model's diagonal"
});
/** Textures by slot: how much of each changed. */
async function texturesOf(a, b) {
	const words = [];
	const measures = [];
	const slots = new Set([...a.textures, ...b.textures].map(({ slot }) => slot));
	for (const slot of [...slots].toSorted()) {
		const [first, second] = [find(a, slot), find(b, slot)];
		if (first?.digest === second?.digest) continue;
		const share = first === void 0 || second === void 0 ? void 0 : await textureShare(first, second);
		if (share === void 0) {
			const became = first === void 0 ? "is new" : second === void 0 ? "is gone" : "has another size or kind";
			words.push(`the ${slot} texture ${became}`);
			continue;
		}
		if (share > 0 && slot.startsWith("base colour")) words.push(`the ${slot} texture changed in ${percent(share)} of its pixels`);
		measures.push({
			metric: "texture/differing-share/rgba@1",
			label: `${slot} texture, pixels not equal`,
			value: share,
			unit: "share"
		});
	}
	return {
		words,
		measures
	};
}
const find = (model, slot) => model.textures.find((texture) => texture.slot === slot);
async function textureShare(a, b) {
	try {
		const [before, after] = [await readPicture(a.image), await readPicture(b.image)];
		if (before.width !== after.width || before.height !== after.height) return void 0;
		return measurePictures(before, after).differing / (before.width * before.height);
	} catch (thrown) {
		if (thrown instanceof UserError) return void 0;
		throw thrown;
	}
}
function countMeasures(before, after) {
	return [
		[
			"vertices",
			before?.vertices,
			after.vertices
		],
		[
			"triangles",
			before?.triangles,
			after.triangles
		],
		[
			"materials",
			before?.materials,
			after.materials
		],
		[
			"textures",
			before?.textures.length,
			after.textures.length
		],
		[
			"animations",
			before?.animations,
			after.animations
		]
	].flatMap(([label, was, is]) => {
		const one = (words, value) => ({
			metric: `mesh/${label}@1`,
			label: words,
			value,
			unit: "count"
		});
		return was === void 0 || was === is ? [one(label, is)] : [one(`${label} before`, was), one(`${label} after`, is)];
	});
}
const errorMeasures = ({ errors }) => [{
	metric: "gltf-validator-errors@2.0.0-dev.3.10",
	label: "errors by the Khronos validator",
	value: errors.count,
	unit: "count",
	...errors.first === void 0 ? {} : { meaning: errors.first }
}];
const invalid = ({ errors }) => errors.count === 0 ? "" : ` The Khronos validator finds ${sayCount(errors.count, "error")}: ${errors.first ?? ""}`;
function sentence(parts, tail) {
	const text = parts.join("; ");
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.${tail}`;
}

export { meshComparator };