import { n as byCodeUnit } from "./json-BCmY7Bcn.js";
import { c as readSplat, f as orbit, r as sheetOf, u as rasteriser } from "./sheet-C4I8DkpI.js";
import { r as readPicture } from "./picture-file-CrzsY8mG.js";
import { n as contactSheet } from "./contact-sheet-B3jTFiih.js";
import { c as writeDrawn, l as writePanel, n as readable, t as loadPictures } from "./picture-pair-BA4OeJLO.js";
import { t as OWN_RASTERISER } from "./renderer-BEGMlKod.js";
import { S as tuple, b as string, g as number, k as prettifyError, l as array, m as literal, n as messageOf, t as UserError, y as strictObject } from "./errors-q2Ocdyoq.js";
import { t as RepoPath } from "./repo-path-CzQvbCmu.js";
import { a as measure, i as trio, r as pictureMeasures, t as measurePictures } from "./picture-uk7Vpgso.js";
import { a as sayBytes, i as percent, o as sayCount, s as saySeconds, t as SideUnreadable } from "./request-ByIs-QGe.js";
import { crc32, inflateRawSync } from "node:zlib";
import { readFile, stat } from "node:fs/promises";

// scripts/lib/media/zip/directory.ts
const END = {
	signature: 101010256,
	bytes: 22
};
const ENTRY = {
	signature: 33639248,
	bytes: 46
};
const HEADER = {
	signature: 67324752,
	bytes: 30
};
/** A comment behind the end of the directory is at most so long. */
const MOST_COMMENT = 65535;
const UTF8 = 2048;
/**
* Reads the directory at the end of a ZIP archive, in its order, and unpacks nothing. Layout: PKWARE, APPNOTE.TXT 6.3.10,
* 4.3; archives of more than 4 GiB (ZIP64) or in several parts are refused.
*
* @throws {RangeError} saying what is wrong
*/
function readDirectory(archive) {
	const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
	const end = endOf(bytes);
	const [part, first, here, count] = [
		4,
		6,
		8,
		10
	].map((at) => bytes.readUInt16LE(end + at));
	if (part !== 0 || first !== 0 || here !== count) throw new RangeError("it is one part of several");
	let at = bytes.readUInt32LE(end + 16);
	const entries = [];
	for (let left = count ?? 0; left > 0; left -= 1) {
		if (at + ENTRY.bytes > end || bytes.readUInt32LE(at) !== ENTRY.signature) throw new RangeError("its directory is damaged");
		const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)];
		const [check, packed, size] = [
			bytes.readUInt32LE(at + 16),
			bytes.readUInt32LE(at + 20),
			bytes.readUInt32LE(at + 24)
		];
		const next = at + ENTRY.bytes + bytes.readUInt16LE(at + 28);
		if (next > end) throw new RangeError("its directory is damaged");
		const name = bytes.toString((flags & UTF8) === 0 ? "latin1" : "utf8", at + ENTRY.bytes, next);
		const header = bytes.readUInt32LE(at + 42);
		entries.push({
			name,
			method,
			encrypted: (flags & 1) !== 0,
			check,
			size,
			packed: packedAt(bytes, header, packed, name)
		});
		at = next + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
	}
	return entries;
}
/** Where the record of the end begins: it is the last thing but for a comment. */
function endOf(bytes) {
	const last = bytes.length - END.bytes;
	for (let at = last; at >= Math.max(0, last - MOST_COMMENT); at -= 1) if (bytes.readUInt32LE(at) === END.signature && bytes.readUInt16LE(at + 20) <= last - at) return at;
	throw new RangeError("it is not a ZIP archive, or its end is missing");
}
function packedAt(bytes, header, length, name) {
	if (header + HEADER.bytes > bytes.length || bytes.readUInt32LE(header) !== HEADER.signature) throw new RangeError(`there is nothing where ${JSON.stringify(name)} should begin`);
	const start = header + HEADER.bytes + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
	if (start + length > bytes.length) throw new RangeError(`${JSON.stringify(name)} is cut off`);
	return new Uint8Array(bytes.buffer, bytes.byteOffset + start, length);
}

