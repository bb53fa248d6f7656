import { n as byCodeUnit } from "./json-wNPiQJOz.js";
import { c as orbit, r as rasteriser } from "./ply-Bk7xmPCb.js";
import { r as readPicture } from "./picture-file-Bldo6X1T.js";
import { n as contactSheet } from "./contact-sheet-Gb76sbD0.js";
import { n as readable, o as writeDrawn, s as writePanel, t as loadPictures } from "./picture-pair-DqqR9VEO.js";
import { n as decodeZip, t as decodeSequence } from "./sequence-CADzboar.js";
import { a as measure, i as trio, r as pictureMeasures, t as measurePictures } from "./picture-xDdEOtOj.js";
import { a as sayBytes, i as percent, o as sayCount, s as saySeconds, t as SideUnreadable } from "./request-ByIs-QGe.js";
import { n as sheetOf } from "./sheet-azyZ4R0p.js";
import { readFile, stat } from "node:fs/promises";

// scripts/lib/media/compare/scene.ts
/** Of the archive as it lies. */
const MOST_BYTES = 1 << 30;
const VIEW = {
	width: 384,
	height: 384
};
const GREY = [
	206,
	206,
	210,
	255
];
/** So many pictures of a training set are compared, evenly spread over their names. */
const SAMPLES = 12;
/**
* Scenes: a sequence of splats is drawn on the CPU from the front at four moments of its round, a training set by twelve of
* its pictures. Archives of up to 1 GiB; memory what they hold unpacked.
*/
const sceneComparator = {
	pair: async (before, after, comparison) => {
		const [a, b] = [await sceneOf("before", before), await sceneOf("after", after)];
		if (a.kind === "sequence" && b.kind === "sequence") return compareSequences(a.sequence, b.sequence, comparison);
		if (a.kind === "dataset" && b.kind === "dataset") return compareSets(a, b, comparison);
		return {
			kind: "changed",
			medium: "scene",
			finding: `What was a ${NAMES[a.kind]} is a ${NAMES[b.kind]} now.`,
			visibility: 1,
			measures: [],
			panels: []
		};
	},
	single: async (kind, path, { outDir, labels }) => {
		const role = kind === "added" ? "after" : "before";
		const scene = await sceneOf(role, path);
		const finding = `${kind === "added" ? "A new" : "A removed"} ${sayScene(scene)}.`;
		return {
			kind,
			medium: "scene",
			finding,
			visibility: 1,
			measures: [],
			panels: [await showScene(scene, {
				role,
				label: kind === "added" ? `${labels.after} · new` : `${labels.before} · removed`,
				alt: finding,
				name: role,
				outDir
			})]
		};
	}
};
/** The front at four moments, or nine of the pictures. */
async function showScene(scene, caption) {
	if (scene.kind === "sequence") return writePanel(momentsOf(scene.sequence), caption);
	return writeDrawn(await contactSheet(await nine(scene), 3, 512), caption);
}
/** A scene's preview: a function of its bytes. @throws {SideUnreadable} */
async function previewScene(path, outDir) {
	const scene = await sceneOf("after", path);
	const alt = `A ${sayScene(scene)}.`;
	return showScene(scene, {
		role: "after",
		label: sayScene(scene),
		alt,
		name: "preview",
		outDir
	});
}
const NAMES = {
	sequence: "sequence of splats",
	dataset: "training set"
};
function sayScene(scene) {
	if (scene.kind === "dataset") return `training set of ${sayCount(scene.pictures.length, "picture")}`;
	const { clouds, periodSeconds } = scene.sequence;
	return `sequence of ${sayCount(clouds.length, "splat")} over ${saySeconds(periodSeconds)}`;
}
async function sceneOf(side, path) {
	const { size } = await stat(path);
	if (size > MOST_BYTES) throw new SideUnreadable(side, `it has ${sayBytes(size)}; the limit is ${sayBytes(MOST_BYTES)}`, void 0);
	const bytes = await readFile(path);
	return readable(side, () => {
		if (decodeZip(bytes, path, void 0, (name) => name === "sequence.json").has("sequence.json")) return Promise.resolve({
			kind: "sequence",
			sequence: decodeSequence(bytes, path)
		});
		const entries = decodeZip(bytes, path);
		const pictures = [...entries.keys()].filter((name) => name.endsWith(".png")).toSorted(byCodeUnit);
		if (pictures.length === 0) throw new SideUnreadable(side, "it holds neither a sequence nor pictures", void 0);
		return Promise.resolve({
			kind: "dataset",
			entries,
			pictures
		});
	});
}
/** The front at four moments, evenly spread over the round. */
function momentsOf({ clouds, standpoint }) {
	const camera = orbit({
		world: "y-up",
		...standpoint,
		yawDeg: 0,
		pitchDeg: 0
	});
	const drawer = rasteriser(VIEW);
	const views = [
		0,
		1,
		2,
		3
	].flatMap((quarter) => {
		const cloud = clouds[Math.floor(quarter * clouds.length / 4)];
		if (cloud === void 0) return [];
		const { rgba } = drawer.draw(cloud, camera, GREY);
		return [{
			name: "front",
			picture: {
				...VIEW,
				rgba: rgba.slice()
			}
		}];
	});
	return sheetOf({
		views,
		renderer: "CPU"
	});
}
async function compareSequences(a, b, comparison) {
	const room = loadPictures(momentsOf(a), momentsOf(b));
	const difference = measure(room);
	const size = {
		width: room.width,
		height: room.height
	};
	const parts = [];
	if (a.clouds.length !== b.clouds.length) parts.push(`${sayCount(a.clouds.length, "moment")} became ${sayCount(b.clouds.length, "moment")}`);
	if (a.periodSeconds !== b.periodSeconds) parts.push(`the round takes ${saySeconds(b.periodSeconds)} instead of ${saySeconds(a.periodSeconds)}`);
	const [was, is] = [a.clouds[0]?.count ?? 0, b.clouds[0]?.count ?? 0];
	if (was !== is) parts.push(`${sayCount(was, "Gaussian")} became ${sayCount(is, "Gaussian")}`);
	parts.push(difference.counted === 0 ? "the front shows no change at four moments" : `${percent(difference.counted / (size.width * size.height))} of the pixels of the front changed at four moments`);
	const finding = sentence(parts);
	const whole = {
		x: 0,
		y: 0,
		...size
	};
	const panels = difference.differing === 0 ? [] : await trio(room, whole, finding, comparison);
	const measures = [
		...pictureMeasures(difference, size, "views"),
		count("moments", b.clouds.length),
		count("Gaussians", is)
	];
	return {
		kind: "changed",
		medium: "scene",
		finding,
		visibility: difference.visibility,
		measures,
		panels
	};
}
async function compareSets(a, b, comparison) {
	const both = a.pictures.filter((name) => b.entries.has(name));
	const unequal = both.filter((name) => !same(a.entries.get(name), b.entries.get(name)));
	const worst = await worstOf(a, b, spread(unequal, SAMPLES));
	const come = b.pictures.length - both.length;
	const gone = a.pictures.length - both.length;
	const parts = [];
	if (come > 0) parts.push(`${sayCount(come, "picture")} came`);
	if (gone > 0) parts.push(`${sayCount(gone, "picture")} went`);
	parts.push(unequal.length === 0 ? `the ${sayCount(both.length, "picture")} that both have are equal` : `${percent(unequal.length / Math.max(1, both.length))} of the pictures changed, by up to ${percent(worst?.share ?? 0)} of their pixels`);
	const finding = sentence(parts);
	const measures = [count("pictures", b.pictures.length), count("pictures that changed", unequal.length)];
	return {
		kind: "changed",
		medium: "scene",
		finding,
		visibility: Math.max(worst?.visibility ?? 0, come + gone > 0 ? .5 : 0),
		measures,
		panels: worst === void 0 ? [] : await showWorst(worst, finding, comparison)
	};
}
/** The pair that changed most among `names`; pictures of another size or that cannot be read are passed over. */
async function worstOf(a, b, names) {
	let worst;
	for (const name of names) {
		const [first, second] = [a.entries.get(name), b.entries.get(name)];
		if (first === void 0 || second === void 0) continue;
		const before = await readable("before", () => readPicture(first));
		const after = await readable("after", () => readPicture(second));
		if (before.width !== after.width || before.height !== after.height) continue;
		const { counted, visibility } = measurePictures(before, after);
		const share = counted / (before.width * before.height);
		if (worst === void 0 || visibility > worst.visibility) worst = {
			before,
			after,
			share,
			visibility
		};
	}
	return worst;
}
async function showWorst({ before, after }, finding, comparison) {
	const room = loadPictures(before, after);
	room.count();
	return trio(room, {
		x: 0,
		y: 0,
		width: room.width,
		height: room.height
	}, finding, comparison);
}
async function nine({ entries, pictures }) {
	const chosen = spread(pictures, 9);
	return Promise.all(chosen.map((name) => readPicture(entries.get(name) ?? Buffer.alloc(0))));
}
/** At most `most` of a list, evenly spread. */
const spread = (names, most) => names.filter((_, i) => Math.floor(i * most / names.length) !== Math.floor((i - 1) * most / names.length));
const same = (a, b) => a !== void 0 && b !== void 0 && Buffer.compare(a, b) === 0;
const count = (label, value) => ({
	metric: "scene/count@1",
	label,
	value,
	unit: "count"
});
function sentence(parts) {
	const text = parts.join("; ");
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export { sceneComparator as n, previewScene as t };