import { r as readPicture } from "./picture-file-CrzsY8mG.js";
import { c as writeDrawn, l as writePanel, n as readable, o as scalingTo, r as withPair, s as writeBlink, t as loadPictures } from "./picture-pair-BA4OeJLO.js";
import { i as percent, n as figure, o as sayCount, r as grouped } from "./request-ByIs-QGe.js";

// scripts/lib/media/compare/box.ts
/** The smallest box that holds both. */
function union(a, b) {
	const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
	return {
		x,
		y,
		width: Math.max(a.x + a.width, b.x + b.width) - x,
		height: Math.max(a.y + a.height, b.y + b.height) - y
	};
}
/** Crops are so wide and high, which panels show at twice their size, or at least twice that, at their own size. */
const SMALL = 128;
/**
* A box with room around it, so that a reader sees where in the picture it lies: a quarter of its longer side, moved
* rather than cut at the picture's edges. The whole picture when little is left out.
*/
function withContext(box, within) {
	const margin = Math.round(Math.max(box.width, box.height) / 4);
	const least = Math.max(box.width, box.height) + 2 * margin <= SMALL ? SMALL : 256;
	const fit = (start, length, limit) => {
		const wanted = Math.min(limit, Math.max(least, length + 2 * margin));
		return [Math.min(Math.max(0, Math.round(start + length / 2 - wanted / 2)), limit - wanted), wanted];
	};
	const [x, width] = fit(box.x, box.width, within.width);
	const [y, height] = fit(box.y, box.height, within.height);
	if (width * height >= .7 * within.width * within.height) return {
		x: 0,
		y: 0,
		...sizeOf$1(within)
	};
	return {
		x,
		y,
		width,
		height
	};
}
const sizeOf$1 = ({ width, height }) => ({
	width,
	height
});
/** Where a box lies in its picture, in words: `upper left`, `centre`, `lower edge`, `nearly everywhere`. */
function place(box, within) {
	if (box.width * box.height > .6 * within.width * within.height) return "all over the picture";
	const down = third(box.y, box.height, within.height, [
		"upper",
		"",
		"lower"
	]);
	const across = third(box.x, box.width, within.width, [
		"left",
		"",
		"right"
	]);
	if (down === "" && across === "") return "in the middle";
	if (across === "") return `in the ${down} part`;
	if (down === "") return `on the ${across}`;
	return `in the ${down} ${across}`;
}
/** Which third a stretch lies in; no name when it is most of the whole. */
function third(start, length, limit, names) {
	if (length > .6 * limit) return "";
	const centre = (start + length / 2) / limit;
	return names[centre < .4 ? 0 : centre > .6 ? 2 : 1];
}

