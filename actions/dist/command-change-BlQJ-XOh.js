import { _ as object, b as string, k as prettifyError, t as UserError } from "./errors-q2Ocdyoq.js";
import { t as CommitId } from "./oid-046zK1iw.js";
import { N as changeOf, c as moveRemote, g as nothing, l as remoteBranch, m as ask, t as gitAccess } from "./git-access-CYP2zZEK.js";
import { x as commitOf } from "./cost-Dvjo-J5s.js";

// scripts/lib/forge/command-change.ts
/** What a dispatch of `commands.yml` names: one commit of one pull request, and the comment that asked for it. */
const Dispatched = object({
	inputs: object({
		sha: CommitId,
		pull: string().regex(/^[1-9]\d{0,8}$/u, "must be the number of a pull request").transform(Number),
		comment: string().regex(/^(?:[1-9]\d{0,15})?$/u, "must be the number of a comment").default("").transform((text) => text === "" ? void 0 : Number(text))
	}),
	sender: object({ login: string() })
});
/** @throws {UserError} `dispatch-invalid`, naming every wrong input at once */
function askedBuild({ payload }) {
	const parsed = Dispatched.safeParse(payload);
	if (parsed.success) return {
		...parsed.data.inputs,
		sender: parsed.data.sender.login
	};
	throw new UserError("dispatch-invalid", `the inputs do not fit:\n${prettifyError(parsed.error)}`, {
		hint: "Give the full commit and the number of its pull request; better, comment `/alpha build <sha>` there.",
		cause: parsed.error
	});
}
const PREFIX = "alpha-lock/";
/** Where the lock for a fork's commit goes: a job may not push to the fork. */
const lockBranch = (pull) => `${PREFIX}pr-${pull}`;
const isLockBranch = (branch) => branch.startsWith(PREFIX);
/**
* The change that a job is about, its commits in the clone. For a dispatch that is a fork's commit, fetched as data beside the
* checkout of main: what runs is main's code, what it reads is the commit that was named.
*
* @throws {UserError} `event-unsupported`, `dispatch-invalid`, `commit-gone`
*/
async function readChange(context, token) {
	if (context.event !== "workflow_dispatch") return changeOf(context);
	const { sha, pull } = askedBuild(context);
	await using _access = await gitAccess({
		serverUrl: context.serverUrl,
		token,
		temp: context.temp
	});
	await fetchPull(context.workspace, pull, sha);
	return {
		pull,
		title: void 0,
		base: context.sha,
		head: sha,
		previous: void 0,
		branch: lockBranch(pull)
	};
}
/**
* Fetches the head of a pull request; no branch moves here.
*
* @throws {UserError} `commit-gone` when the commit is not among what was fetched
*/
async function fetchPull(root, pull, sha) {
	const argv = [
		"fetch",
		"--quiet",
		"--no-tags",
		"--no-write-fetch-head",
		"--",
		"origin",
		`refs/pull/${pull}/head`
	];
	await ask(root, {
		argv,
		parse: nothing
	});
	try {
		await commitOf(root, sha);
	} catch (cause) {
		throw new UserError("commit-gone", `${sha} is no longer in pull request ${pull}`, {
			hint: "Somebody pushed over it. Look at the new head, and name that.",
			cause
		});
	}
}
/** Puts the branch for a fork's lock at the fork's commit, so that the lock's commit can follow it there. */
async function openLockBranch(context, change, token) {
	if (change.branch === void 0 || !isLockBranch(change.branch)) return;
	await using _access = await gitAccess({
		serverUrl: context.serverUrl,
		token,
		temp: context.temp
	});
	const root = context.workspace;
	const to = CommitId.parse(change.head);
	const from = await remoteBranch(root, "origin", change.branch) ?? null;
	if (from !== to) await moveRemote(root, "origin", {
		branch: change.branch,
		from,
		to
	});
}

export { openLockBranch as a, lockBranch as i, fetchPull as n, readChange as o, isLockBranch as r, askedBuild as t };