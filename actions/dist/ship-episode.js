import { F as stepContext, P as runAction, a as readLedger, i as appendToLedger, l as remoteBranch, t as gitAccess, z as info } from "./git-access-CYP2zZEK.js";
import { _ as object, b as string, f as int, l as array, t as UserError, u as boolean } from "./errors-q2Ocdyoq.js";
import { i as short, r as oidOf } from "./oid-046zK1iw.js";
import { b as foldPrompt, f as writeDurably, h as entriesOf, n as MAX_SOURCE_BYTES, t as MAX_ARTIFACT_BYTES, v as shippedPrompts, y as shippedSounds } from "./limits-DRiG-UHI.js";
import { O as researchAncestor, S as isAncestor, g as lfsReader, n as costWords, s as readSnapshot, w as catalog, x as commitOf, y as lfsRemote } from "./cost-Dvjo-J5s.js";
import { n as byCodeUnit, r as canonicalJson } from "./json-BCmY7Bcn.js";
import { n as licenceFaults } from "./licence-BQTNEUkE.js";
import { n as OWNER_PATH, t as readOwner } from "./read-owner-Dzv43_8l.js";
import { a as isClosed, c as withAncestors, l as episodeFiles, n as gateSentence, r as gateStates, u as ownArtifact } from "./gate-BU5ZrGAD.js";
import { i as costOfEpisode, r as verifyLock, t as faultSentence } from "./verify-lock-BVYKnThg.js";
import { n as provenanceOf } from "./provenance-DTBvZXHh.js";
import { r as EpisodeSlug } from "./names-YBW_uHQc.js";
import { t as lfsStore } from "./lfs-BjHH8JC1.js";
import { t as ACTIONS_BOT } from "./bot-CDheJBS4.js";
import { n as openGitHub, t as needing } from "./github-BbO4GtpQ.js";
import { n as escapeMarkdown } from "./markdown-BwVuTg99.js";
import { openAsBlob } from "node:fs";
import { extname, join } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";

