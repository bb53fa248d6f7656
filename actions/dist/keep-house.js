import { F as stepContext, L as datetime, P as runAction, a as readLedger, g as nothing, i as appendToLedger, m as ask, t as gitAccess, z as info } from "./git-access-CYP2zZEK.js";
import { _ as object, b as string, l as array } from "./errors-q2Ocdyoq.js";
import { t as number } from "./coerce-C0Gs-T2S.js";
import { t as ACTIONS_BOT } from "./bot-CDheJBS4.js";
import { n as openGitHub, t as needing } from "./github-BbO4GtpQ.js";
import { t as imageBranch } from "./image-branch-Dxwi1hEi.js";
import { a as readJson } from "./json-BCmY7Bcn.js";
import { n as Oid } from "./oid-046zK1iw.js";

// scripts/lib/forge/keep-house.ts
const DAY_MS = 864e5;
/**
* Walks the ledger's chain, records what was swept, and removes the image branches of pull requests that were closed long enough ago.
*
* @throws {UserError} `ledger-broken` first of all: a ledger that was touched is a person's matter, and nothing is removed
*/
async function keepHouse({ context, token, deleted, imageDays, now }) {
	const { workspace: root, serverUrl, temp, apiUrl, owner, repository } = context;
	await using _access = await gitAccess({
		serverUrl,
		token,
		temp
	});
	const place = {
		root,
		remote: "origin"
	};
	const ledger = deleted.length === 0 ? await readLedger(place) : await appendToLedger(place, [{
		kind: "sweep",
		deleted: [...deleted]
	}], {
		now,
		by: ACTIONS_BOT
	});
	const github = openGitHub({
		apiUrl,
		token,
		owner,
		repository
	});
	const before = now().getTime() - imageDays * DAY_MS;
	const pruned = [];
	for (const [number, tip] of await imageBranches(root)) {
		const closed = await closedAt(github, number);
		if (closed === void 0 || closed > before) continue;
		const ref = `refs/heads/${imageBranch(number)}`;
		await ask(root, {
			argv: [
				"push",
				"--quiet",
				"--no-verify",
				`--force-with-lease=${ref}:${tip}`,
				"origin",
				`:${ref}`
			],
			parse: nothing
		});
		pruned.push(imageBranch(number));
	}
	return {
		pruned,
		entries: ledger.length
	};
}
const IMAGES = /^(?<tip>[0-9a-f]{40})\trefs\/heads\/alpha-images\/pr-(?<number>[1-9]\d{0,8})$/u;
/** By number, where each image branch stands on the remote. */
const imageBranches = (root) => ask(root, {
	argv: [
		"ls-remote",
		"--",
		"origin",
		"refs/heads/alpha-images/pr-*"
	],
	parse: (out) => new Map(out.toString().split("\n").flatMap((row) => {
		const { tip, number } = IMAGES.exec(row)?.groups ?? {};
		return tip === void 0 ? [] : [[Number(number), tip]];
	}))
});
const Pull = object({
	state: string(),
	closed_at: datetime({ offset: true }).nullable()
});
/** When a pull request was closed, milliseconds since 1970; `undefined` while it is open. One that never was is as good as open: a person may know. */
async function closedAt({ request, owner, repo }, number) {
	try {
		const { data } = await needing("pull-requests: read", () => request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
			owner,
			repo,
			pull_number: number
		}));
		const { state, closed_at: at } = Pull.parse(data);
		return state === "closed" && at !== null ? Date.parse(at) : void 0;
	} catch (cause) {
		if (cause instanceof Error && "status" in cause && cause.status === 404) return void 0;
		throw cause;
	}
}

// actions/keep-house/inputs.ts
const Inputs = object({
	token: string().min(1),
	deleted: string().transform((text) => readJson(text)).pipe(array(Oid)).default([]),
	"image-days": number().min(0).max(3650).default(30)
});

// actions/keep-house/main.ts
await runAction(Inputs, async ({ token, deleted, "image-days": imageDays }) => {
	const { pruned, entries } = await keepHouse({
		context: stepContext(),
		token,
		deleted,
		imageDays,
		now: () => /* @__PURE__ */ new Date()
	});
	for (const branch of pruned) info(`${branch} is gone: its pull request was closed`);
	info(`the ledger is whole: ${entries} entries, each naming the hash of the one before it`);
	return {
		pruned,
		entries
	};
});

export {  };