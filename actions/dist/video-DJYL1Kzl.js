import { b as string, f as int, h as looseObject, l as array } from "./errors-q2Ocdyoq.js";
import { t as number } from "./coerce-C0Gs-T2S.js";
import { n as contactSheet, r as timelineStrip, t as below } from "./contact-sheet-B3jTFiih.js";
import { c as writeDrawn, n as readable, t as loadPictures } from "./picture-pair-BA4OeJLO.js";
import { a as measure, i as trio, o as withContext } from "./picture-uk7Vpgso.js";
import { i as percent, n as figure, s as saySeconds, t as SideUnreadable } from "./request-ByIs-QGe.js";
import { a as lagOf, c as probeWith, o as ffmpeg, r as soundDifference, t as heard } from "./sound-ie1_-xCn.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";

// scripts/lib/media/compare/video-packets.ts
const Packet = looseObject({
	stream_index: int(),
	pts_time: number().optional(),
	flags: string().default(""),
	data_hash: string()
});
const Details = looseObject({
	packets: array(Packet).default([]),
	streams: array(looseObject({
		index: int(),
		codec_type: string().optional(),
		codec_name: string().optional(),
		extradata_hash: string().optional()
	})).default([]),
	format: looseObject({ start_time: number().default(0) }).default({ start_time: 0 })
});
const ENTRIES = [
	"stream=index,codec_type,codec_name,width,height,avg_frame_rate,sample_rate,channels,duration,extradata_hash",
	"format=duration,start_time",
	"packet=stream_index,pts_time,flags,data_hash"
].join(":");
/** Reads what a container says and the name of every packet in it, in one pass. @throws as `probe` does */
async function readPacked(path, run = {}) {
	const { facts, said } = await probeWith([
		"-show_entries",
		ENTRIES,
		"-show_data_hash",
		"sha256"
	], path, {
		maxBytes: 512 << 20,
		...run
	});
	const { packets, streams, format } = Details.parse(said);
	const of = /* @__PURE__ */ new Map();
	for (const packet of packets) {
		const own = of.get(packet.stream_index);
		if (own === void 0) of.set(packet.stream_index, [packet]);
		else own.push(packet);
	}
	const moving = streams.find(({ codec_type }) => codec_type === "video");
	return {
		facts,
		streams: streams.map(({ index, codec_type = "?", codec_name = "?", extradata_hash = "" }) => {
			const hash = createHash("sha256").update(`${codec_name} ${extradata_hash}`);
			for (const { data_hash } of of.get(index) ?? []) hash.update(` ${data_hash}`);
			return `${codec_type} ${hash.digest("hex")}`;
		}),
		frames: moving === void 0 || facts.video === void 0 ? void 0 : framesOf(of.get(moving.index) ?? [], facts.video.fps, format.start_time)
	};
}
/**
* Names the frames of a stream by what they are decoded from: their own packet and those before it, back to a key frame
* that nothing before has a say in. A key frame is none such when a later packet of its run is shown before it (an open
* group of pictures): that one may lean on the run before.
*/
function framesOf(packets, fps, origin) {
	const coded = [];
	let [chain, group] = ["", -1];
	for (const [index, { pts_time, flags, data_hash }] of packets.entries()) {
		if (pts_time === void 0 || flags.includes("D")) return void 0;
		const own = flags.includes("K") && isClosed(packets, index, pts_time);
		if (own) group += 1;
		if (group < 0) return void 0;
		chain = createHash("sha256").update(`${own ? "" : chain} ${data_hash}`).digest("base64");
		coded.push({
			time: pts_time,
			name: chain,
			group
		});
	}
	const shown = coded.toSorted((a, b) => a.time - b.time);
	const first = shown[0]?.time ?? 0;
	if (!shown.every(({ time }, index) => Math.abs((time - first) * fps - index) < .1)) return void 0;
	const starts = [];
	for (const [index, { group: own }] of shown.entries()) {
		const before = shown[index - 1];
		if (before !== void 0 && own < before.group) return void 0;
		starts.push(before === void 0 || own !== before.group ? index : starts[index - 1] ?? 0);
	}
	return {
		names: shown.map(({ name }) => name),
		starts,
		times: shown.map(({ time }) => time),
		origin
	};
}
/** Whether no packet up to the next key frame is shown before this one. */
function isClosed(packets, key, time) {
	for (let index = key + 1; index < packets.length; index += 1) {
		const { pts_time = time, flags } = packets[index] ?? { flags: "K" };
		if (flags.includes("K")) return true;
		if (pts_time < time) return false;
	}
	return true;
}
/** How many frames from the start hold every frame that there is: the rest repeats them. */
function distinctPrefix(names) {
	const seen = /* @__PURE__ */ new Set();
	let prefix = 0;
	for (const [index, name] of names.entries()) {
		if (seen.has(name)) continue;
		seen.add(name);
		prefix = index + 1;
	}
	return prefix;
}
/** By index: where the same name stands first. */
function firstOfEach(names) {
	const first = /* @__PURE__ */ new Map();
	return names.map((name, index) => {
		const known = first.get(name);
		if (known !== void 0) return known;
		first.set(name, index);
		return index;
	});
}