// scripts/lib/engine/episode/check-ship.ts
/**
* Whether an episode may ship under a tag.
*
* @throws {UserError} `ship-refused`, with every reason at once
*/
function checkShip(question) {
	const refusals = refusalsOf(question);
	const { tag, commit, tagged } = question;
	const words = tagged.episodes.get(tag.slug);
	const files = episodeFiles(tagged.graph, tagged.lock, tag.slug);
	const ambient = tagged.lock.get(ownArtifact("ambient", tag.slug))?.outputs[0];
	if (refusals.length > 0 || words === void 0 || ambient === void 0) throw new UserError("ship-refused", `${tag.tag} may not ship:\n${refusals.map(({ code, because }) => `${code}: ${because}`).join("\n")}`, { hint: "Nothing was shipped. Mend what stands above on main, and tag that commit." });
	const lineage = withAncestors(tagged.graph, files.map(({ artifact }) => artifact));
	return {
		tag,
		commit,
		words,
		files,
		preview: tag.preview !== void 0,
		ambientDigest: ambient.digest,
		lineage: lineage.flatMap((name) => tagged.lock.get(name) ?? [])
	};
}
/** Every reason against it; none when it may ship. Pure. */
function refusalsOf(question) {
	const { tag, tagged, onMain, ledger, catalog } = question;
	const refusals = [];
	const refuse = (code, because) => refusals.push({
		code,
		because
	});
	if (!onMain) refuse("tag-not-on-main", `${short(question.commit)} is not in main's history`);
	for (const fault of verifyLock(tagged, ledger, catalog)) refuse("lock-unverified", faultSentence(fault));
	refusals.push(...referenceRefusals(question));
	const words = tagged.episodes.get(tag.slug);
	if (words === void 0) {
		refuse("no-such-episode", `there is no episode ${tag.slug} at ${short(question.commit)}`);
		return refusals;
	}
	const files = episodeFiles(tagged.graph, tagged.lock, tag.slug);
	for (const { name, episode, ships } of tagged.graph.values()) if (episode === tag.slug && ships === "yes" && !tagged.lock.has(name)) refuse("incomplete", `${name} was never built`);
	for (const word of [
		"voice",
		"ambient",
		"video"
	]) if (!tagged.graph.has(ownArtifact(word, tag.slug))) refuse("incomplete", `the manifest makes no ${word} for ${tag.slug}`);
	const lineage = withAncestors(tagged.graph, files.map(({ artifact }) => artifact));
	for (const name of lineage) {
		const line = tagged.lock.get(name);
		if (line === void 0) continue;
		refusals.push(...lineRefusals(question, line));
	}
	for (const state of gateStates(tagged, ledger, new Set(lineage))) if (isClosed(state)) refuse("gate", gateSentence(state));
	refusals.push(...licenceRefusals(question, files));
	refusals.push(...ambientRefusals(question, words));
	refusals.push(...tagRefusals(question, files));
	return refusals;
}
/** I1: what stands at the tag was made from the picture that main has. */
function referenceRefusals({ tagged, main }) {
	const refusals = [];
	for (const [name, source] of Object.entries(main.manifest.sources)) {
		if (source.kind !== "picture") continue;
		const now = main.facts.get(`source.${name}`)?.digests["picture"];
		const then = tagged.facts.get(`source.${name}`)?.digests["picture"];
		if (now === then) continue;
		const was = then === void 0 ? "nothing" : short(then);
		const is = now === void 0 ? "nothing" : short(now);
		refusals.push({
			code: "other-reference",
			because: `${source.path} had other pixels at the tag (${was}) than on main now (${is})`
		});
	}
	return refusals;
}
/** What the licences of the models forbid the owner. They bind what the model really made: a preview carries none. */
const licenceRefusals = ({ tagged, owner }, files) => licenceFaults(tagged.graph, tagged.lock, owner, files.map(({ artifact }) => artifact)).map(({ kind, sentence }) => kind === "unstated" ? {
	code: "owner-unstated",
	because: `${sentence}: ${OWNER_PATH} states it`
} : {
	code: "licence-forbids",
	because: sentence
});
function lineRefusals({ tag, tagged, catalog }, line) {
	const refusals = [];
	const node = tagged.graph.get(line.name);
	const research = researchAncestor(tagged.graph, line.name);
	if (research !== void 0) refusals.push({
		code: "research-only",
		because: `${line.name} descends from ${research}, which never ships`
	});
	if (node?.licence?.researchOnly === true) refusals.push({
		code: "research-only",
		because: `${line.name} is made by ${node.system}, whose licence (${node.licence.name}) allows research only`
	});
	if (tag.preview === void 0 && isPreviewMade(line, catalog)) refusals.push({
		code: "preview-made",
		because: `${line.name} was made by a preview backend: tag it as ${tag.tag}-preview.1, or build it for real`
	});
	return refusals;
}
/** A system that has only a preview backend, such as canon, is made for real by it. */
const isPreviewMade = ({ recipe }, catalog) => recipe.backend === "preview" && Object.keys(catalog.get(recipe.system)?.versions ?? {}).some((backend) => backend !== "preview");
/** I16: over all episodes of both trees, and all that ever shipped. */
function ambientRefusals({ tag, tagged, main, ledger }, words) {
	const refusals = [];
	const prompt = foldPrompt(words.episode.ambient);
	const others = /* @__PURE__ */ new Set();
	for (const snapshot of [tagged, main]) for (const [slug, other] of snapshot.episodes) if (slug !== tag.slug && foldPrompt(other.episode.ambient) === prompt) others.add(slug);
	const before = shippedPrompts(ledger).get(prompt);
	if (before !== void 0 && before !== tag.slug) others.add(before);
	for (const slug of others) refusals.push({
		code: "ambient-used",
		because: `its ambient prompt is that of ${slug}`
	});
	const digest = tagged.lock.get(ownArtifact("ambient", tag.slug))?.outputs[0]?.digest;
	const sounded = digest === void 0 ? void 0 : shippedSounds(ledger).get(digest);
	if (sounded !== void 0 && sounded !== tag.slug) refusals.push({
		code: "ambient-used",
		because: `its ambient sound is that of ${sounded}, byte for byte`
	});
	return refusals;
}
/** A version is shipped once: again with the same bytes is nothing new, with others is refused. */
function tagRefusals({ tag, ledger }, files) {
	const shipped = entriesOf(ledger, "ship").find(({ record }) => record.tag === tag.tag)?.record.assets;
	if (shipped === void 0) return [];
	const differs = files.some(({ asset, output }) => shipped[asset] !== output.digest);
	const assets = Object.fromEntries(files.map(({ asset, output }) => [asset, output.digest]));
	return differs ? [{
		code: "tag-used",
		because: `${tag.tag} was shipped with other bytes: ${canonicalJson(assets)}`
	}] : [];
}

