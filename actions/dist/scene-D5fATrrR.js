import { n as byCodeUnit } from "./json-LufqOHwK.js";
import { c as readSplat, f as orbit, r as sheetOf, u as rasteriser } from "./sheet-pKj4nqqi.js";
import { r as readPicture } from "./picture-file-DToQPr2n.js";
import { n as contactSheet } from "./contact-sheet-UB0zlqd_.js";
import { c as writeDrawn, l as writePanel, n as readable, t as loadPictures } from "./picture-pair-BPjsa9Ck.js";
import { C as strictObject, E as tuple, N as prettifyError, a as UserError, b as number, o as messageOf, p as array, v as literal, w as string } from "./oid-DXvZKHYA.js";
import { t as RepoPath } from "./repo-path-HkNRcwvI.js";
import { a as measure, i as trio, r as pictureMeasures, t as measurePictures } from "./picture-CBrK6jWX.js";
import { a as sayBytes, i as percent, o as sayCount, s as saySeconds, t as SideUnreadable } from "./request-ByIs-QGe.js";
import { readFile, stat } from "node:fs/promises";
import { createRequire } from "module";

// node_modules/fflate/esm/index.mjs
var require = createRequire("/");
var _a;
var Worker;
var isMarkedAsUntransferable;
try {
	_a = require("worker_threads"), Worker = _a.Worker, isMarkedAsUntransferable = _a.isMarkedAsUntransferable;
} catch (e) {}
var u8 = Uint8Array;
var u16 = Uint16Array;
var i32 = Int32Array;
var fleb = new u8([
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	1,
	1,
	1,
	1,
	2,
	2,
	2,
	2,
	3,
	3,
	3,
	3,
	4,
	4,
	4,
	4,
	5,
	5,
	5,
	5,
	0,
	0,
	0,
	0
]);
var fdeb = new u8([
	0,
	0,
	0,
	0,
	1,
	1,
	2,
	2,
	3,
	3,
	4,
	4,
	5,
	5,
	6,
	6,
	7,
	7,
	8,
	8,
	9,
	9,
	10,
	10,
	11,
	11,
	12,
	12,
	13,
	13,
	0,
	0
]);
var clim = new u8([
	16,
	17,
	18,
	0,
	8,
	7,
	9,
	6,
	10,
	5,
	11,
	4,
	12,
	3,
	13,
	2,
	14,
	1,
	15
]);
var freb = function(eb, start) {
	var b = new u16(31);
	for (var i = 0; i < 31; ++i) b[i] = start += 1 << eb[i - 1];
	var r = new i32(b[30]);
	for (var i = 1; i < 30; ++i) for (var j = b[i]; j < b[i + 1]; ++j) r[j] = j - b[i] << 5 | i;
	return {
		b,
		r
	};
};
var _a = freb(fleb, 2);
var fl = _a.b;
var revfl = _a.r;
fl[28] = 258, revfl[258] = 28;
var _b = freb(fdeb, 0);
var fd = _b.b;
var revfd = _b.r;
var rev = new u16(32768);
for (var i = 0; i < 32768; ++i) {
	var x = (i & 43690) >> 1 | (i & 21845) << 1;
	x = (x & 52428) >> 2 | (x & 13107) << 2;
	x = (x & 61680) >> 4 | (x & 3855) << 4;
	rev[i] = ((x & 65280) >> 8 | (x & 255) << 8) >> 1;
}
var hMap = (function(cd, mb, r) {
	var s = cd.length;
	var i = 0;
	var l = new u16(mb);
	for (; i < s; ++i) if (cd[i]) ++l[cd[i] - 1];
	var le = new u16(mb);
	for (i = 1; i < mb; ++i) le[i] = le[i - 1] + l[i - 1] << 1;
	var co;
	if (r) {
		co = new u16(1 << mb);
		var rvb = 15 - mb;
		for (i = 0; i < s; ++i) if (cd[i]) {
			var sv = i << 4 | cd[i];
			var r_1 = mb - cd[i];
			var v = le[cd[i] - 1]++ << r_1;
			for (var m = v | (1 << r_1) - 1; v <= m; ++v) co[rev[v] >> rvb] = sv;
		}
	} else {
		co = new u16(s);
		for (i = 0; i < s; ++i) if (cd[i]) co[i] = rev[le[cd[i] - 1]++] >> 15 - cd[i];
	}
	return co;
});
var flt = new u8(288);
for (var i = 0; i < 144; ++i) flt[i] = 8;
for (var i = 144; i < 256; ++i) flt[i] = 9;
for (var i = 256; i < 280; ++i) flt[i] = 7;
for (var i = 280; i < 288; ++i) flt[i] = 8;
var fdt = new u8(32);
for (var i = 0; i < 32; ++i) fdt[i] = 5;
var flrm = /*#__PURE__*/ hMap(flt, 9, 1);
var fdrm = /*#__PURE__*/ hMap(fdt, 5, 1);
var max = function(a) {
	var m = a[0];
	for (var i = 1; i < a.length; ++i) if (a[i] > m) m = a[i];
	return m;
};
var bits = function(d, p, m) {
	var o = p / 8 | 0;
	return (d[o] | d[o + 1] << 8) >> (p & 7) & m;
};
var bits16 = function(d, p) {
	var o = p / 8 | 0;
	return (d[o] | d[o + 1] << 8 | d[o + 2] << 16) >> (p & 7);
};
var shft = function(p) {
	return (p + 7) / 8 | 0;
};
var slc = function(v, s, e) {
	if (s == null || s < 0) s = 0;
	if (e == null || e > v.length) e = v.length;
	return new u8(v.subarray(s, e));
};
var ec = [
	"unexpected EOF",
	"invalid block type",
	"invalid length/literal",
	"invalid distance",
	"stream finished",
	"no stream handler",
	,
	"no callback",
	"invalid UTF-8 data",
	"extra field too long",
	"date not in range 1980-2099",
	"filename too long",
	"stream finishing",
	"invalid zip data"
];
var err = function(ind, msg, nt) {
	var e = new Error(msg || ec[ind]);
	e.code = ind;
	if (Error.captureStackTrace) Error.captureStackTrace(e, err);
	if (!nt) throw e;
	return e;
};
var inflt = function(dat, st, buf, dict) {
	var sl = dat.length, dl = dict ? dict.length : 0;
	if (!sl || st.f && !st.l) return buf || new u8(0);
	var noBuf = !buf;
	var resize = noBuf || st.i != 2;
	var noSt = st.i;
	if (noBuf) buf = new u8(sl * 3);
	var cbuf = function(l) {
		var bl = buf.length;
		if (l > bl) {
			var nbuf = new u8(Math.max(bl * 2, l));
			nbuf.set(buf);
			buf = nbuf;
		}
	};
	var final = st.f || 0, pos = st.p || 0, bt = st.b || 0, lm = st.l, dm = st.d, lbt = st.m, dbt = st.n;
	var tbts = sl * 8;
	do {
		if (!lm) {
			final = bits(dat, pos, 1);
			var type = bits(dat, pos + 1, 3);
			pos += 3;
			if (!type) {
				var s = shft(pos) + 4, l = dat[s - 4] | dat[s - 3] << 8, t = s + l;
				if (t > sl) {
					if (noSt) err(0);
					break;
				}
				if (resize) cbuf(bt + l);
				buf.set(dat.subarray(s, t), bt);
				st.b = bt += l, st.p = pos = t * 8, st.f = final;
				continue;
			} else if (type == 1) lm = flrm, dm = fdrm, lbt = 9, dbt = 5;
			else if (type == 2) {
				var hLit = bits(dat, pos, 31) + 257, hcLen = bits(dat, pos + 10, 15) + 4;
				var tl = hLit + bits(dat, pos + 5, 31) + 1;
				pos += 14;
				var ldt = new u8(tl);
				var clt = new u8(19);
				for (var i = 0; i < hcLen; ++i) clt[clim[i]] = bits(dat, pos + i * 3, 7);
				pos += hcLen * 3;
				var clb = max(clt), clbmsk = (1 << clb) - 1;
				var clm = hMap(clt, clb, 1);
				for (var i = 0; i < tl;) {
					var r = clm[bits(dat, pos, clbmsk)];
					pos += r & 15;
					var s = r >> 4;
					if (s < 16) ldt[i++] = s;
					else {
						var c = 0, n = 0;
						if (s == 16) n = 3 + bits(dat, pos, 3), pos += 2, c = ldt[i - 1];
						else if (s == 17) n = 3 + bits(dat, pos, 7), pos += 3;
						else if (s == 18) n = 11 + bits(dat, pos, 127), pos += 7;
						while (n--) ldt[i++] = c;
					}
				}
				var lt = ldt.subarray(0, hLit), dt = ldt.subarray(hLit);
				lbt = max(lt);
				dbt = max(dt);
				lm = hMap(lt, lbt, 1);
				dm = hMap(dt, dbt, 1);
			} else err(1);
			if (pos > tbts) {
				if (noSt) err(0);
				break;
			}
		}
		if (resize) cbuf(bt + 131072);
		var lms = (1 << lbt) - 1, dms = (1 << dbt) - 1;
		var lpos = pos;
		for (;; lpos = pos) {
			var c = lm[bits16(dat, pos) & lms], sym = c >> 4;
			pos += c & 15;
			if (pos > tbts) {
				if (noSt) err(0);
				break;
			}
			if (!c) err(2);
			if (sym < 256) buf[bt++] = sym;
			else if (sym == 256) {
				lpos = pos, lm = null;
				break;
			} else {
				var add = sym - 254;
				if (sym > 264) {
					var i = sym - 257, b = fleb[i];
					add = bits(dat, pos, (1 << b) - 1) + fl[i];
					pos += b;
				}
				var d = dm[bits16(dat, pos) & dms], dsym = d >> 4;
				if (!d) err(3);
				pos += d & 15;
				var dt = fd[dsym];
				if (dsym > 3) {
					var b = fdeb[dsym];
					dt += bits16(dat, pos) & (1 << b) - 1, pos += b;
				}
				if (pos > tbts) {
					if (noSt) err(0);
					break;
				}
				if (resize) cbuf(bt + 131072);
				var end = bt + add;
				if (bt < dt) {
					var shift = dl - dt, dend = Math.min(dt, end);
					if (shift + bt < 0) err(3);
					for (; bt < dend; ++bt) buf[bt] = dict[shift + bt];
				}
				for (; bt < end; ++bt) buf[bt] = buf[bt - dt];
			}
		}
		st.l = lm, st.p = lpos, st.b = bt, st.f = final;
		if (lm) final = 1, st.m = lbt, st.d = dm, st.n = dbt;
	} while (!final);
	return bt != buf.length && noBuf ? slc(buf, 0, bt) : buf.subarray(0, bt);
};
var et = /*#__PURE__*/ new u8(0);
var b2 = function(d, b) {
	return d[b] | d[b + 1] << 8;
};
var b4 = function(d, b) {
	return (d[b] | d[b + 1] << 8 | d[b + 2] << 16 | d[b + 3] << 24) >>> 0;
};
var b8 = function(d, b) {
	return b4(d, b) + b4(d, b + 4) * 4294967296;
};
function inflateSync(data, opts) {
	return inflt(data, { i: 2 }, opts && opts.out, opts && opts.dictionary);
}
var td = typeof TextDecoder != "undefined" && /*#__PURE__*/ new TextDecoder();
var tds = 0;
try {
	td.decode(et, { stream: true });
	tds = 1;
} catch (e) {}
var dutf8 = function(d) {
	for (var r = "", i = 0;;) {
		var c = d[i++];
		var eb = (c > 127) + (c > 223) + (c > 239);
		if (i + eb > d.length) return {
			s: r,
			r: slc(d, i - 1)
		};
		if (!eb) r += String.fromCharCode(c);
		else if (eb == 3) c = ((c & 15) << 18 | (d[i++] & 63) << 12 | (d[i++] & 63) << 6 | d[i++] & 63) - 65536, r += String.fromCharCode(55296 | c >> 10, 56320 | c & 1023);
		else if (eb & 1) r += String.fromCharCode((c & 31) << 6 | d[i++] & 63);
		else r += String.fromCharCode((c & 15) << 12 | (d[i++] & 63) << 6 | d[i++] & 63);
	}
};
/**
* Converts a Uint8Array to a string
* @param dat The data to decode to string
* @param latin1 Whether or not to interpret the data as Latin-1. This should
*               not need to be true unless encoding to binary string.
* @returns The original UTF-8/Latin-1 string
*/
function strFromU8(dat, latin1) {
	if (latin1) {
		var r = "";
		for (var i = 0; i < dat.length; i += 16384) r += String.fromCharCode.apply(null, dat.subarray(i, i + 16384));
		return r;
	} else if (td) return td.decode(dat);
	else {
		var _a = dutf8(dat), s = _a.s, r = _a.r;
		if (r.length) err(8);
		return s;
	}
}
var slzh = function(d, b) {
	return b + 30 + b2(d, b + 26) + b2(d, b + 28);
};
var zh = function(d, b, z) {
	var fnl = b2(d, b + 28), efl = b2(d, b + 30), fn = strFromU8(d.subarray(b + 46, b + 46 + fnl), !(b2(d, b + 8) & 2048)), es = b + 46 + fnl;
	var _a = z64hs(d, es, efl, z, b4(d, b + 20), b4(d, b + 24), b4(d, b + 42)), sc = _a[0], su = _a[1], off = _a[2];
	return [
		b2(d, b + 10),
		sc,
		su,
		fn,
		es + efl + b2(d, b + 32),
		off
	];
};
var z64hs = function(d, b, l, z, sc, su, off) {
	var nsc = sc == 4294967295, nsu = su == 4294967295, noff = off == 4294967295, e = b + l;
	var nf = nsc + nsu + noff;
	if (z && nf) {
		for (; b + 4 < e; b += 4 + b2(d, b + 2)) if (b2(d, b) == 1) return [
			nsc ? b8(d, b + 4 + 8 * nsu) : sc,
			nsu ? b8(d, b + 4) : su,
			noff ? b8(d, b + 4 + 8 * (nsu + nsc)) : off,
			1
		];
		if (z < 2) err(13);
	}
	return [
		sc,
		su,
		off,
		0
	];
};
/**
* Synchronously decompresses a ZIP archive. Prefer using `unzip` for better
* performance with more than one file.
* @param data The raw compressed ZIP file
* @param opts The ZIP extraction options
* @returns The decompressed files
*/
function unzipSync(data, opts) {
	var files = {};
	var e = data.length - 22;
	for (; b4(data, e) != 101010256; --e) if (!e || data.length - e > 65558) err(13);
	var c = b2(data, e + 8);
	if (!c) return {};
	var o = b4(data, e + 16);
	var z = b4(data, e - 20) == 117853008;
	if (z) {
		var ze = b4(data, e - 12);
		z = b4(data, ze) == 101075792;
		if (z) {
			c = b4(data, ze + 32);
			o = b4(data, ze + 48);
		}
	}
	var fltr = opts && opts.filter;
	for (var i = 0; i < c; ++i) {
		var _a = zh(data, o, z), c_2 = _a[0], sc = _a[1], su = _a[2], fn = _a[3], no = _a[4], off = _a[5], b = slzh(data, off);
		o = no;
		if (!fltr || fltr({
			name: fn,
			size: sc,
			originalSize: su,
			compression: c_2
		})) {
			if (!c_2) files[fn] = slc(data, b, b + sc);
			else if (c_2 == 8) files[fn] = inflateSync(data.subarray(b, b + sc), { out: new u8(su) });
			else err(14, "unknown compression type " + c_2);
		}
	}
	return files;
}

