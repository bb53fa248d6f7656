import { n as contactSheet, r as timelineStrip, t as below } from "./contact-sheet-Gb76sbD0.js";
import { n as readable, o as writeDrawn, t as loadPictures } from "./picture-pair-DqqR9VEO.js";
import { a as measure, i as trio, o as withContext } from "./picture-xDdEOtOj.js";
import { a as lagOf, o as ffmpeg, r as soundDifference, s as probe, t as heard } from "./sound-BlJTn63C.js";
import { i as percent, n as figure, s as saySeconds, t as SideUnreadable } from "./request-ByIs-QGe.js";
import { join } from "node:path";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";

// scripts/lib/media/compare/video-frames.ts
/** What is behind this is not compared. */
const MOST_SECONDS = 1200;
/** A frame as it is recognised when two videos are shifted against each other. */
const TINY = {
	width: 32,
	height: 18
};
const LIMIT = ["-t", String(MOST_SECONDS)];
/** SHA-256 of every stream as it is packed, without the container around it. */
async function streamHashes(path, run) {
	return (await ffmpeg([
		"-i",
		path,
		"-map",
		"0",
		"-c",
		"copy",
		"-f",
		"streamhash",
		"-hash",
		"sha256",
		"pipe:1"
	], run)).toString("latin1").trim();
}
/** The frames in 32 × 18 grey, `fps` a second: enough to find them again. */
async function tinyFrames(path, fps, run) {
	const filter = `fps=${fps},scale=${TINY.width}:${TINY.height}:flags=area,format=gray`;
	return ffmpeg([
		...LIMIT,
		"-i",
		path,
		"-map",
		"0:v:0",
		"-vf",
		filter,
		"-f",
		"rawvideo",
		"pipe:1"
	], run);
}
const tinyCount = (frames) => Math.floor(frames.length / (TINY.width * TINY.height));
/** By how many frames the second video runs late (> 0) or early, up to `reach`. */
function frameLag(before, after, reach) {
	const bytes = TINY.width * TINY.height;
	const distance = (i, j) => {
		let sum = 0;
		for (let k = 0; k < bytes; k += 1) sum += Math.abs((before[i * bytes + k] ?? 0) - (after[j * bytes + k] ?? 0));
		return sum;
	};
	return lagOf({
		before: tinyCount(before),
		after: tinyCount(after),
		distance
	}, reach);
}
const chain = ({ fps, lag, size }, side) => {
	return `fps=${fps},trim=start_frame=${side === "after" ? Math.max(0, lag) : Math.max(0, -lag)},setpts=N/(${fps}*TB),scale=${size.width}:${size.height}:flags=bicubic,setsar=1`;
};
/** SSIM and PSNR of every pair of frames, in their order. */
async function frameFigures(before, after, alignment, run) {
	const folder = await mkdtemp(join(tmpdir(), "alpha-frames-"));
	const [ssims, psnrs] = [join(folder, "ssim"), join(folder, "psnr")];
	const graph = [
		`[0:v:0]${chain(alignment, "before")},format=yuv420p,split[a][b]`,
		`[1:v:0]${chain(alignment, "after")},format=yuv420p,split[c][d]`,
		`[a][c]ssim=shortest=1:stats_file=${ssims}[x]`,
		`[b][d]psnr=shortest=1:stats_file=${psnrs}[y]`
	].join(";");
	const sinks = [
		"-map",
		"[x]",
		"-f",
		"null",
		"-",
		"-map",
		"[y]",
		"-f",
		"null",
		"-"
	];
	try {
		await ffmpeg([
			...LIMIT,
			"-i",
			before,
			...LIMIT,
			"-i",
			after,
			"-filter_complex",
			graph,
			...sinks
		], {
			...run,
			timeoutMs: 6e5
		});
		const [similar, noise] = [await readFile(ssims, "latin1"), await readFile(psnrs, "latin1")];
		const peaks = [...noise.matchAll(/psnr_avg:(\S+)/gu)].map(([, value = ""]) => value === "inf" ? 1e400 : Number(value));
		return [...similar.matchAll(/All:(\S+)/gu)].map(([, value], i) => ({
			ssim: Number(value),
			psnr: peaks[i] ?? 0
		}));
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
/** Some frames (indices, rising) as pictures. */
async function framesAt(path, indices, alignment, side, run) {
	if (indices.length === 0) return [];
	const pick = indices.map((index) => `eq(n\\,${index})`).join("+");
	const filter = `${chain(alignment, side)},select='${pick}',format=rgba`;
	const last = (Math.max(...indices) + Math.abs(alignment.lag) + 2) / alignment.fps;
	const bytes = await ffmpeg([
		"-t",
		last.toFixed(3),
		"-i",
		path,
		"-map",
		"0:v:0",
		"-vf",
		filter,
		"-fps_mode",
		"passthrough",
		"-f",
		"rawvideo",
		"pipe:1"
	], run);
	const { width, height } = alignment.size;
	const one = width * height * 4;
	return Array.from({ length: Math.floor(bytes.length / one) }, (_, i) => ({
		width,
		height,
		rgba: new Uint8ClampedArray(bytes.subarray(i * one, (i + 1) * one))
	}));
}

// scripts/lib/media/compare/video.ts
/** Frames are shown and compared in no more than so many pixels. */
const LARGEST = {
	width: 1920,
	height: 1920
};
/** Below it a frame has changed to the eye (a good encoder stays above it). */
const VISIBLE_DB = 40;
const WORST = 5;
const SHEET_WIDTH = 960;
/**
* Videos: packed streams first, then, after shifting one upon the other, every frame of up to twenty minutes by SSIM and
* PSNR, and the sound. Memory about 100 MB beside ffmpeg's, time about that of decoding both three times.
*/
const videoComparator = {
	pair: async (before, after, comparison) => {
		const { signal } = comparison;
		const [a, b] = [await sideOf("before", before, signal), await sideOf("after", after, signal)];
		if (a.hashes === b.hashes) return {
			kind: "equal",
			by: "payload",
			medium: "video",
			finding: "Every stream is equal; only the container differs.",
			visibility: 0,
			measures: factMeasures(b.facts, b.facts),
			panels: []
		};
		const { frames, sound } = await differenceOf(a, b, comparison);
		const finding = findingOf({
			frames,
			sound,
			before: a.facts,
			after: b.facts
		});
		const sizes = a.video.width !== b.video.width || a.video.height !== b.video.height;
		if (frames.figures.every(({ psnr }) => psnr === 1e400) && sound === void 0 && frames.same && !sizes) return {
			kind: "equal",
			by: "content",
			medium: "video",
			finding: "Every frame is equal; only the packing differs.",
			visibility: 0,
			measures: factMeasures(a.facts, b.facts),
			panels: []
		};
		const shown = await panelsOf(a, b, frames, finding, comparison);
		return {
			kind: sizes ? "resized" : "changed",
			medium: "video",
			finding,
			visibility: Math.max(visibilityOf(frames, shown.visibility), sound?.visibility ?? 0),
			measures: [
				...frameMeasures(frames),
				...factMeasures(a.facts, b.facts),
				...sound?.measures ?? []
			],
			panels: shown.panels
		};
	},
	single: async (kind, path, { outDir, labels, signal }) => {
		const role = kind === "added" ? "after" : "before";
		const side = await sideOf(role, path, signal);
		const finding = `${kind === "added" ? "A new" : "A removed"} video of ${saySeconds(side.facts.seconds)}, ${side.video.width} × ${side.video.height} pixels.`;
		const label = kind === "added" ? `${labels.after} · new` : `${labels.before} · removed`;
		const sheet = await overview(path, side.facts, signal);
		const panel = await writeDrawn(sheet, {
			role,
			label,
			alt: `${finding} Nine frames of it.`,
			name: role,
			outDir
		});
		return {
			kind,
			medium: "video",
			finding,
			visibility: 1,
			measures: factMeasures(side.facts, side.facts),
			panels: [panel]
		};
	}
};
async function sideOf(side, path, signal) {
	return readable(side, async () => {
		const facts = await probe(path, { signal });
		const { video } = facts;
		if (video === void 0 || video.fps <= 0) throw new SideUnreadable(side, "it holds no moving picture", void 0);
		return {
			path,
			facts,
			video,
			hashes: await streamHashes(path, { signal })
		};
	});
}
async function differenceOf(a, b, { signal }) {
	const fps = Math.min(a.video.fps, b.video.fps, 60);
	const run = { signal };
	const tinyA = await readable("before", () => tinyFrames(a.path, fps, run));
	const tinyB = await readable("after", () => tinyFrames(b.path, fps, run));
	const lag = frameLag(tinyA, tinyB, Math.round(2 * fps));
	const alignment = {
		fps,
		lag,
		size: shownSize(a.video)
	};
	const figures = await readable("after", () => frameFigures(a.path, b.path, alignment, run));
	const count = {
		before: tinyCount(tinyA),
		after: tinyCount(tinyB)
	};
	return {
		frames: {
			figures,
			alignment,
			frames: count,
			same: lag === 0 && count.before === count.after,
			worst: worstOf(figures)
		},
		sound: await soundOf(a, b, signal)
	};
}
/** None when both are silent or sound the same to the sample. */
async function soundOf(a, b, signal) {
	if (a.facts.audio === void 0 || b.facts.audio === void 0) {
		if (a.facts.audio === b.facts.audio) return void 0;
		return {
			finding: a.facts.audio === void 0 ? "The video has sound now." : "The video has lost its sound.",
			visibility: 1,
			measures: [],
			lag: 0
		};
	}
	const [first, second] = [await heard("before", a.path, signal), await heard("after", b.path, signal)];
	return first.samples === second.samples ? void 0 : soundDifference(first, second);
}
/** As large as the video, but no larger than `LARGEST`, and even, as chroma wants it. */
function shownSize({ width, height }) {
	const scale = Math.min(1, LARGEST.width / width, LARGEST.height / height);
	const even = (length) => Math.max(16, 2 * Math.round(length * scale / 2));
	return {
		width: even(width),
		height: even(height)
	};
}
/** The frames that differ most, not all from one moment, in time. */
function worstOf(figures) {
	const apart = Math.max(1, Math.floor(figures.length / 15));
	const unequal = [...figures.keys()].filter((i) => (figures[i]?.psnr ?? 1e400) < 1e400);
	const visible = unequal.filter((i) => (figures[i]?.psnr ?? 1e400) < VISIBLE_DB);
	const order = (visible.length > 0 ? visible : unequal).toSorted((i, j) => (figures[i]?.ssim ?? 1) - (figures[j]?.ssim ?? 1) || i - j);
	const taken = [];
	for (const index of order) {
		if (taken.length === WORST) break;
		if (taken.every((other) => Math.abs(other - index) >= apart)) taken.push(index);
	}
	return taken.toSorted((i, j) => i - j);
}
const changedShare = (figures) => figures.filter(({ psnr }) => psnr < VISIBLE_DB).length / Math.max(1, figures.length);
/** As plain as the worst frame, less by the cube root of the share of the time that changed; a shift is always seen. */
function visibilityOf({ figures, same }, worstFrame) {
	return Math.max(same ? 0 : .3, worstFrame * Math.cbrt(changedShare(figures)));
}
function findingOf(of) {
	const { frames, sound, before, after } = of;
	const { figures, alignment, worst } = frames;
	const parts = [];
	if (before.video !== void 0 && after.video !== void 0) {
		const [was, is] = [before.video, after.video];
		if (was.width !== is.width || was.height !== is.height) parts.push(`the size changed from ${was.width} × ${was.height} to ${is.width} × ${is.height} pixels`);
		if (Math.abs(was.fps - is.fps) > .01) parts.push(`${figure(was.fps)} frames a second became ${figure(is.fps)}`);
	}
	if (alignment.lag !== 0) parts.push(`it starts ${saySeconds(Math.abs(alignment.lag) / alignment.fps)} ${alignment.lag > 0 ? "later" : "earlier"}`);
	const longer = (frames.frames.after - frames.frames.before) / alignment.fps;
	if (longer !== 0) parts.push(`it is ${saySeconds(Math.abs(longer))} ${longer > 0 ? "longer" : "shorter"}`);
	const share = changedShare(figures);
	const lowest = worst.reduce((least, i) => Math.min(least, figures[i]?.ssim ?? 1), 1);
	if (share > 0) parts.push(`${percent(share)} of the frames changed to the eye, the worst to SSIM ${figure(lowest)}`);
	else if (worst.length > 0) parts.push("no frame changed to the eye");
	else parts.push("the frames are equal");
	const text = parts.join("; ");
	const heardToo = sound === void 0 ? "" : ` Sound: ${sound.finding}`;
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.${heardToo}`;
}
function frameMeasures({ figures, alignment }) {
	const ssims = Float64Array.from(figures, ({ ssim }) => ssim).toSorted();
	const mean = ssims.reduce((sum, value) => sum + value, 0) / Math.max(1, ssims.length);
	const peaks = figures.map(({ psnr }) => Math.min(psnr, 100));
	const unequal = figures.filter(({ psnr }) => psnr < 1e400).length / Math.max(1, figures.length);
	return [
		{
			metric: "frames-below-40db/ffmpeg-psnr@1",
			label: "frames changed to the eye",
			value: changedShare(figures),
			unit: "share",
			meaning: "PSNR below 40 dB"
		},
		similarity("SSIM, worst frame", ssims[0] ?? 1),
		similarity("SSIM, 5th percentile", ssims[Math.floor(ssims.length * .05)] ?? 1),
		similarity("SSIM, mean", mean),
		{
			metric: "psnr/ffmpeg-average@1",
			label: "PSNR, mean",
			value: peaks.reduce((sum, value) => sum + value, 0) / Math.max(1, peaks.length),
			unit: "dB",
			meaning: "100 is equal"
		},
		{
			metric: "frames-unequal@1",
			label: "frames not equal",
			value: unequal,
			unit: "share"
		},
		{
			metric: "shift/frames@1",
			label: "starts later by",
			value: alignment.lag / alignment.fps,
			unit: "s"
		}
	];
}
function factMeasures(a, b) {
	return [...both("duration@1", "duration", a.seconds, b.seconds, "s"), ...both("frame-rate@1", "frames a second", a.video?.fps ?? 0, b.video?.fps ?? 0, "Hz")];
}
const NOTHING = {
	panels: [],
	visibility: 0
};
/** before | after | difference of the worst frame, and a sheet: worst frames before, after, and the timeline. */
async function panelsOf(a, b, { figures, alignment, worst }, finding, comparison) {
	if (worst.length === 0) return NOTHING;
	const run = { signal: comparison.signal };
	const before = await framesAt(a.path, worst, alignment, "before", run);
	const after = await framesAt(b.path, worst, alignment, "after", run);
	const pairs = Math.min(before.length, after.length, worst.length);
	const lowest = worst.slice(0, pairs).reduce((least, index, k) => (figures[index]?.ssim ?? 1) < (figures[worst[least] ?? 0]?.ssim ?? 1) ? k : least, 0);
	const [first, second] = [before[lowest], after[lowest]];
	if (first === void 0 || second === void 0) return NOTHING;
	const moment = (index) => `${figure((worst[index] ?? 0) / alignment.fps)} s`;
	const shown = await worstFrame(first, second, `${finding} Shown: the worst frame, at ${moment(lowest)}.`, comparison);
	const times = worst.slice(0, pairs).map((_, k) => moment(k)).join(", ");
	const frames = await contactSheet([...before.slice(0, pairs), ...after.slice(0, pairs)], pairs, SHEET_WIDTH);
	const strip = timelineStrip(figures.map(({ psnr }) => Math.min(1, Math.max(0, (50 - psnr) / 30))), worst, SHEET_WIDTH);
	const sheet = await writeDrawn(below(frames, strip), {
		role: "sheet",
		label: `worst frames, before above after, at ${times}; below: how much each moment changed`,
		alt: `The frames that changed most, at ${times}, before above after, and a timeline of change. ${finding}`,
		name: "sheet",
		outDir: comparison.outDir
	});
	return {
		visibility: shown.visibility,
		panels: [...shown.panels, sheet]
	};
}
async function worstFrame(first, second, finding, comparison) {
	const room = loadPictures(first, second);
	const { area, visibility } = measure(room);
	const whole = {
		x: 0,
		y: 0,
		width: room.width,
		height: room.height
	};
	return {
		visibility,
		panels: await trio(room, withContext(area ?? whole, room), finding, comparison)
	};
}
/** Nine frames, evenly spread. */
async function overview(path, facts, signal) {
	const fps = Math.min(facts.video?.fps ?? 25, 60);
	const alignment = {
		fps,
		lag: 0,
		size: shownSize(facts.video ?? {
			width: 16,
			height: 16
		})
	};
	const count = Math.max(1, Math.floor(Math.min(facts.seconds, MOST_SECONDS) * fps));
	const indices = [...new Set(Array.from({ length: 9 }, (_, k) => Math.floor((k + .5) * count / 9)))];
	const frames = await framesAt(path, indices, alignment, "after", { signal });
	return contactSheet(frames, Math.min(3, frames.length), 512);
}
const similarity = (label, value) => ({
	metric: "ssim/ffmpeg-all@1",
	label,
	value,
	unit: "SSIM"
});
function both(metric, label, was, is, unit) {
	if (was === is) return [{
		metric,
		label,
		value: is,
		unit
	}];
	return [{
		metric,
		label: `${label} before`,
		value: was,
		unit
	}, {
		metric,
		label: `${label} after`,
		value: is,
		unit
	}];
}

export { videoComparator as n, overview as t };