// scripts/lib/engine/episode/release-manifest.ts
/** `manifest.json` of a release, to the byte: what else is in it, and what that descends from. */
function releaseManifest({ tag, commit, assets, lineage }) {
	const lines = lineage.map(({ name, key, outputs, reference }) => ({
		name,
		key,
		outputs,
		reference
	}));
	return `${canonicalJson({
		schema: "alpha-release/1",
		tag: tag.tag,
		commit,
		preview: tag.preview !== void 0,
		assets: Object.fromEntries(assets),
		lineage: lines
	})}\n`;
}

// scripts/lib/engine/episode/tag.ts
const NUMBER = "(?:0|[1-9]\\d{0,8})";
const TAG = new RegExp(`^ep/(?<slug>[^/]+)/v(?<version>${NUMBER}\\.${NUMBER}\\.${NUMBER})(?:-preview\\.(?<preview>[1-9]\\d{0,8}))?$`, "u");
/** @throws {UserError} `tag-invalid` */
function parseTag(tag) {
	const { slug, version = "", preview } = TAG.exec(tag)?.groups ?? {};
	const known = EpisodeSlug.safeParse(slug);
	if (known.success) return {
		tag,
		slug: known.data,
		version,
		preview: preview === void 0 ? void 0 : Number(preview)
	};
	throw new UserError("tag-invalid", `${JSON.stringify(tag)} is no tag of an episode`, { hint: "Tag it as ep/<slug>/v1.2.3, or ep/<slug>/v1.2.3-preview.1 for a preview." });
}

// scripts/lib/forge/release.ts
const ReleaseAsset = object({
	id: int(),
	name: string(),
	state: string(),
	digest: string().nullish()
});
const Release = object({
	id: int(),
	tag_name: string(),
	draft: boolean(),
	html_url: string(),
	upload_url: string(),
	assets: array(ReleaseAsset)
});
/**
* Makes the release: draft, upload, compare digests, publish last. Whatever a killed run left is taken up; a release that is
* published with just these assets is left alone.
*
* @returns its address, and whether this call published it
* @throws {UserError} `release-differs` when the published release of this tag has other assets: it cannot be changed any more
*/
async function putRelease(github, plan) {
	return needing("contents: write", async () => {
		const found = await findRelease(github, plan.tag);
		if (found !== void 0 && !found.draft) {
			const faults = differences(found, plan);
			if (faults.length === 0) return {
				url: found.html_url,
				published: false
			};
			throw new UserError("release-differs", `The release of ${plan.tag} is published and differs: ${faults.join("; ")}`, { hint: "A published release is final. Ship the next version under a new tag." });
		}
		const draft = found ?? await makeDraft(github, plan);
		await uploadMissing(github, draft, plan);
		const faults = differences(await readRelease(github, draft.id), plan);
		if (faults.length > 0) throw new UserError("release-incomplete", `The draft of ${plan.tag} is not what was to be shipped: ${faults.join("; ")}`, { hint: "It stays a draft that nobody sees. Run the job again: it uploads what is missing and compares anew." });
		const { data } = await github.request("PATCH /repos/{owner}/{repo}/releases/{release_id}", {
			...place(github),
			release_id: draft.id,
			name: plan.title,
			body: plan.notes,
			prerelease: plan.prerelease,
			draft: false
		});
		return {
			url: Release.parse(data).html_url,
			published: true
		};
	});
}
const place = ({ owner, repo }) => ({
	owner,
	repo
});
/** Drafts have no address by tag: they stand only in the list. */
async function findRelease(github, tag) {
	for (let page = 1;; page += 1) {
		const { data } = await github.request("GET /repos/{owner}/{repo}/releases", {
			...place(github),
			per_page: 100,
			page
		});
		const releases = array(Release).parse(data);
		const found = releases.find((release) => release.tag_name === tag);
		if (found !== void 0 || releases.length < 100) return found;
	}
}
async function readRelease(github, id) {
	const { data } = await github.request("GET /repos/{owner}/{repo}/releases/{release_id}", {
		...place(github),
		release_id: id
	});
	return Release.parse(data);
}
async function makeDraft(github, plan) {
	const { data } = await github.request("POST /repos/{owner}/{repo}/releases", {
		...place(github),
		tag_name: plan.tag,
		name: plan.title,
		body: plan.notes,
		prerelease: plan.prerelease,
		draft: true
	});
	return Release.parse(data);
}
/** Uploads what is not there; removes what a broken upload left and what does not belong. */
async function uploadMissing(github, draft, plan) {
	const wanted = new Map(plan.assets.map((asset) => [asset.name, asset]));
	const there = /* @__PURE__ */ new Set();
	for (const asset of draft.assets) {
		const digest = wanted.get(asset.name)?.digest;
		if (asset.state === "uploaded" && digest !== void 0 && digestOf(asset) === digest) there.add(asset.name);
		else await github.request("DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}", {
			...place(github),
			asset_id: asset.id
		});
	}
	const uploadUrl = draft.upload_url.replace(/\{[^}]*\}$/u, "");
	for (const asset of plan.assets) {
		if (there.has(asset.name)) continue;
		await github.request({
			method: "POST",
			url: `${uploadUrl}?name=${encodeURIComponent(asset.name)}`,
			headers: { "content-type": asset.type },
			data: await openAsBlob(asset.path)
		});
	}
}
const digestOf = (asset) => asset.digest?.replace(/^sha256:/u, "");
/** How a release's assets differ from the plan's (I22: exactly these, with equal digests). */
function differences(release, plan) {
	const faults = [];
	const left = new Map(release.assets.map((asset) => [asset.name, asset]));
	for (const { name, digest } of plan.assets.toSorted((a, b) => byCodeUnit(a.name, b.name))) {
		const asset = left.get(name);
		left.delete(name);
		if (asset === void 0 || asset.state !== "uploaded") faults.push(`${name} is missing`);
		else if (digestOf(asset) !== digest) faults.push(`${name} has digest ${digestOf(asset)?.slice(0, 12) ?? "unknown"} and should have ${short(digest)}`);
	}
	for (const name of left.keys()) faults.push(`${name} does not belong to it`);
	return faults;
}