// scripts/lib/media/zip/zip.ts
const ZIP_LIMITS = {
	entries: 4096,
	bytes: 2 ** 30
};
/**
* Unpacks a ZIP archive. Nothing is unpacked before names and announced sizes are held against the limits; a name must
* stay inside (no `..`, no root, no backslash), none may come twice, and folders are passed over.
*
* @param wanted which paths are unpacked; all when left out
* @throws {UserError} `zip-invalid`, saying what is wrong
*/
function decodeZip(bytes, name = "the archive", limits = ZIP_LIMITS, wanted = () => true) {
	const refuse = (why, cause) => {
		throw new UserError("zip-invalid", `${name}: ${why}`, {
			hint: "Make the archive again; nothing of it was used.",
			cause
		});
	};
	let total = 0;
	const sizes = /* @__PURE__ */ new Map();
	let unpacked;
	try {
		unpacked = unzipSync(bytes, { filter: (file) => {
			const path = file.name.replace(/\/$/u, "");
			if (!RepoPath.safeParse(path).success) refuse(`it names ${JSON.stringify(file.name)}`);
			if (path !== file.name) return false;
			if (sizes.has(path)) refuse(`it holds ${path} twice`);
			sizes.set(path, file.originalSize);
			if (sizes.size > limits.entries) refuse(`it holds more than ${limits.entries} files`);
			total += file.originalSize;
			if (total > limits.bytes) refuse(`unpacked it is larger than ${limits.bytes} bytes`);
			return wanted(path);
		} });
	} catch (cause) {
		if (cause instanceof UserError) throw cause;
		return refuse(messageOf(cause), cause);
	}
	const files = new Map(Object.entries(unpacked));
	for (const [path, content] of files) if (content.byteLength !== sizes.get(path)) refuse(`${path} has another size than it says`);
	return files;
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
const MOST_BYTES$1 = 4 * 2 ** 30;
/**
* Reads a sequence.
*
* @throws {UserError} `sequence-invalid`, `zip-invalid` or `splat-unreadable`, saying what is wrong
*/
function decodeSequence(bytes, name = "the sequence") {
	const files = decodeZip(bytes, name, {
		entries: 4200,
		bytes: MOST_BYTES$1
	});
	const refuse = (why, cause) => {
		throw new UserError("sequence-invalid", `${name}: ${why}`, {
			hint: `It must hold ${INDEX} and the splats that it names.`,
			cause
		});
	};
	const parsed = Index.safeParse(jsonOf(files.get(INDEX)));
	if (!parsed.success) return refuse(`${INDEX}: ${prettifyError(parsed.error)}`, parsed.error);
	const { periodSeconds, standpoint, frames } = parsed.data;
	const read = /* @__PURE__ */ new Map();
	return {
		periodSeconds,
		clouds: frames.map(({ file }) => {
			const ply = files.get(file) ?? refuse(`${file} is missing`);
			const cloud = read.get(file) ?? readSplat(ply, `${name}: ${file}`);
			read.set(file, cloud);
			return cloud;
		}),
		standpoint: {
			target: standpoint.target,
			distance: standpoint.distance,
			lens: {
				focal: standpoint.focal,
				centre: {
					x: .5,
					y: .5
				},
				near: .01
			}
		}
	};
}
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

export { sceneComparator as n, decodeSequence as r, previewScene as t };