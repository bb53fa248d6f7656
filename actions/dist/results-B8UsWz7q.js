import { A as contentKey, O as ContentKey, _ as Cost, k as Recipe, x as Output } from "./git-access-CYP2zZEK.js";
import { b as string, f as int, g as number, l as array, m as literal, s as _enum, u as boolean, y as strictObject } from "./errors-q2Ocdyoq.js";
import { n as Oid } from "./oid-046zK1iw.js";
import { a as PARTIAL, c as contentsOf, d as syncFolder, f as writeDurably, l as ifThere, o as asBytes, s as codeOf, u as placeFile } from "./limits-DRiG-UHI.js";
import { a as readJson, r as canonicalJson } from "./json-BCmY7Bcn.js";
import { n as notStored, t as corrupt } from "./store-CZeUg8oV.js";
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { join } from "node:path";
import { copyFile, mkdtemp, open, readFile, readdir, rm, stat, utimes } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";

// scripts/lib/engine/store/folder.ts
/** A store in a folder: `sha256/ab/ab…`, read-only files, each hashed whenever it is read. */
function folderStore(folder) {
	const self = { name: `the store ${folder}` };
	const top = join(folder, "sha256");
	const placeOf = (digest) => join(top, digest.slice(0, 2), digest);
	async function check(digest) {
		const contents = await ifThere(contentsOf(placeOf(digest)));
		if (contents === void 0) throw notStored(self, digest);
		if (contents.digest !== digest) throw corrupt(self, digest, placeOf(digest));
		return contents;
	}
	return {
		...self,
		has: async ({ digest }) => await ifThere(stat(placeOf(digest))) !== void 0,
		put: async (file) => {
			const { digest } = await contentsOf(file);
			const place = placeOf(digest);
			const there = await ifThere(contentsOf(place));
			if (there?.digest === digest) {
				const now = /* @__PURE__ */ new Date();
				await utimes(place, now, now);
				return there;
			}
			await placeFile(place, {
				existing: "replace",
				mode: 292
			}, async (_, partial) => {
				await copyFile(file, partial, constants.COPYFILE_FICLONE);
				if ((await contentsOf(partial)).digest !== digest) throw corrupt(self, digest, partial);
			});
			return check(digest);
		},
		get: async ({ digest }, path) => {
			if (await ifThere(stat(placeOf(digest))) === void 0) throw notStored(self, digest);
			await placeFile(path, { existing: "replace" }, async (_, partial) => {
				await copyFile(placeOf(digest), partial, constants.COPYFILE_FICLONE);
				if ((await contentsOf(partial)).digest !== digest) throw corrupt(self, digest, placeOf(digest));
			});
		},
		read: async ({ digest }) => {
			const file = await ifThere(open(placeOf(digest)));
			if (file === void 0) throw notStored(self, digest);
			try {
				const hash = createHash("sha256");
				for await (const chunk of file.createReadStream({
					start: 0,
					autoClose: false
				})) hash.update(asBytes(chunk));
				if (hash.digest("hex") !== digest) throw corrupt(self, digest, placeOf(digest));
			} catch (cause) {
				await file.close();
				throw cause;
			}
			return file.createReadStream({ start: 0 });
		},
		list: async function* list() {
			for (const group of await ifThere(readdir(top)) ?? []) for (const name of await ifThere(readdir(join(top, group))) ?? []) {
				const digest = Oid.safeParse(name);
				if (!digest.success) continue;
				const there = await ifThere(stat(placeOf(digest.data)));
				if (there !== void 0) yield {
					digest: digest.data,
					size: there.size,
					put: there.mtimeMs
				};
			}
		},
		delete: async (digest) => {
			if (await ifThere(stat(placeOf(digest))) === void 0) return false;
			await rm(placeOf(digest), { force: true });
			await syncFolder(join(top, digest.slice(0, 2)));
			return true;
		}
	};
}
/** Removes what killed writers left, older than `milliseconds`; gives how many there were. */
async function clearPartials(folder, milliseconds, now = Date.now()) {
	let cleared = 0;
	for (const entry of await ifThere(readdir(folder, {
		recursive: true,
		withFileTypes: true
	})) ?? []) {
		if (!entry.isFile() || !entry.name.endsWith(".partial")) continue;
		const path = join(entry.parentPath, entry.name);
		const there = await ifThere(stat(path));
		if (there === void 0 || now - there.mtimeMs < milliseconds) continue;
		await rm(path, { force: true });
		cleared += 1;
	}
	return cleared;
}

// scripts/lib/engine/store/layered.ts
/** A store near at hand in front of one behind a network: what is fetched once is kept near; nothing is written far. */
function layeredStore(near, far) {
	const bring = async (wanted) => {
		if (await near.has(wanted)) return;
		const folder = await mkdtemp(join(tmpdir(), "alpha-bring-"));
		try {
			const path = join(folder, "object");
			await far.get(wanted, path);
			await near.put(path);
		} finally {
			await rm(folder, {
				recursive: true,
				force: true
			});
		}
	};
	return {
		name: `${near.name}, and behind it ${far.name}`,
		has: async (wanted) => await near.has(wanted) || far.has(wanted),
		put: (file) => near.put(file),
		get: async (wanted, path) => {
			await bring(wanted);
			await near.get(wanted, path);
		},
		read: async (wanted) => {
			await bring(wanted);
			return near.read(wanted);
		}
	};
}