// scripts/lib/media/compare/colour-distance.ts
/** sRGB's transfer curve backwards (IEC 61966-2-1), for every 8-bit value. */
const LINEAR = Float64Array.from({ length: 256 }, (_, i) => {
	const v = i / 255;
	return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
});
const linear = (value) => LINEAR[value] ?? 0;
/** B. Ottosson, "A perceptual color space for image processing", 2020; channels 0 to 255, whole numbers. */
function okLab(r8, g8, b8) {
	const [r, g, b] = [
		linear(r8),
		linear(g8),
		linear(b8)
	];
	const l = Math.cbrt(.4122214708 * r + .5363325363 * g + .0514459929 * b);
	const m = Math.cbrt(.2119034982 * r + .6806995451 * g + .1073969566 * b);
	const s = Math.cbrt(.0883024619 * r + .2817188376 * g + .6299787005 * b);
	return [
		.2104542553 * l + .793617785 * m - .0040720468 * s,
		1.9779984951 * l - 2.428592205 * m + .4505937099 * s,
		.0259040371 * l + .7827717662 * m - .808675766 * s
	];
}
/** CIELAB of 8-bit sRGB, white point D65 (2°). */
function cieLab(r8, g8, b8) {
	const [r, g, b] = [
		linear(r8),
		linear(g8),
		linear(b8)
	];
	const x = f((.4124564 * r + .3575761 * g + .1804375 * b) / .95047);
	const y = f(.2126729 * r + .7151522 * g + .072175 * b);
	const z = f((.0193339 * r + .119192 * g + .9503041 * b) / 1.08883);
	return [
		116 * y - 16,
		500 * (x - y),
		200 * (y - z)
	];
}
const f = (t) => t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116;
const RADIANS = Math.PI / 180;
const POW_25_7 = 25 ** 7;
/**
* CIEDE2000 with kL = kC = kH = 1; formulae and test data: G. Sharma, W. Wu, E. Dalal, "The CIEDE2000
* color-difference formula: implementation notes, supplementary test data, and mathematical observations", 2005.
* About 1 is just noticeable side by side.
*/
function ciede2000([l1, a1, b1], [l2, a2, b2]) {
	const meanC7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
	const g = 1.5 - .5 * Math.sqrt(meanC7 / (meanC7 + POW_25_7));
	const [ap1, ap2] = [a1 * g, a2 * g];
	const [c1, c2] = [Math.hypot(ap1, b1), Math.hypot(ap2, b2)];
	const [h1, h2] = [hue(ap1, b1), hue(ap2, b2)];
	const bothColoured = c1 * c2 !== 0;
	let dh = 0;
	let meanH = h1 + h2;
	if (bothColoured) {
		dh = h2 - h1;
		if (dh > 180) dh -= 360;
		else if (dh < -180) dh += 360;
		if (Math.abs(h1 - h2) <= 180) meanH /= 2;
		else meanH = (meanH + (meanH < 360 ? 360 : -360)) / 2;
	}
	const meanL = (l1 + l2) / 2;
	const meanC = (c1 + c2) / 2;
	const t = 1 - .17 * Math.cos((meanH - 30) * RADIANS) + .24 * Math.cos(2 * meanH * RADIANS) + .32 * Math.cos((3 * meanH + 6) * RADIANS) - .2 * Math.cos((4 * meanH - 63) * RADIANS);
	const off = (meanL - 50) ** 2;
	const sl = 1 + .015 * off / Math.sqrt(20 + off);
	const sc = 1 + .045 * meanC;
	const sh = 1 + .015 * meanC * t;
	const c7 = meanC ** 7;
	const rt = -2 * Math.sqrt(c7 / (c7 + POW_25_7)) * Math.sin(60 * Math.exp(-(((meanH - 275) / 25) ** 2)) * RADIANS);
	const dl = (l2 - l1) / sl;
	const dc = (c2 - c1) / sc;
	const dhh = 2 * Math.sqrt(c1 * c2) * Math.sin(dh / 2 * RADIANS) / sh;
	return Math.sqrt(Math.max(0, dl * dl + dc * dc + dhh * dhh + rt * dc * dhh));
}
function hue(a, b) {
	if (a === 0 && b === 0) return 0;
	const degrees = Math.atan2(b, a) / RADIANS;
	return degrees < 0 ? degrees + 360 : degrees;
}
/** Past this many differing pixels every n-th in reading order stands for its neighbours. */
const MOST_SAMPLES = 4096;
/** `picks`: indices of differing pixels; both pictures of one size. */
function colourMove(before, after, picks) {
	const hyabs = new Float64Array(picks.length);
	const deltas = new Float64Array(picks.length);
	const move = newMove();
	let [plainness, lightness, chroma, across, along] = [
		0,
		0,
		0,
		0,
		0
	];
	for (let i = 0; i < picks.length; i += 1) {
		pixelMove(before.rgba, after.rgba, (picks[i] ?? 0) * 4, move);
		const { delta, l1, a1, b1, l2, a2, b2 } = move;
		hyabs[i] = Math.abs(l1 - l2) + Math.hypot(a1 - a2, b1 - b2);
		deltas[i] = delta;
		plainness += Math.min(1, Math.max(0, (delta - 1) / 9));
		lightness += l2 - l1;
		chroma += Math.hypot(a2, b2) - Math.hypot(a1, b1);
		along += a1 * a2 + b1 * b2;
		across += a1 * b2 - b1 * a2;
	}
	const count = Math.max(1, picks.length);
	return {
		hyab: spread(hyabs),
		ciede2000: spread(deltas),
		common: {
			lightness: lightness / count,
			chroma: chroma / count,
			hueDeg: along === 0 && across === 0 ? 0 : Math.atan2(across, along) / RADIANS
		},
		plainness: plainness / count
	};
}
const newMove = () => ({
	l1: 0,
	a1: 0,
	b1: 0,
	l2: 0,
	a2: 0,
	b2: 0,
	delta: 0
});
/** A transparent pixel is seen over white and over black, and the plainer move counts. */
function pixelMove(a, b, at, out) {
	moveOver(a, b, at, 255, out);
	if (a[at + 3] === 255 && b[at + 3] === 255) return;
	const black = newMove();
	moveOver(a, b, at, 0, black);
	if (black.delta > out.delta) Object.assign(out, black);
}
function moveOver(a, b, at, ground, out) {
	const [r1, g1, b1] = [
		over(a, at, 0, ground),
		over(a, at, 1, ground),
		over(a, at, 2, ground)
	];
	const [r2, g2, b2] = [
		over(b, at, 0, ground),
		over(b, at, 1, ground),
		over(b, at, 2, ground)
	];
	[out.l1, out.a1, out.b1] = okLab(r1, g1, b1);
	[out.l2, out.a2, out.b2] = okLab(r2, g2, b2);
	out.delta = ciede2000(cieLab(r1, g1, b1), cieLab(r2, g2, b2));
}
/** A channel, 0 to 255, seen over a grey ground. */
function over(rgba, at, channel, ground) {
	const alpha = rgba[at + 3] ?? 255;
	const value = rgba[at + channel] ?? 0;
	return alpha === 255 ? value : Math.round((value * alpha + ground * (255 - alpha)) / 255);
}
function spread(values) {
	let sum = 0;
	for (const value of values) sum += value;
	const count = values.length;
	return {
		mean: sum / Math.max(1, count),
		p95: count === 0 ? 0 : nth(values, Math.ceil(.95 * count) - 1)
	};
}
/** The value at place `rank` of the sorted values, which end up partly sorted: C. A. R. Hoare, "Algorithm 65: find", 1961. */
function nth(values, rank) {
	let [low, high] = [0, values.length - 1];
	while (low < high) {
		const pivot = values[low + high >> 1] ?? 0;
		let [i, j] = [low, high];
		while (i <= j) {
			while ((values[i] ?? 0) < pivot) i += 1;
			while ((values[j] ?? 0) > pivot) j -= 1;
			if (i <= j) {
				const swapped = values[i] ?? 0;
				values[i] = values[j] ?? 0;
				values[j] = swapped;
				i += 1;
				j -= 1;
			}
		}
		if (rank <= j) high = j;
		else if (rank >= i) low = i;
		else break;
	}
	return values[rank] ?? 0;
}