// scripts/lib/forge/release-notes.ts
/** What a release says of itself: what it is, what each file's digest is, who made each part, under which licence, at what cost. */
function releaseNotes({ tag, commit, words, files, preview }, provenance, cost) {
	const { episode, narration } = words;
	return `${[
		preview ? "> [!NOTE]\n> A **preview**: made on a CPU by the preview backends, true to format and picture, not to the models." : "",
		`Episode ${episode.number} · ${episode.date} · from \`${short(commit)}\` on main · version ${tag.version}`,
		`> ${narration.trim().split(/\n+/u).map(escapeMarkdown).join("\n>\n> ")}`,
		`### Files\n\n| file | SHA-256 |\n|:---|:---|\n${files.map(({ asset, output }) => `| ${escapeMarkdown(asset)} | \`${output.digest}\` |`).join("\n")}`,
		`### Where each part comes from\n\n| part | made by | from | licence |\n|:---|:---|:---|:---|\n${provenance.map(provenanceRow).join("\n")}`,
		costPart(cost),
		"Every digest above stood in the review that approved it; `manifest.json` among the files lists them for programs."
	].filter((part) => part !== "").join("\n\n")}\n`;
}
const provenanceRow = ({ artifact, system, backend, reads, licence }) => `| ${escapeMarkdown(artifact)} | ${escapeMarkdown(system)}, ${backend} | ${escapeMarkdown(reads.join(", "))} | ${backend === "preview" ? "this repository" : escapeMarkdown(licence ?? "this repository")} |`;
/** The transparent cost share: what it stands on, what that cost, and the part of it that this episode carries. */
function costPart({ shares, total, unknown }) {
	if (shares.length === 0) return "";
	const rows = shares.map(costRow);
	const unmeasured = unknown.length === 0 ? "" : `\n\nNobody recorded what these cost: ${unknown.map(escapeMarkdown).join(", ")}.`;
	return `### What it cost\n\n| artifact | its build | carried by | this episode’s part |\n|:---|---:|:---|---:|\n${rows.join("\n")}\n| **together** | | | **${escapeMarkdown(costWords(total))}** |${unmeasured}`;
}
const costRow = ({ artifact, cost, episodes, part }) => `| ${escapeMarkdown(artifact)} | ${escapeMarkdown(costWords(cost))} | ${episodes === 1 ? "this episode" : `${episodes} episodes`} | ${escapeMarkdown(costWords(part))} |`;