// scripts/lib/engine/store/lease.ts
const Holder = strictObject({
	host: string(),
	pid: int().positive(),
	/** Not renewed for so long, it is dead; milliseconds. */
	ttl: number().positive(),
	released: boolean()
});
const TTL = 3e4;
const POLL = 100;
/**
* Takes the next lease of a folder, waiting for a holder that lives: one whose process runs on this machine, or who
* renewed it lately. `undefined` when the thing was settled while waiting.
*/
async function takeLease(folder, { ttl = TTL, signal, settled }) {
	for (;;) {
		if (await settled()) return void 0;
		const last = await lastFence(folder);
		if (last === 0 || !await lives(pathOf(folder, last))) {
			const lease = await take(folder, last + 1, ttl);
			if (lease !== void 0) return lease;
		} else await setTimeout(POLL, void 0, signal === void 0 ? {} : { signal });
	}
}
const pathOf = (folder, fence) => join(folder, `${fence}.json`);
async function take(folder, fence, ttl) {
	const path = pathOf(folder, fence);
	const holder = {
		host: hostname(),
		pid: process.pid,
		ttl,
		released: false
	};
	const { placed } = await writeDurably(path, JSON.stringify(holder), { existing: "keep" });
	if (!placed) return void 0;
	const renewing = setInterval(() => {
		const now = /* @__PURE__ */ new Date();
		utimes(path, now, now).catch(() => clearInterval(renewing));
	}, ttl / 4).unref();
	return {
		fence,
		isMine: async () => await lastFence(folder) === fence,
		release: async () => {
			clearInterval(renewing);
			await writeDurably(path, JSON.stringify({
				...holder,
				released: true
			}));
		}
	};
}
async function lastFence(folder) {
	const names = await ifThere(readdir(folder)) ?? [];
	return Math.max(0, ...names.map((name) => Number(/^(\d{1,15})\.json$/u.exec(name)?.[1] ?? 0)));
}
async function lives(path) {
	const there = await ifThere(stat(path));
	const text = await ifThere(readFile(path, "utf8"));
	if (there === void 0 || text === void 0) return false;
	const { host, pid, ttl, released } = Holder.parse(JSON.parse(text));
	if (released || Date.now() - there.mtimeMs > ttl) return false;
	return host !== hostname() || runs(pid);
}
function runs(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (cause) {
		return codeOf(cause) === "EPERM";
	}
}

// scripts/lib/engine/store/results.ts
/** What was really enforced while a backend ran, whatever was asked for. */
const Confinement = strictObject({
	/** Files that its JavaScript could read: what it was given and the program itself, or everything. */
	reads: _enum(["declared", "any"]),
	network: _enum(["loopback", "any"])
});
/** What a key gave, once. */
const BuildResult = strictObject({
	schema: literal("alpha-result/1"),
	key: ContentKey,
	recipe: Recipe,
	outputs: array(Output).min(1),
	preview: Oid.nullable(),
	/** Digest of the build's log. */
	log: Oid,
	cost: Cost,
	/** The machine that built it. */
	runner: string(),
	confinement: Confinement
});
/** Results in a folder, of a store: `results/ab/<key>.json` and `leases/ab/<key>/`. */
function folderResults(folder, store) {
	const pathOf = (key) => join(folder, "results", key.slice(0, 2), `${key}.json`);
	const leasesOf = (key) => join(folder, "leases", key.slice(0, 2), key);
	async function get(key) {
		const text = await ifThere(readFile(pathOf(key), "utf8"));
		const parsed = text === void 0 ? void 0 : BuildResult.safeParse(readJson(text));
		if (parsed?.data === void 0 || parsed.data.key !== key || contentKey(parsed.data.recipe) !== key) return void 0;
		const { outputs, preview, log } = parsed.data;
		const needed = [...outputs, ...[preview, log].flatMap((digest) => digest === null ? [] : [{ digest }])];
		for (const wanted of needed) if (!await store.has(wanted)) return void 0;
		return parsed.data;
	}
	return {
		get,
		lease: (key, options = {}) => takeLease(leasesOf(key), {
			...options,
			settled: async () => await get(key) !== void 0
		}),
		put: async (result, lease) => {
			if (await get(result.key) !== void 0) return "there";
			if (!await lease.isMine()) return "late";
			const path = pathOf(result.key);
			const text = `${canonicalJson(result)}\n`;
			if ((await writeDurably(path, text, { existing: "keep" })).placed) return "kept";
			if (await get(result.key) !== void 0) return "there";
			if (!await lease.isMine()) return "late";
			await writeDurably(path, text);
			return "kept";
		},
		list: async function* list() {
			const top = join(folder, "results");
			for (const group of await ifThere(readdir(top)) ?? []) for (const name of await ifThere(readdir(join(top, group))) ?? []) {
				const key = ContentKey.safeParse(name.replace(/\.json$/u, ""));
				if (key.success && name.endsWith(".json")) yield key.data;
			}
		},
		delete: async (key) => {
			await rm(pathOf(key), { force: true });
			const group = join(folder, "results", key.slice(0, 2));
			await ifThere(syncFolder(group));
			await rm(leasesOf(key), {
				recursive: true,
				force: true
			});
		}
	};
}

export { folderStore as i, layeredStore as n, clearPartials as r, folderResults as t };