// scripts/lib/media/zip/zip.ts
const ZIP_LIMITS = {
	entries: 4096,
	bytes: 2 ** 30
};
const STORED = 0;
const DEFLATED = 8;
/**
* Unpacks a ZIP archive. Nothing is unpacked before names and announced sizes are held against the limits; a name must
* stay inside (no `..`, no root, no backslash), none may come twice, folders are passed over, and what comes out has the size
* and the checksum that the archive says.
*
* @param wanted which paths are unpacked; all when left out
* @throws {UserError} `zip-invalid`, saying what is wrong
*/
function decodeZip(bytes, name = "the archive", limits = ZIP_LIMITS, wanted = () => true) {
	try {
		const files = readDirectory(bytes).filter(({ name: path }) => !path.endsWith("/"));
		checkNames(files, limits);
		return new Map(files.filter(({ name: path }) => wanted(path)).map((entry) => [entry.name, unpacked(entry)]));
	} catch (cause) {
		throw new UserError("zip-invalid", `${name}: ${messageOf(cause)}`, {
			hint: "Make the archive again; nothing of it was used.",
			cause
		});
	}
}
function checkNames(files, limits) {
	if (files.length > limits.entries) throw new RangeError(`it holds more than ${limits.entries} files`);
	const seen = /* @__PURE__ */ new Set();
	let total = 0;
	for (const { name, size } of files) {
		if (!RepoPath.safeParse(name).success) throw new RangeError(`it names ${JSON.stringify(name)}`);
		if (seen.has(name)) throw new RangeError(`it holds ${name} twice`);
		seen.add(name);
		total += size;
		if (total > limits.bytes) throw new RangeError(`unpacked it is larger than ${limits.bytes} bytes`);
	}
}
function unpacked({ name, method, encrypted, check, size, packed }) {
	if (encrypted || method !== STORED && method !== DEFLATED) throw new RangeError(`${name} is packed in a way that is not read here`);
	const content = method === STORED ? packed : inflated(name, packed, size);
	if (content.byteLength !== size) throw new RangeError(`${name} has another size than it says`);
	if (crc32(content) !== check) throw new RangeError(`${name} is damaged: its checksum is another`);
	return content;
}
function inflated(name, packed, size) {
	try {
		return new Uint8Array(inflateRawSync(packed, { maxOutputLength: Math.max(1, size) }));
	} catch (cause) {
		throw new RangeError(`${name} cannot be unpacked: ${messageOf(cause)}`, { cause });
	}
}

// scripts/lib/media/video/sequence.ts
const Finite = number().min(-1e6).max(1e6);
const Index = strictObject({
	schema: literal("alpha-sequence/1"),
	periodSeconds: number().gt(0).max(3600),
	standpoint: strictObject({
		target: tuple([
			Finite,
			Finite,
			Finite
		]),
		distance: number().gt(0).max(1e6),
		focal: number().gt(0).max(1e3)
	}),
	frames: array(strictObject({
		file: string(),
		time: number().min(0).max(1)
	})).min(1).max(4096)
});
const INDEX = "sequence.json";
const LIMITS = {
	entries: 4200,
	bytes: 4 * 2 ** 30
};
/**
* Reads a sequence.
*
* @throws {UserError} `sequence-invalid`, `zip-invalid` or `splat-unreadable`, saying what is wrong
*/
function decodeSequence(bytes, name = "the sequence") {
	const { periodSeconds, standpoint, frames } = indexIn(bytes, name);
	const files = decodeZip(bytes, name, LIMITS);
	const read = /* @__PURE__ */ new Map();
	return {
		periodSeconds,
		clouds: frames.map(({ file }) => {
			const cloud = read.get(file) ?? cloudIn(files, file, name);
			read.set(file, cloud);
			return cloud;
		}),
		standpoint
	};
}
/**
* What a sequence begins with; the rest of it is not unpacked.
*
* @throws {UserError} as of `decodeSequence`
*/
function beginningOf(bytes, name = "the sequence") {
	const { standpoint, frames } = indexIn(bytes, name);
	const file = frames[0]?.file ?? "";
	return {
		standpoint,
		cloud: cloudIn(decodeZip(bytes, name, LIMITS, (path) => path === file), file, name)
	};
}
function cloudIn(files, file, name) {
	const ply = files.get(file);
	if (ply === void 0) throw invalid(name, `${file} is missing`);
	return readSplat(ply, `${name}: ${file}`);
}
function indexIn(bytes, name) {
	const files = decodeZip(bytes, name, LIMITS, (path) => path === INDEX);
	const parsed = Index.safeParse(jsonOf(files.get(INDEX)));
	if (!parsed.success) throw invalid(name, `${INDEX}: ${prettifyError(parsed.error)}`, parsed.error);
	const { periodSeconds, frames, standpoint } = parsed.data;
	const { target, distance, focal } = standpoint;
	return {
		periodSeconds,
		frames,
		standpoint: {
			target,
			distance,
			lens: {
				focal,
				centre: {
					x: .5,
					y: .5
				},
				near: .01
			}
		}
	};
}
const invalid = (name, why, cause) => new UserError("sequence-invalid", `${name}: ${why}`, {
	hint: `It must hold ${INDEX} and the splats that it names.`,
	cause
});
function jsonOf(bytes) {
	try {
		return bytes && JSON.parse(new TextDecoder().decode(bytes));
	} catch {
		return;
	}
}

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
		const panel = await showScene(scene, {
			role,
			label: kind === "added" ? `${labels.after} · new` : `${labels.before} · removed`,
			alt: finding,
			name: role,
			outDir
		});
		const drawn = scene.kind === "sequence" ? { renderer: OWN_RASTERISER } : {};
		return {
			kind,
			medium: "scene",
			finding,
			visibility: 1,
			measures: [],
			panels: [panel],
			...drawn
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
		renderer: OWN_RASTERISER
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
	const { visibility } = difference;
	return {
		kind: "changed",
		medium: "scene",
		finding,
		visibility,
		measures,
		panels,
		renderer: OWN_RASTERISER
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

export { sceneComparator as n, beginningOf as r, previewScene as t };