// scripts/lib/forge/ship-release.ts
const TYPES = {
	".mp4": "video/mp4",
	".wav": "audio/wav",
	".json": "application/json"
};
const MAIN = "main";
/**
* Ships the episode that a tag names, from the bytes that were reviewed: draft, upload, compare, publish (see `putRelease`). It
* has nothing that could build (I7). Run again after a kill, it takes up where it stopped.
*
* @throws {UserError} `ship-refused` with every reason at once; `tag-invalid`
*/
async function shipRelease({ context, token, now }) {
	const root = context.workspace;
	const tag = parseTag(context.ref.replace(/^refs\/tags\//u, ""));
	await using _access = await gitAccess({
		serverUrl: context.serverUrl,
		token,
		temp: context.temp
	});
	const remote = await lfsRemote(root, "origin", token);
	const bytesOf = await lfsReader(root, {
		remote,
		maxBytes: MAX_SOURCE_BYTES
	});
	const commit = await commitOf(root, tag.tag);
	const main = await remoteBranch(root, "origin", MAIN);
	if (main === void 0) throw new UserError("no-main", `the remote has no branch ${MAIN}`, { hint: `Episodes are shipped from ${MAIN}: push it first.` });
	const options = {
		catalog,
		bytesOf,
		trust: /* @__PURE__ */ new Map()
	};
	const tagged = await readSnapshot(root, commit, options);
	const place = {
		root,
		remote: "origin"
	};
	const ledger = await readLedger(place);
	const shipment = checkShip({
		tag,
		commit,
		tagged,
		main: await readSnapshot(root, main, options),
		onMain: await isAncestor(root, {
			before: commit,
			after: main
		}),
		ledger,
		catalog,
		owner: await readOwner(root, commit)
	});
	const store = lfsStore(remote, { maxBytes: MAX_ARTIFACT_BYTES });
	const scratch = await mkdtemp(join(context.temp, "alpha-ship-"));
	try {
		const provenance = provenanceOf(tagged, tag.slug);
		const cost = costOfEpisode(tagged, ledger, tag.slug);
		const assets = [];
		for (const { asset, output } of shipment.files) {
			const path = join(scratch, asset);
			await store.get(output, path);
			assets.push({
				name: asset,
				path,
				digest: output.digest,
				type: TYPES[extname(asset)] ?? "application/octet-stream"
			});
		}
		const manifest = releaseManifest({
			tag,
			commit,
			assets: new Map(assets.map(({ name, digest }) => [name, digest])),
			lineage: shipment.lineage
		});
		const manifestPath = join(scratch, "manifest.json");
		await writeDurably(manifestPath, manifest);
		assets.push({
			name: "manifest.json",
			path: manifestPath,
			digest: oidOf(manifest),
			type: "application/json"
		});
		const github = openGitHub({
			apiUrl: context.apiUrl,
			token,
			owner: context.owner,
			repository: context.repository
		});
		const { episode } = shipment.words;
		const title = `${episode.title} · ${tag.slug} v${tag.version}${tag.preview === void 0 ? "" : `-preview.${tag.preview}`}`;
		const { url, published } = await putRelease(github, {
			tag: tag.tag,
			title,
			notes: releaseNotes(shipment, provenance, cost),
			prerelease: shipment.preview,
			assets
		});
		if (!entriesOf(ledger, "ship").some(({ record }) => record.tag === tag.tag)) {
			const digests = Object.fromEntries(assets.map(({ name, digest }) => [name, digest]));
			await appendToLedger(place, [{
				kind: "ship",
				tag: tag.tag,
				episode: tag.slug,
				commit,
				ambient: episode.ambient,
				ambientDigest: shipment.ambientDigest,
				preview: shipment.preview,
				assets: digests
			}], {
				now,
				by: ACTIONS_BOT
			});
		}
		return {
			url,
			published,
			shipment
		};
	} finally {
		await rm(scratch, {
			recursive: true,
			force: true
		});
	}
}

// actions/ship-episode/inputs.ts
const Inputs = object({ token: string().min(1) });

// actions/ship-episode/main.ts
await runAction(Inputs, async ({ token }) => {
	const { url, published, shipment } = await shipRelease({
		context: stepContext(),
		token,
		now: () => /* @__PURE__ */ new Date()
	});
	info(`${shipment.tag.tag}: ${published ? "published" : "was published already"}, ${shipment.files.length} files`);
	return { release: url };
});

export {  };