// scripts/lib/media/compare/pixels.ts
/** Measures what lies in a room's two sides. */
function measure(room) {
	const { counted, differing } = room.count();
	if (differing === 0) return {
		counted,
		differing,
		area: void 0,
		colour: void 0,
		ssim: 1,
		visibility: 0
	};
	const across = Math.ceil(room.width / 16);
	const picks = room.sample(Math.ceil(differing / MOST_SAMPLES), MOST_SAMPLES);
	const colour = colourMove(room.picture("before"), room.picture("after"), picks);
	const everywhere = inPixels(bounds(room.differingTiles, across), room);
	return {
		counted,
		differing,
		area: mainArea(counted > 0 ? room.countedTiles : room.differingTiles, across, room),
		colour,
		ssim: room.ssim(everywhere),
		visibility: visibilityOf(colour.plainness, differing / (room.width * room.height))
	};
}
/**
* How much of a change a person sees: the cube root of (share of pixels that differ × how plainly they do), since an
* eyebrow that moved (0.1 % of a portrait) is found at once.
*/
function visibilityOf(plainness, share) {
	return Math.cbrt(Math.min(1, plainness * share));
}
/** The boxes of connected tiles, heaviest first, joined until nine tenths of the weight are inside. */
function mainArea(tiles, across, within) {
	const total = tiles.reduce((sum, weight) => sum + weight, 0);
	if (total === 0) return void 0;
	const patches = connected(tiles, across).toSorted((p, q) => q.weight - p.weight || p.first - q.first);
	let area;
	let inside = 0;
	for (const { box, weight } of patches) {
		area = area === void 0 ? box : union(area, box);
		inside += weight;
		if (inside >= .9 * total) break;
	}
	return area === void 0 ? void 0 : inPixels(area, within);
}
/** Tiles to pixels, cut at the picture's edges. */
function inPixels(box, within) {
	const [x, y] = [box.x * 16, box.y * 16];
	return {
		x,
		y,
		width: Math.min(within.width, (box.x + box.width) * 16) - x,
		height: Math.min(within.height, (box.y + box.height) * 16) - y
	};
}
/** The box of all tiles with weight, in tiles. */
function bounds(tiles, across) {
	let [left, right, top, bottom] = [
		1e400,
		0,
		1e400,
		0
	];
	for (const [tile, weight] of tiles.entries()) {
		if (weight === 0) continue;
		const [x, y] = [tile % across, Math.floor(tile / across)];
		[left, right, top, bottom] = [
			Math.min(left, x),
			Math.max(right, x),
			Math.min(top, y),
			y
		];
	}
	return {
		x: left,
		y: top,
		width: right - left + 1,
		height: bottom - top + 1
	};
}
/** Patches of tiles with weight that touch, corners included; boxes in tiles. */
function connected(tiles, across) {
	const down = tiles.length / across;
	const seen = new Uint8Array(tiles.length);
	const patches = [];
	for (let first = 0; first < tiles.length; first += 1) {
		if (tiles[first] === 0 || seen[first] === 1) continue;
		let weight = 0;
		let [left, right, top, bottom] = [
			1e400,
			0,
			1e400,
			0
		];
		const queue = [first];
		seen[first] = 1;
		for (let tile = queue.pop(); tile !== void 0; tile = queue.pop()) {
			weight += tiles[tile] ?? 0;
			const [x, y] = [tile % across, Math.floor(tile / across)];
			[left, right, top, bottom] = [
				Math.min(left, x),
				Math.max(right, x),
				Math.min(top, y),
				Math.max(bottom, y)
			];
			for (let ny = Math.max(0, y - 1); ny <= Math.min(down - 1, y + 1); ny += 1) for (let nx = Math.max(0, x - 1); nx <= Math.min(across - 1, x + 1); nx += 1) {
				const next = ny * across + nx;
				if (seen[next] === 1 || tiles[next] === 0) continue;
				seen[next] = 1;
				queue.push(next);
			}
		}
		patches.push({
			box: {
				x: left,
				y: top,
				width: right - left + 1,
				height: bottom - top + 1
			},
			weight,
			first
		});
	}
	return patches;
}

