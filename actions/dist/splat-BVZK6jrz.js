import { c as readSplat, i as renderViews, n as frontMeasures, o as cloudBounds, r as sheetOf, s as diagonalOf, t as compareViews } from "./sheet-C4I8DkpI.js";
import { l as writePanel, n as readable } from "./picture-pair-BA4OeJLO.js";
import { t as setDistance } from "./point-distance-CtzBcqS3.js";
import { i as percent, o as sayCount } from "./request-ByIs-QGe.js";
import { readFile } from "node:fs/promises";

// scripts/lib/media/compare/splat-figures.ts
/**
* The vertex table when it is one of floats only, as 3DGS and SHARP write it; none otherwise. For a file that
* `readSplat` has accepted.
*/
function plyTable(bytes) {
	const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 65536)).toString("latin1");
	const end = /\nend_header\r?\n/u.exec(head);
	if (end === null) return void 0;
	const vertex = head.slice(0, end.index).split(/\r?\nelement /u)[1] ?? "";
	const count = Number(/^vertex (\d+)/u.exec(vertex)?.[1]);
	const properties = [...vertex.matchAll(/^property (\S+) (\S+)/gmu)];
	if (!Number.isSafeInteger(count) || properties.some(([, type]) => type !== "float" && type !== "float32")) return void 0;
	const start = end.index + end[0].length;
	const length = count * properties.length * 4;
	if (start + length > bytes.byteLength) return void 0;
	const rows = new Uint8Array(bytes.subarray(start, start + length));
	return {
		names: properties.map(([, , name = ""]) => name),
		count,
		words: new Uint32Array(rows.buffer, 0, length / 4)
	};
}
/** Whether two tables hold the same rows in any order: sums first, then both sorted. */
function sameRows(a, b) {
	if (a.count !== b.count || a.names.join(" ") !== b.names.join(" ")) return false;
	const width = a.names.length;
	if (!sums(a, width).every((sum, column) => sum === sums(b, width)[column])) return false;
	const [first, second] = [sortedRows(a, width), sortedRows(b, width)];
	return first.every((row, i) => order(a.words, row * width, b.words, (second[i] ?? 0) * width, width) === 0);
}
function sums({ words }, width) {
	const out = new Uint32Array(width);
	for (let i = 0; i < words.length; i += 1) out[i % width] = (out[i % width] ?? 0) + (words[i] ?? 0);
	return out;
}
const sortedRows = ({ words, count }, width) => Uint32Array.from({ length: count }, (_, i) => i).toSorted((i, j) => order(words, i * width, words, j * width, width));
function order(a, i, b, j, width) {
	for (let k = 0; k < width; k += 1) {
		const difference = (a[i + k] ?? 0) - (b[j + k] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
/** Mean square of the harmonics of each degree above the base colour, 1 to 3. */
function harmonicEnergy({ names, count, words }) {
	const perChannel = names.filter((name) => name.startsWith("f_rest_")).length / 3;
	const degrees = [
		3,
		8,
		15
	].filter((coefficients) => perChannel >= coefficients).length;
	const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
	const totals = [
		0,
		0,
		0
	];
	const counts = [
		0,
		0,
		0
	];
	for (const [column, name] of names.entries()) {
		const index = /^f_rest_(\d+)$/u.exec(name)?.[1];
		if (index === void 0) continue;
		const coefficient = Number(index) % Math.max(1, perChannel);
		const degree = coefficient < 3 ? 0 : coefficient < 8 ? 1 : 2;
		for (let row = 0; row < count; row += 1) totals[degree] = (totals[degree] ?? 0) + (floats[row * names.length + column] ?? 0) ** 2;
		counts[degree] = (counts[degree] ?? 0) + count;
	}
	return totals.slice(0, degrees).map((sum, degree) => sum / Math.max(1, counts[degree] ?? 0));
}
const BINS = 64;
/**
* How far apart two histograms over the same range lie: the mean distance that a value has to move (1-Wasserstein), in
* the values' unit, to a 64th of the range.
*/
function histogramDistance(a, b, low, high) {
	if (a.length === 0 || b.length === 0 || high <= low) return 0;
	const [first, second] = [shares(a, low, high), shares(b, low, high)];
	let [carried, moved] = [0, 0];
	for (let bin = 0; bin < BINS; bin += 1) {
		carried += (first[bin] ?? 0) - (second[bin] ?? 0);
		moved += Math.abs(carried);
	}
	return moved * (high - low) / BINS;
}
function shares(values, low, high) {
	const out = new Float64Array(BINS);
	for (const value of values) {
		const bin = Math.min(63, Math.max(0, Math.floor((value - low) / (high - low) * BINS)));
		out[bin] = (out[bin] ?? 0) + 1 / values.length;
	}
	return out;
}
/** Natural logarithms of the Gaussians' mean sizes. */
const logSizes = ({ count, scales }) => Float32Array.from({ length: count }, (_, i) => Math.log(Math.cbrt((scales[i * 3] ?? 0) * (scales[i * 3 + 1] ?? 0) * (scales[i * 3 + 2] ?? 0)) || 1e-12));
/** At most `most` of the Gaussians that can be seen, evenly taken in the order of their places, not of the file. */
function visiblePoints({ count, positions, opacities }, most) {
	const seen = [];
	for (let i = 0; i < count; i += 1) if ((opacities[i] ?? 0) > .1) seen.push(i);
	const at = (i, axis) => positions[i * 3 + axis] ?? 0;
	const sorted = seen.toSorted((i, j) => at(i, 1) - at(j, 1) || at(i, 0) - at(j, 0) || at(i, 2) - at(j, 2));
	const taken = Math.min(most, sorted.length);
	const out = new Float32Array(taken * 3);
	for (let k = 0; k < taken; k += 1) {
		const i = sorted[Math.floor(k * sorted.length / taken)] ?? 0;
		out.set([
			at(i, 0),
			at(i, 1),
			at(i, 2)
		], k * 3);
	}
	return out;
}

// scripts/lib/media/compare/splat.ts
/** So many Gaussians of each side stand for it when places are compared. */
const SAMPLES = 8192;
/**
* Gaussian splats: rows in any order first, then how many, where, how opaque and how large, and four views. Up to eight
* million Gaussians; memory about three times the files, most of the time in the renderer.
*/
const splatComparator = {
	pair: async (before, after, comparison) => {
		const a = await sideOf("before", before);
		const b = await sideOf("after", after);
		if (a.table !== void 0 && b.table !== void 0 && sameRows(a.table, b.table)) return {
			kind: "equal",
			by: "content",
			medium: "splat",
			finding: "Every Gaussian is equal; only their order differs.",
			visibility: 0,
			measures: [count("Gaussians", b.cloud.count)],
			panels: []
		};
		const figures = figuresOf(a, b);
		const say = (views) => {
			const counts = a.cloud.count === b.cloud.count ? `${sayCount(b.cloud.count, "Gaussian")} as before` : `${sayCount(a.cloud.count, "Gaussian")} became ${sayCount(b.cloud.count, "Gaussian")}`;
			const seen = views ?? "the four views show no change";
			return `${seen.charAt(0).toUpperCase()}${seen.slice(1)}; ${counts}, moved by ${percent(figures.shift)} of the size on average.`;
		};
		const views = await compareViews("splat", {
			file: before,
			bounds: a.bounds
		}, {
			file: after,
			bounds: b.bounds
		}, say, comparison);
		return {
			kind: "changed",
			medium: "splat",
			finding: say(views.words),
			visibility: views.visibility,
			measures: [
				...views.measures.slice(0, 3),
				...figures.measures,
				...views.canon,
				...views.measures.slice(3)
			],
			panels: views.panels,
			renderer: views.renderer
		};
	},
	single: async (kind, path, { outDir, labels, canonical, signal }) => {
		const role = kind === "added" ? "after" : "before";
		const { cloud } = await sideOf(role, path);
		const finding = `${kind === "added" ? "A new" : "A removed"} splat of ${sayCount(cloud.count, "Gaussian")}.`;
		const views = await renderViews({
			medium: "splat",
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
		return {
			kind,
			medium: "splat",
			finding,
			visibility: 1,
			measures: [...canon, count("Gaussians", cloud.count)],
			panels: [panel],
			renderer: views.renderer
		};
	}
};
async function sideOf(side, path) {
	const bytes = await readFile(path);
	return readable(side, () => {
		const cloud = readSplat(bytes, path);
		return Promise.resolve({
			cloud,
			table: plyTable(bytes),
			bounds: cloudBounds(cloud)
		});
	});
}
function figuresOf(a, b) {
	const size = Math.max(diagonalOf(a.bounds), diagonalOf(b.bounds), 1e-12);
	const [first, second] = [visiblePoints(a.cloud, SAMPLES), visiblePoints(b.cloud, SAMPLES)];
	const apart = first.length > 0 && second.length > 0 ? setDistance(first, second) : {
		mean: 0,
		largest: 0
	};
	const [sizesA, sizesB] = [logSizes(a.cloud), logSizes(b.cloud)];
	const measures = [
		...a.cloud.count === b.cloud.count ? [count("Gaussians", b.cloud.count)] : [count("Gaussians before", a.cloud.count), count("Gaussians after", b.cloud.count)],
		{
			metric: "splat/chamfer-8k@1",
			label: "places, mean distance",
			value: apart.mean / size,
			unit: "share",
			meaning: "of the model's diagonal"
		},
		{
			metric: "splat/bounds-diagonal@1",
			label: "size, after to before",
			value: diagonalOf(b.bounds) / Math.max(diagonalOf(a.bounds), 1e-12),
			unit: "ratio",
			meaning: "1 is the same size"
		},
		{
			metric: "splat/opacity-wasserstein@1",
			label: "opacity, histogram distance",
			value: histogramDistance(a.cloud.opacities, b.cloud.opacities, 0, 1),
			unit: "share"
		},
		{
			metric: "splat/log-scale-wasserstein@1",
			label: "size of Gaussians, histogram distance",
			value: histogramDistance(sizesA, sizesB, -16, 4),
			unit: "ln",
			meaning: "0.1 is ten per cent larger or smaller"
		}
	];
	const [before, after] = [energyOf(a), energyOf(b)];
	for (let degree = 0; degree < Math.max(before.length, after.length); degree += 1) measures.push({
		metric: "splat/harmonics-energy@1",
		label: `colour by direction, degree ${degree + 1}: change`,
		value: Math.sqrt(after[degree] ?? 0) - Math.sqrt(before[degree] ?? 0),
		unit: "SH"
	});
	return {
		shift: apart.mean / size,
		measures
	};
}
const energyOf = ({ table }) => table === void 0 ? [] : harmonicEnergy(table);
const count = (label, value) => ({
	metric: "splat/count@1",
	label,
	value,
	unit: "count"
});

export { splatComparator };