// scripts/lib/media/compare/video-frames.ts
/** What is behind this is not compared. */
const MOST_SECONDS = 1200;
/** A frame as it is recognised when two videos are shifted against each other. */
const TINY = {
	width: 32,
	height: 18
};
const TINY_BYTES = TINY.width * TINY.height;
const LIMIT = ["-t", String(MOST_SECONDS)];
/** Frames are shown and compared in no more than so many pixels. */
const LARGEST = {
	width: 1920,
	height: 1920
};
/** The second is looked for up to so many seconds earlier or later. */
const REACH_SECONDS = 2;
/** As large as the video, but no larger than `LARGEST`, and even, as chroma wants it. */
function shownSize({ width, height }) {
	const scale = Math.min(1, LARGEST.width / width, LARGEST.height / height);
	const even = (length) => Math.max(16, 2 * Math.round(length * scale / 2));
	return {
		width: even(width),
		height: even(height)
	};
}
/**
* Finds the shift of one video against the other, up to two seconds, and SSIM and PSNR of every pair of frames. Both are
* decoded at one go, twice when they are shifted, and only as far as they bring pairs of frames that did not occur before:
* of films that go round and round, one round.
*/
async function compareFrames(pair, { fps, size }, run) {
	const still = {
		fps,
		size,
		lag: 0
	};
	const known = namesOf(pair, fps);
	const upTo = known === void 0 ? 1e400 : Math.max(distinctPrefix(known.before), distinctPrefix(known.after), distinctPrefix(pairNames(known, 0)));
	const first = await decodeBoth(pair, still, upTo, true, run);
	const repeats = known !== void 0 && isWhole(first, known, upTo) ? known : void 0;
	if (known !== void 0 && repeats === void 0) {
		const plain = (film) => ({
			...film,
			frames: void 0
		});
		return compareFrames({
			before: plain(pair.before),
			after: plain(pair.after)
		}, still, run);
	}
	const [before, after] = [tinyFilm(first.before, repeats?.before), tinyFilm(first.after, repeats?.after)];
	const lag = lagOf({
		before: before.count,
		after: after.count,
		distance: (i, j) => apart(before.at(i), after.at(j))
	}, Math.round(REACH_SECONDS * fps));
	const count = {
		before: before.count,
		after: after.count
	};
	const alignment = {
		fps,
		size,
		lag
	};
	if (repeats === void 0) {
		const { figures } = lag === 0 ? first : await decodeBoth(pair, alignment, 1e400, false, run);
		return {
			alignment,
			figures,
			first: [...figures.keys()],
			count
		};
	}
	const pairs = pairNames(repeats, lag);
	const { figures } = lag === 0 ? first : await decodeBoth(pair, alignment, distinctPrefix(pairs), false, run);
	const places = firstOfEach(pairs);
	return {
		alignment,
		count,
		first: places,
		figures: places.flatMap((index) => figures[index] ?? [])
	};
}
function namesOf({ before, after }, fps) {
	const most = Math.floor(MOST_SECONDS * fps);
	return before.frames === void 0 || after.frames === void 0 ? void 0 : {
		before: before.frames.names.slice(0, most),
		after: after.frames.names.slice(0, most)
	};
}
/** Of each pair of frames that are laid upon each other. */
function pairNames({ before, after }, lag) {
	const [skipped, late] = [Math.max(0, -lag), Math.max(0, lag)];
	const length = Math.max(0, Math.min(before.length - skipped, after.length - late));
	return Array.from({ length }, (_, k) => `${before[skipped + k] ?? ""} ${after[late + k] ?? ""}`);
}
/** Whether as many frames came as the packets promise. */
function isWhole({ before, after, figures }, names, upTo) {
	const [a, b] = [Math.min(names.before.length, upTo), Math.min(names.after.length, upTo)];
	return before.length === a * TINY_BYTES && after.length === b * TINY_BYTES && figures.length === Math.min(a, b);
}
const skipped = (lag, side) => side === "after" ? Math.max(0, lag) : Math.max(0, -lag);
const sized = ({ width, height }) => `scale=${width}:${height}:flags=bicubic,setsar=1`;
/** Rounded alike on every processor. */
const exact = ({ width, height }) => `scale=${width}:${height}:flags=bicubic+accurate_rnd+bitexact,setsar=1`;
/** SSIM and PSNR of the first `upTo` pairs of frames and, when asked for, all of these frames in 32 × 18 grey. */
async function decodeBoth({ before, after }, { fps, lag, size }, upTo, tiny, run) {
	const folder = await mkdtemp(join(tmpdir(), "alpha-frames-"));
	const at = (name) => join(folder, name);
	const side = (input, from, out) => {
		const end = upTo === 1e400 ? "" : `:end_frame=${from + upTo}`;
		const cut = from === 0 && end === "" ? "" : `,trim=start_frame=${from}${end},setpts=N/(${fps}*TB)`;
		const small = `scale=${TINY.width}:${TINY.height}:flags=area,format=gray`;
		return `[${input}:v:0]fps=${fps}${cut}${tiny ? `,split[${out}s][${out}l];[${out}s]${small}[${out}t];[${out}l]` : ","}${sized(size)},format=yuv420p[${out}]`;
	};
	const graph = [
		side(0, skipped(lag, "before"), "a"),
		side(1, skipped(lag, "after"), "b"),
		`[a]split[c][d]`,
		`[b]split[e][f]`,
		`[c][e]ssim=shortest=1:stats_file=${at("ssim")}[x]`,
		`[d][f]psnr=shortest=1:stats_file=${at("psnr")}[y]`
	].join(";");
	const raw = tiny ? ["a", "b"].flatMap((name) => [
		"-map",
		`[${name}t]`,
		"-f",
		"rawvideo",
		at(name)
	]) : [];
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
	const inputs = [
		...LIMIT,
		"-i",
		before.path,
		...LIMIT,
		"-i",
		after.path
	];
	try {
		await ffmpeg([
			...inputs,
			"-filter_complex",
			graph,
			...raw,
			...sinks
		], {
			...run,
			timeoutMs: 6e5
		});
		const small = (name) => tiny ? readFile(at(name)) : Promise.resolve(Buffer.alloc(0));
		return {
			before: await small("a"),
			after: await small("b"),
			figures: figuresOf(await readFile(at("ssim"), "latin1"), await readFile(at("psnr"), "latin1"))
		};
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
function figuresOf(similar, noise) {
	const peaks = [...noise.matchAll(/psnr_avg:(\S+)/gu)].map(([, value = ""]) => value === "inf" ? 1e400 : Number(value));
	return [...similar.matchAll(/All:(\S+)/gu)].map(([, value], i) => ({
		ssim: Number(value),
		psnr: peaks[i] ?? 0
	}));
}
/** The frames in small; those that repeat are found by their names. */
function tinyFilm(bytes, names) {
	const first = names === void 0 ? void 0 : firstOfEach(names);
	return {
		count: names?.length ?? Math.floor(bytes.length / TINY_BYTES),
		at: (index) => {
			const from = (first?.[index] ?? index) * TINY_BYTES;
			return bytes.subarray(from, from + TINY_BYTES);
		}
	};
}
function apart(a, b) {
	let sum = 0;
	for (let k = 0; k < TINY_BYTES; k += 1) sum += Math.abs((a[k] ?? 0) - (b[k] ?? 0));
	return sum;
}
/** Decodes all that would be compared of one video. @throws as `ffmpeg` does */
async function decodeAlone(path, run) {
	await ffmpeg([
		...LIMIT,
		"-i",
		path,
		"-map",
		"0:v:0",
		"-f",
		"null",
		"-"
	], {
		...run,
		timeoutMs: 6e5
	});
}
/** Some frames of one or more films as pictures of one size, in the order in which they are asked for. */
async function framesAt(wanted, alignment, run) {
	const { fps, lag, size } = alignment;
	const asked = wanted.flatMap(({ film, side, indices }) => indices.length === 0 ? [] : [{
		film,
		places: indices.map((index) => index + skipped(lag, side))
	}]);
	const known = asked.every(({ film }) => film.frames !== void 0);
	const reads = asked.flatMap(({ film: { path, frames }, places }) => known && frames !== void 0 ? soughtReads(path, frames, places, fps) : [plainRead(path, places, fps)]);
	if (reads.length === 0) return [];
	const chains = reads.map(({ filter }, k) => `[${k}:v:0]${filter},setpts=N/(${fps}*TB),${exact(size)},format=rgba[r${k}]`);
	const toPipe = [
		"-map",
		"[all]",
		"-fps_mode",
		"passthrough",
		"-f",
		"rawvideo",
		"pipe:1"
	];
	const joined = `${reads.map((_, k) => `[r${k}]`).join("")}concat=n=${reads.length}:v=1[all]`;
	const bytes = await ffmpeg([
		...known ? ["-copyts"] : [],
		...reads.flatMap(({ input }) => input),
		"-filter_complex",
		`${chains.join(";")};${joined}`,
		...toPipe
	], run);
	const { width, height } = size;
	const one = width * height * 4;
	return Array.from({ length: Math.floor(bytes.length / one) }, (_, i) => ({
		width,
		height,
		rgba: new Uint8ClampedArray(bytes.subarray(i * one, (i + 1) * one))
	}));
}
/** From the beginning to the last of them. */
function plainRead(path, places, fps) {
	const last = (Math.max(...places) + 2) / fps;
	const pick = places.map((place) => `eq(n\\,${place})`).join("+");
	return {
		input: [
			"-t",
			last.toFixed(3),
			"-i",
			path
		],
		filter: `fps=${fps},select='${pick}'`
	};
}
/**
* From the key frames before them, each no further than it is needed, and each frame where it stands first. Frames are
* known by their time: where a container's index leads to, it may be a key frame too early.
*/
function soughtReads(path, frames, places, fps) {
	const first = firstOfEach(frames.names);
	const runs = [];
	for (const place of places) {
		const index = first[place] ?? place;
		const [start, time] = [frames.starts[index] ?? 0, frames.times[index] ?? 0];
		const open = runs.at(-1);
		if (open?.start === start && time > (open.times.at(-1) ?? 0)) open.times.push(time);
		else runs.push({
			start,
			times: [time]
		});
	}
	const half = .5 / fps;
	return runs.map(({ start, times }) => {
		const from = (frames.times[start] ?? 0) - frames.origin + half / 2;
		const picks = times.map((t) => `between(t\\,${(t - half).toFixed(6)}\\,${(t + half).toFixed(6)})`);
		const end = ((times.at(-1) ?? 0) + half).toFixed(6);
		return {
			input: [
				"-noaccurate_seek",
				"-ss",
				from.toFixed(6),
				"-i",
				path
			],
			filter: `trim=end=${end},select='${picks.join("+")}'`
		};
	});
}

// scripts/lib/media/compare/video.ts
/** Below it a frame has changed to the eye (a good encoder stays above it). */
const VISIBLE_DB = 40;
const WORST = 5;
const SHEET_WIDTH = 960;
/**
* Videos: packed streams first, then, after shifting one upon the other, every frame of up to twenty minutes by SSIM and
* PSNR, and the sound where its packets differ. Memory about 100 MB beside ffmpeg's, time about that of decoding both twice;
* of a film that goes round and round, one round.
*/
const videoComparator = {
	pair: async (before, after, comparison) => {
		const { signal } = comparison;
		const [a, b] = [await sideOf("before", before, signal), await sideOf("after", after, signal)];
		if (a.streams.join() === b.streams.join()) return {
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
		const { facts, streams, frames } = await readPacked(path, { signal });
		const { video } = facts;
		if (video === void 0 || video.fps <= 0) throw new SideUnreadable(side, "it holds no moving picture", void 0);
		return {
			path,
			facts,
			video,
			streams,
			frames
		};
	});
}
async function differenceOf(a, b, { signal }) {
	const fps = Math.min(a.video.fps, b.video.fps, 60);
	const plain = ({ path, video, frames }) => ({
		path,
		frames: video.fps === fps ? frames : void 0
	});
	const pair = {
		before: plain(a),
		after: plain(b)
	};
	const compared = await readable("after", () => compareFrames(pair, {
		fps,
		size: shownSize(a.video)
	}, { signal })).catch(async (thrown) => {
		await readable("before", () => decodeAlone(a.path, { signal }));
		throw thrown;
	});
	const { alignment, count } = compared;
	const same = alignment.lag === 0 && count.before === count.after;
	return {
		frames: {
			...compared,
			same,
			worst: worstOf(compared)
		},
		sound: await soundOf(a, b, signal)
	};
}
const soundStreams = ({ streams }) => streams.filter((stream) => stream.startsWith("audio")).join();
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
	if (soundStreams(a) === soundStreams(b)) return void 0;
	const [first, second] = [await heard("before", a.path, signal), await heard("after", b.path, signal)];
	return first.samples === second.samples ? void 0 : soundDifference(first, second);
}
/** The frames that differ most, not all from one moment and none twice, in time. */
function worstOf({ figures, first }) {
	const distinct = [...figures.keys()].filter((i) => first[i] === i);
	const apart = Math.max(1, Math.floor(distinct.length / 15));
	const unequal = distinct.filter((i) => (figures[i]?.psnr ?? 1e400) < 1e400);
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
	const longer = (frames.count.after - frames.count.before) / alignment.fps;
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
	const all = await framesAt([{
		film: a,
		side: "before",
		indices: worst
	}, {
		film: b,
		side: "after",
		indices: worst
	}], alignment, run);
	if (all.length < 2 * worst.length) return NOTHING;
	const pairs = worst.length;
	const [before, after] = [all.slice(0, pairs), all.slice(pairs)];
	const lowest = worst.reduce((least, index, k) => (figures[index]?.ssim ?? 1) < (figures[worst[least] ?? 0]?.ssim ?? 1) ? k : least, 0);
	const [first, second] = [before[lowest], after[lowest]];
	if (first === void 0 || second === void 0) return NOTHING;
	const moment = (index) => `${figure((worst[index] ?? 0) / alignment.fps)} s`;
	const shown = await worstFrame(first, second, `${finding} Shown: the worst frame, at ${moment(lowest)}.`, comparison);
	const times = worst.map((_, k) => moment(k)).join(", ");
	const frames = await contactSheet(all, pairs, SHEET_WIDTH);
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
	const frames = await framesAt([{
		film: {
			path,
			frames: void 0
		},
		side: "after",
		indices
	}], alignment, { signal });
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