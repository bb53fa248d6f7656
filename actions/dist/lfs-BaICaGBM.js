import { G as Recipe, Q as datetime, W as ContentKey, c as hasObject, d as readThrough, k as Output, s as downloadObject, u as uploadObject, x as contentsOf } from "./limits-B84BI-dO.js";
import { N as unreachable, _ as number, b as strictObject, c as _enum, d as boolean, f as discriminatedUnion, h as literal, i as short, j as UserError, n as Oid, p as int, t as CommitId, u as array, x as string, y as record } from "./oid-CD6GJw-_.js";
import { r as EpisodeSlug, t as ArtifactName } from "./names-Cyk6D3Lv.js";

// scripts/lib/core/identity.ts
/** The four things by which a character is recognised; hair has two, for its colour may hold while its shape does not. */
const Axis = _enum([
	"hair-colour",
	"hair-shape",
	"face-structure",
	"outfit",
	"body-proportions"
]);
/** `not-measured` is never a pass: a back view has no face to measure. */
const AxisAnswer = _enum([
	"pass",
	"look",
	"fail",
	"not-measured"
]);
const AxisReport = strictObject({
	axis: Axis,
	/** `null` when not measured. */
	value: number().nullable(),
	unit: string(),
	/** Above it the answer is no longer `pass`. */
	limit: number(),
	answer: AxisAnswer,
	/** What was seen, in words: "hue turned by 58°", "face partly hidden by hair". */
	note: string()
});
/** Whether a picture still shows the character, measured against the canonical picture; worst axis first. */
const IdentityReport = strictObject({
	/** Name and version of the measures, models and limits: two reports compare only when it is equal. */
	method: string(),
	answer: _enum([
		"pass",
		"look",
		"fail"
	]),
	axes: array(AxisReport).min(1)
});
/** The worst first: fail, look, not measured, pass. */
function severity(answer) {
	switch (answer) {
		case "fail": return 3;
		case "look": return 2;
		case "not-measured": return 1;
		case "pass": return 0;
		default: return unreachable(answer);
	}
}

// scripts/lib/core/ledger-record.ts
/** What a build took. Measured, or absent. */
const Cost = strictObject({
	/** Wall time, seconds. */
	seconds: number().nonnegative(),
	gpuSeconds: number().nonnegative().exactOptional(),
	/** Watt-hours. */
	energyWh: number().nonnegative().exactOptional(),
	/** In the owner's currency, with the rates that gave it. */
	money: strictObject({
		amount: number().nonnegative(),
		currency: string().length(3)
	}).exactOptional()
});
/** One thing that happened. */
const LedgerRecord = discriminatedUnion("kind", [
	strictObject({
		kind: literal("build"),
		artifact: ArtifactName,
		key: ContentKey,
		recipe: Recipe,
		outputs: array(Output),
		preview: Oid.nullable(),
		/** The commit whose plan asked for it. */
		commit: CommitId,
		runner: string(),
		cost: Cost
	}),
	strictObject({
		kind: literal("gate"),
		artifact: ArtifactName,
		/** Digest of the output that was looked at. */
		digest: Oid,
		/** Pixel digest of the canonical picture that it was held against. */
		against: Oid,
		report: IdentityReport,
		/** A maintainer's word that it may pass all the same. */
		accepted: strictObject({
			by: string(),
			reason: string().min(1),
			answer: AxisAnswer
		}).exactOptional()
	}),
	strictObject({
		kind: literal("review"),
		pull: int().positive(),
		commit: CommitId,
		lock: Oid,
		by: string()
	}),
	strictObject({
		kind: literal("publish"),
		commit: CommitId,
		lock: Oid,
		files: record(string(), Oid)
	}),
	strictObject({
		kind: literal("ship"),
		tag: string(),
		episode: EpisodeSlug,
		commit: CommitId,
		ambient: string(),
		ambientDigest: Oid,
		preview: boolean(),
		assets: record(string(), Oid)
	}),
	strictObject({
		kind: literal("sweep"),
		deleted: array(Oid)
	})
]);
/** A record in the chain. `hash` is SHA-256 over the canonical JSON of the other fields; `previous` is the hash before it, `null` for the first. */
const LedgerEntry = strictObject({
	n: int().nonnegative(),
	/** When it was written: ISO 8601, UTC. */
	at: datetime(),
	previous: Oid.nullable(),
	record: LedgerRecord,
	hash: Oid
});

// scripts/lib/engine/store/store.ts
const notStored = (store, digest) => new UserError("store-missing", `${short(digest)} is not in ${store.name}`, { hint: "Build it again on a pull request: another build may give other bytes, and these need a review of their own." });
const corrupt = (store, digest, where) => new UserError("store-corrupt", `${short(digest)} in ${store.name} does not hash to its name`, { hint: `It was not used. Check the disk, then delete ${where} and fetch or build it again.` });

// scripts/lib/engine/store/lfs.ts
/** The LFS objects of a Git remote as a store: what every job of a workflow can reach with the token that it has. */
function lfsStore(remote, transfer) {
	const name = `the LFS objects at ${remote.kind === "http" ? remote.url : remote.folders[0] ?? "no folder"}`;
	const { signal } = transfer;
	const get = async ({ digest, size }, path) => {
		try {
			await downloadObject(remote, {
				oid: digest,
				size
			}, path, transfer);
		} catch (cause) {
			if (cause instanceof UserError && cause.code === "lfs-object-missing") throw notStored({ name }, digest);
			throw cause;
		}
	};
	return {
		name,
		has: ({ digest, size }) => hasObject(remote, {
			oid: digest,
			size
		}, signal),
		put: async (file) => {
			const contents = await contentsOf(file);
			const object = {
				oid: contents.digest,
				size: contents.size
			};
			await uploadObject(remote, object, file, signal);
			if (!await hasObject(remote, object, signal)) throw notStored({ name }, contents.digest);
			return contents;
		},
		get,
		read: (wanted) => readThrough((path) => get(wanted, path))
	};
}

export { LedgerEntry as a, Cost as i, corrupt as n, IdentityReport as o, notStored as r, severity as s, lfsStore as t };