// scripts/lib/media/compare/picture.ts
/**
* PNG, JPEG and WebP. Up to 67 million pixels; memory about 13 bytes a pixel for the pair and what lies on disk, time
* about 15 ns a pixel and side to decode and up to 20 ns to compare where every pixel moved.
*/
const pictureComparator = {
	pair: (before, after, comparison) => withPair(before, after, {
		payload: async () => ({
			...nothingToSee(),
			kind: "equal",
			by: "payload",
			finding: "The picture is equal; only words beside it differ."
		}),
		resized: (first, second) => resized(first, second, comparison),
		loaded: (room) => compareLoaded(room, comparison)
	}),
	single: async (kind, path, { outDir, labels }) => {
		const role = kind === "added" ? "after" : "before";
		const picture = await readable(role, () => readPicture(path));
		const finding = `${kind === "added" ? "A new" : "A removed"} picture, ${sizeOf(picture)}.`;
		const label = kind === "added" ? `${labels.after} · new` : `${labels.before} · removed`;
		return {
			kind,
			medium: "picture",
			finding,
			visibility: 1,
			measures: [],
			panels: [await writePanel(picture, {
				role,
				label,
				alt: finding,
				name: role,
				outDir
			})]
		};
	}
};
const nothingToSee = () => ({
	medium: "picture",
	visibility: 0,
	measures: [],
	panels: []
});
/** Two decoded pictures of one size, measured only. @throws {RangeError} when the sizes differ */
function measurePictures(before, after) {
	return measure(loadPictures(before, after));
}
/** Everything that needs the room happens before the first await. */
async function compareLoaded(room, comparison) {
	const size = {
		width: room.width,
		height: room.height
	};
	if (room.equal()) return {
		...nothingToSee(),
		kind: "equal",
		by: "content",
		finding: "Every pixel is equal; only the encoding differs."
	};
	const difference = measure(room);
	const finding = pictureFinding(difference, size);
	const crop = withContext(difference.area ?? {
		x: 0,
		y: 0,
		...size
	}, size);
	const blink = comparison.blink === true && blinkHelps(difference, size) ? drawBlink(room, crop, finding, comparison) : void 0;
	const panels = await trio(room, crop, finding, comparison);
	if (blink !== void 0) panels.push(await blink());
	const { visibility } = difference;
	return {
		kind: "changed",
		medium: "picture",
		finding,
		visibility,
		measures: pictureMeasures(difference, size),
		panels
	};
}
const BLINK_SIDE = 256;
/**
* Whether blinking shows what side by side hides: a change that the eye can see (a ten-thousandth of the pixels is past the
* threshold, or all moved by ΔE00 1.2), and that is slight (ΔE00 below 8 in the main) or lies in less than a sixth of
* the picture.
*/
function blinkHelps({ counted, colour, area }, { width, height }) {
	if (colour === void 0) return false;
	const { mean, p95 } = colour.ciede2000;
	const pixels = width * height;
	if (counted < 1e-4 * pixels && mean < 1.2) return false;
	return p95 < 8 || area !== void 0 && area.width * area.height < pixels / 6;
}
/** Draws both sides of a crop by turns; draws at once, and writes when asked. */
function drawBlink(room, crop, finding, { outDir, labels }) {
	const { before, after } = room.draw(crop, scalingTo(crop, BLINK_SIDE));
	const sides = [{
		drawn: before,
		label: labels.before
	}, {
		drawn: after,
		label: labels.after
	}];
	return () => writeBlink(sides, {
		alt: `Before and after by turns: ${finding}`,
		name: "blink",
		outDir
	});
}
/** before | after | difference of one crop of a counted room; draws before it awaits. */
async function trio(room, crop, finding, { outDir, labels }) {
	const drawn = room.draw(crop, scalingTo(crop));
	const whole = crop.width === room.width && crop.height === room.height;
	const where = whole ? "" : ` · ${crop.width}×${crop.height} at ${crop.x}, ${crop.y}`;
	const part = whole ? "the whole picture" : `the part of ${crop.width} × ${crop.height} pixels at ${crop.x}, ${crop.y}`;
	return Promise.all([
		writeDrawn(drawn.before, {
			role: "before",
			label: `${labels.before}${where}`,
			alt: `Before: ${part}.`,
			name: "before",
			outDir
		}),
		writeDrawn(drawn.after, {
			role: "after",
			label: labels.after,
			alt: `After: ${finding}`,
			name: "after",
			outDir
		}),
		writeDrawn(drawn.difference, {
			role: "difference",
			label: drawn.faint ? "difference · magnified" : "difference",
			alt: `Difference, amber to magenta over a pale picture: ${finding}`,
			name: "difference",
			outDir
		})
	]);
}
/** The measures of a picture's verdict, most telling first; `of` says what the picture shows (and its side in pixels) when it is not the file itself. */
function pictureMeasures(difference, size, of) {
	const measures = measuresOf(difference, size);
	if (of === void 0) return measures;
	return measures.map(({ metric, label, ...rest }) => Object.assign(rest, {
		metric: `${of}/${metric}`,
		label: `${of.replace(/\d+$/u, "")}: ${label}`
	}));
}
function measuresOf(difference, size) {
	const { counted, differing, colour } = difference;
	const measures = [
		{
			metric: "changed-pixels/pixelmatch@7.2+t0.1-aa",
			label: "pixels changed",
			value: counted,
			unit: "px",
			meaning: "moved further than the threshold, anti-aliasing left out"
		},
		{
			metric: "changed-share/pixelmatch@7.2+t0.1-aa",
			label: "of the picture",
			value: counted / (size.width * size.height),
			unit: "share"
		},
		{
			metric: "differing-pixels/rgba@1",
			label: "pixels not equal",
			value: differing,
			unit: "px",
			meaning: "differ by one step or more"
		}
	];
	if (colour !== void 0) measures.push({
		metric: "ciede2000-p95/differing@1+4k",
		label: "colour move, 95th percentile",
		value: colour.ciede2000.p95,
		unit: "ΔE00",
		meaning: inWords(colour.ciede2000.p95)
	}, {
		metric: "ciede2000-mean/differing@1+4k",
		label: "colour move, mean",
		value: colour.ciede2000.mean,
		unit: "ΔE00",
		meaning: inWords(colour.ciede2000.mean)
	}, {
		metric: "hyab-p95/oklab-differing@1+4k",
		label: "HyAB, 95th percentile",
		value: colour.hyab.p95,
		unit: "OKLab"
	}, {
		metric: "hyab-mean/oklab-differing@1+4k",
		label: "HyAB, mean",
		value: colour.hyab.mean,
		unit: "OKLab"
	});
	if (colour !== void 0) measures.push({
		metric: "lightness-mean/oklab-differing@1+4k",
		label: "lighter by",
		value: colour.common.lightness,
		unit: "OKLab"
	}, {
		metric: "chroma-mean/oklab-differing@1+4k",
		label: "more colourful by",
		value: colour.common.chroma,
		unit: "OKLab"
	}, {
		metric: "hue-turn/oklab-differing@1+4k",
		label: "hue turned by",
		value: colour.common.hueDeg,
		unit: "°"
	});
	if (difference.ssim !== void 0) measures.push({
		metric: "ssim/wang2004-256@1",
		label: "structure kept (SSIM)",
		value: difference.ssim,
		unit: "SSIM",
		meaning: "1 is the same structure; blind to hue"
	});
	return measures;
}
/** What a colour distance means for the eye. */
function inWords(delta) {
	if (delta < 1) return "not to be seen";
	if (delta < 2) return "seen only side by side";
	if (delta < 5) return "seen at a glance";
	if (delta < 15) return "plainly another shade";
	return "another colour";
}
/** One sentence about two pictures of one size. */
function pictureFinding({ counted, differing, colour, area }, size) {
	const pixels = size.width * size.height;
	if (colour === void 0) return "No pixel changed.";
	const strength = `colours moved by ΔE00 ${figure(colour.ciede2000.p95)} (${inWords(colour.ciede2000.p95)})`;
	if (counted === 0) return `${percent(differing / pixels)} of the pixels moved a little: ${strength}, none past the threshold.`;
	const where = area === void 0 ? "" : ` ${place(area, size)}`;
	return `${sayCount(counted, "pixel")} changed (${percent(counted / pixels)})${where}; ${strength}.`;
}
async function resized(before, after, { outDir, labels }) {
	const finding = `The size changed from ${sizeOf(before)} to ${sizeOf(after)}.`;
	const reshaped = Math.abs(Math.log(after.width * before.height / (after.height * before.width))) > .01;
	const panels = await Promise.all([writePanel(before, {
		role: "before",
		label: `${labels.before} · ${before.width}×${before.height}`,
		alt: `Before: ${sizeOf(before)}.`,
		name: "before",
		outDir
	}), writePanel(after, {
		role: "after",
		label: `${labels.after} · ${after.width}×${after.height}`,
		alt: `After: ${finding}`,
		name: "after",
		outDir
	})]);
	return {
		kind: "resized",
		medium: "picture",
		finding,
		visibility: reshaped ? 1 : .7,
		measures: [
			sideMeasure("width before", before.width),
			sideMeasure("height before", before.height),
			sideMeasure("width after", after.width),
			sideMeasure("height after", after.height)
		],
		panels
	};
}
const sideMeasure = (label, value) => ({
	metric: "size@1",
	label,
	value,
	unit: "px"
});
const sizeOf = ({ width, height }) => `${grouped(width)} × ${grouped(height)} pixels`;

export { measure as a, trio as i, pictureComparator as n, withContext as o, pictureMeasures as r, measurePictures as t };