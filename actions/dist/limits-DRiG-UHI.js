import { n as Oid } from "./oid-046zK1iw.js";
import { n as byCodeUnit } from "./json-BCmY7Bcn.js";
import { createHash, randomUUID } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { basename, dirname, join } from "node:path";
import { link, mkdir, mkdtemp, open, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";

// scripts/lib/core/ambient-prompt.ts
/**
* The form in which two ambient prompts are the same prompt (I16): Unicode compatibility form, no case, punctuation and
* spacing reduced to one space, nothing that cannot be seen. "Design  studio, QUIET" and "design studio quiet" are one.
* Case: `toLowerCase` after `toUpperCase`, which folds ß with ss, in no locale; every sigma is the one inside a word, for
* which of the two it becomes depends on what follows.
*/
function foldPrompt(prompt) {
	return prompt.normalize("NFKC").replaceAll(/\p{Default_Ignorable_Code_Point}+/gu, "").toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFKC").replaceAll(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, " ").trim();
}

// scripts/lib/engine/ledger/queries.ts
/** The entries of one kind, oldest first. */
function entriesOf(ledger, kind) {
	const isOf = (entry) => entry.record.kind === kind;
	return ledger.filter(isOf);
}
/** Every build that a key ever had: one key may have given several results. */
const buildsOf = (ledger, key) => entriesOf(ledger, "build").filter(({ record }) => record.key === key);
/** Every review of a lock with these bytes. */
const reviewsOf = (ledger, lock) => entriesOf(ledger, "review").filter(({ record }) => record.lock === lock);
/** By which bytes a gate's answer is found: the digests of all outputs, in code-unit order. */
const digestsOf = ({ outputs }) => outputs.map(({ digest }) => digest).toSorted(byCodeUnit);
/** Every look at an artifact with just these bytes, and every word on it, oldest first. */
function gatesOf(ledger, line) {
	const digests = digestsOf(line).join(" ");
	return entriesOf(ledger, "gate").filter(({ record }) => record.artifact === line.name && record.digests.join(" ") === digests);
}
/** Ambient prompts ever shipped, folded, each with the episode that had it first (I16). */
function shippedPrompts(ledger) {
	const prompts = /* @__PURE__ */ new Map();
	for (const { record } of entriesOf(ledger, "ship")) {
		const folded = foldPrompt(record.ambient);
		if (!prompts.has(folded)) prompts.set(folded, record.episode);
	}
	return prompts;
}
/** The digests of ambient sounds ever shipped, each with the episode that had it first (I16). */
function shippedSounds(ledger) {
	const sounds = /* @__PURE__ */ new Map();
	for (const { record } of entriesOf(ledger, "ship")) if (!sounds.has(record.ambientDigest)) sounds.set(record.ambientDigest, record.episode);
	return sounds;
}

// scripts/lib/engine/store/durable-file.ts
/** Ends the names of files that are still being written; whoever lists a folder skips them. */
const PARTIAL = ".partial";
/**
* Puts a file in its place so that no reader ever sees a part of it and no crash leaves one: temp file in the same
* folder → fsync → rename (or link, which never replaces) → fsync of the folder. `write` fills the temp file.
*/
async function placeFile(path, { existing, mode = 420 }, write) {
	const folder = dirname(path);
	await mkdir(folder, { recursive: true });
	const partial = join(folder, `.${basename(path)}.${randomUUID()}${PARTIAL}`);
	try {
		const file = await open(partial, "wx", 384);
		try {
			await write(file, partial);
			await file.chmod(mode);
			await file.sync();
		} finally {
			await file.close();
		}
		if (existing === "replace") await rename(partial, path);
		else await link(partial, path);
		await syncFolder(folder);
		return { placed: true };
	} catch (cause) {
		if (existing === "keep" && codeOf(cause) === "EEXIST") return { placed: false };
		throw cause;
	} finally {
		await rm(partial, { force: true });
	}
}
/** Writes bytes by `placeFile`. */
const writeDurably = (path, bytes, placing = { existing: "replace" }) => placeFile(path, placing, (file) => file.writeFile(bytes));
/** Makes what was renamed or deleted in a folder outlive a power cut. */
async function syncFolder(folder) {
	const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
/** Bytes that are read and hashed at a time. */
const PIECE = 2 ** 20;
/** Digest and size of a file, read from its start. */
async function contentsOf(path) {
	const hash = createHash("sha256");
	let size = 0;
	const file = await open(path);
	try {
		const piece = Buffer.allocUnsafe(Math.min(PIECE, (await file.stat()).size + 1));
		for (;;) {
			const { bytesRead } = await file.read(piece, 0, piece.length, null);
			if (bytesRead === 0) return {
				digest: Oid.parse(hash.digest("hex")),
				size
			};
			hash.update(piece.subarray(0, bytesRead));
			size += bytesRead;
		}
	} finally {
		await file.close();
	}
}
/** A stream's chunk is typed `any`; file and network streams give buffers. */
function asBytes(chunk) {
	if (chunk instanceof Uint8Array) return chunk;
	throw new RangeError(`a stream gave ${typeof chunk}, not bytes`);
}
/** The `code` of a file system error, such as `ENOENT`. */
function codeOf(thrown) {
	return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : void 0;
}
/** `undefined` instead of the error when there is no such file or folder. */
async function ifThere(reading) {
	try {
		return await reading;
	} catch (cause) {
		if (codeOf(cause) === "ENOENT" || codeOf(cause) === "ENOTDIR") return void 0;
		throw cause;
	}
}

// scripts/lib/engine/store/receive.ts
/** Writes what a server sends into a file; `false` when it is not the object, or goes on past `maxBytes`. */
async function receive(file, body, { digest, maxBytes }) {
	const hash = createHash("sha256");
	let size = 0;
	for await (const chunk of body) {
		size += chunk.length;
		if (size > maxBytes) return false;
		hash.update(chunk);
		await file.write(chunk);
	}
	return hash.digest("hex") === digest;
}
/** A stream of a file that `get` puts somewhere for it, checked; gone with the stream. */
async function readThrough(get) {
	const folder = await mkdtemp(join(tmpdir(), "alpha-store-"));
	const clear = () => rm(folder, {
		recursive: true,
		force: true
	});
	try {
		const path = join(folder, "object");
		await get(path);
		const stream = createReadStream(path);
		stream.once("close", () => void clear());
		return stream;
	} catch (cause) {
		await clear();
		throw cause;
	}
}

// scripts/lib/forge/limits.ts
/** A larger LFS source is refused before it is downloaded: the reference has about 1 MB. */
const MAX_SOURCE_BYTES = 256 * 2 ** 20;
/** A larger artifact is refused before it is downloaded: GitHub takes release assets below 2 GiB. */
const MAX_ARTIFACT_BYTES = 2 * 2 ** 30 - 1;

export { reviewsOf as _, PARTIAL as a, foldPrompt as b, contentsOf as c, syncFolder as d, writeDurably as f, gatesOf as g, entriesOf as h, receive as i, ifThere as l, digestsOf as m, MAX_SOURCE_BYTES as n, asBytes as o, buildsOf as p, readThrough as r, codeOf as s, MAX_ARTIFACT_BYTES as t, placeFile as u, shippedPrompts as v, shippedSounds as y };